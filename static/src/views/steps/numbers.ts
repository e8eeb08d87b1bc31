/** The arithmetic of one query of one head: products, sums and what is left out, in double precision. */
import type { HeadStep, InspectorRow } from "../../data/types.ts";

/** How many keys are listed before all are asked for. */
export const FEW = 16;
/** How many are listed at most; the table has every one. */
export const MOST = 128;
/** How many masked keys are listed before they are counted. */
const FEW_MASKED = 3;

export const at = (values: readonly number[], i: number) => values[i] as number;
/** @param values in double precision */
export function total(values: ArrayLike<number>) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] as number;
  return sum;
}
const row = (rows: readonly (readonly number[])[], i: number) => rows[i] as readonly number[];

/**
 * What each dimension adds to q·k of a key.
 * @returns [dim]
 */
export const productsOf = ({ query, keys }: HeadStep, key: number): number[] =>
  row(keys, key).map((value, d) => at(query, d) * value);

/** The parts of several keys together, [dim]. */
export function summed(rows: readonly (readonly number[])[], keys: readonly number[]) {
  const out = Array(rows[0]?.length ?? 0).fill(0);
  for (const key of keys) row(rows, key).forEach((value, d) => (out[d] += value));
  return out;
}

/** Softmax in double precision; null: masked. */
export function softmax(scores: readonly (number | null)[]) {
  const seen = scores.filter((score) => score !== null) as number[];
  const most = Math.max(...seen);
  const sum = total(seen.map((score) => Math.exp(score - most)));
  return scores.map((score) => (score === null ? 0 : Math.exp(score - most) / sum));
}

/** From a scaled score to what a cap leaves of it. */
export const capped = (score: number, cap: number | null) => (cap === null ? score : cap * Math.tanh(score / cap));

/** The scores of a row: scaled, capped where there is a cap, and what is added. */
export function scoreOf({ raw_scores: raw, scale, cap, added, scores, masked }: HeadStep, key: number) {
  const scaled = at(raw, key) * scale;
  return {
    raw: at(raw, key),
    scaled,
    capped: cap === null ? null : capped(scaled, cap),
    added: added?.[key] ?? null,
    score: scores[key] ?? null,
    masked: masked[key] ?? false,
  };
}

/** Keys of a row, the strongest first; equal ones in reading order, masked ones last. */
export function ranked({ weights, masked }: HeadStep): number[] {
  const hidden = (key: number) => (masked[key] ? 1 : 0);
  return [...weights.keys()].sort((a, b) => hidden(a) - hidden(b) || at(weights, b) - at(weights, a) || a - b);
}

/** What the page makes of the numbers again, and how far that lies from the model's own. */
export function checks(step: HeadStep) {
  const { query, raw_scores: raw, scores, weights, weighted_values: parts, values, output } = step;
  const most = (list: number[]) => list.reduce((largest, value) => Math.max(largest, value), 0);
  const made = scores.map((score, key) => {
    if (score === null) return null;
    const { scaled, capped: held, added } = scoreOf(step, key);
    return (held ?? scaled) + (added ?? 0);
  });
  return {
    sum: total(weights),
    dots: most(raw.map((value, key) => Math.abs(total(productsOf(step, key)) - value))),
    scores: most(made.map((value, key) => (value === null ? 0 : Math.abs(value - (scores[key] as number))))),
    weights: most(softmax(scores).map((value, key) => Math.abs(value - at(weights, key)))),
    parts: most(
      parts.map((part, key) =>
        most(part.map((value, d) => Math.abs(value - at(weights, key) * at(row(values, key), d)))),
      ),
    ),
    output: most(summed(parts, [...parts.keys()]).map((value, d) => Math.abs(value - at(output, d)))),
    dimensions: query.length,
  };
}

/** What the scale does nothing to: T5 has it in its weights. */
export const isScaled = ({ scale }: HeadStep) => scale !== 1;

/** The same row as if nothing had been scaled: not what the model computes. */
export function unscaled(step: HeadStep): HeadStep {
  const { raw_scores: raw, cap, added, masked, values } = step;
  const scores = raw.map((value, key) => (masked[key] ? null : capped(value, cap) + (added?.[key] ?? 0)));
  const weights = softmax(scores);
  const parts = values.map((value, key) => value.map((one) => one * at(weights, key)));
  return { ...step, scale: 1, scores, weights, weighted_values: parts, output: summed(parts, [...parts.keys()]) };
}

const inOrder = (keys: Iterable<number>) => [...keys].sort((a, b) => a - b);

/**
 * The lines of the list: as read or the strongest first; where there are too many, the strongest and those asked for,
 * and the others together.
 */
export function listed(
  step: HeadStep,
  { all, order, keep = [] }: { all: boolean; order: "reading" | "weight"; keep?: readonly (number | undefined)[] },
): InspectorRow[] {
  const ranking = ranked(step);
  const few = !all && ranking.length > FEW;
  const [most, mostMasked] = few ? [FEW, FEW_MASKED] : [MOST, MOST];
  const some = (keys: number[], count: number) => {
    const room = keys.length <= count + 1 ? keys.length : count; // nothing is gained by counting one
    const shown = new Set([...new Set([...keys.filter((key) => keep.includes(key)), ...keys])].slice(0, room));
    return { shown: keys.filter((key) => shown.has(key)), rest: keys.filter((key) => !shown.has(key)) };
  };
  const seen = some(
    ranking.filter((key) => !step.masked[key]),
    most,
  );
  const hidden = some(
    ranking.filter((key) => step.masked[key]),
    mostMasked,
  );
  const keys = [...seen.shown, ...hidden.shown];
  const rows: InspectorRow[] = (order === "weight" ? keys : inOrder(keys)).map((key) => ({ kind: "key", keys: [key] }));
  if (seen.rest.length) rows.push({ kind: "rest", keys: inOrder(seen.rest) });
  if (hidden.rest.length) rows.push({ kind: "masked", keys: inOrder(hidden.rest) });
  return rows;
}

/** Whose tokens look, and whose are looked at. */
export function sidesOf({ part, tokens, target_tokens: target, family }: HeadStep) {
  const decoder = family === "encoder-decoder" && part !== "encoder" && target;
  const own = { source: "attention" as const, tokens };
  const other = { source: "target" as const, tokens: target ?? tokens };
  return { queries: decoder ? other : own, keys: decoder && part === "decoder" ? other : own };
}

/** The name of the scale, where it is the usual one: 1/√32. */
export function rootOf({ scale, query }: HeadStep) {
  return Math.abs(scale * Math.sqrt(query.length) - 1) < 1e-6 ? `1/√${query.length}` : "";
}
