/** From the API's answer about surviving shares to the square that is drawn: of pieces, or of words. */
import { between, meansOf, placesOf, sideOf } from "./joint.js";
import { apartIn } from "./known.js";

/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../types.js").HeadData} HeadData */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").SharesData} SharesData */
/** @typedef {import("../types.js").SharesSquare} SharesSquare */

/** @param {any} answer of /api/v1/gates with its shares @returns {SharesData} */
export function sharesOf({ model, cell, kind, checkpoint, text, tokens, shares, check }) {
  const apart = apartIn({ check });
  const until = Math.max(1, Math.min(apart ?? Infinity, tokens.length));
  const flat = (/** @type {number[][]} */ rows) => Float64Array.from(rows.slice(0, until).flatMap((row) => row.slice(0, until)));
  const first = (/** @type {any[] | null} */ list) => list && list.slice(0, until);
  return {
    model, cell, kind, checkpoint, text, tokens: tokens.slice(0, until), read: tokens, apart, check, unit: shares.unit,
    values: flat(shares.values), kept: shares.kept && flat(shares.kept), totals: shares.totals.slice(0, until),
    rebuildError: shares.rebuild_error, predicted: first(shares.predicted), rivals: first(shares.rivals), definition: shares.definition,
  };
}

/** What is not yet written at a step is nothing, not 0. @param {ArrayLike<number>} values @param {number} count */
function untilNow(values, count) {
  const shown = Float64Array.from(values);
  for (let row = 0; row < count; row += 1) shown.fill(NaN, row * count + row + 1, (row + 1) * count);
  return shown;
}

/**
 * Pieces against pieces: the API's own numbers.
 * @param {SharesData} data @param {"projected" | "unit" | "kept"} quantity @returns {SharesSquare}
 */
export function ofPieces(data, quantity) {
  const { tokens, values, kept, totals } = data;
  const side = { source: /** @type {const} */ ("gates"), labels: [...tokens], tokens: tokens.map(({ index }) => [index]) };
  const chosen = quantity === "kept" && kept ? kept : values;
  return { side, states: side.tokens, values: untilNow(chosen, tokens.length), totals: quantity === "kept" ? null : [...totals], quantity, derived: false, data };
}

/**
 * The states that a word's row is made from: all of them, but of a projection only those that expect one and the same
 * piece, else the last: two directions have no mean. @param {SharesData} data @param {readonly number[]} own the word's tokens
 */
function statesOf({ predicted }, own) {
  const one = predicted === null || own.every((token) => predicted[token] === predicted[own[0] ?? 0]);
  return one ? [...own] : own.slice(-1);
}

/**
 * Places against places, as `all` has them: a sum over what was written, a mean over states; of what is kept, means over both.
 * @param {SharesData} data @param {"projected" | "unit" | "kept"} quantity
 * @param {readonly Token[]} attention the other model's tokens @param {readonly import("../types.js").Place[]} all
 * @returns {SharesSquare}
 */
export function ofPlaces(data, quantity, attention, all) {
  const { tokens, values, kept, totals } = data;
  const side = sideOf("gates", tokens, attention, all);
  const own = side.tokens;
  const one = quantity === "kept" && kept;
  const states = own.map((tokensOfPlace) => (quantity === "projected" ? statesOf(data, tokensOfPlace) : tokensOfPlace));
  const found = between(one || values, tokens.length, own, one ? "mean" : "sum", states);
  const shown = untilNow(found, own.length);
  return { side, states, values: shown, totals: one ? null : meansOf(totals, states), quantity, derived: true, data };
}

/** A head's weights between the same places. @param {HeadData} head @param {readonly Token[]} gates @param {readonly import("../types.js").Place[]} all @returns {Matrix} */
export function headOfPlaces(head, gates, all) {
  const { model, layer, head: number, tokens, family, own } = head;
  const side = sideOf("attention", tokens, gates, all);
  return {
    model, layer, head: number, queries: side, keys: side, weights: between(own, tokens.length, side.tokens),
    causal: family === "decoder", cropped: false, derived: "places", forced: side.tokens.map((place) => place.length > 0 && place.every((token) => head.forced?.includes(token))),
  };
}

/** The axis that a head and the net share. @param {HeadData} head @param {readonly Token[]} gates */
export const sharedPlaces = (head, gates) =>
  placesOf(head.tokens, head.words?.groups ?? head.tokens.map(({ index }) => [index]), gates);
