/** Sentences about surviving shares, gradients and swapped words. No document. */
import { extremes } from "../data/reach.js";
import { curveName } from "../views/reach.js";
import { projectedOn } from "../views/shares.js";
import { labelled, series, t } from "./i18n.js";
import { decimals, name } from "./say.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").SharesSquare} SharesSquare */
/** @typedef {import("../types.js").CounterfactualData} CounterfactualData */
/** @typedef {import("../types.js").ReachCurve} ReachCurve */
/** @typedef {import("../types.js").ReachData} ReachData */

/** Four significant digits; powers of ten outside what is easily read. @param {number | null | undefined} value */
export function significant(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "—";
  const size = Math.abs(value);
  const plain = size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(3) : String(Number(value.toPrecision(4)));
  return plain.replace("e+", "e").replaceAll("-", "−");
}

/** What two rivals are called in a list. @param {Lang} lang @param {readonly string[]} words */
const listed = (lang, words) => series(lang, words.map((word) => `“${word.trim()}”`));

/** @param {Lang} lang @param {SharesSquare} drawn @param {number} row @param {number} column */
export function sayShare(lang, drawn, row, column) {
  const { side, values, quantity, data } = drawn;
  const [steps = [], sources = []] = [side.tokens[row], side.tokens[column]];
  if (steps.length === 0 || sources.length === 0) return t(lang, "say-no-token");
  const words = { t: name(side.labels, row), j: name(side.labels, column) };
  if (column > row) return t(lang, "say-not-yet", words);
  const value = decimals(values[row * side.labels.length + column] ?? NaN);
  if (quantity === "kept") return t(lang, "say-kept", { ...words, value, unit: data.unit ?? "" });
  return t(lang, "say-share", { ...words, value }) + towards(lang, drawn, row);
}

/** What a row is projected on, or that it is a mean. @param {Lang} lang @param {SharesSquare} drawn @param {number} row */
function towards(lang, drawn, row) {
  const [steps, all] = [drawn.states[row] ?? [], drawn.side.tokens[row] ?? []];
  const [word] = projectedOn(drawn, row);
  if (steps.length > 1) {
    return word ? t(lang, "say-share-mean-towards", { count: steps.length, word: `“${word}”` }) : t(lang, "say-share-mean", { count: steps.length });
  }
  const rivals = drawn.data.rivals?.[steps[0] ?? 0];
  const last = all.length > steps.length ? t(lang, "say-share-last", { count: all.length }) : "";
  return rivals && word ? t(lang, "say-share-projected", { word: `“${word}”`, rivals: listed(lang, rivals) }) + last : last;
}

/** @param {Lang} lang @param {SharesSquare} drawn @param {number} row */
export function sayTotal(lang, drawn, row) {
  const total = drawn.totals?.[row];
  if (total === undefined || Number.isNaN(total)) return t(lang, "say-no-token");
  return t(lang, "say-total", { t: name(drawn.side.labels, row), value: decimals(total) }) + towards(lang, drawn, row);
}

/** The largest part, or the most that is kept of an earlier step. @param {Lang} lang @param {SharesSquare} drawn */
export function sumUpShares(lang, drawn) {
  const { side, values, quantity, data } = drawn;
  const count = side.labels.length;
  let best = -1;
  values.forEach((value, i) => {
    const apart = quantity !== "kept" || Math.floor(i / count) > i % count;
    if (apart && !Number.isNaN(value) && (best < 0 || Math.abs(value) > Math.abs(values[best] ?? 0))) best = i;
  });
  if (best < 0) return "";
  const row = Math.floor(best / count);
  const total = decimals(drawn.totals?.[row] ?? NaN);
  const words = { t: name(side.labels, row), j: name(side.labels, best % count), value: decimals(values[best] ?? 0), total };
  return t(lang, quantity === "kept" ? "shares-summary-kept" : "shares-summary", { ...words, error: data.rebuildError.toExponential(1).replace("-", "−") });
}

/** @param {Lang} lang @param {ReachData} data @param {ReachCurve} curve @param {number} token */
export function sayReach(lang, { tokens, token: last }, curve, token) {
  const words = { name: curveName(lang, curve), token: name(tokens, token), k: last - token };
  if (token > last) return t(lang, "say-unread", words);
  return t(lang, "say-reach", { ...words, norm: significant(curve.norms[last - token]), ratio: significant(curve.ratios[last - token]) });
}

/** All curves at one token, for the pointer. @param {Lang} lang @param {ReachData} data @param {"ratio" | "norm"} measure @param {number} token */
export function sayAllReach(lang, { tokens, token: last, curves }, measure, token) {
  if (token > last) return t(lang, "say-unread", { token: name(tokens, token) });
  const values = curves.map((curve) => `${curveName(lang, curve)} ${significant((measure === "norm" ? curve.norms : curve.ratios)[last - token])}`);
  return labelled(lang, t(lang, "say-reach-all", { token: name(tokens, token), k: last - token }), values.join(" · "));
}

/** @param {Lang} lang @param {CounterfactualData} data @param {number} index of the cell @param {number} token */
export function saySwap(lang, { reach, cells }, index, token) {
  const { tokens, token: last, curves } = reach;
  if (token > last) return t(lang, "say-unread", { token: name(tokens, token) });
  const found = /** @type {import("../types.js").SwapsOfCell} */ (cells[index]);
  const words = {
    cell: found.cell.toUpperCase(), token: name(tokens, token), k: last - token,
    norm: significant(curves[index]?.norms[last - token]), ratio: significant(curves[index]?.ratios[last - token]),
  };
  if (token === 0) return t(lang, "say-memory-start", words);
  return t(lang, "say-memory", { ...words, moved: decimals(found.values[token] ?? NaN), unknown: decimals(found.unknown[token] ?? NaN) });
}

/** What was measured, a sentence a cell. @param {Lang} lang @param {CounterfactualData} data */
export const measuredOf = (lang, data) =>
  data.cells.map(({ cell }, index) => {
    const { swapped, rank, count, steepest } = extremes(data, index);
    const { tokens, token: last } = data.reach;
    const words = { cell: cell.toUpperCase(), last: name(tokens, last), count };
    if (count === 0) return t(lang, "memory-too-short", words);
    const first = t(lang, "memory-measured", {
      ...words, token: name(tokens, swapped.token), k: swapped.distance, moved: decimals(swapped.moved),
      norm: significant(swapped.norm), ratio: significant(swapped.ratio), rank: rank ?? "—",
    });
    if (steepest.token === swapped.token) return first;
    return first + t(lang, "memory-steepest", {
      token: name(tokens, steepest.token), k: steepest.distance, moved: decimals(steepest.moved), norm: significant(steepest.norm),
    });
  });
