/** The heads that were chosen with the first, each in full. */
import { ApiProblem, fetchHead } from "../../data/api.ts";
import { runOf } from "../run.ts";
import type { HeadData } from "../../data/types.ts";
import type { Source } from "../source.ts";

declare module "../answers.ts" {
  interface Answers {
    heads: HeadData[];
  }
}

/** Heads of the sentence that was asked for last: one more costs one more request. */
const nothing = () => ({ of: "", known: new Map() as Map<string, HeadData> });

export const source: Source<"heads"> = {
  name: "heads",
  keys: ["text", "text_pair", "model", "by", "heads", "mask", "ablate"],
  ready: ({ heads }) => heads.length > 0,
  async ask(state, via) {
    const { text, text_pair, model, by, heads } = state;
    const read = { text, text_pair, model, by, run: runOf(state) };
    const of = JSON.stringify(read);
    const kept = via.kept("heads", nothing);
    if (kept.of !== of) Object.assign(kept, { of, known: new Map() });
    const { known } = kept;
    const found = await Promise.all(
      heads.map(async ({ layer, head }) => {
        const id = `${layer}.${head}`;
        const one =
          known.get(id) ??
          (await fetchHead({ ...read, layer, head }, via).catch((error) => {
            // A link made for a larger model may name heads that this one lacks.
            if (error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range")) return null;
            throw error;
          }));
        if (one) known.set(id, one);
        return one ? [one] : [];
      }),
    );
    return found.flat();
  },
};
