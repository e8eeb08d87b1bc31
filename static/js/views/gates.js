/** The recurrent net: units (rows, the strongest carrier first) over tokens (columns), a band for each gate and state. */
import { textWidth } from "../scene/text.js";
import { t } from "../ui/i18n.js";
import { BANDS, band, unitLayout } from "./bands.js";
import { columnLabels, drawColumnLabels, tokenName } from "./labels.js";
import { nextTokens } from "./next.js";

/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {{width: number, lang?: Lang, maxColumn?: number}} Options */

/** The margin that the words beside the bands need. @param {GatesData} data @param {Lang} lang */
function margin({ order, units }, lang) {
  const { tall } = unitLayout(units);
  const words = [t(lang, "predicts"), t(lang, "mean"), t(lang, "others", { count: units })];
  const names = order.slice(0, tall).map((unit) => t(lang, "unit-n", { unit }));
  return Math.ceil(Math.max(...[...words, ...names].map((word) => textWidth(word, 10)))) + 12;
}

/**
 * @param {GatesData} data
 * @param {Options} options
 * @returns {Scene}
 */
export function gates(data, { width, lang = "en", maxColumn = 54 }) {
  const { tokens, order, units, arrays, predictions, model, cell, checkpoint } = data;
  const count = tokens.length;
  const left = margin(data, lang);
  const room = (/** @type {number} */ right) => Math.max(3, Math.min(maxColumn, Math.floor((width - left - right) / count)));
  let step = room(2);
  let set = columnLabels(tokens, step);
  if (set.overhang) {
    step = room(Math.max(2, set.overhang - step / 2));
    set = columnLabels(tokens, step);
  }
  const across = step * count;
  const column = /** @type {const} */ ({ kind: "token", source: "gates" });
  const row = /** @type {const} */ ({ kind: "none" });
  const labels = { role: /** @type {const} */ ("label"), x: left, width: across, rows: 1, columns: count, row, column };

  const marks = drawColumnLabels(tokens, set, { x: left, y: set.height, step });
  const tags = set.every > 1 ? { tags: tokens.map(tokenName) } : {};
  /** @type {Region[]} */
  const regions = [{ id: "tokens", ...labels, y: 0, height: set.height - 2, shear: set.shear, ...tags }];
  let y = set.height + 4;
  if (predictions) {
    const next = nextTokens(predictions, { x: left, y, step, label: t(lang, "predicts") });
    marks.push(...next.marks);
    if (next.height) regions.push({ id: "predictions", ...labels, y, height: next.height, quiet: true });
    y += next.height;
  }
  let right = left + across + Math.max(2, set.overhang - step / 2);
  for (const name of BANDS) {
    const values = arrays[name];
    if (!values) continue;
    const drawn = band(name, values, { x: left, y: y + 20, step, width, count, order, lang });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
    right = Math.max(right, drawn.right);
    y = drawn.bottom + 8;
  }
  return {
    width: right,
    height: y,
    title: t(lang, "gates-title", { cell: cell.toUpperCase(), model: model.id }),
    description: t(lang, "gates-description", { units, count, checkpoint: t(lang, checkpoint) }),
    marks,
    regions,
  };
}
