/** From a head as it was fetched to the matrix that is drawn: which part, which quarter, between pieces or words. */
import type { Part, Source } from "../core/types.ts";
import type { HeadData, Matrix, Quarter, Side, Token } from "./types.ts";

type Choice = { part?: Part; quarter?: Quarter; by?: "pieces" | "words" };

/** Whether there are two sentences to tell apart. */
export const isPair = (tokens: readonly Token[]) => tokens.some(({ sequence }) => sequence === 1);

const sideOf = (source: Source, tokens: readonly Token[]): Side => ({
  source,
  labels: [...tokens],
  tokens: tokens.map(({ index }) => [index]),
});

/** A word as one token, for its label: what is unknown in a part is unknown in the whole. */
function wordOf(pieces: readonly Token[]): Token {
  const [first] = pieces as [Token];
  if (pieces.length === 1) return first;
  const read = pieces.filter(({ part }) => part === 0);
  const unknown = pieces.find((piece) => piece.unknown);
  const spans = pieces.filter(({ start, end }) => end > start);
  return {
    ...first,
    text: read.map(({ text }) => text).join(""),
    piece: unknown?.piece ?? pieces.map(({ piece }) => piece).join(""),
    start: spans[0]?.start ?? first.start,
    end: spans.at(-1)?.end ?? first.end,
    unknown: unknown !== undefined,
    fragment: false,
    part: 0,
    parts: 1,
  };
}

const wordSide = (tokens: readonly Token[], groups: readonly number[][]): Side => ({
  source: "attention",
  labels: groups.map((group) => wordOf(group.flatMap((index) => tokens[index] ?? []))),
  tokens: groups.map((group) => [...group]),
});

/** Only the rows of one sentence and the columns of one. */
function quartered(matrix: Matrix, quarter: Quarter): Matrix {
  const [from, to] = [...quarter].map((letter) => "ab".indexOf(letter));
  const kept = (side: Side, sequence: number | undefined) =>
    side.labels.flatMap((label, i) => (label.sequence === sequence ? [i] : []));
  const { queries, keys, weights } = matrix;
  const rows = kept(queries, from);
  const columns = kept(keys, to);
  if (rows.length === 0 || columns.length === 0) return matrix;
  const pick = (side: Side, at: number[]): Side => ({
    ...side,
    labels: at.map((i) => side.labels[i] as Token),
    tokens: at.map((i) => side.tokens[i] as number[]),
  });
  const values = rows.flatMap((row) => columns.map((column) => weights[row * keys.labels.length + column] as number));
  return {
    ...matrix,
    queries: pick(queries, rows),
    keys: pick(keys, columns),
    weights: Float32Array.from(values),
    cropped: true,
    forced: rows.map((row) => matrix.forced[row] ?? false),
  };
}

/**
 * Which rows may see one key only. What an answer does not say, of words or in figures frozen before, is seen by what
 * they give: everything to one.
 * @param weights [row * column]
 * @param known rows, by what the answer says
 */
function forcedRows(weights: Float32Array, rows: number, columns: number, known: readonly number[] | null): boolean[] {
  return Array.from({ length: rows }, (_, row) => {
    if (known) return known.includes(row);
    let seen = 0;
    for (let at = row * columns; at < (row + 1) * columns && seen < 2; at += 1) {
      if ((weights[at] as number) > 0) seen += 1;
    }
    return seen === 1;
  });
}

/** What a head lacks falls back on what every head has: its own tokens, in pieces, all of them. */
export function matrixOf(head: HeadData, { part = "encoder", quarter = "", by = "pieces" }: Choice = {}): Matrix {
  const { model, family, layer, head: number, tokens, targetTokens, own, target, cross, words } = head;
  const about = { model, layer, head: number, cropped: false, derived: null };
  if (part === "decoder" && target && targetTokens) {
    const side = sideOf("target", targetTokens);
    return {
      ...about,
      queries: side,
      keys: side,
      weights: target,
      causal: true,
      forced: forcedRows(target, targetTokens.length, targetTokens.length, null),
    };
  }
  if (part === "cross" && cross && targetTokens) {
    const forced = forcedRows(cross, targetTokens.length, tokens.length, null);
    return {
      ...about,
      queries: sideOf("target", targetTokens),
      keys: sideOf("attention", tokens),
      weights: cross,
      causal: false,
      forced,
    };
  }
  const between = by === "words" && words ? wordSide(tokens, words.groups) : sideOf("attention", tokens);
  const derived = by === "words" && words ? words.definition : null;
  const weights = by === "words" && words ? words.weights : own;
  const count = between.labels.length;
  const forced = forcedRows(weights, count, count, derived === null ? head.forced : null);
  const whole: Matrix = {
    ...about,
    queries: between,
    keys: between,
    weights,
    causal: family === "decoder",
    forced,
    derived,
  };
  return quarter ? quartered(whole, quarter) : whole;
}

/** The cells of a side that cover any of these tokens, each once. */
export const cellsOf = (side: Side, tokens: readonly number[]) =>
  side.tokens.flatMap((own, cell) => (own.some((token) => tokens.includes(token)) ? [cell] : []));
