/** Numbers of a difference as words. No document. */
import { t } from "../i18n.js";

/** @typedef {import("../../types.js").Lang} Lang */

/** A difference of two shares in percentage points: three significant digits and its sign. @param {Lang} lang @param {number} value */
export function points(lang, value) {
  const hundredth = Math.abs(value) * 100;
  const digits = hundredth !== 0 && hundredth < 0.001 ? hundredth.toExponential(1).replace("-", "−") : String(Number(hundredth.toPrecision(3)));
  return t(lang, "change-points", { value: `${value < 0 ? "−" : value > 0 ? "+" : ""}${digits}` });
}

/** Three significant digits of a number that may be small. @param {number} value */
export function small(value) {
  if (value === 0) return "0";
  return (Math.abs(value) < 0.001 ? value.toExponential(2) : String(Number(value.toPrecision(3)))).replaceAll("-", "−");
}

/** Divergences have four decimals. @param {number} value */
export const bitsWords = (value) => value.toFixed(4);

