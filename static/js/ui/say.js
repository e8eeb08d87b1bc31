/** Sentences about single cells, the same for the eye, the keyboard and the screen reader. No document. */
import { asideOf, cellIn } from "../data/findings.js";
import { rowOf as layerRow } from "../data/layers.js";
import { thumbnail } from "../views/grid.js";
import { means } from "../views/bands.js";
import { modelName, tokenName } from "../views/labels.js";
import { tokenOf } from "../scene/hit.js";
import { ordinal, t } from "./i18n.js";
import { sayAside } from "./say-layers.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").AttentionData} AttentionData */
/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Token} Token */

/** Three significant digits of a share, as a percentage. @param {number} value */
export function percent(value) {
  const hundredth = value * 100;
  if (hundredth === 0) return "0 %";
  if (hundredth < 0.001) return `${hundredth.toExponential(1)} %`;
  return `${Number(hundredth.toPrecision(3))} %`;
}

/** Four decimals, with a true minus. @param {number} value */
export const decimals = (value) => value.toFixed(4).replace("-", "−");

/** @param {readonly Token[]} tokens @param {number} index */
export function name(tokens, index) {
  const token = tokens[index];
  return token ? tokenName(token) : "";
}

/** One query's row, as far as the query may look. @param {Matrix} matrix @param {number} query @returns {Float32Array} [key] */
export function rowOf({ weights, keys, causal }, query) {
  const count = keys.labels.length;
  return weights.subarray(query * count, query * count + (causal ? query + 1 : count));
}

/** The sum of a row as it is, in double precision. @param {Matrix} matrix @param {number} query */
export const rowSum = (matrix, query) => rowOf(matrix, query).reduce((sum, weight) => sum + weight, 0);

/** Keys of a row, the strongest first; equal ones in reading order. @param {Matrix} matrix @param {number} query @returns {number[]} */
export function ranked(matrix, query) {
  const row = rowOf(matrix, query);
  const at = (/** @type {number} */ key) => /** @type {number} */ (row[key]);
  return [...row.keys()].sort((a, b) => at(b) - at(a) || a - b);
}

/** @param {Lang} lang @param {Matrix} matrix @param {number} query a row @param {number} key a column */
export function sayWeight(lang, matrix, query, key) {
  const row = rowOf(matrix, query);
  const { queries, keys, layer, head, mean, quantity } = matrix;
  const words = { query: name(queries.labels, query), key: name(keys.labels, key), layer, head, heads: mean?.length ?? 1 };
  if (key >= row.length) return t(lang, mean ? "say-masked-mean" : "say-masked", words);
  const weight = row[key] ?? 0;
  const rank = 1 + row.reduce((count, other) => count + (other > weight ? 1 : 0), 0);
  if (matrix.forced[query] && !quantity && !mean) return t(lang, weight > 0 ? "say-forced" : "say-unseen", { ...words, percent: percent(weight) });
  const said = { ...words, rank: ordinal(lang, rank), count: row.length };
  if (quantity === "value") return t(lang, mean ? "say-value-mean" : "say-value", { ...said, value: Number(weight.toPrecision(4)) });
  return t(lang, mean ? "say-weight-mean" : "say-weight", { ...said, percent: percent(weight) });
}

/**
 * A cell as it is drawn: the model's own number first, then what the choices over the picture made of it.
 * @param {Lang} lang @param {import("../types.js").DrawnMatrix} drawn @param {number} query @param {number} key
 */
export function sayDrawn(lang, { matrix, truth, drawn }, query, key) {
  const own = sayWeight(lang, truth, query, key);
  const at = query * matrix.keys.labels.length + key;
  if (key >= rowOf(matrix, query).length) return own;
  const again = matrix === truth ? "" : t(lang, "say-renormalised", { percent: percent(matrix.weights[at] ?? 0) });
  return own + again + (drawn?.[at] === 0 ? t(lang, "say-not-drawn") : "");
}

/**
 * What was done to a picture's numbers, and what of it is not drawn, a line each: for its legend and its summary.
 * @param {Lang} lang @param {import("../types.js").DrawnMatrix} shown @param {{filter: string, least: number, mass: number}} choice
 */
export function drawingNotes(lang, { matrix, truth, hiddenMass, hiddenRows, hiddenKeys, drawn }, { filter, least, mass }) {
  const notes = [];
  if (matrix.mean) notes.push(t(lang, "note-mean", { count: matrix.mean.length, heads: matrix.mean.map(({ layer, head }) => `${layer}.${head}`).join(", ") }));
  if (matrix.quantity) notes.push(t(lang, "note-value"));
  if (hiddenMass) {
    const mean = hiddenMass.reduce((sum, one) => sum + one, 0) / hiddenMass.length;
    const [low, high] = [Math.min(...hiddenMass), Math.max(...hiddenMass)];
    const said = (/** @type {number} */ one) => (matrix.quantity ? String(Number(one.toPrecision(3))) : percent(one));
    notes.push(t(lang, "note-special", { rows: hiddenRows, keys: hiddenKeys, mean: said(mean), least: said(low), most: said(high) }));
  }
  if (matrix !== truth) notes.push(t(lang, "note-renormalised"));
  if (drawn) {
    const all = matrix.queries.labels.reduce((sum, _, row) => sum + rowOf(matrix, row).length, 0);
    const count = all - drawn.reduce((sum, one) => sum + one, 0);
    notes.push(t(lang, filter === "least" ? "note-least" : "note-mass", { least, mass: percent(mass), count, all }));
  }
  return notes;
}

/** The strongest cell of a small picture, where the weights themselves are not at hand. @param {AttentionData} data @param {number} layer @param {number} head */
export function strongestPixel(data, layer, head) {
  const { bins } = data.thumbnails;
  const values = thumbnail(data.thumbnails, layer, head);
  let best = 0;
  for (let i = 1; i < values.length; i += 1) {
    if (/** @type {number} */ (values[i]) > /** @type {number} */ (values[best])) best = i;
  }
  const axis = { kind: /** @type {const} */ ("token"), count: data.tokens.length };
  const query = tokenOf(axis, Math.floor(best / bins), bins);
  return { weight: values[best] ?? 0, query, key: tokenOf(axis, best % bins, bins) };
}

/** Whole percents. @param {number} weight */
export const coarse = (weight) => `${Math.round(weight * 100)} %`;

/** The largest weight that says something about a head. @param {Lang} lang @param {AttentionData} data @param {number} layer @param {number} head */
export function sayHead(lang, data, layer, head) {
  const { tokens, thumbnails: { free, layers }, forced } = data;
  const row = layerRow(layers, layer);
  if (row < 0) return t(lang, "layer-silent-say", { layer });
  const found = free ? cellIn(free, row, head) : strongestPixel(data, layer, head);
  const words = { layer, head, aside: sayAside(lang, asideOf(tokens, forced)) };
  if (!found) return t(lang, "say-head-none", words);
  const cell = { query: name(tokens, found.query), key: name(tokens, found.key), percent: free ? percent(found.weight) : coarse(found.weight) };
  return t(lang, free ? "say-head" : "say-head-coarse", { ...words, ...cell });
}

/** @param {GatesData} data @param {string} array @param {number} token @param {number} unit */
export const gateValue = (data, array, token, unit) => data.arrays[array]?.[token * data.units + unit] ?? NaN;

/** @param {GatesData} data @param {string} array @param {number} token */
export function gateMean(data, array, token) {
  const { units } = data;
  return means(data.arrays[array]?.subarray(token * units, (token + 1) * units) ?? [], 1, units)[0] ?? NaN;
}

/** @param {Lang} lang @param {GatesData} data @param {string} array @param {number} token @param {number | undefined} unit */
export function sayGate(lang, data, array, token, unit) {
  const words = { band: t(lang, array), token: name(data.tokens, token), count: data.units };
  if (unit === undefined) return t(lang, "say-mean", { ...words, value: decimals(gateMean(data, array, token)) });
  const rank = data.order.indexOf(unit) + 1;
  return t(lang, "say-gate", { ...words, unit, rank, value: decimals(gateValue(data, array, token, unit)) });
}

/** @param {Lang} lang @param {Token} token @param {import("../types.js").ModelRef} model */
export function sayToken(lang, token, model) {
  const words = { token: tokenName(token), index: token.index, name: modelName(lang, model) };
  if (token.parts > 1 && !token.unknown) return t(lang, "say-part", { ...words, part: token.part + 1, parts: token.parts });
  return t(lang, token.unknown ? "say-unknown" : "say-token", words);
}
