/** Sentences about surviving shares. No document. */
import { decimals, name, sayWeight } from "../../plots/say.ts";
import { series, t } from "../../core/words/index.ts";
import { projectedOn } from "./scene.ts";
import type { Lang } from "../../core/types.ts";
import type { Matrix, SharesSquare } from "../../data/types.ts";

/** What two rivals are called in a list. */
const listed = (lang: Lang, words: readonly string[]) =>
  series(
    lang,
    words.map((word) => `“${word.trim()}”`),
  );

export function sayShare(lang: Lang, drawn: SharesSquare, row: number, column: number) {
  const { side, values, quantity, data } = drawn;
  const [steps = [], sources = []] = [side.tokens[row], side.tokens[column]];
  if (steps.length === 0 || sources.length === 0) return t(lang, "say-no-token");
  const words = { t: name(side.labels, row), j: name(side.labels, column) };
  if (column > row) return t(lang, "say-not-yet", words);
  const value = decimals(values[row * side.labels.length + column] ?? NaN);
  if (quantity === "kept") return t(lang, "say-kept", { ...words, value, unit: data.unit ?? "" });
  return t(lang, "say-share", { ...words, value }) + towards(lang, drawn, row);
}

/** A weight of the head beside, or that it has no such token. */
export function sayBeside(lang: Lang, matrix: Matrix, row: number, column: number) {
  const missing = [matrix.queries.tokens[row], matrix.keys.tokens[column]].some((own) => own?.length === 0);
  return missing ? t(lang, "legend-no-token") : sayWeight(lang, matrix, row, column);
}

/** What a row is projected on, or that it is a mean. */
function towards(lang: Lang, drawn: SharesSquare, row: number) {
  const [steps, all] = [drawn.states[row] ?? [], drawn.side.tokens[row] ?? []];
  const [word] = projectedOn(drawn, row);
  if (steps.length > 1) {
    return word
      ? t(lang, "say-share-mean-towards", { count: steps.length, word: `“${word}”` })
      : t(lang, "say-share-mean", { count: steps.length });
  }
  const rivals = drawn.data.rivals?.[steps[0] ?? 0];
  const last = all.length > steps.length ? t(lang, "say-share-last", { count: all.length }) : "";
  return rivals && word
    ? t(lang, "say-share-projected", { word: `“${word}”`, rivals: listed(lang, rivals) }) + last
    : last;
}

export function sayTotal(lang: Lang, drawn: SharesSquare, row: number) {
  const total = drawn.totals?.[row];
  if (total === undefined || Number.isNaN(total)) return t(lang, "say-no-token");
  return t(lang, "say-total", { t: name(drawn.side.labels, row), value: decimals(total) }) + towards(lang, drawn, row);
}

/** The largest part, or the most that is kept of an earlier step. */
export function sumUpShares(lang: Lang, drawn: SharesSquare) {
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
  const words = {
    t: name(side.labels, row),
    j: name(side.labels, best % count),
    value: decimals(values[best] ?? 0),
    total,
  };
  return t(lang, quantity === "kept" ? "shares-summary-kept" : "shares-summary", {
    ...words,
    error: data.rebuildError.toExponential(1).replace("-", "−"),
  });
}
