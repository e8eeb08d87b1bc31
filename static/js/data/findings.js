/**
 * The cell of a matrix that says something about its head: not forced, because a query that may see one token only gives it
 * everything whatever the head is, and not of special tokens, to which most heads give most in every sentence.
 */
import { rowEnd } from "./filter.js";

/** @typedef {import("../types.js").LargestWeights} LargestWeights */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Token} Token */
/** What is left out. @typedef {{special: boolean, forced: boolean}} Aside */

/** Whether a cell counts. @param {Matrix} matrix @param {number} row @param {number} column */
export function isFree(matrix, row, column) {
  const { queries, keys, forced } = matrix;
  return !forced[row] && !queries.labels[row]?.special && !keys.labels[column]?.special && column < rowEnd(matrix, row);
}

/** The largest cell that counts, the first of equals; null where there is none. @param {Matrix} matrix @returns {{query: number, key: number, weight: number} | null} */
export function largestFree(matrix) {
  const { queries, keys, weights } = matrix;
  const columns = keys.labels.length;
  let best = null;
  for (let query = 0; query < queries.labels.length; query += 1) {
    for (let key = 0; key < columns; key += 1) {
      const weight = /** @type {number} */ (weights[query * columns + key]);
      if (weight > (best?.weight ?? 0) && isFree(matrix, query, key)) best = { query, key, weight };
    }
  }
  return best;
}

/** What a matrix has that does not count. @param {Matrix} matrix @returns {Aside} */
export const asideIn = ({ queries, keys, forced }) => ({
  special: [...queries.labels, ...keys.labels].some(({ special }) => special), forced: forced.some(Boolean),
});

/** What either of two matrices has that does not count. @param {Matrix} first @param {Matrix} second @returns {Aside} */
export function asideOfBoth(first, second) {
  const [a, b] = [asideIn(first), asideIn(second)];
  return { special: a.special || b.special, forced: a.forced || b.forced };
}

/** What a sentence has that does not count. @param {readonly Token[]} tokens @param {readonly (readonly number[])[] | null} forced by layer @returns {Aside} */
export const asideOf = (tokens, forced) => ({ special: tokens.some(({ special }) => special), forced: (forced ?? []).some((own) => own.length > 0) });

/** Of all heads, as an answer has it. @param {LargestWeights | null} found @param {number} row of the layers @param {number} head @returns {{query: number, key: number, weight: number} | null} */
export function cellIn(found, row, head) {
  const [weight, query, key] = [found?.weights[row]?.[head] ?? null, found?.queries[row]?.[head] ?? null, found?.keys[row]?.[head] ?? null];
  return weight === null || query === null || key === null ? null : { query, key, weight };
}

/**
 * Which cells of axes that two matrices share count: those that count in both.
 * @param {import("./lined-up.js").LinedUp} lined @param {Matrix} first @param {Matrix} second
 * @returns {{row: (row: number) => boolean, column: (column: number) => boolean}}
 */
export function sharedFree({ rows, columns }, first, second) {
  return {
    row: (row) => !rows.labels[row]?.special && !rows.spots[row]?.a.some((one) => first.forced[one]) && !rows.spots[row]?.b.some((one) => second.forced[one]),
    column: (column) => !columns.labels[column]?.special,
  };
}
