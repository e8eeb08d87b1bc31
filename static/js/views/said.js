/** Sentences set in type: what leads, a point each, and what follows from them. */
import { text } from "../scene/marks.js";
import { textWidth } from "../scene/text.js";
import { wrapped } from "./lines.js";

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Scene} Scene */

const SIZE = 12;
const LEAD = 17;
/** Longer lines are not read. */
const LONGEST = 700;

/**
 * @param {{lead?: string, points: readonly string[], after?: string}} words
 * @param {{width: number, title: string}} options
 * @returns {Scene} its description is its words
 */
export function said({ lead = "", points, after = "" }, { width, title }) {
  const room = Math.min(width, LONGEST);
  /** @type {Mark[]} */
  const marks = [];
  let y = 0;
  let right = 0;
  /** @param {string} paragraph @param {number} x @param {Partial<import("../types.js").TextMark>} look */
  const put = (paragraph, x, look) => {
    if (paragraph === "") return;
    // Bold type is a little wider than lines are broken for.
    for (const line of wrapped(paragraph, (room - x) * (look.bold ? 0.93 : 1), SIZE)) {
      marks.push(text(line, x, y + SIZE, { size: SIZE, ...look }));
      right = Math.max(right, x + textWidth(line, SIZE, look.bold));
      y += LEAD;
    }
    y += 5;
  };
  put(lead, 0, { bold: true });
  for (const point of points) {
    marks.push(text("·", 3, y + SIZE, { size: SIZE, bold: true }));
    put(point, 14, {});
  }
  put(after, 0, { fill: "soft" });
  return { width: right, height: Math.max(y - 5, 0), title, description: [lead, ...points, after].filter(Boolean).join(" "), marks, regions: [] };
}
