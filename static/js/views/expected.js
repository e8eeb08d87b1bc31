/** What nets expect after one token: a list each, side by side where there is room. */
import { text } from "../scene/marks.js";
import { guesses } from "./guesses.js";
import { wrapped } from "./lines.js";

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Prediction} Prediction */
/** @typedef {{heading: string, list: readonly Prediction[], note?: string}} Expected note: what stands under the list */

const LEAST = 200;
const MOST = 440;
const GAP = 32;
const SMALL = 11;

/**
 * @param {readonly Expected[]} lists @param {{width: number, title: string, description: string}} options
 * @returns {import("../types.js").Scene} without regions: nothing is pointed at
 */
export function expected(lists, { width, title, description }) {
  const across = Math.max(1, Math.min(lists.length, Math.floor((width + GAP) / (LEAST + GAP))));
  const each = Math.min(MOST, (width - GAP * (across - 1)) / across);
  /** @type {Mark[]} */
  const marks = [];
  let [top, bottom] = [0, 0];
  lists.forEach(({ heading, list, note = "" }, i) => {
    if (i % across === 0) top = i === 0 ? 0 : bottom + 14;
    const x = (i % across) * (each + GAP);
    const drawn = guesses(list, { x, y: top, width: each, heading });
    marks.push(...drawn.marks);
    let foot = top + drawn.height;
    for (const line of note ? wrapped(note, each, SMALL) : []) {
      marks.push(text(line, x, foot + 10, { size: SMALL, fill: "soft" }));
      foot += 15;
    }
    bottom = Math.max(bottom, foot + 4);
  });
  return { width: across * each + GAP * (across - 1), height: bottom, title, description, marks, regions: [] };
}
