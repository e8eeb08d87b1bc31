/** All heads ranked by a link between tokens, or by a habit. */
import { ApiProblem } from "../../data/api.js";
import { postFind, readFields } from "../../data/attn-api.js";
import { layersOf } from "../../data/layers.js";
import { EXTREMES } from "../../data/stats.js";

/** @typedef {import("../permalink.js").ViewState} ViewState */

/** A span as the address writes it: 4, or 4,6. @param {string} written @returns {[first: number, last: number] | null} */
export function readSpan(written) {
  if (written === "") return null;
  const [first = 0, last = first] = written.split(",").map(Number);
  return [Math.min(first, last), Math.max(first, last)];
}

/** @param {readonly [first: number, last: number]} span */
export const writeSpan = ([first, last]) => (first === last ? String(first) : `${first},${last}`);

/**
 * The link that is asked about: the one that was chosen, or else the pinned cell.
 * @param {Pick<ViewState, "from" | "to" | "pin">} state
 * @returns {{from: [number, number] | null, to: [number, number] | null}}
 */
export function linkOf({ from, to, pin }) {
  if (from === "" && to === "" && pin?.source === "attention") {
    return { from: [pin.token, pin.token], to: pin.key === undefined ? null : [pin.key, pin.key] };
  }
  return { from: readSpan(from), to: readSpan(to) };
}

/** @param {any} answer POST /api/v1/attention/find @returns {import("../../views/find.js").FindData} */
export function findingOf(answer) {
  const { model, text, tokens, from, to, habit, chance, chance_is: bound, chance_by_layer: chanceByLayer, heads, definition, layers: numbers } = answer;
  const width = 1 + Math.max(-1, ...heads.map((/** @type {import("../../types.js").HeadRef} */ { head }) => head));
  const layers = layersOf(answer, { rows: chanceByLayer.length, width, numbers });
  return {
    model, text, tokens, from, to, habit, chance, chanceIs: bound ?? EXTREMES[habit ?? ""] ?? "level", chanceByLayer, layers, definition,
    heads: heads.map((/** @type {any} */ { layer, head, score, strongest_habit: mostly }) => ({ layer, head, score, mostly: mostly ?? null })),
  };
}

/** @type {import("../../types.js").AttnSource} */
export const source = {
  name: "find",
  views: ["find"],
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
