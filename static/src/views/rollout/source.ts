/** Attention rollout through all layers, and the mean over heads that it is made from. */
import { readFields } from "../../state/run.ts";
import { postTensors } from "../../data/api.ts";
import { headsIn, layersOf, nearestLayer, rowOf } from "../../data/layers.ts";
import type { Layers, RolloutData } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";
import type { Source } from "../../state/source.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    rollout: RolloutData;
  }
}

/** All heads of all layers are fetched up to this many weights (8 MB); beyond it, those of the chosen layer. */
const MOST = 2_000_000;

/**
 * The mean over heads of each layer that came.
 * @param weights [given * width * query * key]
 * @param given the numbers of the layers that came
 * @param width heads of each, those that rows are padded with included
 * @param size query * key
 * @param layers of the model
 * @returns by row
 */
export function meansOf(
  weights: ArrayLike<number>,
  given: readonly number[],
  width: number,
  size: number,
  layers: Layers,
): (Float32Array | null)[] {
  const means: (Float32Array | null)[] = Array(layers.numbers.length).fill(null);
  given.forEach((layer, at) => {
    const [sum, heads] = [new Float64Array(size), Math.min(width, headsIn(layers, layer))];
    for (let head = 0; head < heads; head += 1) {
      const from = (at * width + head) * size;
      for (let i = 0; i < size; i += 1) sum[i] = (sum[i] as number) + (weights[from + i] as number);
    }
    means[rowOf(layers, layer)] = Float32Array.from(sum, (value) => value / heads);
  });
  return means;
}

/** Whether all heads at once would be too many. */
function isLarge({
  answers: {
    attention: { data },
  },
}: AppState) {
  return (
    data !== null &&
    data.thumbnails.layers.numbers.length * data.thumbnails.layers.width * data.tokens.length ** 2 > MOST
  );
}

const shownLayer = ({
  answers: {
    attention: { data },
  },
  layer,
}: AppState) => (data ? nearestLayer(data.thumbnails.layers, layer) : layer);

export const source: Source<"rollout"> = {
  name: "rollout",
  keys: ["text", "text_pair", "model", "mask", "ablate"],
  question: (state) => [state.answers.attention.data?.model.id, isLarge(state) ? shownLayer(state) : null],
  wakes: ["answers.attention", "layer"],
  // How much there is to fetch is known when the small pictures have come.
  ready: ({
    answers: {
      attention: { data, status },
    },
    text,
  }) => data !== null && status === "ready" && data.text === text && data.targetTokens === null,
  ask(state, via) {
    const all = state.answers.attention.data;
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
      const data: RolloutData = {
        model: meta["model"],
        family: meta["family"],
        text: meta["text"],
        tokens: meta["tokens"],
        layers,
        rollout: rollout.values as Float32Array,
        means: meansOf(weights.values, given, heads.length, tokens * tokens, layers),
        definition: meta["rollout"].definition,
      };
      return data;
    });
  },
};
