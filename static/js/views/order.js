/** Two sentences token by token: one array of a cell for each, second minus first where both have the token, and what each expects at its end. */
import { line, text } from "../scene/marks.js";
import { fit, textWidth } from "../scene/text.js";
import { difference, onColumns, tokenColumns } from "../data/edit-script.js";
import { trackOf } from "../data/units.js";
import { t } from "../ui/i18n.js";
import { alignedBand, axisLabels } from "./aligned.js";
import { bandScale, columnStep, unitLayout } from "./bands.js";
import { guesses } from "./guesses.js";
import { tokenName } from "./labels.js";
import { decimals } from "../ui/say.js";

/** @typedef {import("../types.js").ColourScale} ColourScale */
/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("./aligned.js").Side} Side */
/** @typedef {{a: GatesData, b: GatesData}} OrderData */

/** How far it can differ: gates by 1 either way; states as far as they do, yet not less than 1. @param {string} array @param {ArrayLike<number>} values @returns {ColourScale} */
export function differenceScale(array, values) {
  let most = 1;
  if (array.startsWith("states.") || array === "gates.candidate") {
    for (let i = 0; i < values.length; i += 1) if (Math.abs(/** @type {number} */ (values[i])) > most) most = Math.abs(/** @type {number} */ (values[i]));
  }
  return { map: "signed", kind: "linear", domain: [-most, most] };
}

/**
 * The last hidden states: how far apart, how long, and the cosine between them.
 * @param {OrderData} data
 */
export function lastStates({ a, b }) {
  const end = (/** @type {GatesData} */ { arrays, tokens, units }) => {
    const hidden = /** @type {Float32Array} */ (arrays["states.hidden"]);
    return hidden.subarray((tokens.length - 1) * units, tokens.length * units);
  };
  const [x, y] = [end(a), end(b)];
  let [distance, dot, first, second] = [0, 0, 0, 0];
  x.forEach((value, i) => {
    const other = /** @type {number} */ (y[i]);
    distance += (value - other) ** 2;
    dot += value * other;
    first += value ** 2;
    second += other ** 2;
  });
  const [lengthA, lengthB] = [Math.sqrt(first), Math.sqrt(second)];
  return { distance: Math.sqrt(distance), lengthA, lengthB, cosine: lengthA && lengthB ? dot / (lengthA * lengthB) : null };
}

/** Lining up long sentences takes its time, and every move of the pointer asks. @type {WeakMap<OrderData, Map<string, ReturnType<typeof lineUp>>>} */
const KEPT = new WeakMap();

/** What each block of rows shows, on the shared axis. @param {OrderData} data @param {string} array */
export function blocksOf(data, array) {
  /** @type {Map<string, ReturnType<typeof lineUp>>} */
  const known = KEPT.get(data) ?? new Map();
  KEPT.set(data, known);
  const blocks = known.get(array) ?? lineUp(data, array);
  known.set(array, blocks);
  return blocks;
}

/** @param {OrderData} data @param {string} array */
function lineUp({ a, b }, array) {
  const columns = tokenColumns(a.tokens, b.tokens);
  const first = onColumns(/** @type {Float32Array} */ (a.arrays[array]), a.units, columns, "a");
  const second = onColumns(/** @type {Float32Array} */ (b.arrays[array]), b.units, columns, "b");
  const between = difference(first, second);
  // One scale for both sentences, or their colours could not be compared.
  const scale = bandScale(array, Float32Array.of(...extremes(first), ...extremes(second)));
  return { columns, first, second, between, scale, apart: differenceScale(array, between) };
}

/** @param {ArrayLike<number>} values @returns {[number, number]} least and greatest, without NaN; 0, 0 of none */
function extremes(values) {
  let [least, most] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = /** @type {number} */ (values[i]);
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** The margin that the words beside the rows need. @param {GatesData} data @param {Lang} lang */
function margin({ order, units }, lang) {
  const names = order.slice(0, unitLayout(units).tall).map((unit) => t(lang, "unit-n", { unit }));
  return Math.ceil(Math.max(...[t(lang, "mean"), t(lang, "others", { count: units }), ...names].map((word) => textWidth(word, 10)))) + 12;
}

/**
 * What the order did: the last states, and what each sentence is expected to go on with.
 * @param {OrderData} data @param {{x: number, y: number, width: number, lang: Lang}} place
 */
function atEnd(data, { x, y: top, width, lang }) {
  const { distance, lengthA, lengthB, cosine } = lastStates(data);
  const words = { distance: decimals(distance), a: decimals(lengthA), b: decimals(lengthB), cosine: cosine === null ? "–" : decimals(cosine) };
  /** @type {Mark[]} */
  const marks = [text(t(lang, "order-end"), x, top + 12, { size: 13, bold: true })];
  /** @type {Region[]} */
  const regions = [];
  let y = top + 20;
  for (const part of ["order-distance", "order-lengths", "order-cosine"]) {
    marks.push(text(fit(t(lang, part, words), width, 12), x, y + 12, { size: 12, fill: part === "order-distance" ? "ink" : "soft" }));
    y += 18;
  }
  y += 12;
  const beside = width >= 560;
  const each = beside ? (width - 40) / 2 : width;
  let bottom = y;
  /** @type {const} */ (["a", "b"]).forEach((letter, i) => {
    const side = data[letter];
    const list = side.predictions?.at(-1) ?? [];
    const last = side.tokens.at(-1);
    const heading = t(lang, "order-expects", { letter: letter.toUpperCase(), token: last ? tokenName(last) : "" });
    const place = { x: beside ? x + i * (each + 40) : x, y: beside ? y : bottom, width: each };
    const drawn = guesses(list, { ...place, heading });
    marks.push(...drawn.marks);
    if (list.length) {
      regions.push({
        id: `next-${letter}`, role: "label", quiet: true, x: place.x, y: place.y + 20, width: each, height: drawn.height - 20,
        rows: list.length, columns: 1, row: { kind: "none" }, column: { kind: "none" },
      });
    }
    bottom = Math.max(bottom, place.y + drawn.height + (beside ? 8 : 18));
  });
  return { marks, regions, bottom, right: x + width };
}

/**
 * @param {OrderData} data
 * @param {{width: number, lang?: Lang, array?: string, maxColumn?: number, minColumn?: number}} options
 * @returns {Scene}
 */
export function order(data, { width, lang = "en", array: chosen = "states.hidden", maxColumn = 110, minColumn = 3 }) {
  const { a, b } = data;
  const array = trackOf(a, chosen);
  const { columns, first, second, between, scale, apart } = blocksOf(data, array);
  const left = margin(a, lang);
  const room = (/** @type {number} */ right) => columnStep(width - left - right, columns.length, { most: maxColumn, least: minColumn });
  let step = room(2);
  let set = axisLabels(columns, a.tokens, b.tokens, step);
  if (set.overhang) {
    step = room(Math.max(2, set.overhang - step / 2));
    set = axisLabels(columns, a.tokens, b.tokens, step);
  }
  const name = t(lang, array);
  const place = { x: left, step, width, columns, a: a.tokens, b: b.tokens, order: a.order, set, lang };
  /** @type {{id: string, side: Side, heading: string, says: string, gone: string, values: Float32Array, scale: ColourScale}[]} */
  const blocks = [
    { id: "a", side: "a", heading: `A · ${name}`, says: a.text, gone: t(lang, "order-only-b"), values: first, scale },
    { id: "b", side: "b", heading: `B · ${name}`, says: b.text, gone: t(lang, "order-only-a"), values: second, scale },
    { id: "between", side: "both", heading: `B − A · ${name}`, says: t(lang, "order-between-says"), gone: t(lang, "order-not-both"), values: between, scale: apart },
  ];
  /** @type {Mark[]} */
  const marks = [];
  /** @type {Region[]} */
  const regions = [];
  let y = 0;
  let right = left + step * columns.length + 2;
  for (const block of blocks) {
    const drawn = alignedBand(block, { ...place, y });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
    right = Math.max(right, drawn.right);
    y = drawn.bottom + 20;
  }

  // Beside the pictures where short sentences leave room, else under them.
  const free = width - right - 56;
  const aside = free >= 380;
  const end = atEnd(data, { x: aside ? right + 56 : 0, y: aside ? 0 : y + 4, width: Math.min(aside ? free : width - 2, aside ? 520 : 760), lang });
  if (!aside) marks.push(line(0, y - 6, Math.max(right, 260), y - 6));
  marks.push(...end.marks);
  regions.push(...end.regions);
  return {
    width: Math.max(right, end.right), height: Math.max(y, end.bottom), title: t(lang, "order-title", { cell: t(lang, `cell-${a.cell}`), array: name }),
    description: t(lang, "order-description", {
      same: columns.filter(({ kind }) => kind === "same").length,
      a: columns.filter(({ kind }) => kind === "a").length, b: columns.filter(({ kind }) => kind === "b").length,
    }),
    marks, regions,
  };
}
