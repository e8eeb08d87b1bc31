/** Which run of the Transformer the shown views ask for. */
import { sentenceFields } from "../data/attention-api.ts";
import { runFields } from "../data/run.ts";
import type { Run } from "../data/run.ts";
import type { ViewState } from "./keys.ts";

export type Chosen = Pick<ViewState, "view" | "attend" | "mask" | "ablate">;

/** What the state's views ask for. The view of a change reads both runs itself, beside the sentence as it is. */
export const runOf = (state: Chosen): Run => ((state.view || state.attend) === "change" ? {} : runFields(state));

/**
 * Whether an answer is of the run that the state asks for.
 * @param data of the answer
 */
export const isOfRun = (data: Run | null, state: Chosen) =>
  JSON.stringify(runFields(data ?? {})) === JSON.stringify(runOf(state));

/** What every request about a sentence says: the sentence, and what is changed in the run that reads it. */
export const readFields = (state: Pick<ViewState, "text" | "text_pair" | "model"> & Chosen) => ({
  ...sentenceFields(state),
  ...runOf(state),
});
