/** The tokens of a sentence as a horizontal axis under a picture, the same under every picture of a page. */
import { line, text } from "../scene/marks.js";
import { textWidth } from "../scene/text.js";
import { tokenLabel, tokenName, widestLabel } from "./labels.js";

/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {{left: number, step: number, across: number, right: number}} TokenAxis */

const SIZE = 12;
const LONGEST = 84;

/** Where each token stands: room for words on the left, for numbers on the right. @param {number} width @param {number} count @returns {TokenAxis} */
export function tokenAxis(width, count) {
  const left = width < 520 ? 76 : 132;
  const right = width < 520 ? 34 : 44;
  const step = Math.max(2, Math.min(84, Math.floor((width - left - right) / Math.max(count, 1))));
  return { left, step, across: step * count, right };
}

/** The middle of a token's column. @param {TokenAxis} axis @param {number} token */
export const middle = ({ left, step }, token) => left + (token + 0.5) * step;

/**
 * Labels hanging under y: level where they fit, else upright, thinned where even that is too narrow.
 * @param {readonly Token[]} tokens @param {TokenAxis} axis @param {number} y @param {number} last the last token that counts here
 * @param {number} marked the token that stands out
 * @returns {{marks: Mark[], regions: Region[], height: number}}
 */
export function hangingLabels(tokens, axis, y, last, marked = last) {
  const { left, step, across } = axis;
  const widest = Math.min(widestLabel(tokens, SIZE), LONGEST);
  const every = Math.max(1, Math.ceil((SIZE + 1) / step));
  const level = widest <= step - 3 && every === 1;
  const height = level ? SIZE + 8 : Math.ceil(widest) + 10;
  const marks = tokens.flatMap((token, i) => {
    if (i % every !== 0 && i !== marked) return [];
    if (i !== marked && every > 1 && Math.abs(i - marked) < every) return [];
    const x = middle(axis, i);
    const look = { size: SIZE, ...(i > last ? { fill: /** @type {const} */ ("soft") } : {}), ...(i === marked ? { bold: true } : {}) };
    return [
      level
        ? tokenLabel(token, x, y + SIZE + 1, step - 1, { ...look, anchor: "middle" })
        : tokenLabel(token, x + SIZE * 0.36, y + 4, LONGEST, { ...look, anchor: "end", rotate: -90 }),
    ];
  });
  const tags = every > 1 ? { tags: tokens.map(tokenName) } : {};
  return {
    marks, height,
    regions: [{
      id: "tokens", role: "label", x: left, y, width: across, height, rows: 1, columns: tokens.length,
      row: { kind: "none" }, column: { kind: "token", source: "gates" }, ...tags,
    }],
  };
}

/**
 * How far each token is from the last: numbers where they fit.
 * @param {TokenAxis} axis @param {number} y @param {number} last @param {string} name of the axis @returns {Mark[]}
 */
export function distances(axis, y, last, name) {
  const { left, step } = axis;
  /** @type {Mark[]} */
  const marks = [text(name, left - 8, y + 12, { size: 11, fill: "soft", anchor: "end" })];
  const wide = textWidth("00", 11) + 6;
  const every = [1, 2, 5, 10, 20, 50].find((one) => one * step >= wide) ?? 100;
  for (let k = 0; k <= last; k += every) {
    const x = middle(axis, last - k);
    marks.push(line(x, y - 1, x, y + 2, { stroke: "soft" }), text(String(k), x, y + 13, { size: 11, fill: "soft", anchor: "middle" }));
  }
  return marks;
}
