/** Two sentences through one cell. */
import { fetchGates } from "../../data/api.ts";
import { netFields } from "../../data/gates-api.ts";
import type { GatesData } from "../../data/types.ts";
import type { Source } from "../../state/source.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    order: { a: GatesData; b: GatesData };
  }
}

export const source: Source<"order"> = {
  name: "order",
  keys: ["text", "text_b", "cell", "checkpoint", "forget_bias", "recurrent_scale"],
  ready: ({ text_b: second }) => second.trim() !== "",
  async ask(state, via) {
    const ask = (text: string) => fetchGates({ text, ...netFields(state) }, via);
    const [a, b] = await Promise.all([ask(state.text), ask(state.text_b)]);
    return { a, b };
  },
  lends: ({ a }) => ({ gates: a }),
};
