/** The likeliest tokens under each column: words where there is room, the first alone and upright where not. */
import { rect, text } from "../scene/marks.js";
import { fit, script, visible } from "../scene/text.js";

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Prediction} Prediction */

/**
 * @param {readonly (readonly Prediction[])[]} predictions a list a column, likeliest first
 * @param {{x: number, y: number, step: number, label: string}} place
 * @returns {{marks: Mark[], height: number}}
 */
export function nextTokens(predictions, { x, y, step, label }) {
  if (step < 12) return { marks: [], height: 0 };
  const level = step >= 34;
  const rows = level ? 3 : 1;
  /** @type {Mark[]} */
  const marks = [text(label, x - 8, y + 11, { size: 10, fill: "soft", anchor: "end" })];
  const height = level ? rows * 16 + 6 : 62;
  predictions.forEach((list, column) => {
    list.slice(0, rows).forEach(({ text: words, probability }, rank) => {
      const look = { size: 10.5, fill: rank === 0 ? /** @type {const} */ ("ink") : /** @type {const} */ ("soft"), ...script(words) };
      const shown = visible(words);
      const from = x + column * step + 2;
      if (level) {
        const foot = y + 11 + rank * 16;
        marks.push(text(fit(shown, step - 3, 10.5), from, foot, look));
        marks.push(rect({ x: from, y: foot + 2, width: Math.max(0.5, (step - 6) * probability), height: 2, fill: "soft" }));
      } else {
        marks.push(text(fit(shown, 56, 10.5), from + step / 2 + 1, y + 58, { ...look, rotate: -90 }));
      }
    });
  });
  return { marks, height };
}
