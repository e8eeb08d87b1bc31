/** The API's answers about gradients and swapped words as the views take them, and what is read off them. */
import type { CounterfactualData, ReachCurve, ReachData, SwapsOfCell } from "./types.ts";

/** @param answer of /api/v1/gates with its reach */
export const curveOf = ({
  cell,
  checkpoint,
  forget_bias: forgetBias,
  recurrent_scale: recurrentScale,
  reach,
}: any): ReachCurve => ({
  cell,
  checkpoint,
  forgetBias,
  recurrentScale,
  norms: reach.norms,
  ratios: reach.ratios,
  slope: reach.slope,
  rSquared: reach.r_squared,
  halfLife: reach.half_life,
  doubling: reach.doubling,
  definition: reach.definition,
  apart: reach.first_apart ?? null,
});

/** @param answer of /api/v1/gates with its counterfactual */
export const swapsOf = ({
  cell,
  counterfactual: { values, unknown, replacements, baseline, definition },
}: any): SwapsOfCell => ({
  cell,
  values,
  unknown,
  baseline,
  definition,
  replacements: replacements.map((row: any[]) =>
    row.map(({ id, text, total_variation: totalVariation, predictions }) => ({
      id,
      text,
      totalVariation,
      predictions,
    })),
  ),
});

/** The trained curves, and the untrained ones where they are about the same token of the same sentence. */
export function merged(initial: ReachData | null, trained: ReachData): ReachData {
  const same = initial && initial.text === trained.text && initial.token === trained.token;
  return { ...trained, curves: [...trained.curves, ...(same ? initial.curves : [])] };
}

/** The curves whose state at T is more than rounding. */
export const heldOf = (data: ReachData): ReachData => ({
  ...data,
  curves: data.curves.filter(({ apart }) => apart === null),
});

/** The curve's number at a token, ratio or norm; undefined after the token that is looked from. */
export const reached = ({ norms, ratios }: ReachCurve, measure: "ratio" | "norm", from: number, token: number) =>
  (measure === "norm" ? norms : ratios)[from - token];

/**
 * One cell's token before T whose replacement moves the prediction most, and the one with the largest gradient.
 * @param index of the cell
 */
export function extremes({ reach, cells }: CounterfactualData, index: number) {
  const { values } = cells[index] as SwapsOfCell;
  const { norms, ratios } = reach.curves[index] as ReachCurve;
  // <s> is never replaced, and T itself is not remembered but read.
  const tokens = Array.from({ length: Math.max(reach.token - 1, 0) }, (_, i) => i + 1);
  const most = (of: (token: number) => number) =>
    tokens.reduce((best, token) => (of(token) > of(best) ? token : best), tokens[0] ?? reach.token);
  const norm = (token: number) => norms[reach.token - token] ?? null;
  const about = (token: number) => ({
    token,
    distance: reach.token - token,
    moved: values[token] ?? 0,
    norm: norm(token),
    ratio: ratios[reach.token - token] ?? null,
  });
  const swapped = about(most((token) => values[token] ?? 0));
  const own = swapped.norm;
  const rank = own === null ? null : 1 + tokens.filter((token) => (norm(token) ?? 0) > own).length;
  return { swapped, rank, count: tokens.length, steepest: about(most((token) => norm(token) ?? 0)) };
}

/**
 * What a token can be swapped for: the rivals that any of the nets names, and the nets that name each.
 * @returns those of most nets first, else in the nets' own order
 */
export function rivalsOf(
  cells: readonly SwapsOfCell[],
  token: number,
): { id: number; text: string; cells: string[] }[] {
  const found: Map<number, { id: number; text: string; cells: string[] }> = new Map();
  for (const { cell, replacements } of cells) {
    for (const { id, text } of replacements[token] ?? []) {
      const one = found.get(id) ?? { id, text, cells: [] };
      one.cells.push(cell);
      found.set(id, one);
    }
  }
  return [...found.values()].sort((a, b) => b.cells.length - a.cells.length);
}
