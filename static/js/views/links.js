/** What pictures of lines and shades ask of matrices: which links there are, how strong they are, and which of them are drawn. */

/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").HeadLinks} HeadLinks */
/** @typedef {import("../types.js").WeightScale} WeightScale */

/** Whether a query may not look at a key. @param {Matrix} matrix @param {number} query a row @param {number} key a column */
export function isMasked({ causal, queries, keys }, query, key) {
  return causal && (keys.tokens[key]?.[0] ?? 0) > (queries.tokens[query]?.at(-1) ?? 0);
}

/** @param {HeadLinks} head @param {number} query @param {number} key @returns {number} NaN where there is none */
export function weightAt({ matrix }, query, key) {
  if (isMasked(matrix, query, key)) return NaN;
  return matrix.weights[query * matrix.keys.labels.length + key] ?? NaN;
}

/** Whether the reader's filter leaves a link in the picture. @param {HeadLinks} head @param {number} query @param {number} key */
const isKept = ({ matrix, drawn }, query, key) => !drawn || drawn[query * matrix.keys.labels.length + key] === 1;

/** Four decades, as weights below a ten-thousandth are nothing in a sentence. */
const DECADES = 4;

/**
 * How strongly a weight is drawn, from 0 to 1.
 * @param {WeightScale} kind @param {number} weight @param {number} [largest] of its row
 */
export function strength(kind, weight, largest = 1) {
  if (!(weight > 0)) return 0;
  if (kind === "row") return Math.min(1, weight / (largest || 1));
  if (kind === "log") return Math.max(0, Math.min(1, 1 + Math.log10(weight) / DECADES));
  return Math.min(1, kind === "sqrt" ? Math.sqrt(weight) : weight);
}

/** The largest weight of each row. @param {Matrix} matrix @returns {Float32Array} [query] */
export function largestOfRows(matrix) {
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

/** What counts as a whole: 1 for weights; what has no upper bound is seen against the largest there is. @param {readonly HeadLinks[]} heads */
export function largestOf(heads) {
  if (!heads[0]?.matrix.quantity) return 1;
  return Math.max(0, ...heads.map(({ matrix }) => largestOfRows(matrix).reduce((most, own) => Math.max(most, own), 0))) || 1;
}

/** A share in two digits, where three do not fit; nothing below half a hundredth. @param {number} weight */
export const short = (weight) => (weight >= 0.995 ? "1" : weight >= 0.005 ? weight.toFixed(2).replace(/^0/, "") : "");

/** The same of what has no upper bound: nothing below half a hundredth of the largest. @param {number} value @param {number} whole */
export const shortValue = (value, whole) => (value >= whole / 200 ? String(Number(value.toPrecision(2))).replace(/^0\./, ".") : "");

/** @typedef {{head: number, query: number, key: number, weight: number}} Link */

/** How strongly links of these heads are drawn; 0: not at all. @param {readonly HeadLinks[]} heads @param {WeightScale} kind @returns {(head: number, query: number, weight: number) => number} */
export function strengths(heads, kind) {
  const largest = kind === "row" ? heads.map(({ matrix }) => largestOfRows(matrix)) : null;
  const whole = largestOf(heads);
  return (head, query, weight) => (largest ? strength("row", weight, largest[head]?.[query]) : strength(kind, weight / whole));
}

/**
 * The strongest links of all heads together, those that the filter leaves.
 * @param {readonly HeadLinks[]} heads @param {number} most how many are drawn @param {WeightScale} [kind] on which a small weight may have no line
 * @returns {{links: Link[], possible: number, hidden: number, hiddenMass: number}} strongest first; of all that are there,
 *   how many are not drawn, and which share of all weight they hold
 */
export function strongestLinks(heads, most, kind = "linear") {
  const strongOf = strengths(heads, kind);
  // Ten thousands of them: numbers are sorted first, and only those that stay become links.
  const all = new Float64Array(heads.reduce((sum, { matrix }) => sum + matrix.weights.length, 0));
  let [possible, left, whole] = [0, 0, 0];
  /** @param {(head: number, query: number, key: number, weight: number) => void} visit every link that the filter leaves */
  const each = (visit) =>
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
    if (strongOf(head, query, weight) > 0 && isKept(/** @type {HeadLinks} */ (heads[head]), query, key)) all[left++] = weight;
  });
  const least = left > most ? (all.subarray(0, left).sort()[left - most] ?? 0) : 0;
  /** @type {Link[]} */
  const links = [];
  each((head, query, key, weight) => {
    if (strongOf(head, query, weight) > 0 && weight >= least && isKept(/** @type {HeadLinks} */ (heads[head]), query, key)) links.push({ head, query, key, weight });
  });
  links.sort((a, b) => b.weight - a.weight || a.head - b.head || a.query - b.query || a.key - b.key);
  links.length = Math.min(links.length, most);
  const drawn = links.reduce((sum, { weight }) => sum + weight, 0);
  return { links, possible, hidden: possible - links.length, hiddenMass: whole > 0 ? Math.max(0, 1 - drawn / whole) : 0 };
}

/**
 * All links of one token that the filter leaves: of a query to its keys, or of a key from the queries that look at it.
 * @param {readonly HeadLinks[]} heads @param {"query" | "key"} side @param {number} cell @returns {Link[]} by head, in reading order
 */
export function linksOf(heads, side, cell) {
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

/** Whether a token is a word, or a piece of one: neither special nor punctuation alone. @param {import("../types.js").Token} token */
export const isWord = ({ special, text }) => !special && /[\p{L}\p{N}]/u.test(text);

/** Which word looks most at another: something to show before the reader has chosen. @param {Matrix} matrix @returns {number} a query */
export function tellingQuery(matrix) {
  const { queries, keys, weights } = matrix;
  let [best, most] = [0, -1];
  queries.labels.forEach((looking, query) => {
    keys.labels.forEach((key, at) => {
      const weight = weights[query * keys.labels.length + at] ?? 0;
      const apart = queries.source !== keys.source || query !== at;
      if (!matrix.forced[query] && isWord(looking) && isWord(key) && apart && weight > most && !isMasked(matrix, query, at)) [best, most] = [query, weight];
    });
  });
  return best;
}
