/** The heads that were chosen with the first, each in full. */
import { fetchHead } from "../../data/api.js";
import { ATTN_VIEWS } from "../permalink.js";

/** @typedef {import("../../types.js").HeadData} HeadData */

/** Heads of the sentence that was asked for last: one more costs one more request. @type {{of: string, known: Map<string, HeadData>}} */
let kept = { of: "", known: new Map() };

/** @type {import("../../types.js").AttnSource} */
export const source = {
  name: "heads",
  views: ATTN_VIEWS,
  keys: ["text", "text_pair", "model", "by", "heads"],
  ready: ({ heads }) => heads.length > 0,
  async ask({ text, text_pair, model, by, heads }, signal) {
    const read = { text, text_pair, model, by };
    const of = JSON.stringify(read);
    if (kept.of !== of) kept = { of, known: new Map() };
    const { known } = kept;
    return Promise.all(
      heads.map(async ({ layer, head }) => {
        const id = `${layer}.${head}`;
        const found = known.get(id) ?? (await fetchHead({ ...read, layer, head }, signal));
        known.set(id, found);
        return found;
      }),
    );
  },
};
