/** The three cells on the sentence: gates, states, expectations, and what each gave to what came. */
import { apartIn, known } from "../../data/known.js";
import { netFields, postGates } from "../../data/lab-api.js";

/** @typedef {import("../../views/cells.js").CellReading} CellReading */

const COMPARED = /** @type {const} */ (["lstm", "gru", "rnn"]);

/**
 * A JSON answer of /api/v1/gates as a view takes it.
 * @param {any} answer @param {number} [least] where a cell that stands beside it is lost in rounding
 * @returns {CellReading}
 */
export function readingOf(answer, least = Infinity) {
  const [, units = 0] = answer.shape;
  /** @type {Record<string, Float32Array>} */
  const arrays = {};
  for (const group of /** @type {const} */ (["gates", "states"])) {
    for (const [name, rows] of Object.entries(answer[group] ?? {})) arrays[`${group}.${name}`] = Float32Array.from(/** @type {number[][]} */ (rows).flat());
  }
  const about = answer.units ?? {};
  const data = known({
    model: answer.model, cell: answer.cell, kind: answer.kind, checkpoint: answer.checkpoint, text: answer.text,
    forgetBias: answer.forget_bias, recurrentScale: answer.recurrent_scale, tokens: answer.tokens, notices: answer.notices,
    units, arrays, predictions: answer.predictions,
    order: about.order ?? [...Array(units).keys()], orderDefinition: about.definition ?? "",
    saturation: about.saturation ?? {}, saturationDefinition: about.saturation_definition ?? "",
    halfLife: about.half_life ?? [], halfLifeDefinition: about.half_life_definition ?? "", check: answer.check,
  }, least);
  return { data, following: (answer.following ?? data.tokens.map(() => null)).slice(0, data.tokens.length) };
}

/** @type {import("../../types.js").LabSource} */
export const source = {
  name: "cells",
  views: ["cells"],
  keys: ["text", "checkpoint", "forget_bias", "recurrent_scale"],
  async ask(state, via) {
    const { text } = state;
    const asked = COMPARED.map((cell) => postGates({ text, ...netFields({ ...state, cell }), include: ["predictions", "units"] }, via));
    const answers = await Promise.all(asked);
    // They share one axis: all are drawn as far as all are known.
    const least = Math.min(...answers.map((answer) => apartIn(answer) ?? Infinity));
    return { readings: answers.map((answer) => readingOf(answer, least)) };
  },
};
