/** What survives of each step, and one head of the Transformer on words to put beside it. */
import { ApiProblem, fetchHead } from "../../data/api.ts";
import { netFields, postGates } from "../../data/gates-api.ts";
import { sharesOf } from "./shares.ts";
import { runOf } from "../../state/run.ts";
import type { HeadData, SharesData, Via } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";
import type { Source } from "../../state/source.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    shares: SharesData;
    beside: { text: string; head: HeadData };
  }
}

/** The unit that is asked about: the chosen one, or else the strongest carrier. */
async function unitOf(state: AppState, via: Via) {
  if (state.unit !== null) return state.unit;
  const { units } = await postGates({ text: state.text, ...netFields(state), include: ["units"] }, via);
  return units.order[0] ?? 0;
}

/** An RNN has no shares: its view says why, and nothing is asked. */
export const source: Source<"shares"> = {
  name: "shares",
  keys: ["text", "cell", "checkpoint", "forget_bias", "recurrent_scale", "share", "unit"],
  ready: ({ cell }) => cell !== "rnn",
  async ask(state, via) {
    const fields = { text: state.text, ...netFields(state), include: ["shares"] };
    if (state.share === "projected") return sharesOf(await postGates(fields, via));
    const unit = await unitOf(state, via);
    const answer = await postGates({ ...fields, unit }, via).catch((error) => {
      // A link made for a larger net may name a unit that this one lacks: show its first.
      if (!(error instanceof ApiProblem) || !error.problem.type.endsWith("#index-out-of-range") || unit === 0) {
        throw error;
      }
      return postGates({ ...fields, unit: 0 }, via);
    });
    return sharesOf(answer);
  },
};

/** Which of the head's tokens make a word, for the axis that both pictures share. */
export const beside: Source<"beside"> = {
  name: "beside",
  keys: ["text", "text_pair", "model", "layer", "head", "view", "mask", "ablate"],
  ready: ({ view }) => view === "shares",
  async ask(state, via) {
    const { text, text_pair, model, layer, head } = state;
    const read = { text, text_pair, model, by: "words", run: runOf(state) };
    const found = await fetchHead({ ...read, layer, head }, via).catch((error) => {
      const beyond = error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range");
      if (!beyond || (layer === 0 && head === 0)) throw error;
      return fetchHead({ ...read, layer: 0, head: 0 }, via);
    });
    return { text, head: found };
  },
};
