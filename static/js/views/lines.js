/** Small type in as many lines as it needs. */
import { text } from "../scene/marks.js";
import { textWidth } from "../scene/text.js";

/** @typedef {import("../types.js").Mark} Mark */

/** Where a line may break: at spaces, and between wide characters; it begins with no stop and ends with no opening mark. */
const PIECES = /[“（「『]*(?:[\u2e80-\u9fff\uff00-\uff60]|[^\s\u2e80-\u9fff\uff00-\uff60]*[^\s\u2e80-\u9fff\uff00-\uff60“])[，。；：、！？）」』”]*\s*|\S|\s+/gu;

/** @param {string} words @param {number} width @param {number} size @returns {string[]} */
export function wrapped(words, width, size) {
  /** @type {string[]} */
  const lines = [""];
  for (const piece of words.match(PIECES) ?? []) {
    const now = `${lines.at(-1)}${piece}`;
    if (lines.at(-1) !== "" && textWidth(now.trimEnd(), size) > width) lines.push(piece.trimStart());
    else lines[lines.length - 1] = now;
  }
  return lines.map((line) => line.trimEnd());
}

/** @param {string} words @param {{x: number, y: number, width: number, size?: number}} place y: the foot of the first line @returns {{marks: Mark[], height: number}} */
export function lines(words, { x, y, width, size = 11 }) {
  const all = wrapped(words, width, size);
  return { marks: all.map((line, i) => text(line, x, y + i * 15, { size, fill: "soft" })), height: all.length * 15 };
}
