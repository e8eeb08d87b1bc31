/** One token axis: tokens of different tokenizers lined up by the characters they stand for, never by index. */
import type { Token } from "./types.ts";

/** @param b whether they share a character of the same sentence */
export function overlaps(a: Token, b: Token) {
  return (a.sequence ?? 0) === (b.sequence ?? 0) && a.start < b.end && b.start < a.end;
}

/**
 * For each token of `from`, the tokens of `to` that share a character with it: many to many. Special tokens stand for
 * no character, so they meet nothing.
 */
export function align(from: readonly Token[], to: readonly Token[]): number[][] {
  const ordered = to.filter((t) => t.end > t.start).sort((a, b) => a.start - b.start || a.index - b.index);
  return from.map((token) =>
    token.end > token.start ? ordered.filter((other) => overlaps(token, other)).map((other) => other.index) : [],
  );
}

/** The tokens of one panel that the cursor on another lights up. */
export function counterparts(index: number, own: readonly Token[], other: readonly Token[]): number[] {
  const token = own[index];
  if (!token || token.end <= token.start) return [];
  return other.filter((candidate) => candidate.end > candidate.start && overlaps(token, candidate)).map((t) => t.index);
}
