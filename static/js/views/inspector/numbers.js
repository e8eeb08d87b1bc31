/** The arithmetic of one query of one head: products, sums and what is left out, in double precision. */

/** @typedef {import("../../types.js").HeadStep} HeadStep */
/** @typedef {import("../../types.js").InspectorRow} InspectorRow */

/** How many keys are listed before all are asked for. */
export const FEW = 16;
/** How many are listed at most; the table has every one. */
export const MOST = 128;
/** How many masked keys are listed before they are counted. */
const FEW_MASKED = 3;

/** @param {readonly number[]} values @param {number} i */
export const at = (values, i) => /** @type {number} */ (values[i]);
/** @param {ArrayLike<number>} values in double precision */
export function total(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += /** @type {number} */ (values[i]);
  return sum;
}
/** @param {readonly (readonly number[])[]} rows @param {number} i */
const row = (rows, i) => /** @type {readonly number[]} */ (rows[i]);

/** What each dimension adds to q·k of a key. @param {HeadStep} step @param {number} key @returns {number[]} [dim] */
export const productsOf = ({ query, keys }, key) => row(keys, key).map((value, d) => at(query, d) * value);

/** The parts of several keys together, [dim]. @param {readonly (readonly number[])[]} rows @param {readonly number[]} keys */
export function summed(rows, keys) {
  const out = Array(rows[0]?.length ?? 0).fill(0);
  for (const key of keys) row(rows, key).forEach((value, d) => (out[d] += value));
  return out;
}

/** Softmax in double precision; null: masked. @param {readonly (number | null)[]} scores */
export function softmax(scores) {
  const seen = /** @type {number[]} */ (scores.filter((score) => score !== null));
  const most = Math.max(...seen);
  const sum = total(seen.map((score) => Math.exp(score - most)));
  return scores.map((score) => (score === null ? 0 : Math.exp(score - most) / sum));
}

/** From a scaled score to what a cap leaves of it. @param {number} score @param {number | null} cap */
export const capped = (score, cap) => (cap === null ? score : cap * Math.tanh(score / cap));

/**
 * The scores of a row: scaled, capped where there is a cap, and what is added.
 * @param {HeadStep} step @param {number} key
 */
export function scoreOf({ raw_scores: raw, scale, cap, added, scores, masked }, key) {
  const scaled = at(raw, key) * scale;
  return { raw: at(raw, key), scaled, capped: cap === null ? null : capped(scaled, cap), added: added?.[key] ?? null, score: scores[key] ?? null, masked: masked[key] ?? false };
}

/** Keys of a row, the strongest first; equal ones in reading order, masked ones last. @param {HeadStep} step @returns {number[]} */
export function ranked({ weights, masked }) {
  const hidden = (/** @type {number} */ key) => (masked[key] ? 1 : 0);
  return [...weights.keys()].sort((a, b) => hidden(a) - hidden(b) || at(weights, b) - at(weights, a) || a - b);
}

/**
 * What the page makes of the numbers again, and how far that lies from the model's own.
 * @param {HeadStep} step
 */
export function checks(step) {
  const { query, raw_scores: raw, scores, weights, weighted_values: parts, values, output } = step;
  const most = (/** @type {number[]} */ list) => list.reduce((largest, value) => Math.max(largest, value), 0);
  const made = scores.map((score, key) => {
    if (score === null) return null;
    const { scaled, capped: held, added } = scoreOf(step, key);
    return (held ?? scaled) + (added ?? 0);
  });
  return {
    sum: total(weights),
    dots: most(raw.map((value, key) => Math.abs(total(productsOf(step, key)) - value))),
    scores: most(made.map((value, key) => (value === null ? 0 : Math.abs(value - /** @type {number} */ (scores[key]))))),
    weights: most(softmax(scores).map((value, key) => Math.abs(value - at(weights, key)))),
    parts: most(parts.map((part, key) => most(part.map((value, d) => Math.abs(value - at(weights, key) * at(row(values, key), d)))))),
    output: most(summed(parts, [...parts.keys()]).map((value, d) => Math.abs(value - at(output, d)))),
    dimensions: query.length,
  };
}

/** What the scale does nothing to: T5 has it in its weights. @param {HeadStep} step */
export const isScaled = ({ scale }) => scale !== 1;

/** The same row as if nothing had been scaled: not what the model computes. @param {HeadStep} step @returns {HeadStep} */
export function unscaled(step) {
  const { raw_scores: raw, cap, added, masked, values } = step;
  const scores = raw.map((value, key) => (masked[key] ? null : capped(value, cap) + (added?.[key] ?? 0)));
  const weights = softmax(scores);
  const parts = values.map((value, key) => value.map((one) => one * at(weights, key)));
  return { ...step, scale: 1, scores, weights, weighted_values: parts, output: summed(parts, [...parts.keys()]) };
}

/** @param {Iterable<number>} keys */
const inOrder = (keys) => [...keys].sort((a, b) => a - b);

/**
 * The lines of the list: as read or the strongest first; where there are too many, the strongest and those asked for, and
 * the others together.
 * @param {HeadStep} step @param {{all: boolean, order: "reading" | "weight", keep?: readonly (number | undefined)[]}} options
 * @returns {InspectorRow[]}
 */
export function listed(step, { all, order, keep = [] }) {
  const ranking = ranked(step);
  const few = !all && ranking.length > FEW;
  const [most, mostMasked] = few ? [FEW, FEW_MASKED] : [MOST, MOST];
  /** @param {number[]} keys @param {number} count */
  const some = (keys, count) => {
    const room = keys.length <= count + 1 ? keys.length : count; // nothing is gained by counting one
    const shown = new Set([...new Set([...keys.filter((key) => keep.includes(key)), ...keys])].slice(0, room));
    return { shown: keys.filter((key) => shown.has(key)), rest: keys.filter((key) => !shown.has(key)) };
  };
  const seen = some(ranking.filter((key) => !step.masked[key]), most);
  const hidden = some(ranking.filter((key) => step.masked[key]), mostMasked);
  const keys = [...seen.shown, ...hidden.shown];
  /** @type {InspectorRow[]} */
  const rows = (order === "weight" ? keys : inOrder(keys)).map((key) => ({ kind: "key", keys: [key] }));
  if (seen.rest.length) rows.push({ kind: "rest", keys: inOrder(seen.rest) });
  if (hidden.rest.length) rows.push({ kind: "masked", keys: inOrder(hidden.rest) });
  return rows;
}

/** Whose tokens look, and whose are looked at. @param {HeadStep} step */
export function sidesOf({ part, tokens, target_tokens: target, family }) {
  const decoder = family === "encoder-decoder" && part !== "encoder" && target;
  const own = { source: /** @type {const} */ ("attention"), tokens };
  const other = { source: /** @type {const} */ ("target"), tokens: target ?? tokens };
  return { queries: decoder ? other : own, keys: decoder && part === "decoder" ? other : own };
}

/** The name of the scale, where it is the usual one: 1/√32. @param {HeadStep} step */
export function rootOf({ scale, query }) {
  return Math.abs(scale * Math.sqrt(query.length) - 1) < 1e-6 ? `1/√${query.length}` : "";
}
