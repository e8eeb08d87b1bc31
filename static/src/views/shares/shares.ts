/** From the API's answer about surviving shares to the square that is drawn: of pieces, or of words. */
import { between, meansOf, placesOf, sideOf } from "./joint.ts";
import { apartIn } from "../../data/known.ts";
import type { HeadData, Matrix, Place, SharesData, SharesSquare, Token } from "../../data/types.ts";

/** @param answer of /api/v1/gates with its shares */
export function sharesOf({ model, cell, kind, checkpoint, text, tokens, shares, check }: any): SharesData {
  const apart = apartIn({ check });
  const until = Math.max(1, Math.min(apart ?? Infinity, tokens.length));
  const flat = (rows: number[][]) => Float64Array.from(rows.slice(0, until).flatMap((row) => row.slice(0, until)));
  const first = (list: any[] | null) => list && list.slice(0, until);
  return {
    model,
    cell,
    kind,
    checkpoint,
    text,
    tokens: tokens.slice(0, until),
    read: tokens,
    apart,
    check,
    unit: shares.unit,
    values: flat(shares.values),
    kept: shares.kept && flat(shares.kept),
    totals: shares.totals.slice(0, until),
    rebuildError: shares.rebuild_error,
    predicted: first(shares.predicted),
    rivals: first(shares.rivals),
    definition: shares.definition,
  };
}

/** What is not yet written at a step is nothing, not 0. */
function untilNow(values: ArrayLike<number>, count: number) {
  const shown = Float64Array.from(values);
  for (let row = 0; row < count; row += 1) shown.fill(NaN, row * count + row + 1, (row + 1) * count);
  return shown;
}

/** Pieces against pieces: the API's own numbers. */
export function ofPieces(data: SharesData, quantity: "projected" | "unit" | "kept"): SharesSquare {
  const { tokens, values, kept, totals } = data;
  const side = { source: "gates" as const, labels: [...tokens], tokens: tokens.map(({ index }) => [index]) };
  const chosen = quantity === "kept" && kept ? kept : values;
  return {
    side,
    states: side.tokens,
    values: untilNow(chosen, tokens.length),
    totals: quantity === "kept" ? null : [...totals],
    quantity,
    derived: false,
    data,
  };
}

/**
 * The states that a word's row is made from: all of them, but of a projection only those that expect one and the same
 * piece, else the last: two directions have no mean.
 * @param own the word's tokens
 */
function statesOf({ predicted }: SharesData, own: readonly number[]) {
  const one = predicted === null || own.every((token) => predicted[token] === predicted[own[0] ?? 0]);
  return one ? [...own] : own.slice(-1);
}

/**
 * Places against places, as `all` has them: a sum over what was written, a mean over states; of what is kept, means
 * over both.
 * @param attention the other model's tokens
 */
export function ofPlaces(
  data: SharesData,
  quantity: "projected" | "unit" | "kept",
  attention: readonly Token[],
  all: readonly Place[],
): SharesSquare {
  const { tokens, values, kept, totals } = data;
  const side = sideOf("gates", tokens, attention, all);
  const own = side.tokens;
  const one = quantity === "kept" && kept;
  const states = own.map((tokensOfPlace) => (quantity === "projected" ? statesOf(data, tokensOfPlace) : tokensOfPlace));
  const found = between(one || values, tokens.length, own, one ? "mean" : "sum", states);
  const shown = untilNow(found, own.length);
  return { side, states, values: shown, totals: one ? null : meansOf(totals, states), quantity, derived: true, data };
}

/** A head's weights between the same places. */
export function headOfPlaces(head: HeadData, gates: readonly Token[], all: readonly Place[]): Matrix {
  const { model, layer, head: number, tokens, family, own } = head;
  const side = sideOf("attention", tokens, gates, all);
  return {
    model,
    layer,
    head: number,
    queries: side,
    keys: side,
    weights: between(own, tokens.length, side.tokens),
    causal: family === "decoder",
    cropped: false,
    derived: "places",
    forced: side.tokens.map((place) => place.length > 0 && place.every((token) => head.forced?.includes(token))),
  };
}

/** The axis that a head and the net share. */
export const sharedPlaces = (head: HeadData, gates: readonly Token[]) =>
  placesOf(head.tokens, head.words?.groups ?? head.tokens.map(({ index }) => [index]), gates);
