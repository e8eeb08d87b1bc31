/** A sentence as it is read, and read again with tokens masked or heads switched off. */
import { matrixOf } from "../../data/matrix.ts";
import { forcedIn, postTensors } from "../../data/api.ts";
import type { HeadData, HeadRef, ModelRef, Prediction, Quarter, Token, Via } from "../../data/types.ts";

/** What mask and ablate did, as the API says it. */
export interface Effect {
  moved: number[];
  definition_moved: string;
  distance: number[];
  definition_distance: string;
  total_variation: number[] | null;
  definition_variation: string;
  predictions_before: Prediction[][] | null;
  predictions_after: Prediction[][] | null;
}
/** One run: the heads that were asked for. */
export interface Run {
  model: ModelRef;
  family: string;
  tokens: Token[];
  targetTokens: Token[] | null;
  layers: number[];
  heads: number[];
  /** [layer * head * query * key] */
  weights: Float32Array;
  /** by layer, the queries that may see one key only; null where the answer does not say */
  forced: (number[] | null)[];
  effect: Effect | null;
  mask: number[];
  ablate: HeadRef[];
}

/** Beyond this many weights a run is asked for one head at a time. */
export const MOST_WEIGHTS = 2_000_000;

export async function fetchRun(fields: Record<string, unknown>, via: Via): Promise<Run> {
  return postTensors(
    "/api/v1/attention",
    fields,
    via,
    (file, meta) => ({
      model: meta["model"],
      family: meta["family"],
      tokens: meta["tokens"],
      targetTokens: meta["target_tokens"],
      layers: meta["attention"].layers,
      heads: meta["attention"].heads,
      forced: meta["attention"].layers.map((layer: number) => forcedIn(meta, layer)),
      weights: (file.tensors.get("attention")?.values ?? new Float32Array(0)) as Float32Array,
      effect: meta["effect"] ?? null,
      mask: meta["mask"] ?? [],
      ablate: meta["ablate"] ?? [],
    }),
    { strict: true },
  );
}

/** One head of a run; null where it was not asked for. */
export function headIn(
  { model, family, tokens, targetTokens, layers, heads, weights, forced }: Run,
  { layer, head }: HeadRef,
): HeadData | null {
  const [row, column] = [layers.indexOf(layer), heads.indexOf(head)];
  if (row < 0 || column < 0) return null;
  const size = tokens.length ** 2;
  const from = (row * heads.length + column) * size;
  return {
    model,
    family,
    layer,
    head,
    tokens,
    targetTokens,
    own: weights.subarray(from, from + size),
    target: null,
    cross: null,
    forced: forced[row] ?? null,
    words: null,
  };
}

export function matrixIn(run: Run, which: HeadRef, quarter: Quarter) {
  const found = headIn(run, which);
  return found && matrixOf(found, { quarter });
}

/**
 * How much the weights of each head changed: the mean of |after − before| over the cells that a query may see.
 * @param after of the same heads
 * @returns [layer * head]
 */
export function changeByHead(before: Run, after: Run): Float64Array {
  const count = before.tokens.length;
  const causal = before.family === "decoder";
  const out = new Float64Array(before.layers.length * before.heads.length);
  const seen = causal ? (count * (count + 1)) / 2 : count * count;
  out.forEach((_, at) => {
    let sum = 0;
    for (let query = 0; query < count; query += 1) {
      const row = (at * count + query) * count;
      const end = row + (causal ? query + 1 : count);
      for (let i = row; i < end; i += 1) sum += Math.abs((after.weights[i] as number) - (before.weights[i] as number));
    }
    out[at] = sum / seen;
  });
  return out;
}
