/** From a head as it was fetched to the matrix that is drawn: which part, which quarter, between pieces or words. */

/** @typedef {import("../types.js").HeadData} HeadData */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Part} Part */
/** @typedef {import("../types.js").Quarter} Quarter */
/** @typedef {import("../types.js").Side} Side */
/** @typedef {import("../types.js").Source} Source */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {{part?: Part, quarter?: Quarter, by?: "pieces" | "words"}} Choice */

/** Whether there are two sentences to tell apart. @param {readonly Token[]} tokens */
export const isPair = (tokens) => tokens.some(({ sequence }) => sequence === 1);

/** @param {Source} source @param {readonly Token[]} tokens @returns {Side} */
const sideOf = (source, tokens) => ({ source, labels: [...tokens], tokens: tokens.map(({ index }) => [index]) });

/** A word as one token, for its label: what is unknown in a part is unknown in the whole. @param {readonly Token[]} pieces @returns {Token} */
function wordOf(pieces) {
  const [first] = /** @type {[Token]} */ (pieces);
  if (pieces.length === 1) return first;
  const read = pieces.filter(({ part }) => part === 0);
  const unknown = pieces.find((piece) => piece.unknown);
  const spans = pieces.filter(({ start, end }) => end > start);
  return {
    ...first,
    text: read.map(({ text }) => text).join(""), piece: unknown?.piece ?? pieces.map(({ piece }) => piece).join(""),
    start: spans[0]?.start ?? first.start, end: spans.at(-1)?.end ?? first.end,
    unknown: unknown !== undefined, fragment: false, part: 0, parts: 1,
  };
}

/** @param {readonly Token[]} tokens @param {readonly number[][]} groups @returns {Side} */
const wordSide = (tokens, groups) => ({
  source: "attention",
  labels: groups.map((group) => wordOf(group.flatMap((index) => tokens[index] ?? []))),
  tokens: groups.map((group) => [...group]),
});

/**
 * Only the rows of one sentence and the columns of one.
 * @param {Matrix} matrix @param {Quarter} quarter @returns {Matrix}
 */
function quartered(matrix, quarter) {
  const [from, to] = [...quarter].map((letter) => "ab".indexOf(letter));
  /** @param {Side} side @param {number | undefined} sequence */
  const kept = (side, sequence) => side.labels.flatMap((label, i) => (label.sequence === sequence ? [i] : []));
  const { queries, keys, weights } = matrix;
  const rows = kept(queries, from);
  const columns = kept(keys, to);
  if (rows.length === 0 || columns.length === 0) return matrix;
  /** @param {Side} side @param {number[]} at @returns {Side} */
  const pick = (side, at) => ({
    ...side,
    labels: at.map((i) => /** @type {Token} */ (side.labels[i])), tokens: at.map((i) => /** @type {number[]} */ (side.tokens[i])),
  });
  const values = rows.flatMap((row) => columns.map((column) => /** @type {number} */ (weights[row * keys.labels.length + column])));
  return {
    ...matrix, queries: pick(queries, rows), keys: pick(keys, columns), weights: Float32Array.from(values), cropped: true,
    forced: rows.map((row) => matrix.forced[row] ?? false),
  };
}

/**
 * Which rows may see one key only. What an answer does not say, of words or in figures frozen before, is seen by what they give:
 * everything to one.
 * @param {Float32Array} weights [row * column] @param {number} rows @param {number} columns @param {readonly number[] | null} known rows, by what the answer says
 * @returns {boolean[]}
 */
function forcedRows(weights, rows, columns, known) {
  return Array.from({ length: rows }, (_, row) => {
    if (known) return known.includes(row);
    let seen = 0;
    for (let at = row * columns; at < (row + 1) * columns && seen < 2; at += 1) if (/** @type {number} */ (weights[at]) > 0) seen += 1;
    return seen === 1;
  });
}

/**
 * What a head lacks falls back on what every head has: its own tokens, in pieces, all of them.
 * @param {HeadData} head @param {Choice} [choice] @returns {Matrix}
 */
export function matrixOf(head, { part = "encoder", quarter = "", by = "pieces" } = {}) {
  const { model, family, layer, head: number, tokens, targetTokens, own, target, cross, words } = head;
  const about = { model, layer, head: number, cropped: false, derived: null };
  if (part === "decoder" && target && targetTokens) {
    const side = sideOf("target", targetTokens);
    return { ...about, queries: side, keys: side, weights: target, causal: true, forced: forcedRows(target, targetTokens.length, targetTokens.length, null) };
  }
  if (part === "cross" && cross && targetTokens) {
    const forced = forcedRows(cross, targetTokens.length, tokens.length, null);
    return { ...about, queries: sideOf("target", targetTokens), keys: sideOf("attention", tokens), weights: cross, causal: false, forced };
  }
  const between = by === "words" && words ? wordSide(tokens, words.groups) : sideOf("attention", tokens);
  const derived = by === "words" && words ? words.definition : null;
  const weights = by === "words" && words ? words.weights : own;
  const count = between.labels.length;
  const forced = forcedRows(weights, count, count, derived === null ? head.forced : null);
  /** @type {Matrix} */
  const whole = { ...about, queries: between, keys: between, weights, causal: family === "decoder", forced, derived };
  return quarter ? quartered(whole, quarter) : whole;
}

/** The cells of a side that cover any of these tokens, each once. @param {Side} side @param {readonly number[]} tokens */
export const cellsOf = (side, tokens) =>
  side.tokens.flatMap((own, cell) => (own.some((token) => tokens.includes(token)) ? [cell] : []));
