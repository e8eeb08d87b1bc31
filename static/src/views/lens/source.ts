/** What a decoder would say next after each of its layers. */
import { postAttention } from "../../data/attention-api.ts";
import { readFields } from "../../state/run.ts";
import type { Source } from "../../state/source.ts";
import type { LensData } from "./scene.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    lens: LensData;
  }
}

export const source: Source<"lens"> = {
  name: "lens",
  keys: ["text", "text_pair", "model", "mask", "ablate"],
  wakes: ["answers.attention"],
  // Only the answer about the sentence says which model reads it, and whether that is a decoder.
  question: ({
    answers: {
      attention: { data },
    },
  }) => [data?.model.id, data?.text],
  ready: ({
    answers: {
      attention: { data },
    },
  }) => data?.family === "decoder" && data.predicts === "next",
  async ask(state, via) {
    const { model, text, tokens, lens } = await postAttention(
      { ...readFields(state), layers: [], heads: [], include: ["lens"] },
      via,
    );
    return { model, text, tokens, layers: lens.layers, definition: lens.definition } as LensData;
  },
};
