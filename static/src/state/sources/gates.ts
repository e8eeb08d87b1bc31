/** A net's gates and states on the sentence. */
import { fetchGates } from "../../data/api.ts";
import { netFields } from "../../data/gates-api.ts";
import type { Source } from "../source.ts";

export const source: Source<"gates"> = {
  name: "gates",
  keys: ["text"],
  // What changes the untrained net is no question to a trained one.
  question: netFields,
  wakes: ["cell", "checkpoint", "forget_bias", "recurrent_scale"],
  ask: (state, via) => fetchGates({ text: state.text, ...netFields(state) }, via),
};
