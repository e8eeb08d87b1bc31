/** What every head does on a sentence, in one number each, as the API answers it; and what follows from the norms of their outputs. */

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
 * @property {readonly (number | null)[]} chanceByLayer
 * @property {Float64Array} values [layer * head]; NaN where the sentence has nothing to measure it on
 */
/** @typedef {{model: ModelRef, text: string, tokens: Token[], layers: number, heads: number, statistics: Statistic[]}} StatsData */
/**
 * What each head adds to the residual stream.
 * @typedef {object} ContributionsData
 * @property {ModelRef} model
 * @property {string} text
 * @property {Token[]} tokens
 * @property {number} layers
 * @property {number} heads
 * @property {ArrayLike<number>} norms [layer * head * token]
 * @property {ArrayLike<number>} residual [layer * token] the norm of what the layer read
 * @property {string} definition
 */

/** @param {any} answer POST /api/v1/attention with head_stats @returns {StatsData} */
export function statsOf({ model, text, tokens, head_stats: { statistics } }) {
  const [first] = statistics;
  const [layers, heads] = [first?.values.length ?? 0, first?.values[0]?.length ?? 0];
  return {
    model, text, tokens, layers, heads,
    statistics: statistics.map((/** @type {any} */ { name, habit, unit, chance, chance_by_layer: chanceByLayer, values }) => ({
      name, habit, unit, chance, chanceByLayer,
      values: Float64Array.from(values.flat(), (/** @type {number | null} */ value) => value ?? NaN),
    })),
  };
}

/** @param {ContributionsData} data @param {(norm: number, layer: number, head: number, token: number) => number} each @returns {Float64Array} [layer * head] its mean over tokens */
function overTokens({ layers, heads, norms, tokens: { length: count } }, each) {
  const out = new Float64Array(layers * heads);
  for (let at = 0; at < out.length; at += 1) {
    let sum = 0;
    for (let token = 0; token < count; token += 1) sum += each(/** @type {number} */ (norms[at * count + token]), Math.floor(at / heads), at % heads, token);
    out[at] = sum / count;
  }
  return out;
}

/** What a head adds at one token over the norm of what the layer read there. @param {ContributionsData} data @param {number} layer @param {number} head @param {number} token */
export function relative({ heads, norms, residual, tokens: { length: count } }, layer, head, token) {
  return /** @type {number} */ (norms[(layer * heads + head) * count + token]) / /** @type {number} */ (residual[layer * count + token]);
}

/** The mean over tokens of what a head adds, relative to what its layer read. @param {ContributionsData} data @returns {Float64Array} [layer * head] */
export const relativeNorms = (data) => overTokens(data, (_, layer, head, token) => relative(data, layer, head, token));

/**
 * A head's share of its layer: its norm over the sum of all heads' norms, the mean over tokens. Heads that added equally
 * much would each have one part in as many as there are.
 * @param {ContributionsData} data @returns {Statistic}
 */
export function contribution(data) {
  const { layers, heads, norms, tokens: { length: count } } = data;
  const sums = new Float64Array(layers * count);
  for (let at = 0; at < norms.length; at += 1) {
    const layer = Math.floor(at / count / heads);
    const place = layer * count + (at % count);
    sums[place] = /** @type {number} */ (sums[place]) + /** @type {number} */ (norms[at]);
  }
  const values = overTokens(data, (norm, layer, _, token) => norm / /** @type {number} */ (sums[layer * count + token]));
  const chance = heads ? 1 / heads : null;
  return { name: "contribution", habit: false, unit: "share", chance, chanceByLayer: Array(layers).fill(chance), values };
}

/** Every head that has a number, strongest first; equal ones by layer and head. @param {Pick<Statistic, "values">} statistic @param {number} heads @returns {Ranked[]} */
export function strongestFirst({ values }, heads) {
  return Array.from(values, (value, at) => ({ layer: Math.floor(at / heads), head: at % heads, value }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((a, b) => b.value - a.value || a.layer - b.layer || a.head - b.head);
}

/** The end of a statistic's axis: what cannot be passed, or what is not passed here. @param {Statistic} statistic @returns {number} */
export function mostOf({ habit, values, chanceByLayer }) {
  if (habit) return 1;
  return Math.max(...Array.from(values).filter((value) => !Number.isNaN(value)), ...chanceByLayer.map((value) => value ?? 0), 1e-12);
}
