/** Two sentences through one cell. */
import { fetchGates } from "../../data/api.js";
import { netFields } from "../../data/lab-api.js";

/** @type {import("../../types.js").LabSource} */
export const source = {
  name: "order",
  views: ["order"],
  keys: ["text", "text_b", "cell", "checkpoint", "forget_bias", "recurrent_scale"],
  ready: ({ text_b: second }) => second.trim() !== "",
  async ask(state, via) {
    const [a, b] = await Promise.all([state.text, state.text_b].map((text) => fetchGates({ text, ...netFields(state) }, via)));
    return { a, b };
  },
};
