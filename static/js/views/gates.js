/** The recurrent net: units (rows, in the order chosen) over tokens (columns), a band for each gate and state. */
import { textWidth } from "../scene/text.js";
import { t } from "../ui/i18n.js";
import { arraysOf, sorted } from "../data/units.js";
import { band, columnStep, symbolOf, unitLayout } from "./bands.js";
import { columnLabels, drawColumnLabels, tokenName } from "./labels.js";
import { lines } from "./lines.js";
import { nextTokens } from "./next.js";

/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../data/units.js").Sorted} Sorted */
/** @typedef {{width: number, lang?: Lang, maxColumn?: number, minColumn?: number, by?: Sorted}} Options by: the order of the units */

/** How the units are sorted, in words. @param {Lang} lang @param {GatesData} data @param {Sorted} by */
export function sortWords(lang, { kind }, { sort, array }) {
  const of = array === null ? "" : `${t(lang, array)} ${symbolOf(kind, array)}`;
  return t(lang, `sort-${sort}-${array === null ? "says" : "of"}`, { of });
}

/** The number that a unit was placed by, where there is one. @param {Sorted} by @param {number} unit */
export function keyNumber({ sort, key }, unit) {
  if (key === null) return "";
  const value = key[unit];
  if (value === null || value === undefined) return "∞";
  return sort === "half-life" ? (value >= 1000 ? "> 999" : value < 1 ? "< 1" : value.toPrecision(2).replace(/e.*/, "")) : value.toFixed(2).replace("-", "−").replace(/^(−?)0\./, "$1.");
}

/** The tall rows' names, with what they were placed by. @param {Lang} lang @param {GatesData} data @param {Sorted} by */
const rowNames = (lang, { units }, by) =>
  by.order.slice(0, unitLayout(units).tall).map((unit) => [t(lang, "unit-n", { unit }), keyNumber(by, unit)].filter(Boolean).join(" · "));

/** The margin that the words beside the bands need. @param {GatesData} data @param {readonly string[]} names @param {Lang} lang */
function margin({ units }, names, lang) {
  const words = [t(lang, "predicts"), t(lang, "mean"), t(lang, "others", { count: units })];
  return Math.ceil(Math.max(...[...words, ...names].map((word) => textWidth(word, 10)))) + 12;
}

/**
 * @param {GatesData} data
 * @param {Options} options
 * @returns {Scene}
 */
export function gates(data, { width, lang = "en", maxColumn = 54, minColumn = 3, by = sorted(data, "carrier", "") }) {
  const { tokens, units, arrays, predictions, model, checkpoint, kind } = data;
  const count = tokens.length;
  const names = rowNames(lang, data, by);
  const left = margin(data, names, lang);
  const room = (/** @type {number} */ right) => columnStep(width - left - right, count, { most: maxColumn, least: minColumn });
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
  const order = sortWords(lang, data, by);
  const says = lines(order, { x: left, y: y + 14, width: width - left });
  marks.push(...says.marks);
  right = Math.max(right, left + Math.min(textWidth(order, 11), width - left));
  y += 3 + says.height;
  for (const name of arraysOf(data)) {
    const values = /** @type {Float32Array} */ (arrays[name]);
    const drawn = band(name, values, { x: left, y: y + 20, step, width, count, order: by.order, kind, names, lang });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
    right = Math.max(right, drawn.right);
    y = drawn.bottom + 8;
  }
  return {
    width: right,
    height: y,
    title: t(lang, "gates-title", { cell: kind.toUpperCase(), model: model.id }),
    description: t(lang, "gates-description", { units, count, checkpoint: t(lang, checkpoint), order }),
    marks,
    regions,
  };
}
