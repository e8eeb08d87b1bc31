/** Two sentences through one cell. */
import { fetchGates } from "../../data/api.ts";
import { netFields } from "../../data/gates-api.ts";
import type { GatesData } from "../../data/types.ts";
import type { MemorySource } from "../../state/types.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    order: { a: GatesData; b: GatesData };
  }
}

export const source: MemorySource = {
  name: "order",
  views: ["order"],
  keys: ["text", "text_b", "cell", "checkpoint", "forget_bias", "recurrent_scale"],
  ready: ({ text_b: second }) => second.trim() !== "",
  async ask(state, via) {
    const [a, b] = await Promise.all(
      [state.text, state.text_b].map((text) => fetchGates({ text, ...netFields(state) }, via)),
    );
    return { a, b };
  },
};
