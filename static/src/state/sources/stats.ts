/** What every head does on the sentence, in one number each; and what each adds to the residual stream. */
import { ApiProblem, postTensors } from "../../data/api.ts";
import { postAttention } from "../../data/attention-api.ts";
import { readFields } from "../run.ts";
import { layersOf } from "../../data/layers.ts";
import { statsOf } from "../../data/stats.ts";
import { attentionView } from "../view.ts";
import type { ContributionsData, StatsData } from "../../data/stats.ts";
import type { Source } from "../source.ts";

declare module "../answers.ts" {
  interface Answers {
    stats: StatsData;
    /** null: the model tells nothing of it */
    contributions: ContributionsData | null;
  }
}

const NO_HEADS = { layers: [], heads: [] };

/** Asked for once the grid is to be sorted. */
export const source: Source<"stats"> = {
  name: "stats",
  keys: ["text", "text_pair", "model", "mask", "ablate"],
  wakes: ["order"],
  ready: ({ order }) => order !== "",
  ask: async (state, via) =>
    statsOf(await postAttention({ ...readFields(state), ...NO_HEADS, include: ["head_stats"] }, via)),
};

export const contributions: Source<"contributions"> = {
  name: "contributions",
  keys: ["text", "text_pair", "model", "mask", "ablate"],
  wakes: ["order", "view", "attend"],
  // Beside other statistics it is one more: a model that tells nothing of it is no trouble there.
  question: (state) => attentionView(state) === "contributions" || state.order === "contribution",
  ready: (state) => state.order !== "" || attentionView(state) === "contributions",
  async ask(state, via) {
    const body = { ...readFields(state), ...NO_HEADS, include: ["contributions"] };
    try {
      return await postTensors("/api/v1/attention", body, via, (file, meta) => {
        const { model, text, tokens, contributions: about, forced = null } = meta;
        const [norms, residual] = ["contributions", "contributions.residual"].map((name) => file.tensors.get(name));
        if (!norms || !residual) throw new RangeError("no contributions");
        const [rows = 0, width = 0] = norms.shape;
        const layers = layersOf(meta, { rows, width, numbers: about.layers });
        return {
          model,
          text,
          tokens,
          layers,
          forced,
          norms: norms.values,
          residual: residual.values,
          definition: about.definition,
        } as ContributionsData;
      });
    } catch (error) {
      const wanted = attentionView(state) === "contributions" || state.order === "contribution";
      if (wanted || !(error instanceof ApiProblem) || error.problem.status !== 422) throw error;
      return null;
    }
  },
};
