/** One token axis: tokens of different tokenizers lined up by the characters they stand for, never by index. */

/** @typedef {import("../types.js").Token} Token */

/** @param {Token} a @param {Token} b whether they share a character of the same sentence */
export function overlaps(a, b) {
  return (a.sequence ?? 0) === (b.sequence ?? 0) && a.start < b.end && b.start < a.end;
}

/**
 * For each token of `from`, the tokens of `to` that share a character with it: many to many.
 * Special tokens stand for no character, so they meet nothing.
 * @param {readonly Token[]} from @param {readonly Token[]} to @returns {number[][]}
 */
export function align(from, to) {
  const ordered = to.filter((t) => t.end > t.start).sort((a, b) => a.start - b.start || a.index - b.index);
  return from.map((token) =>
    token.end > token.start ? ordered.filter((other) => overlaps(token, other)).map((other) => other.index) : [],
  );
}

/**
 * The tokens of one panel that the cursor on another lights up.
 * @param {number} index @param {readonly Token[]} own @param {readonly Token[]} other
 * @returns {number[]}
 */
export function counterparts(index, own, other) {
  const token = own[index];
  if (!token || token.end <= token.start) return [];
  return other.filter((candidate) => candidate.end > candidate.start && overlaps(token, candidate)).map((t) => t.index);
}
