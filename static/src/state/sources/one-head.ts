/** The chosen head in full. */
import { fetchHead } from "../../data/api.ts";
import { runFields } from "../../data/run.ts";
import type { Source } from "../source.ts";

export const source: Source<"oneHead"> = {
  name: "oneHead",
  keys: ["layer", "head", "by"],
  after: ["attention"],
  /** It came with the sentence's attention, or it is there already. */
  known({ answers: { attention, oneHead }, layer, head, by }) {
    const all = attention.data;
    const fits = [all?.first, oneHead.data].filter((one) => one?.layer === layer && one.head === head);
    const own = fits.find((one) => one?.tokens === all?.tokens);
    return own && (by === "pieces" || own.words || all?.family === "encoder-decoder") ? own : null;
  },
  async ask({ text, text_pair, model, by, layer, head, answers: { attention } }, via) {
    const all = attention.data;
    const one = await fetchHead({ text, text_pair, model, by, layer, head, run: runFields(all ?? {}) }, via);
    return { ...one, tokens: all?.tokens ?? one.tokens };
  },
};
