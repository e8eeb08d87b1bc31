/** The three cells on the sentence: gates, states, expectations, and what each gave to what came. */
import { apartIn, known } from "../../data/known.ts";
import { netFields, postGates } from "../../data/gates-api.ts";
import type { Source } from "../../state/source.ts";
import type { CellReading } from "./scene.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    cells: { readings: CellReading[] };
  }
}

const COMPARED = ["lstm", "gru", "rnn"] as const;

/**
 * A JSON answer of /api/v1/gates as a view takes it.
 * @param least where a cell that stands beside it is lost in rounding
 */
export function readingOf(answer: any, least: number = Infinity): CellReading {
  const [, units = 0] = answer.shape;
  const arrays: Record<string, Float32Array> = {};
  for (const group of ["gates", "states"] as const) {
    for (const [name, rows] of Object.entries(answer[group] ?? {})) {
      arrays[`${group}.${name}`] = Float32Array.from((rows as number[][]).flat());
    }
  }
  const about = answer.units ?? {};
  const data = known(
    {
      model: answer.model,
      cell: answer.cell,
      kind: answer.kind,
      checkpoint: answer.checkpoint,
      text: answer.text,
      forgetBias: answer.forget_bias,
      recurrentScale: answer.recurrent_scale,
      tokens: answer.tokens,
      notices: answer.notices,
      units,
      arrays,
      predictions: answer.predictions,
      order: about.order ?? [...Array(units).keys()],
      orderDefinition: about.definition ?? "",
      saturation: about.saturation ?? {},
      saturationDefinition: about.saturation_definition ?? "",
      halfLife: about.half_life ?? [],
      halfLifeDefinition: about.half_life_definition ?? "",
      check: answer.check,
    },
    least,
  );
  return { data, following: (answer.following ?? data.tokens.map(() => null)).slice(0, data.tokens.length) };
}

export const source: Source<"cells"> = {
  name: "cells",
  keys: ["text", "checkpoint", "forget_bias", "recurrent_scale"],
  async ask(state, via) {
    const { text } = state;
    const asked = COMPARED.map((cell) =>
      postGates({ text, ...netFields({ ...state, cell }), include: ["predictions", "units"] }, via),
    );
    const answers = await Promise.all(asked);
    // They share one axis: all are drawn as far as all are known.
    const least = Math.min(...answers.map((answer) => apartIn(answer) ?? Infinity));
    return { readings: answers.map((answer) => readingOf(answer, least)) };
  },
  lends: ({ readings: [first] }) => (first ? { gates: first.data } : {}),
};
