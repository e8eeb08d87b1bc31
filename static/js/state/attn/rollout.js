/** Attention rollout through all layers, and the mean over heads that it is made from. */
import { sentenceFields } from "../../data/attn-api.js";
import { postTensors } from "../../data/api.js";

/** @typedef {import("../../types.js").RolloutData} RolloutData */

/** All heads of all layers are fetched up to this many weights (8 MB); beyond it, those of the chosen layer. */
const MOST = 2_000_000;

/**
 * The mean over heads of each layer that came.
 * @param {ArrayLike<number>} weights [layer * head * query * key] @param {number[]} layers which they are @param {number} heads
 * @param {number} size query * key @param {number} all how many layers the model has @returns {(Float32Array | null)[]}
 */
export function meansOf(weights, layers, heads, size, all) {
  /** @type {(Float32Array | null)[]} */
  const means = Array(all).fill(null);
  layers.forEach((layer, at) => {
    const sum = new Float64Array(size);
    for (let head = 0; head < heads; head += 1) {
      const from = (at * heads + head) * size;
      for (let i = 0; i < size; i += 1) sum[i] = /** @type {number} */ (sum[i]) + /** @type {number} */ (weights[from + i]);
    }
    means[layer] = Float32Array.from(sum, (value) => value / heads);
  });
  return means;
}

/** Whether all heads at once would be too many. @param {import("../app.js").AppState} state */
function isLarge({ attention: { data } }) {
  return data !== null && data.thumbnails.layers * data.thumbnails.heads * data.tokens.length ** 2 > MOST;
}

/** @param {import("../app.js").AppState} state */
const lastLayer = ({ attention: { data }, layer }) => Math.min(layer, (data?.thumbnails.layers ?? layer + 1) - 1);

/** @type {import("../../types.js").AttnSource} */
export const source = {
  name: "rollout",
  views: ["rollout"],
  keys: ["text", "text_pair", "model"],
  question: (state) => [state.attention.data?.model.id, isLarge(state) ? lastLayer(state) : null],
  wakes: ["attention", "layer"],
  // How much there is to fetch is known when the small pictures have come.
  ready: ({ attention: { data, status }, text }) => data !== null && status === "ready" && data.text === text && data.targetTokens === null,
  ask(state, via) {
    const all = state.attention.data;
    // A pair that the model did not read as one is one sentence here too.
    const fields = sentenceFields({ ...state, text_pair: all?.textPair ?? "" });
    const some = isLarge(state) ? { layers: [lastLayer(state)] } : {};
    const body = { ...fields, include: ["rollout"], ...some };
    return postTensors("/api/v1/attention", body, via, (file, meta) => {
      const [weights, rollout] = [file.tensors.get("attention"), file.tensors.get("rollout")];
      if (!weights || !rollout) throw new RangeError("no tensor rollout");
      const { layers, heads } = meta["attention"];
      const [count = 0, tokens = 0] = rollout.shape;
      /** @type {RolloutData} */
      const data = {
        model: meta["model"], family: meta["family"], text: meta["text"], tokens: meta["tokens"], layers: count, heads: heads.length,
        rollout: /** @type {Float32Array} */ (rollout.values),
        means: meansOf(weights.values, layers, heads.length, tokens * tokens, count), definition: meta["rollout"].definition,
      };
      return data;
    });
  },
};
