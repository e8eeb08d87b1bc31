/** What a model that predicts expects at each token. */
import { fetchPredictions } from "../../data/api.ts";
import { runOf } from "../run.ts";
import type { Source } from "../source.ts";

export const source: Source<"predictions"> = {
  name: "predictions",
  keys: ["temperature"],
  after: ["attention"],
  ready: ({ answers: { attention } }) => Boolean(attention.data?.predicts),
  ask(state, via) {
    const { text, text_pair, model, temperature } = state;
    return fetchPredictions({ text, text_pair, model, temperature, run: runOf(state) }, via);
  },
};
