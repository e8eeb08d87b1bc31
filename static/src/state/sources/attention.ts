/** A sentence's attention: small pictures of all heads, and with them the chosen head in full. */
import { ApiProblem, fetchAttention, fetchHead } from "../../data/api.ts";
import { hasHead, nearestHead } from "../../data/layers.ts";
import { NONE, withinModel } from "../lacking.ts";
import { listedLayers } from "../listed.ts";
import { runOf } from "../run.ts";
import type { AttentionData, HeadData, Via } from "../../data/types.ts";
import type { ViewState } from "../keys.ts";
import type { Chosen } from "../run.ts";
import type { How, Source } from "../source.ts";

/** @returns first: the chosen head, or the first that the model has where it lacks that one */
export async function askAttention(
  state: Pick<ViewState, "text" | "text_pair" | "model" | "by" | "layer" | "head"> & Chosen,
  via: Via,
  how: How = { strict: false },
): Promise<AttentionData & { first: HeadData }> {
  const { text, text_pair, model, by, layer, head } = state;
  const read = { text, text_pair, model, by, run: runOf(state) };
  // A link made for a larger model may name a head that this one lacks: show its first.
  for (const one of [
    { layer, head },
    { layer: 0, head: 0 },
  ]) {
    try {
      const { all, one: first } = await fetchAttention({ ...read, ...one }, via, how);
      return { ...all, first };
    } catch (error) {
      if (!(error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range"))) throw error;
    }
  }
  // The first layer may be one that does not attend: the small pictures say which do.
  const { all } = await fetchAttention({ ...read, layer: null, head: null }, via, how);
  const nearest = nearestHead(all.thumbnails.layers, { layer: 0, head: 0 });
  return { ...all, first: await fetchHead({ ...read, ...nearest }, via) };
}

export const source: Source<"attention"> = {
  name: "attention",
  keys: ["text", "text_pair", "model"],
  question: runOf,
  wakes: ["mask", "ablate"],
  ask(state, via, how) {
    const { model, answers, layer, head } = state;
    const listed = answers.models.data?.models.find(({ id }) => id === model);
    const known = listed ? listedLayers(listed) : null;
    // A file names the head that it wants: the answer says whether there is one.
    const lacks = !how.strict && known && !hasHead(known, { layer, head });
    return askAttention({ ...state, ...(lacks ? nearestHead(known, { layer: 0, head: 0 }) : {}) }, via, how);
  },
  settles({ first, thumbnails }, asked, now, { strict }) {
    if (!first) return {};
    const given = { layer: first.layer, head: first.head };
    if (strict) return given;
    const lacking = given.layer === asked.layer && given.head === asked.head ? NONE : [asked];
    // Another head may have been chosen while the answer was on its way.
    const still = now.layer === asked.layer && now.head === asked.head;
    return {
      ...withinModel(
        now.heads,
        thumbnails.layers,
        lacking.map(({ layer, head }) => ({ layer, head })),
      ),
      ...(still ? given : {}),
    };
  },
};
