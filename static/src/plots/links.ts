/** What pictures of lines and shades ask of matrices: which links there are, how strong they are, and which of them are drawn. */
import type { WeightScale } from "../core/scene/colour.ts";
import type { HeadLinks, Matrix, Token } from "../data/types.ts";

/**
 * Whether a query may not look at a key.
 * @param query a row
 * @param key a column
 */
export function isMasked({ causal, queries, keys }: Matrix, query: number, key: number) {
  return causal && (keys.tokens[key]?.[0] ?? 0) > (queries.tokens[query]?.at(-1) ?? 0);
}

/** @returns NaN where there is none */
export function weightAt({ matrix }: HeadLinks, query: number, key: number): number {
  if (isMasked(matrix, query, key)) return NaN;
  return matrix.weights[query * matrix.keys.labels.length + key] ?? NaN;
}

/** Whether the reader's filter leaves a link in the picture. */
const isKept = ({ matrix, drawn }: HeadLinks, query: number, key: number) =>
  !drawn || drawn[query * matrix.keys.labels.length + key] === 1;

/** Four decades, as weights below a ten-thousandth are nothing in a sentence. */
const DECADES = 4;

/**
 * How strongly a weight is drawn, from 0 to 1.
 * @param largest of its row
 */
export function strength(kind: WeightScale, weight: number, largest: number = 1) {
  if (!(weight > 0)) return 0;
  if (kind === "row") return Math.min(1, weight / (largest || 1));
  if (kind === "log") return Math.max(0, Math.min(1, 1 + Math.log10(weight) / DECADES));
  return Math.min(1, kind === "sqrt" ? Math.sqrt(weight) : weight);
}

/**
 * The largest weight of each row.
 * @returns [query]
 */
export function largestOfRows(matrix: Matrix): Float32Array {
  const { queries, keys, weights } = matrix;
  const count = keys.labels.length;
  return Float32Array.from(queries.labels, (_, query) => {
    let most = 0;
    for (let key = 0; key < count; key += 1) {
      const weight = weights[query * count + key] ?? 0;
      if (weight > most && !isMasked(matrix, query, key)) most = weight;
    }
    return most;
  });
}

/** What counts as a whole: 1 for weights; what has no upper bound is seen against the largest there is. */
export function largestOf(heads: readonly HeadLinks[]) {
  if (!heads[0]?.matrix.quantity) return 1;
  return (
    Math.max(0, ...heads.map(({ matrix }) => largestOfRows(matrix).reduce((most, own) => Math.max(most, own), 0))) || 1
  );
}

/** A share in two digits, where three do not fit; nothing below half a hundredth. */
export const short = (weight: number) =>
  weight >= 0.995 ? "1" : weight >= 0.005 ? weight.toFixed(2).replace(/^0/, "") : "";

/** The same of what has no upper bound: nothing below half a hundredth of the largest. */
export const shortValue = (value: number, whole: number) =>
  value >= whole / 200 ? String(Number(value.toPrecision(2))).replace(/^0\./, ".") : "";

export type Link = { head: number; query: number; key: number; weight: number };

/** How strongly links of these heads are drawn; 0: not at all. */
export function strengths(
  heads: readonly HeadLinks[],
  kind: WeightScale,
): (head: number, query: number, weight: number) => number {
  const largest = kind === "row" ? heads.map(({ matrix }) => largestOfRows(matrix)) : null;
  const whole = largestOf(heads);
  return (head, query, weight) =>
    largest ? strength("row", weight, largest[head]?.[query]) : strength(kind, weight / whole);
}

/**
 * The strongest links of all heads together, those that the filter leaves.
 * @param most how many are drawn
 * @param kind on which a small weight may have no line
 * @returns strongest first; of all that are there, how many are not drawn, and which share of all weight they hold
 */
export function strongestLinks(
  heads: readonly HeadLinks[],
  most: number,
  kind: WeightScale = "linear",
): { links: Link[]; possible: number; hidden: number; hiddenMass: number } {
  const strongOf = strengths(heads, kind);
  // Ten thousands of them: numbers are sorted first, and only those that stay become links.
  const all = new Float64Array(heads.reduce((sum, { matrix }) => sum + matrix.weights.length, 0));
  let [possible, left, whole] = [0, 0, 0];
  /** @param visit every link that the filter leaves */
  const each = (visit: (head: number, query: number, key: number, weight: number) => void) =>
    heads.forEach((one, head) => {
      const { queries, keys } = one.matrix;
      for (let query = 0; query < queries.labels.length; query += 1) {
        for (let key = 0; key < keys.labels.length; key += 1) {
          const weight = weightAt(one, query, key);
          if (!Number.isNaN(weight)) visit(head, query, key, weight);
        }
      }
    });
  each((head, query, key, weight) => {
    possible += 1;
    whole += weight;
    if (strongOf(head, query, weight) > 0 && isKept(heads[head] as HeadLinks, query, key)) all[left++] = weight;
  });
  const least = left > most ? (all.subarray(0, left).sort()[left - most] ?? 0) : 0;
  const links: Link[] = [];
  each((head, query, key, weight) => {
    if (strongOf(head, query, weight) > 0 && weight >= least && isKept(heads[head] as HeadLinks, query, key)) {
      links.push({ head, query, key, weight });
    }
  });
  links.sort((a, b) => b.weight - a.weight || a.head - b.head || a.query - b.query || a.key - b.key);
  links.length = Math.min(links.length, most);
  const drawn = links.reduce((sum, { weight }) => sum + weight, 0);
  return {
    links,
    possible,
    hidden: possible - links.length,
    hiddenMass: whole > 0 ? Math.max(0, 1 - drawn / whole) : 0,
  };
}

/**
 * All links of one token that the filter leaves: of a query to its keys, or of a key from the queries that look at
 * it.
 * @returns by head, in reading order
 */
export function linksOf(heads: readonly HeadLinks[], side: "query" | "key", cell: number): Link[] {
  return heads.flatMap((one, head) => {
    const { queries, keys } = one.matrix;
    const others = side === "query" ? keys : queries;
    return others.labels.flatMap((_, other) => {
      const [query, key] = side === "query" ? [cell, other] : [other, cell];
      const weight = weightAt(one, query, key);
      return Number.isNaN(weight) || !isKept(one, query, key) ? [] : [{ head, query, key, weight }];
    });
  });
}

/** Whether a token is a word, or a piece of one: neither special nor punctuation alone. */
export const isWord = ({ special, text }: Token) => !special && /[\p{L}\p{N}]/u.test(text);

/**
 * Which word looks most at another: something to show before the reader has chosen.
 * @returns a query
 */
export function tellingQuery(matrix: Matrix): number {
  const { queries, keys, weights } = matrix;
  let [best, most] = [0, -1];
  queries.labels.forEach((looking, query) => {
    keys.labels.forEach((key, at) => {
      const weight = weights[query * keys.labels.length + at] ?? 0;
      const apart = queries.source !== keys.source || query !== at;
      if (
        !matrix.forced[query] &&
        isWord(looking) &&
        isWord(key) &&
        apart &&
        weight > most &&
        !isMasked(matrix, query, at)
      ) {
        [best, most] = [query, weight];
      }
    });
  });
  return best;
}
