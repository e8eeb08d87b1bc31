/** How far a recurrent net's numbers are its own: up to the first token at which float32 and float64 are apart. */
import type { GatesData } from "./types.ts";

/**
 * The first token at which rounding has grown into every number; null where none has.
 * @param answer of the API
 */
export const apartIn = ({ check }: { check: { first_apart?: number | null } }) => check.first_apart ?? null;

/**
 * A reading as far as it is known: later steps are left out, and `read` has all tokens.
 * @param least where another net that stands beside it was lost before
 */
export function known(data: Omit<GatesData, "read" | "apart">, least: number = Infinity): GatesData {
  const { tokens, units, arrays, predictions } = data;
  const apart = apartIn(data);
  const until = Math.max(1, Math.min(apart ?? Infinity, least)); // at the first token there is no state that could have grown
  if (until >= tokens.length) return { ...data, read: tokens, apart };
  return {
    ...data,
    apart,
    read: tokens,
    tokens: tokens.slice(0, until),
    predictions: predictions && predictions.slice(0, until),
    arrays: Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, values.slice(0, until * units)])),
  };
}
