/** How far gradients reach in the three cells, before training (with what the sliders say) and after; and what swapping a word does. */
import { ApiProblem } from "../../data/api.ts";
import { netFields, postGates } from "../../data/gates-api.ts";
import { curveOf, swapsOf } from "../../data/reach.ts";
import type { CounterfactualData, ReachData, Via } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";
import type { Source } from "../../state/source.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    reach: ReachData;
    counterfactual: CounterfactualData;
  }
}

const CELLS = ["lstm", "gru", "rnn"] as const;

/** The answers of the three cells about one token. */
async function answers(
  state: AppState,
  checkpoint: "initial" | "trained",
  include: string[],
  via: Via,
): Promise<any[]> {
  const ask = (token: number | null) =>
    Promise.all(
      CELLS.map((cell) => {
        const { text, forget_bias, recurrent_scale } = state;
        const fields = netFields({ cell, checkpoint, forget_bias, recurrent_scale });
        return postGates({ text, ...fields, include, ...(token === null ? {} : { token }) }, via);
      }),
    );
  try {
    return await ask(state.at);
  } catch (error) {
    // A link made for another sentence may name a token that this one lacks: its last one, then.
    const beyond = error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range");
    if (!beyond || state.at === null) throw error;
    return ask(null);
  }
}

function reachOf(found: any[]): ReachData {
  const [{ text, tokens, reach }] = found as [any];
  return { text, tokens, token: reach.token, curves: found.map(curveOf), models: found.map(({ model }) => model) };
}

/** The untrained nets, as the sliders set them. */
export const source: Source<"reach"> = {
  name: "reach",
  keys: ["text", "at", "forget_bias", "recurrent_scale"],
  ask: async (state, via) => reachOf(await answers(state, "initial", ["reach"], via)),
};

/** The trained nets: no slider acts on them. */
export const swaps: Source<"counterfactual"> = {
  name: "counterfactual",
  keys: ["text", "at"],
  async ask(state, via) {
    const found = await answers(state, "trained", ["reach", "counterfactual"], via);
    return { reach: reachOf(found), cells: found.map(swapsOf) };
  },
};
