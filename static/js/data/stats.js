/** What every head does on a sentence, in one number each, as the API answers it; and what follows from the norms of their outputs. */

import { allHeads, layersOf, placeOf, rowOf } from "./layers.js";

/** @typedef {import("../types.js").Layers} Layers */
/** @typedef {import("../types.js").ModelRef} ModelRef */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {{layer: number, head: number, value: number}} Ranked */
/**
 * One number a head.
 * @typedef {object} Statistic
 * @property {string} name
 * @property {boolean} habit between 0 and 1
 * @property {"share" | "bits" | "tokens"} unit
 * @property {number | null} chance of a head that spreads its attention evenly; null where layers differ, or nothing is measured
 * @property {Bound} chanceIs whether it is what chance gives, the most or the least there can be, a number to compare with, or an equal share
 * @property {readonly (number | null)[]} chanceByLayer by row of the layers
 * @property {Layers} layers
 * @property {Float64Array} values [row * head]; NaN where the sentence has nothing to measure it on
 */
/** @typedef {"level" | "largest" | "smallest" | "plain" | "equal"} Bound */
/** @typedef {{model: ModelRef, text: string, tokens: Token[], layers: Layers, statistics: Statistic[]}} StatsData */
/**
 * What each head adds to the residual stream.
 * @typedef {object} ContributionsData
 * @property {ModelRef} model
 * @property {string} text
 * @property {Token[]} tokens
 * @property {Layers} layers
 * @property {ArrayLike<number>} norms [row * head * token]
 * @property {ArrayLike<number>} residual [row * token] the norm of what the layer read
 * @property {readonly (readonly number[])[] | null} forced by row, the queries that may see one key only; null where the answer does not say
 * @property {string} definition
 */

/** @param {any} answer POST /api/v1/attention with head_stats @returns {StatsData} */
export function statsOf(answer) {
  const { model, text, tokens, head_stats: { statistics, layers: numbers } } = answer;
  const [first] = statistics;
  const width = Math.max(0, ...(first?.values ?? []).map((/** @type {unknown[]} */ row) => row.length));
  const layers = layersOf(answer, { rows: first?.values.length ?? 0, width, numbers });
  return {
    model, text, tokens, layers,
    statistics: statistics.map((/** @type {any} */ { name, habit, unit, chance, chance_is: bound, chance_by_layer: chanceByLayer, values }) => {
      const own = new Float64Array(layers.numbers.length * width).fill(NaN);
      for (const [row, heads] of values.entries()) for (const [head, value] of heads.entries()) if (head < (layers.each[row] ?? 0)) own[row * width + head] = value ?? NaN;
      return { name, habit, unit, chance, chanceIs: boundOf(name, bound), chanceByLayer, layers, values: own };
    }),
  };
}

/** What figures frozen before do not say. @type {Record<string, Bound>} */
export const EXTREMES = { broad: "largest", entropy: "largest", narrow: "smallest" };

/** What even attention's number is: of a habit what chance gives; a distance is merely shorter or longer. @param {string} name @param {Bound | undefined} bound the answer's @returns {Bound} */
const boundOf = (name, bound) => (name === "distance" ? "plain" : bound ?? EXTREMES[name] ?? "level");

/** The number of even attention in a layer. @param {Pick<Statistic, "chanceByLayer" | "layers">} statistic @param {number} layer */
export const chanceIn = ({ chanceByLayer, layers }, layer) => chanceByLayer[rowOf(layers, layer)] ?? null;

/**
 * A mean over tokens of every head.
 * @param {ContributionsData} data @param {(norm: number, layer: number, head: number, token: number) => number} each
 * @param {(token: number, row: number) => boolean} [counts] which tokens; all, if left out
 * @returns {Float64Array} [row * head]; NaN where there is no such head, or no token
 */
function overTokens({ layers, norms, tokens: { length: count } }, each, counts = () => true) {
  const out = new Float64Array(layers.numbers.length * layers.width).fill(NaN);
  for (const { layer, head } of allHeads(layers)) {
    const [at, row] = [placeOf(layers, { layer, head }), rowOf(layers, layer)];
    let [sum, counted] = [0, 0];
    for (let token = 0; token < count; token += 1) {
      if (!counts(token, row)) continue;
      sum += each(/** @type {number} */ (norms[at * count + token]), layer, head, token);
      counted += 1;
    }
    out[at] = sum / counted;
  }
  return out;
}

/** What a head adds at one token over the norm of what the layer read there. @param {ContributionsData} data @param {number} layer @param {number} head @param {number} token */
export function relative({ layers, norms, residual, tokens: { length: count } }, layer, head, token) {
  return /** @type {number} */ (norms[placeOf(layers, { layer, head }) * count + token]) / /** @type {number} */ (residual[rowOf(layers, layer) * count + token]);
}

/** The mean over tokens of what a head adds, relative to what its layer read. @param {ContributionsData} data @returns {Float64Array} [row * head] */
export const relativeNorms = (data) => overTokens(data, (_, layer, head, token) => relative(data, layer, head, token));

/**
 * The same over the tokens that say something about a head: no special ones, and none that may see one key only.
 * @param {ContributionsData} data @returns {{means: Float64Array, tokens: number}} tokens: how many of the sentence count in some layer
 */
export function relativeFree(data) {
  const counts = (/** @type {number} */ token, /** @type {number} */ row) => !data.tokens[token]?.special && !(data.forced?.[row] ?? []).includes(token);
  const some = data.tokens.filter((_, token) => data.layers.numbers.some((__, row) => counts(token, row)));
  return { means: overTokens(data, (_, layer, head, token) => relative(data, layer, head, token), counts), tokens: some.length };
}

/**
 * A head's share of its layer: its norm over the sum of all heads' norms, the mean over tokens. Heads that added equally
 * much would each have one part in as many as there are.
 * @param {ContributionsData} data @returns {Statistic}
 */
export function contribution(data) {
  const { layers, norms, tokens: { length: count } } = data;
  const sums = new Float64Array(layers.numbers.length * count);
  for (let at = 0; at < norms.length; at += 1) {
    const place = Math.floor(at / count / layers.width) * count + (at % count);
    sums[place] = /** @type {number} */ (sums[place]) + /** @type {number} */ (norms[at]);
  }
  const values = overTokens(data, (norm, layer, _, token) => norm / /** @type {number} */ (sums[rowOf(layers, layer) * count + token]));
  const chanceByLayer = layers.each.map((heads) => (heads ? 1 / heads : null));
  const chance = new Set(chanceByLayer).size === 1 ? (chanceByLayer[0] ?? null) : null;
  return { name: "contribution", habit: false, unit: "share", chance, chanceIs: "equal", chanceByLayer, layers, values };
}

/** Every head that has a number, strongest first; equal ones by layer and head. @param {Pick<Statistic, "values" | "layers">} statistic @returns {Ranked[]} */
export function strongestFirst({ values, layers }) {
  return allHeads(layers).map((one) => ({ ...one, value: values[placeOf(layers, one)] ?? NaN }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((a, b) => b.value - a.value || a.layer - b.layer || a.head - b.head);
}

/** The end of a statistic's axis: what cannot be passed, or what is not passed here. @param {Statistic} statistic @returns {number} */
export function mostOf({ habit, values, chanceByLayer }) {
  if (habit) return 1;
  return Math.max(...Array.from(values).filter((value) => !Number.isNaN(value)), ...chanceByLayer.map((value) => value ?? 0), 1e-12);
}
