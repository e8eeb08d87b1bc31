/** Constructors of marks, so that views read as lists of what is drawn. */

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").TextMark} TextMark */
/** @typedef {import("../types.js").RasterMark} RasterMark */
/** @typedef {import("../types.js").LineMark} LineMark */
/** @typedef {import("../types.js").RectMark} RectMark */
/** @typedef {import("../types.js").GroupMark} GroupMark */
/** @typedef {import("../types.js").Scene} Scene */

/** @param {number} x @param {number} y @param {Mark[]} marks @returns {GroupMark} */
export const group = (x, y, marks) => ({ type: "group", x, y, marks });

/** @param {Omit<RectMark, "type">} rest @returns {RectMark} */
export const rect = (rest) => ({ type: "rect", ...rest });

/** @param {string} words @param {number} x @param {number} y @param {Partial<TextMark>} [rest] @returns {TextMark} */
export const text = (words, x, y, rest = {}) => ({ type: "text", text: words, x, y, size: 12, fill: "ink", ...rest });

/**
 * @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2
 * @param {Partial<LineMark>} [rest] @returns {LineMark}
 */
export const line = (x1, y1, x2, y2, rest = {}) => ({ type: "line", x1, y1, x2, y2, stroke: "faint", ...rest });

/** @param {Omit<RasterMark, "type">} rest @returns {RasterMark} */
export const raster = (rest) => ({ type: "raster", ...rest });

/**
 * Every mark of a scene with the offset of the groups around it, in drawing order.
 * @param {readonly Mark[]} marks @param {(mark: Exclude<Mark, GroupMark>, dx: number, dy: number) => void} visit
 * @param {number} [dx] @param {number} [dy]
 */
export function walk(marks, visit, dx = 0, dy = 0) {
  for (const mark of marks) {
    if (mark.type === "group") walk(mark.marks, visit, dx + mark.x, dy + mark.y);
    else visit(mark, dx, dy);
  }
}
