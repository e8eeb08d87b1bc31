/** Numbers of a difference as words. No document. */
import { t } from "../core/words/index.ts";
import type { Lang } from "../core/types.ts";

/** A difference of two shares in percentage points: three significant digits and its sign. */
export function points(lang: Lang, value: number) {
  const hundredth = Math.abs(value) * 100;
  const digits =
    hundredth !== 0 && hundredth < 0.001
      ? hundredth.toExponential(1).replace("-", "−")
      : String(Number(hundredth.toPrecision(3)));
  return t(lang, "change-points", { value: `${value < 0 ? "−" : value > 0 ? "+" : ""}${digits}` });
}

/** Three significant digits of a number that may be small. */
export function small(value: number) {
  if (value === 0) return "0";
  return (Math.abs(value) < 0.001 ? value.toExponential(2) : String(Number(value.toPrecision(3)))).replaceAll("-", "−");
}

/** Divergences have four decimals. */
export const bitsWords = (value: number) => value.toFixed(4);
