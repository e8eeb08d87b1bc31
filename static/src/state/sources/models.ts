/** The server's list of models. */
import { fetchModels } from "../../data/api.ts";
import type { Source } from "../source.ts";

export const source: Source<"models"> = {
  name: "models",
  keys: ["model"],
  quiet: true,
  ask: (_, via) => fetchModels(via),
  // What the list says of a model changes while it is fetched and loaded.
  watches: { answers: ["attention", "gates", "context"], every: 700 },
};
