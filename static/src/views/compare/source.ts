/** One head twice: on another sentence, of another model, or another head. */
import { ApiProblem, fetchHead } from "../../data/api.ts";
import { askAttention } from "../../state/sources/attention.ts";
import { runOf } from "../../state/run.ts";
import { runFields } from "../../data/run.ts";
import type { HeadData, ModelsAnswer, Via } from "../../data/types.ts";
import type { Source } from "../../state/source.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    compare: CompareData;
  }
}

export type CompareData = { against: "text" | "model" | "head"; text: string; textB: string; a: HeadData; b: HeadData };

/** Transformers that can be compared with. */
export const others = (models: ModelsAnswer | null) =>
  (models?.models ?? []).filter(({ family, state }) => family !== "recurrent" && state !== "failed");

/** Which model is the second: the named one, or else another that reads as the first does. */
export function secondModel(named: string, first: string, models: ModelsAnswer | null) {
  if (named !== "auto") return named;
  const all = others(models);
  const kind = all.find(({ id }) => id === first)?.family;
  return (
    (all.find(({ id, family }) => id !== first && family === kind) ?? all.find(({ id }) => id !== first))?.id ?? first
  );
}

/** A link made for a larger model may name a head that this one lacks: its first, then. */
async function headOrFirst(wanted: Parameters<typeof fetchHead>[0], via: Via) {
  return fetchHead(wanted, via).catch(async (error) => {
    const beyond = error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range");
    if (!beyond) throw error;
    const { run: { mask = [], ablate = [] } = {}, ...read } = wanted;
    return (
      await askAttention(
        { ...read, by: wanted.by as "pieces", layer: 0, head: 0, view: "compare", attend: "compare", mask, ablate },
        via,
      )
    ).first;
  });
}

export const source: Source<"compare"> = {
  name: "compare",
  keys: ["text", "text_pair", "model", "layer", "head", "by", "against", "mask", "ablate"],
  wakes: ["text_b", "model_b", "layer_b", "head_b", "answers.models"],
  // Only what this comparison looks at.
  question: ({ against, text_b: text, model_b: model, layer_b: layer, head_b: head, answers: { models } }) =>
    ({ text: [text], model: [model, layer, head, models.data !== null], head: [layer, head] })[against],
  ready: ({ against, text_b: second, answers: { models } }) =>
    against === "text" ? second.trim() !== "" : against === "head" || models.data !== null,
  async ask(state, via): Promise<CompareData> {
    const {
      text,
      text_pair,
      model,
      layer,
      head,
      by,
      against,
      text_b: textB,
      layer_b,
      head_b,
      answers: { models },
    } = state;
    const run = runOf(state);
    const a = await headOrFirst({ text, text_pair, model, by, layer, head, run }, via);
    const named = { text: a.model.id, head: a.model.id, model: secondModel(state.model_b, a.model.id, models.data) }[
      against
    ];
    const second =
      against === "text"
        ? { text: textB, text_pair: "", layer: a.layer, head: a.head }
        : { text, text_pair, layer: layer_b, head: head_b };
    // Heads that are off are off in every sentence of their model; masked tokens are of one sentence of one model.
    const runB = { head: run, text: runFields({ ablate: run.ablate }), model: {} }[against];
    const b = await headOrFirst({ ...second, model: named, by, run: runB }, via);
    return { against, text, textB: against === "text" ? textB : text, a, b };
  },
};
