/** Units in an order: by what, computed from what, and the number that each was placed by. */
import type { GatesData, Kind } from "./types.ts";

/** What the units are ordered by: see the key `sort` of the view state. */
export const SORTS = ["carrier", "index", "saturation", "half-life", "mean", "change"] as const;
export type Sort = (typeof SORTS)[number];
export type Sorted = { sort: Sort; order: number[]; key: (number | null)[] | null; array: string | null };

/** What a cell has, in the order of one step: write, keep, what to write, report, and what comes of it. */
export const ARRAYS: Record<Kind, readonly string[]> = {
  lstm: ["gates.input", "gates.forget", "gates.candidate", "gates.output", "states.cell", "states.hidden"],
  gru: ["gates.reset", "gates.update", "gates.candidate", "states.hidden"],
  rnn: ["states.hidden"],
};

/** The arrays of an answer. */
export const arraysOf = ({ kind, arrays }: Pick<GatesData, "kind" | "arrays">) =>
  ARRAYS[kind].filter((name) => arrays[name]);

/** The array that a threshold or a key is about: the one that was chosen, or the first where the cell has no such. */
export function trackOf(data: Pick<GatesData, "kind" | "arrays">, chosen: string) {
  const names = arraysOf(data);
  return names.includes(chosen) ? chosen : (names[0] ?? chosen);
}

/**
 * One unit's values over the steps.
 * @returns [token]
 */
export function trackValues(
  { arrays, units }: Pick<GatesData, "arrays" | "units">,
  array: string,
  unit: number,
): Float32Array {
  const values = arrays[array] ?? new Float32Array(0);
  return Float32Array.from({ length: values.length / units }, (_, token) => values[token * units + unit] ?? NaN);
}

export function mean(values: ArrayLike<number>) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] as number;
  return sum / values.length;
}

/** The mean absolute difference from each step to the next; nothing changes in a single step. */
export function change(values: ArrayLike<number>) {
  let sum = 0;
  for (let i = 1; i < values.length; i += 1) sum += Math.abs((values[i] as number) - (values[i - 1] as number));
  return values.length > 1 ? sum / (values.length - 1) : 0;
}

/**
 * The share of steps at which a unit's gates stand below 0.1 or above 0.9, averaged over its gates.
 * @returns [unit]; null where there are no gates
 */
export function saturated({ saturation, units }: GatesData): number[] | null {
  const gates = Object.values(saturation);
  if (gates.length === 0) return null;
  return Array.from({ length: units }, (_, unit) =>
    mean(gates.map(({ low, high }) => (low[unit] ?? 0) + (high[unit] ?? 0))),
  );
}

/** Which orders an answer offers: without a gate that keeps there is neither saturation nor a half-life. */
export function sortsOf(data: GatesData): Sort[] {
  const gated = Object.keys(data.saturation).length > 0;
  return ["carrier", "index", ...(gated ? (["saturation", "half-life"] as Sort[]) : []), "mean", "change"];
}

/** Places from the largest key to the smallest, equal ones by their index; what never decays comes before what does. */
function descending(key: (number | null)[]) {
  const at = (unit: number) => key[unit] ?? Infinity;
  return [...key.keys()].sort((a, b) => (at(a) === at(b) ? a - b : at(b) - at(a)));
}

/**
 * @param sort what the answer does not offer gives way to the carriers
 * @param track the array that mean and change are taken of
 */
export function sorted(data: GatesData, sort: Sort, track: string): Sorted {
  const { units, order } = data;
  const offered = sortsOf(data).includes(sort) ? sort : "carrier";
  const array = trackOf(data, track);
  const every = (measure: (values: Float32Array) => number) =>
    Array.from({ length: units }, (_, unit) => measure(trackValues(data, array, unit)));
  switch (offered) {
    case "carrier":
      return { sort: offered, order: [...order], key: null, array: null };
    case "index":
      return { sort: offered, order: [...Array(units).keys()], key: null, array: null };
    case "saturation": {
      const key = saturated(data) ?? [];
      return { sort: offered, order: descending(key), key, array: null };
    }
    case "half-life":
      return { sort: offered, order: descending(data.halfLife), key: data.halfLife, array: null };
    default: {
      const key = every(offered === "mean" ? mean : change);
      return { sort: offered, order: descending(key), key, array };
    }
  }
}

/**
 * Where a track is on: at or above the threshold, in magnitude where it has a sign. Steps next to each other with the
 * same sign are a run.
 * @param values [token]
 * @returns from and to both belong to the run
 */
export function runsOf(values: ArrayLike<number>, threshold: number): { from: number; to: number; sign: 1 | -1 }[] {
  const runs: { from: number; to: number; sign: 1 | -1 }[] = [];
  for (let token = 0; token < values.length; token += 1) {
    const value = values[token] as number;
    if (!(Math.abs(value) >= threshold)) continue;
    const sign = value < 0 ? -1 : 1;
    const last = runs.at(-1);
    if (last && last.to === token - 1 && last.sign === sign) last.to = token;
    else runs.push({ from: token, to: token, sign });
  }
  return runs;
}
