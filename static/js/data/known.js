/** How far a recurrent net's numbers are its own: up to the first token at which float32 and float64 are apart. */

/** @typedef {import("../types.js").GatesData} GatesData */

/** The first token at which rounding has grown into every number; null where none has. @param {{check: {first_apart?: number | null}}} answer of the API */
export const apartIn = ({ check }) => check.first_apart ?? null;

/**
 * A reading as far as it is known: later steps are left out, and `read` has all tokens.
 * @param {Omit<GatesData, "read" | "apart">} data @param {number} [least] where another net that stands beside it was lost before
 * @returns {GatesData}
 */
export function known(data, least = Infinity) {
  const { tokens, units, arrays, predictions } = data;
  const apart = apartIn(data);
  const until = Math.max(1, Math.min(apart ?? Infinity, least)); // at the first token there is no state that could have grown
  if (until >= tokens.length) return { ...data, read: tokens, apart };
  return {
    ...data, apart, read: tokens, tokens: tokens.slice(0, until), predictions: predictions && predictions.slice(0, until),
    arrays: Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, values.slice(0, until * units)])),
  };
}
