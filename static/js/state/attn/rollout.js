/** Attention rollout through all layers, and the mean over heads that it is made from. */
import { readFields } from "../../data/attn-api.js";
import { postTensors } from "../../data/api.js";
import { headsIn, layersOf, nearestLayer, rowOf } from "../../data/layers.js";

/** @typedef {import("../../types.js").RolloutData} RolloutData */

/** All heads of all layers are fetched up to this many weights (8 MB); beyond it, those of the chosen layer. */
const MOST = 2_000_000;

/**
 * The mean over heads of each layer that came.
 * @param {ArrayLike<number>} weights [given * width * query * key] @param {readonly number[]} given the numbers of the layers that came
 * @param {number} width heads of each, those that rows are padded with included
 * @param {number} size query * key @param {import("../../types.js").Layers} layers of the model @returns {(Float32Array | null)[]} by row
 */
export function meansOf(weights, given, width, size, layers) {
  /** @type {(Float32Array | null)[]} */
  const means = Array(layers.numbers.length).fill(null);
  given.forEach((layer, at) => {
    const [sum, heads] = [new Float64Array(size), Math.min(width, headsIn(layers, layer))];
    for (let head = 0; head < heads; head += 1) {
      const from = (at * width + head) * size;
      for (let i = 0; i < size; i += 1) sum[i] = /** @type {number} */ (sum[i]) + /** @type {number} */ (weights[from + i]);
    }
    means[rowOf(layers, layer)] = Float32Array.from(sum, (value) => value / heads);
  });
  return means;
}

/** Whether all heads at once would be too many. @param {import("../app.js").AppState} state */
function isLarge({ attention: { data } }) {
  return data !== null && data.thumbnails.layers.numbers.length * data.thumbnails.layers.width * data.tokens.length ** 2 > MOST;
}

/** @param {import("../app.js").AppState} state */
const shownLayer = ({ attention: { data }, layer }) => (data ? nearestLayer(data.thumbnails.layers, layer) : layer);

/** @type {import("../../types.js").AttnSource} */
export const source = {
  name: "rollout",
  views: ["rollout"],
  keys: ["text", "text_pair", "model", "mask", "ablate"],
  question: (state) => [state.attention.data?.model.id, isLarge(state) ? shownLayer(state) : null],
  wakes: ["attention", "layer"],
  // How much there is to fetch is known when the small pictures have come.
  ready: ({ attention: { data, status }, text }) => data !== null && status === "ready" && data.text === text && data.targetTokens === null,
  ask(state, via) {
    const all = state.attention.data;
    // A pair that the model did not read as one is one sentence here too.
    const fields = readFields({ ...state, text_pair: all?.textPair ?? "" });
    const some = isLarge(state) ? { layers: [shownLayer(state)] } : {};
    const body = { ...fields, include: ["rollout"], ...some };
    return postTensors("/api/v1/attention", body, via, (file, meta) => {
      const [weights, rollout] = [file.tensors.get("attention"), file.tensors.get("rollout")];
      if (!weights || !rollout) throw new RangeError("no tensor rollout");
      const { layers: given, heads } = meta["attention"];
      const [rows = 0, tokens = 0] = rollout.shape;
      const layers = layersOf(meta, { rows, width: heads.length, numbers: meta["rollout"].layers });
      /** @type {RolloutData} */
      const data = {
        model: meta["model"], family: meta["family"], text: meta["text"], tokens: meta["tokens"], layers,
        rollout: /** @type {Float32Array} */ (rollout.values),
        means: meansOf(weights.values, given, heads.length, tokens * tokens, layers), definition: meta["rollout"].definition,
      };
      return data;
    });
  },
};
