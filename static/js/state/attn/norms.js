/** Value-weighted attention of the chosen heads: each weight times the norm of what it weighs. */
import { postTensors } from "../../data/api.js";
import { readFields } from "../../data/attn-api.js";
import { chosenHeads, headId } from "../../data/selection.js";
import { ATTN_VIEWS } from "../permalink.js";

/** @typedef {{model: string, tokens: import("../../types.js").Token[], heads: Record<string, Float32Array>, definition: string}} NormsData */

/** What was asked last about one sentence: one more head costs one more request. */
const nothing = () => ({ of: "", known: /** @type {Map<string, NormsData>} */ (new Map()) });

/** @type {import("../../types.js").AttnSource} */
export const source = {
  name: "norms",
  views: ATTN_VIEWS,
  keys: ["text", "text_pair", "model", "layer", "head", "heads", "mask", "ablate"],
  wakes: ["quantity"],
  ready: ({ quantity }) => quantity === "value",
  async ask(state, via) {
    const fields = readFields(state);
    const of = JSON.stringify(fields);
    const kept = via.kept("norms", nothing);
    if (kept.of !== of) Object.assign(kept, { of, known: new Map() });
    const { known } = kept;
    const answers = await Promise.all(
      chosenHeads(state).map(async ({ layer, head }) => {
        const id = headId({ layer, head });
        const found = known.get(id) ?? await postTensors("/api/v1/attention", { ...fields, layers: [layer], heads: [head], include: ["value_norms"] }, via, (file, meta) => {
          const values = file.tensors.get("value_norms")?.values;
          if (!values) throw new RangeError("no value_norms");
          return /** @type {NormsData} */ ({ model: meta["model"].id, tokens: meta["tokens"], heads: { [id]: values }, definition: meta["value_norms"].definition });
        });
        known.set(id, found);
        return found;
      }),
    );
    const [first] = answers;
    return first ? { ...first, heads: Object.assign({}, ...answers.map(({ heads }) => heads)) } : null;
  },
};
