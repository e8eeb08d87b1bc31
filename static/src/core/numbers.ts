/** How the step player prints numbers: few digits on the picture, all of them beside it. */

/** @param digits a true minus */
const minus = (digits: string) => digits.replaceAll("-", "−");

/**
 * Three decimals, more where there would be nothing left of the number. What is less than 1 never reads as 1: a gate
 * that keeps 0.99987 does not keep everything.
 */
export function short(value: number) {
  const size = Math.abs(value);
  if (size === 0 || size === 1) return size === 0 ? "0" : minus(String(value));
  if (size < 0.001) return minus(value.toExponential(1));
  if (size < 0.1) return minus(value.toFixed(4));
  if (size > 0.9995 && size < 1) return minus(String((Math.sign(value) * Math.floor(size * 1e5)) / 1e5));
  if (size < 10) return minus(value.toFixed(3));
  return minus(value.toFixed(size < 100 ? 2 : 1));
}

/** Every digit that the answer has. */
export const full = (value: number) => minus(String(value));

/** As a factor or a term after an operator: negative ones in brackets. */
export const bracketed = (value: number) => (value < 0 ? `(${short(value)})` : short(value));

/** Numbers joined by plus and minus signs. */
export const added = (terms: readonly number[]) =>
  terms.map((term, i) => (i === 0 ? short(term) : term < 0 ? ` − ${short(-term)}` : ` + ${short(term)}`)).join("");

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** How far two numbers lie apart, as it is printed. */
export const apart = (value: number) => (value === 0 ? "0" : minus(value.toExponential(1)));
