/** All heads ranked by a link between tokens, or by a habit. */
import { ApiProblem } from "../../data/api.ts";
import { postFind } from "../../data/attention-api.ts";
import { readFields } from "../../state/run.ts";
import { layersOf } from "../../data/layers.ts";
import { EXTREMES } from "../../data/stats.ts";
import type { HeadRef } from "../../data/types.ts";
import type { ViewState } from "../../state/keys.ts";
import type { Source } from "../../state/source.ts";
import type { FindData } from "./scene.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    find: FindData | null;
  }
}

/** A span as the address writes it: 4, or 4,6. */
export function readSpan(written: string): [first: number, last: number] | null {
  if (written === "") return null;
  const [first = 0, last = first] = written.split(",").map(Number);
  return [Math.min(first, last), Math.max(first, last)];
}

export const writeSpan = ([first, last]: readonly [first: number, last: number]) =>
  first === last ? String(first) : `${first},${last}`;

/** The link that is asked about: the one that was chosen, or else the pinned cell. */
export function linkOf({ from, to, pin }: Pick<ViewState, "from" | "to" | "pin">): {
  from: [number, number] | null;
  to: [number, number] | null;
} {
  if (from === "" && to === "" && pin?.source === "attention") {
    return { from: [pin.token, pin.token], to: pin.key === undefined ? null : [pin.key, pin.key] };
  }
  return { from: readSpan(from), to: readSpan(to) };
}

/** @param answer POST /api/v1/attention/find */
export function findingOf(answer: any): FindData {
  const {
    model,
    text,
    tokens,
    from,
    to,
    habit,
    chance,
    chance_is: bound,
    chance_by_layer: chanceByLayer,
    heads,
    definition,
    layers: numbers,
  } = answer;
  const width = 1 + Math.max(-1, ...heads.map(({ head }: HeadRef) => head));
  const layers = layersOf(answer, { rows: chanceByLayer.length, width, numbers });
  return {
    model,
    text,
    tokens,
    from,
    to,
    habit,
    chance,
    chanceIs: bound ?? EXTREMES[habit ?? ""] ?? "level",
    chanceByLayer,
    layers,
    definition,
    heads: heads.map(({ layer, head, score, strongest_habit: mostly }: any) => ({
      layer,
      head,
      score,
      mostly: mostly ?? null,
    })),
  };
}

export const source: Source<"find"> = {
  name: "find",
  keys: ["text", "text_pair", "model", "habit", "mask", "ablate"],
  wakes: ["from", "to", "pin"],
  question: (state) => (state.habit === "" ? linkOf(state) : null),
  ready(state) {
    const { from, to } = linkOf(state);
    return state.habit !== "" || (from !== null && to !== null);
  },
  async ask(state, via) {
    const { habit } = state;
    const about = habit === "" ? linkOf(state) : { habit };
    try {
      return findingOf(await postFind({ ...readFields(state), ...about }, via));
    } catch (error) {
      // A link made for another sentence may name tokens that this one lacks: there is nothing to find, then.
      if (error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range")) return null;
      throw error;
    }
  },
};
