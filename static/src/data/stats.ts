/** What every head does on a sentence, in one number each, as the API answers it; and what follows from the norms of their outputs. */

import { allHeads, layersOf, placeOf, rowOf } from "./layers.ts";
import type { Layers, ModelRef, Token } from "./types.ts";

/** What the API has a number a head for; the first eight are habits. */
export const STATISTICS = [
  "previous",
  "next",
  "self",
  "first",
  "separator",
  "same-word",
  "broad",
  "narrow",
  "entropy",
  "distance",
] as const;
export const HABITS = ["previous", "next", "self", "first", "separator", "same-word", "broad", "narrow"] as const;

type Ranked = { layer: number; head: number; value: number };
/** One number a head. */
export interface Statistic {
  name: string;
  /** between 0 and 1 */
  habit: boolean;
  unit: "share" | "bits" | "tokens";
  /** of a head that spreads its attention evenly; null where layers differ, or nothing is measured */
  chance: number | null;
  /** whether it is what chance gives, the most or the least there can be, a number to compare with, or an equal share */
  chanceIs: Bound;
  /** by row of the layers */
  chanceByLayer: readonly (number | null)[];
  layers: Layers;
  /** [row * head]; NaN where the sentence has nothing to measure it on */
  values: Float64Array;
}
export type Bound = "level" | "largest" | "smallest" | "plain" | "equal";
export type StatsData = { model: ModelRef; text: string; tokens: Token[]; layers: Layers; statistics: Statistic[] };
/** What each head adds to the residual stream. */
export interface ContributionsData {
  model: ModelRef;
  text: string;
  tokens: Token[];
  layers: Layers;
  /** [row * head * token] */
  norms: ArrayLike<number>;
  /** [row * token] the norm of what the layer read */
  residual: ArrayLike<number>;
  /** by row, the queries that may see one key only; null where the answer does not say */
  forced: readonly (readonly number[])[] | null;
  definition: string;
}

/** @param answer POST /api/v1/attention with head_stats */
export function statsOf(answer: any): StatsData {
  const {
    model,
    text,
    tokens,
    head_stats: { statistics, layers: numbers },
  } = answer;
  const [first] = statistics;
  const width = Math.max(0, ...(first?.values ?? []).map((row: unknown[]) => row.length));
  const layers = layersOf(answer, { rows: first?.values.length ?? 0, width, numbers });
  return {
    model,
    text,
    tokens,
    layers,
    statistics: statistics.map(
      ({ name, habit, unit, chance, chance_is: bound, chance_by_layer: chanceByLayer, values }: any) => {
        const own = new Float64Array(layers.numbers.length * width).fill(NaN);
        for (const [row, heads] of values.entries()) {
          for (const [head, value] of heads.entries()) {
            if (head < (layers.each[row] ?? 0)) own[row * width + head] = value ?? NaN;
          }
        }
        return { name, habit, unit, chance, chanceIs: boundOf(name, bound), chanceByLayer, layers, values: own };
      },
    ),
  };
}

/** What figures frozen before do not say. */
export const EXTREMES: Record<string, Bound> = { broad: "largest", entropy: "largest", narrow: "smallest" };

/**
 * What even attention's number is: of a habit what chance gives; a distance is merely shorter or longer.
 * @param bound the answer's
 */
const boundOf = (name: string, bound: Bound | undefined): Bound =>
  name === "distance" ? "plain" : (bound ?? EXTREMES[name] ?? "level");

/** The number of even attention in a layer. */
export const chanceIn = ({ chanceByLayer, layers }: Pick<Statistic, "chanceByLayer" | "layers">, layer: number) =>
  chanceByLayer[rowOf(layers, layer)] ?? null;

/**
 * A mean over tokens of every head.
 * @param counts which tokens; all, if left out
 * @returns [row * head]; NaN where there is no such head, or no token
 */
function overTokens(
  { layers, norms, tokens: { length: count } }: ContributionsData,
  each: (norm: number, layer: number, head: number, token: number) => number,
  counts: (token: number, row: number) => boolean = () => true,
): Float64Array {
  const out = new Float64Array(layers.numbers.length * layers.width).fill(NaN);
  for (const { layer, head } of allHeads(layers)) {
    const [at, row] = [placeOf(layers, { layer, head }), rowOf(layers, layer)];
    let [sum, counted] = [0, 0];
    for (let token = 0; token < count; token += 1) {
      if (!counts(token, row)) continue;
      sum += each(norms[at * count + token] as number, layer, head, token);
      counted += 1;
    }
    out[at] = sum / counted;
  }
  return out;
}

/** What a head adds at one token over the norm of what the layer read there. */
export function relative(
  { layers, norms, residual, tokens: { length: count } }: ContributionsData,
  layer: number,
  head: number,
  token: number,
) {
  return (
    (norms[placeOf(layers, { layer, head }) * count + token] as number) /
    (residual[rowOf(layers, layer) * count + token] as number)
  );
}

/**
 * The mean over tokens of what a head adds, relative to what its layer read.
 * @returns [row * head]
 */
export const relativeNorms = (data: ContributionsData): Float64Array =>
  overTokens(data, (_, layer, head, token) => relative(data, layer, head, token));

/**
 * The same over the tokens that say something about a head: no special ones, and none that may see one key only.
 * @returns tokens: how many of the sentence count in some layer
 */
export function relativeFree(data: ContributionsData): { means: Float64Array; tokens: number } {
  const counts = (token: number, row: number) =>
    !data.tokens[token]?.special && !(data.forced?.[row] ?? []).includes(token);
  const some = data.tokens.filter((_, token) => data.layers.numbers.some((__, row) => counts(token, row)));
  return {
    means: overTokens(data, (_, layer, head, token) => relative(data, layer, head, token), counts),
    tokens: some.length,
  };
}

/**
 * A head's share of its layer: its norm over the sum of all heads' norms, the mean over tokens. Heads that added
 * equally much would each have one part in as many as there are.
 */
export function contribution(data: ContributionsData): Statistic {
  const {
    layers,
    norms,
    tokens: { length: count },
  } = data;
  const sums = new Float64Array(layers.numbers.length * count);
  for (let at = 0; at < norms.length; at += 1) {
    const place = Math.floor(at / count / layers.width) * count + (at % count);
    sums[place] = (sums[place] as number) + (norms[at] as number);
  }
  const values = overTokens(
    data,
    (norm, layer, _, token) => norm / (sums[rowOf(layers, layer) * count + token] as number),
  );
  const chanceByLayer = layers.each.map((heads) => (heads ? 1 / heads : null));
  const chance = new Set(chanceByLayer).size === 1 ? (chanceByLayer[0] ?? null) : null;
  return {
    name: "contribution",
    habit: false,
    unit: "share",
    chance,
    chanceIs: "equal",
    chanceByLayer,
    layers,
    values,
  };
}

/** Every head that has a number, strongest first; equal ones by layer and head. */
export function strongestFirst({ values, layers }: Pick<Statistic, "values" | "layers">): Ranked[] {
  return allHeads(layers)
    .map((one) => ({ ...one, value: values[placeOf(layers, one)] ?? NaN }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((a, b) => b.value - a.value || a.layer - b.layer || a.head - b.head);
}

/** The end of a statistic's axis: what cannot be passed, or what is not passed here. */
export function mostOf({ habit, values, chanceByLayer }: Statistic): number {
  if (habit) return 1;
  return Math.max(
    ...Array.from(values).filter((value) => !Number.isNaN(value)),
    ...chanceByLayer.map((value) => value ?? 0),
    1e-12,
  );
}
