/** Value-weighted attention of the chosen heads: each weight times the norm of what it weighs. */
import { postTensors } from "../../data/api.ts";
import { readFields } from "../run.ts";
import { chosenHeads, headId } from "../selection.ts";
import type { Token } from "../../data/types.ts";
import type { Source } from "../source.ts";

declare module "../answers.ts" {
  interface Answers {
    norms: NormsData | null;
  }
}

type NormsData = { model: string; tokens: Token[]; heads: Record<string, Float32Array>; definition: string };

/** What was asked last about one sentence: one more head costs one more request. */
const nothing = () => ({ of: "", known: new Map() as Map<string, NormsData> });

export const source: Source<"norms"> = {
  name: "norms",
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
        const found =
          known.get(id) ??
          (await postTensors(
            "/api/v1/attention",
            { ...fields, layers: [layer], heads: [head], include: ["value_norms"] },
            via,
            (file, meta) => {
              const values = file.tensors.get("value_norms")?.values;
              if (!values) throw new RangeError("no value_norms");
              return {
                model: meta["model"].id,
                tokens: meta["tokens"],
                heads: { [id]: values },
                definition: meta["value_norms"].definition,
              } as NormsData;
            },
          ));
        known.set(id, found);
        return found;
      }),
    );
    const [first] = answers;
    return first ? { ...first, heads: Object.assign({}, ...answers.map(({ heads }) => heads)) } : null;
  },
};
