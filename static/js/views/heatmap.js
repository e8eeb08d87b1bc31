/** One head: what each token (a row, the query) gives to each token (a column, the key). */
import { over } from "../scene/colour.js";
import { line, raster, rect, text } from "../scene/marks.js";
import { textWidth } from "../scene/text.js";
import { t } from "../ui/i18n.js";
import { columnLabels, drawColumnLabels, legend, shortNumber, tokenLabel, tokenText, widestLabel } from "./labels.js";
import { unknownTicks } from "./unknown.js";

/** @typedef {import("../types.js").HeadData} HeadData */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").ColourScale} ColourScale */
/** @typedef {{width: number, lang?: import("../types.js").Lang, scale?: "sqrt" | "linear", maxCell?: number}} Options */

export const ATTENTION_TICKS = { sqrt: [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1], linear: [0, 0.25, 0.5, 0.75, 1] };

/** @param {"sqrt" | "linear"} [kind] @returns {ColourScale} */
export const attentionScale = (kind = "sqrt") => ({ map: "attention", kind, domain: [0, 1] });

/** @param {number} width @param {number} margin @param {number} count @param {number} most */
function cellSize(width, margin, count, most) {
  const size = (width - margin) / count;
  return Math.max(3, Math.min(most, Math.floor(size)));
}

/** Small type before no type: all labels stay to some sixty tokens. @param {number} cell */
const labelSizeFor = (cell) => (cell >= 13 || cell < 9 ? 12 : Math.max(9, cell - 1));

/**
 * Numbers inside the cells, where they fit. Below half a hundredth nothing is printed.
 * @param {HeadData} data @param {{x: number, y: number, cell: number, scale: ColourScale}} place @returns {Mark[]}
 */
function cellNumbers({ weights, tokens }, { x, y, cell, scale }) {
  if (cell < 25) return [];
  const size = cell >= 32 ? 11 : 10;
  return Array.from(weights, (weight, i) => {
    const column = i % tokens.length;
    const row = Math.floor(i / tokens.length);
    const words = weight.toFixed(2).replace(/^0/, "");
    const middle = y + (row + 0.5) * cell + size * 0.36;
    return text(words, x + (column + 0.5) * cell, middle, { size, anchor: "middle", fill: over(weight, scale) });
  }).filter((_, i) => /** @type {number} */ (weights[i]) >= 0.005);
}

/**
 * @param {HeadData} data weights [query * key], row by row
 * @param {Options} options
 * @returns {Scene}
 */
export function heatmap(data, { width, lang = "en", scale: kind = "sqrt", maxCell = 44 }) {
  const { tokens, weights, layer, head, model } = data;
  const count = tokens.length;
  const scale = attentionScale(kind);
  const left = Math.ceil(Math.min(Math.max(widestLabel(tokens, 12), textWidth(t(lang, "query"), 11)), 110)) + 12;
  let cell = cellSize(width, left + 4, count, maxCell);
  let labelSize = labelSizeFor(cell);
  let set = columnLabels(tokens, cell, { size: labelSize });
  if (set.overhang) {
    cell = cellSize(width, left + Math.max(0, set.overhang - cell * 0.5), count, maxCell);
    labelSize = labelSizeFor(cell);
    set = columnLabels(tokens, cell, { size: labelSize });
  }
  const top = set.height + 18;
  const side = cell * count;
  const every = Math.max(1, Math.ceil(labelSize / cell));

  /** @type {Mark[]} */
  const marks = [
    text(`${t(lang, "key")} →`, left, 11, { size: 11, fill: "soft" }),
    text(`${t(lang, "query")} ↓`, left - 8, top - 5, { size: 11, fill: "soft", anchor: "end" }),
    ...drawColumnLabels(tokens, set, { x: left, y: top, step: cell }),
    raster({ x: left, y: top, width: side, height: side, columns: count, rows: count, values: weights, scale }),
  ];
  for (const token of tokens) {
    const y = top + (token.index + 0.5) * cell + labelSize * 0.36;
    if (token.index % every === 0) marks.push(tokenLabel(token, left - 8, y, left - 12, { size: labelSize, anchor: "end" }));
    if (cell < 12 || token.index === 0) continue;
    const at = token.index * cell;
    marks.push(line(left, top + at, left + side, top + at, { stroke: "paper" }));
    marks.push(line(left + at, top, left + at, top + side, { stroke: "paper" }));
  }
  marks.push(...cellNumbers(data, { x: left, y: top, cell, scale }));
  marks.push(rect({ x: left - 0.5, y: top - 0.5, width: side + 1, height: side + 1, fill: "none", stroke: "faint" }));

  if (every > 1) marks.push(...unknownTicks(tokens, count, [{ x: left, y: top, side, rows: true, columns: true }]));
  const bottom = top + side + 30;
  const ramp = Math.min(300, width - left - 8);
  marks.push(
    ...legend(scale, { x: left, y: bottom, width: ramp, ticks: ATTENTION_TICKS[kind], caption: t(lang, `legend-attention-${kind}`), format: shortNumber }),
  );

  const query = /** @type {const} */ ({ kind: "token", source: "attention", part: "query" });
  const keyAxis = /** @type {const} */ ({ kind: "token", source: "attention", part: "key" });
  const none = /** @type {const} */ ({ kind: "none" });
  const tags = every > 1 ? { tags: tokens.map(tokenText) } : {};
  return {
    width: Math.max(left + side + 4 + Math.max(0, set.overhang - cell * 0.5), left + ramp + 8),
    height: bottom + 26,
    title: t(lang, "heatmap-title", { layer, head, model: model.id }),
    description: t(lang, "heatmap-description", { count, layer, head }),
    marks,
    regions: [
      { id: "cells", role: "cells", x: left, y: top, width: side, height: side, rows: count, columns: count, row: query, column: keyAxis, layer, head },
      { id: "queries", role: "label", x: 0, y: top, width: left - 3, height: side, rows: count, columns: 1, row: query, column: none, ...tags },
      { id: "keys", role: "label", x: left, y: top - set.height, width: side, height: set.height - 2, rows: 1, columns: count, row: none, column: keyAxis, shear: set.shear, ...tags },
    ],
  };
}
