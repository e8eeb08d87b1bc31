/** Sentences about gradients and swapped words. No document. */
import { extremes } from "../../data/reach.ts";
import { labelled, t } from "../../core/words/index.ts";
import { decimals, name } from "../../plots/say.ts";
import { curveName } from "./scene.ts";
import type { Lang } from "../../core/types.ts";
import type { CounterfactualData, ReachCurve, ReachData, SwapsOfCell } from "../../data/types.ts";

/** Four significant digits; powers of ten outside what is easily read. */
export function significant(value: number | null | undefined) {
  if (value === null || value === undefined || Number.isNaN(value)) return "—";
  const size = Math.abs(value);
  const plain =
    size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(3) : String(Number(value.toPrecision(4)));
  return plain.replace("e+", "e").replaceAll("-", "−");
}

export function sayReach(lang: Lang, { tokens, token: last }: ReachData, curve: ReachCurve, token: number) {
  const words = { name: curveName(lang, curve), token: name(tokens, token), k: last - token };
  if (token > last) return t(lang, "say-unread", words);
  return t(lang, "say-reach", {
    ...words,
    norm: significant(curve.norms[last - token]),
    ratio: significant(curve.ratios[last - token]),
  });
}

/** All curves at one token, for the pointer. */
export function sayAllReach(
  lang: Lang,
  { tokens, token: last, curves }: ReachData,
  measure: "ratio" | "norm",
  token: number,
) {
  if (token > last) return t(lang, "say-unread", { token: name(tokens, token) });
  const values = curves.map(
    (curve) =>
      `${curveName(lang, curve)} ${significant((measure === "norm" ? curve.norms : curve.ratios)[last - token])}`,
  );
  return labelled(lang, t(lang, "say-reach-all", { token: name(tokens, token), k: last - token }), values.join(" · "));
}

/** @param index of the cell */
export function saySwap(lang: Lang, { reach, cells }: CounterfactualData, index: number, token: number) {
  const { tokens, token: last, curves } = reach;
  if (token > last) return t(lang, "say-unread", { token: name(tokens, token) });
  const found = cells[index] as SwapsOfCell;
  const words = {
    cell: found.cell.toUpperCase(),
    token: name(tokens, token),
    k: last - token,
    norm: significant(curves[index]?.norms[last - token]),
    ratio: significant(curves[index]?.ratios[last - token]),
  };
  if (token === 0) return t(lang, "say-memory-start", words);
  return t(lang, "say-memory", {
    ...words,
    moved: decimals(found.values[token] ?? NaN),
    unknown: decimals(found.unknown[token] ?? NaN),
  });
}

/** What was measured, a sentence a cell. */
export const measuredOf = (lang: Lang, data: CounterfactualData) =>
  data.cells.map(({ cell }, index) => {
    const { swapped, rank, count, steepest } = extremes(data, index);
    const { tokens, token: last } = data.reach;
    const words = { cell: cell.toUpperCase(), last: name(tokens, last), count };
    if (count === 0) return t(lang, "memory-too-short", words);
    const first = t(lang, "memory-measured", {
      ...words,
      token: name(tokens, swapped.token),
      k: swapped.distance,
      moved: decimals(swapped.moved),
      norm: significant(swapped.norm),
      ratio: significant(swapped.ratio),
      rank: rank ?? "—",
    });
    if (steepest.token === swapped.token) return first;
    return (
      first +
      t(lang, "memory-steepest", {
        token: name(tokens, steepest.token),
        k: steepest.distance,
        moved: decimals(steepest.moved),
        norm: significant(steepest.norm),
      })
    );
  });
