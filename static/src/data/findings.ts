/**
 * The cell of a matrix that says something about its head: not forced, because a query that may see one token only gives it
 * everything whatever the head is, and not of special tokens, to which most heads give most in every sentence.
 */
import { rowEnd } from "./filter.ts";
import type { LinedUp, LargestWeights, Matrix, Token } from "./types.ts";

/** What is left out. */
export type Aside = { special: boolean; forced: boolean };

/** Whether a cell counts. */
export function isFree(matrix: Matrix, row: number, column: number) {
  const { queries, keys, forced } = matrix;
  return !forced[row] && !queries.labels[row]?.special && !keys.labels[column]?.special && column < rowEnd(matrix, row);
}

/** The largest cell that counts, the first of equals; null where there is none. */
export function largestFree(matrix: Matrix): { query: number; key: number; weight: number } | null {
  const { queries, keys, weights } = matrix;
  const columns = keys.labels.length;
  let best = null;
  for (let query = 0; query < queries.labels.length; query += 1) {
    for (let key = 0; key < columns; key += 1) {
      const weight = weights[query * columns + key] as number;
      if (weight > (best?.weight ?? 0) && isFree(matrix, query, key)) best = { query, key, weight };
    }
  }
  return best;
}

/** What a matrix has that does not count. */
export const asideIn = ({ queries, keys, forced }: Matrix): Aside => ({
  special: [...queries.labels, ...keys.labels].some(({ special }) => special),
  forced: forced.some(Boolean),
});

/** What either of two matrices has that does not count. */
export function asideOfBoth(first: Matrix, second: Matrix): Aside {
  const [a, b] = [asideIn(first), asideIn(second)];
  return { special: a.special || b.special, forced: a.forced || b.forced };
}

/**
 * What a sentence has that does not count.
 * @param forced by layer
 */
export const asideOf = (tokens: readonly Token[], forced: readonly (readonly number[])[] | null): Aside => ({
  special: tokens.some(({ special }) => special),
  forced: (forced ?? []).some((own) => own.length > 0),
});

/**
 * Of all heads, as an answer has it.
 * @param row of the layers
 */
export function cellIn(
  found: LargestWeights | null,
  row: number,
  head: number,
): { query: number; key: number; weight: number } | null {
  const [weight, query, key] = [
    found?.weights[row]?.[head] ?? null,
    found?.queries[row]?.[head] ?? null,
    found?.keys[row]?.[head] ?? null,
  ];
  return weight === null || query === null || key === null ? null : { query, key, weight };
}

/** Which cells of axes that two matrices share count: those that count in both. */
export function sharedFree(
  { rows, columns }: LinedUp,
  first: Matrix,
  second: Matrix,
): { row: (row: number) => boolean; column: (column: number) => boolean } {
  return {
    row: (row) =>
      !rows.labels[row]?.special &&
      !rows.spots[row]?.a.some((one) => first.forced[one]) &&
      !rows.spots[row]?.b.some((one) => second.forced[one]),
    column: (column) => !columns.labels[column]?.special,
  };
}
