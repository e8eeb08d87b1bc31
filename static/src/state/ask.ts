/** What both panels stand on, asked for: a sentence's attention, what its model expects, a net's gates. */
import { ApiProblem, fetchAttention, fetchGates, fetchHead, fetchPredictions } from "../data/api.ts";
import { nearestHead } from "../data/layers.ts";
import { netFields } from "../data/gates-api.ts";
import { runOf } from "./run.ts";
import type { Via } from "../data/types.ts";
import type { ViewState } from "./keys.ts";
import type { Chosen } from "./run.ts";

/**
 * Small pictures of all heads, and the chosen one in full.
 * @param how strict: a change of the run that is refused is refused
 */
export async function askAttention(
  state: Pick<ViewState, "text" | "text_pair" | "model" | "by" | "layer" | "head"> & Chosen,
  via: Via,
  how?: { strict?: boolean },
) {
  const { text, text_pair, model, by, layer, head } = state;
  const read = { text, text_pair, model, by, run: runOf(state) };
  // A link made for a larger model may name a head that this one lacks: show its first.
  for (const one of [
    { layer, head },
    { layer: 0, head: 0 },
  ]) {
    try {
      return await fetchAttention({ ...read, ...one }, via, how);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range"))) throw error;
    }
  }
  // The first layer may be one that does not attend: the small pictures say which do.
  const { all } = await fetchAttention({ ...read, layer: null, head: null }, via, how);
  const first = nearestHead(all.thumbnails.layers, { layer: 0, head: 0 });
  return { all, one: await fetchHead({ ...read, ...first }, via) };
}

export const askPredictions = (
  state: Pick<ViewState, "text" | "text_pair" | "model" | "temperature"> & Chosen,
  via: Via,
) => {
  const { text, text_pair, model, temperature } = state;
  return fetchPredictions({ text, text_pair, model, temperature, run: runOf(state) }, via);
};

export const askGates = (state: ViewState, via: Via) => fetchGates({ text: state.text, ...netFields(state) }, via);
