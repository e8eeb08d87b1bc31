/** How the inspector prints shares and sums. */

/** A share as a percentage: what is more than nothing never reads as nothing, nor what is less than all as all. */
export function share(value: number) {
  if (value === 0) return "0 %";
  if (value < 5e-5) return `${(value * 100).toExponential(0).replace("-", "−")} %`;
  if (value > 0.9995 && value < 1) return `${(Math.floor(value * 1e6) / 1e4).toFixed(value > 0.99995 ? 4 : 2)} %`;
  return `${(value * 100).toFixed(value < 0.0995 ? 2 : 1)} %`;
}

/** The end of a ramp: three digits, and none that is not known. */
export const rampEnd = (most: number) => String(Number(most.toPrecision(3)));

/** A sum of float32 numbers, with the digits that these have. */
export const sumDigits = (value: number) => value.toFixed(7);

/** What float32 rounds in a sum of as many numbers as a sentence has tokens. */
const ROUNDING = 1e-5;

/** What a softmax sums to: all of it, but for rounding; the digits where that is not why. */
export const wholeSum = (value: number) => (Math.abs(value - 1) < ROUNDING ? "100 %" : sumDigits(value));
