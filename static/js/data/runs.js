/** A sentence as it is read, and read again with tokens masked or heads switched off. */
import { matrixOf } from "./matrix.js";
import { forcedIn, postTensors } from "./api.js";

/** @typedef {import("../types.js").HeadData} HeadData */
/** @typedef {import("../types.js").HeadRef} HeadRef */
/** @typedef {import("../types.js").Prediction} Prediction */
/**
 * What mask and ablate did, as the API says it.
 * @typedef {object} Effect
 * @property {number[]} moved @property {string} definition_moved
 * @property {number[]} distance @property {string} definition_distance
 * @property {number[] | null} total_variation @property {string} definition_variation
 * @property {Prediction[][] | null} predictions_before @property {Prediction[][] | null} predictions_after
 */
/**
 * One run: the heads that were asked for.
 * @typedef {object} Run
 * @property {import("../types.js").ModelRef} model
 * @property {string} family
 * @property {import("../types.js").Token[]} tokens
 * @property {import("../types.js").Token[] | null} targetTokens
 * @property {number[]} layers @property {number[]} heads
 * @property {Float32Array} weights [layer * head * query * key]
 * @property {(number[] | null)[]} forced by layer, the queries that may see one key only; null where the answer does not say
 * @property {Effect | null} effect
 * @property {number[]} mask @property {HeadRef[]} ablate
 */

/** Beyond this many weights a run is asked for one head at a time. */
export const MOST_WEIGHTS = 2_000_000;

/** @param {Record<string, unknown>} fields @param {import("../types.js").Via} via @returns {Promise<Run>} */
export async function fetchRun(fields, via) {
  return postTensors("/api/v1/attention", fields, via, (file, meta) => ({
    model: meta["model"], family: meta["family"], tokens: meta["tokens"], targetTokens: meta["target_tokens"],
    layers: meta["attention"].layers, heads: meta["attention"].heads,
    forced: meta["attention"].layers.map((/** @type {number} */ layer) => forcedIn(meta, layer)),
    weights: /** @type {Float32Array} */ (file.tensors.get("attention")?.values ?? new Float32Array(0)),
    effect: meta["effect"] ?? null, mask: meta["mask"] ?? [], ablate: meta["ablate"] ?? [],
  }), { strict: true });
}

/** One head of a run; null where it was not asked for. @param {Run} run @param {HeadRef} which @returns {HeadData | null} */
export function headIn({ model, family, tokens, targetTokens, layers, heads, weights, forced }, { layer, head }) {
  const [row, column] = [layers.indexOf(layer), heads.indexOf(head)];
  if (row < 0 || column < 0) return null;
  const size = tokens.length ** 2;
  const from = (row * heads.length + column) * size;
  return { model, family, layer, head, tokens, targetTokens, own: weights.subarray(from, from + size), target: null, cross: null, forced: forced[row] ?? null, words: null };
}

/** @param {Run} run @param {HeadRef} which @param {import("../types.js").Quarter} quarter */
export function matrixIn(run, which, quarter) {
  const found = headIn(run, which);
  return found && matrixOf(found, { quarter });
}

/**
 * How much the weights of each head changed: the mean of |after − before| over the cells that a query may see.
 * @param {Run} before @param {Run} after of the same heads @returns {Float64Array} [layer * head]
 */
export function changeByHead(before, after) {
  const count = before.tokens.length;
  const causal = before.family === "decoder";
  const out = new Float64Array(before.layers.length * before.heads.length);
  const seen = causal ? (count * (count + 1)) / 2 : count * count;
  out.forEach((_, at) => {
    let sum = 0;
    for (let query = 0; query < count; query += 1) {
      const row = (at * count + query) * count;
      const end = row + (causal ? query + 1 : count);
      for (let i = row; i < end; i += 1) sum += Math.abs(/** @type {number} */ (after.weights[i]) - /** @type {number} */ (before.weights[i]));
    }
    out[at] = sum / seen;
  });
  return out;
}
