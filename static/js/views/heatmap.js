/** One head: what each token (a row, the query) gives to each token (a column, the key). */
import { over } from "../scene/colour.js";
import { line, raster, rect, text } from "../scene/marks.js";
import { fit, textWidth } from "../scene/text.js";
import { t } from "../ui/i18n.js";
import { columnLabels, drawColumnLabels, legend, modelName, shortNumber, tokenLabel, tokenName, widestLabel } from "./labels.js";
import { hatch, withoutMasked } from "./masked.js";
import { nextTokens } from "./next.js";
import { unknownTicks } from "./unknown.js";

/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Side} Side */
/** @typedef {import("../types.js").Axis} Axis */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").ColourScale} ColourScale */
/**
 * @typedef {object} Options
 * @property {number} width
 * @property {Lang} [lang]
 * @property {"sqrt" | "linear"} [scale]
 * @property {number} [maxCell]
 * @property {readonly (readonly import("../types.js").Prediction[])[] | null} [predictions] a list a column
 * @property {import("../types.js").Predicts} [predicts]
 */

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
 * @param {Matrix} matrix @param {{x: number, y: number, cell: number, scale: ColourScale}} place @returns {Mark[]}
 */
function cellNumbers({ weights, keys }, { x, y, cell, scale }) {
  if (cell < 25) return [];
  const size = cell >= 32 ? 11 : 10;
  const columns = keys.labels.length;
  return Array.from(weights, (weight, i) => {
    const column = i % columns;
    const row = Math.floor(i / columns);
    const words = weight.toFixed(2).replace(/^0/, "");
    const middle = y + (row + 0.5) * cell + size * 0.36;
    return text(words, x + (column + 0.5) * cell, middle, { size, anchor: "middle", fill: over(weight, scale) });
  }).filter((_, i) => /** @type {number} */ (weights[i]) >= 0.005);
}

/** Where the second sentence begins, if both are there. @param {readonly import("../types.js").Token[]} labels */
export function boundary(labels) {
  const at = labels.findIndex(({ sequence }) => sequence === 1);
  return at > 0 && labels.some(({ sequence }) => sequence === 0) ? at : -1;
}

/** @param {Side} side @param {"query" | "key"} part @returns {Axis} */
function axisOf({ source, tokens }, part) {
  const plain = tokens.every((own, i) => own.length === 1 && own[0] === i);
  return { kind: "token", source, part, ...(plain ? {} : { tokens }) };
}

/**
 * @param {Matrix} matrix weights [query * key], row by row
 * @param {Options} options
 * @returns {Scene}
 */
export function heatmap(matrix, { width, lang = "en", scale: kind = "sqrt", maxCell = 44, predictions = null, predicts = "next" }) {
  const { queries, keys, weights, layer, head, model, causal, derived, cropped } = matrix;
  const rows = queries.labels.length;
  const columns = keys.labels.length;
  const scale = attentionScale(kind);
  const expects = t(lang, predicts === "masked" ? "predicts-masked" : "predicts");
  const beside = [textWidth(t(lang, "query"), 11), ...(predictions ? [textWidth(expects, 10)] : [])];
  const left = Math.ceil(Math.min(Math.max(widestLabel(queries.labels, 12), ...beside), 110)) + 12;
  let cell = cellSize(width, left + 4, columns, maxCell);
  let labelSize = labelSizeFor(cell);
  let set = columnLabels(keys.labels, cell, { size: labelSize });
  if (set.overhang) {
    cell = cellSize(width, left + Math.max(0, set.overhang - cell * 0.5), columns, maxCell);
    labelSize = labelSizeFor(cell);
    set = columnLabels(keys.labels, cell, { size: labelSize });
  }
  const top = set.height + 18;
  const across = cell * columns;
  const down = cell * rows;
  const every = Math.max(1, Math.ceil(labelSize / cell));
  const values = causal ? withoutMasked(weights, columns) : weights;

  /** @type {Mark[]} */
  const marks = [
    text(`${t(lang, "key")} →`, left, 11, { size: 11, fill: "soft" }),
    text(`${t(lang, "query")} ↓`, left - 8, top - 5, { size: 11, fill: "soft", anchor: "end" }),
    ...drawColumnLabels(keys.labels, set, { x: left, y: top, step: cell }),
    raster({ x: left, y: top, width: across, height: down, columns, rows, values, scale }),
  ];
  queries.labels.forEach((label, row) => {
    const y = top + (row + 0.5) * cell + labelSize * 0.36;
    if (row % every === 0) marks.push(tokenLabel(label, left - 8, y, left - 12, { size: labelSize, anchor: "end" }));
    if (cell >= 12 && row > 0) marks.push(line(left, top + row * cell, left + across, top + row * cell, { stroke: "paper" }));
  });
  for (let column = 1; column < columns && cell >= 12; column += 1) {
    marks.push(line(left + column * cell, top, left + column * cell, top + down, { stroke: "paper" }));
  }
  if (causal) marks.push(hatch({ x: left, y: top, cell, count: rows }));
  marks.push(...cellNumbers(matrix, { x: left, y: top, cell, scale }));
  marks.push(rect({ x: left - 0.5, y: top - 0.5, width: across + 1, height: down + 1, fill: "none", stroke: "faint" }));
  const [between, beyond] = [boundary(queries.labels), boundary(keys.labels)];
  const edge = { stroke: /** @type {const} */ ("soft"), strokeWidth: 1.5 };
  if (between > 0) marks.push(line(4, top + between * cell, left + across, top + between * cell, edge));
  if (beyond > 0) marks.push(line(left + beyond * cell, top - 14, left + beyond * cell, top + down, edge));

  if (every > 1) {
    marks.push(...unknownTicks(queries.labels, rows, [{ x: left, y: top, side: down, rows: true, columns: false }]));
    marks.push(...unknownTicks(keys.labels, columns, [{ x: left, y: top, side: across, rows: false, columns: true }]));
  }
  const next = predictions ? nextTokens(predictions, { x: left, y: top + down + 4, step: cell, label: expects }) : { marks: [], height: 0 };
  marks.push(...next.marks);
  const bottom = top + down + next.height + 30;
  const ramp = Math.min(300, width - left - 8);
  const caption = t(lang, `legend-attention-${kind}`);
  marks.push(...legend(scale, { x: left, y: bottom, width: ramp, ticks: ATTENTION_TICKS[kind], caption, format: shortNumber }));
  let height = bottom + 26;
  const said = [
    ...(causal && rows > 1 ? [{ words: t(lang, "legend-masked"), hatched: true }] : []),
    ...(between > 0 || beyond > 0 ? [{ words: t(lang, "legend-boundary"), hatched: false }] : []),
    ...(derived ? [{ words: t(lang, "legend-words"), hatched: false }] : []),
    ...(cropped ? [{ words: t(lang, "legend-cropped"), hatched: false }] : []),
  ];
  for (const { words, hatched } of said) {
    if (hatched) {
      marks.push({ type: "path", d: `M${left} ${height + 9}l9 -9M${left + 5} ${height + 12}l11 -11M${left + 13} ${height + 12}l7 -7`, fill: "none", stroke: "soft", strokeWidth: 0.75 });
      marks.push(rect({ x: left, y: height, width: 20, height: 12, fill: "none", stroke: "faint" }));
    }
    const from = left + (hatched ? 26 : 0);
    marks.push(text(fit(words, width - from - 2, 11), from, height + 10, { size: 11, fill: "soft" }));
    height += 18;
  }

  const query = axisOf(queries, "query");
  const key = axisOf(keys, "key");
  const none = /** @type {const} */ ({ kind: "none" });
  const rowTags = every > 1 ? { tags: queries.labels.map(tokenName) } : {};
  const columnTags = every > 1 ? { tags: keys.labels.map(tokenName) } : {};
  /** @type {import("../types.js").Region[]} */
  const regions = [
    { id: "cells", role: "cells", x: left, y: top, width: across, height: down, rows, columns, row: query, column: key, layer, head },
    { id: "queries", role: "label", x: 0, y: top, width: left - 3, height: down, rows, columns: 1, row: query, column: none, ...rowTags },
    { id: "keys", role: "label", x: left, y: top - set.height, width: across, height: set.height - 2, rows: 1, columns, row: none, column: key, shear: set.shear, ...columnTags },
  ];
  if (next.height) {
    regions.push({ id: "predictions", role: "label", x: left, y: top + down + 3, width: across, height: next.height, rows: 1, columns, row: none, column: { ...key, part: "query" }, quiet: true });
  }
  return {
    width: Math.max(left + across + 4 + Math.max(0, set.overhang - cell * 0.5), left + ramp + 8),
    height,
    title: t(lang, derived ? "heatmap-title-words" : "heatmap-title", { layer, head, model: modelName(lang, model) }),
    description: t(lang, cropped ? "heatmap-description-cropped" : "heatmap-description", { rows, columns, layer, head }),
    marks,
    regions,
  };
}
