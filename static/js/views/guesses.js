/** A list of what a net expects next, likeliest first, with bars and numbers. */
import { rect, text } from "../scene/marks.js";
import { fit, script, textWidth, visible } from "../scene/text.js";
import { percent } from "../ui/say.js";

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Prediction} Prediction */

const ROW = 21;

/**
 * @param {readonly Prediction[]} list
 * @param {{x: number, y: number, width: number, heading: string}} place
 * @returns {{marks: Mark[], height: number}}
 */
export function guesses(list, { x, y, width, heading }) {
  /** @type {Mark[]} */
  const marks = [text(fit(heading, width, 12), x, y + 11, { size: 12, fill: "soft" })];
  const numbers = Math.max(0, ...list.map(({ probability }) => textWidth(percent(probability), 12)));
  const words = Math.min(width * 0.4, Math.max(30, ...list.map((one) => textWidth(visible(one.text), 13)))) + 10;
  const from = x + words + numbers + 8;
  list.forEach(({ text: piece, probability }, i) => {
    const foot = y + 34 + i * ROW;
    const look = i === 0 ? /** @type {const} */ ("ink") : /** @type {const} */ ("soft");
    marks.push(text(fit(visible(piece), words - 8, 13), x, foot, { size: 13, fill: look, bold: i === 0, ...script(piece) }));
    marks.push(text(percent(probability), x + words + numbers, foot, { size: 12, fill: "soft", anchor: "end" }));
    marks.push(rect({ x: from, y: foot - 9, width: Math.max(0.75, (x + width - from) * probability), height: 9, fill: look }));
    marks.push(rect({ x: from, y: foot - 9, width: Math.max(1, x + width - from), height: 9, fill: "none", stroke: "faint" }));
  });
  return { marks, height: 24 + list.length * ROW };
}
