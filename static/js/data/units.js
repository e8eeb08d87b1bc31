/** Units in an order: by what, computed from what, and the number that each was placed by. */

/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Kind} Kind */
/** @typedef {import("../state/permalink.js").ViewState["sort"]} Sort */
/** @typedef {{sort: Sort, order: number[], key: (number | null)[] | null, array: string | null}} Sorted */

/** What a cell has, in the order of one step: write, keep, what to write, report, and what comes of it. @type {Record<Kind, readonly string[]>} */
export const ARRAYS = {
  lstm: ["gates.input", "gates.forget", "gates.candidate", "gates.output", "states.cell", "states.hidden"],
  gru: ["gates.reset", "gates.update", "gates.candidate", "states.hidden"],
  rnn: ["states.hidden"],
};

/** The arrays of an answer. @param {Pick<GatesData, "kind" | "arrays">} data */
export const arraysOf = ({ kind, arrays }) => ARRAYS[kind].filter((name) => arrays[name]);

/** The array that a threshold or a key is about: the one that was chosen, or the first where the cell has no such. @param {Pick<GatesData, "kind" | "arrays">} data @param {string} chosen */
export function trackOf(data, chosen) {
  const names = arraysOf(data);
  return names.includes(chosen) ? chosen : (names[0] ?? chosen);
}

/** One unit's values over the steps. @param {Pick<GatesData, "arrays" | "units">} data @param {string} array @param {number} unit @returns {Float32Array} [token] */
export function trackValues({ arrays, units }, array, unit) {
  const values = arrays[array] ?? new Float32Array(0);
  return Float32Array.from({ length: values.length / units }, (_, token) => values[token * units + unit] ?? NaN);
}

/** @param {ArrayLike<number>} values */
export function mean(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += /** @type {number} */ (values[i]);
  return sum / values.length;
}

/** The mean absolute difference from each step to the next; nothing changes in a single step. @param {ArrayLike<number>} values */
export function change(values) {
  let sum = 0;
  for (let i = 1; i < values.length; i += 1) sum += Math.abs(/** @type {number} */ (values[i]) - /** @type {number} */ (values[i - 1]));
  return values.length > 1 ? sum / (values.length - 1) : 0;
}

/** The share of steps at which a unit's gates stand below 0.1 or above 0.9, averaged over its gates. @param {GatesData} data @returns {number[] | null} [unit]; null where there are no gates */
export function saturated({ saturation, units }) {
  const gates = Object.values(saturation);
  if (gates.length === 0) return null;
  return Array.from({ length: units }, (_, unit) => mean(gates.map(({ low, high }) => (low[unit] ?? 0) + (high[unit] ?? 0))));
}

/** Which orders an answer offers: without a gate that keeps there is neither saturation nor a half-life. @param {GatesData} data @returns {Sort[]} */
export function sortsOf(data) {
  const gated = Object.keys(data.saturation).length > 0;
  return ["carrier", "index", ...(gated ? /** @type {Sort[]} */ (["saturation", "half-life"]) : []), "mean", "change"];
}

/** Places from the largest key to the smallest, equal ones by their index; what never decays comes before what does. @param {(number | null)[]} key */
function descending(key) {
  const at = (/** @type {number} */ unit) => key[unit] ?? Infinity;
  return [...key.keys()].sort((a, b) => (at(a) === at(b) ? a - b : at(b) - at(a)));
}

/**
 * @param {GatesData} data @param {Sort} sort what the answer does not offer gives way to the carriers
 * @param {string} track the array that mean and change are taken of
 * @returns {Sorted}
 */
export function sorted(data, sort, track) {
  const { units, order } = data;
  const offered = sortsOf(data).includes(sort) ? sort : "carrier";
  const array = trackOf(data, track);
  const every = (/** @type {(values: Float32Array) => number} */ measure) =>
    Array.from({ length: units }, (_, unit) => measure(trackValues(data, array, unit)));
  switch (offered) {
    case "carrier":
      return { sort: offered, order: [...order], key: null, array: null };
    case "index":
      return { sort: offered, order: [...Array(units).keys()], key: null, array: null };
    case "saturation": {
      const key = saturated(data) ?? [];
      return { sort: offered, order: descending(key), key, array: null };
    }
    case "half-life":
      return { sort: offered, order: descending(data.halfLife), key: data.halfLife, array: null };
    default: {
      const key = every(offered === "mean" ? mean : change);
      return { sort: offered, order: descending(key), key, array };
    }
  }
}

/**
 * Where a track is on: at or above the threshold, in magnitude where it has a sign. Steps next to each other with the same sign are a run.
 * @param {ArrayLike<number>} values [token] @param {number} threshold
 * @returns {{from: number, to: number, sign: 1 | -1}[]} from and to both belong to the run
 */
export function runsOf(values, threshold) {
  /** @type {{from: number, to: number, sign: 1 | -1}[]} */
  const runs = [];
  for (let token = 0; token < values.length; token += 1) {
    const value = /** @type {number} */ (values[token]);
    if (!(Math.abs(value) >= threshold)) continue;
    const sign = value < 0 ? -1 : 1;
    const last = runs.at(-1);
    if (last && last.to === token - 1 && last.sign === sign) last.to = token;
    else runs.push({ from: token, to: token, sign });
  }
  return runs;
}
