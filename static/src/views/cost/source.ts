/** What attention and a cell cost: measured when asked, never remembered. */
import { getCost } from "../../data/gates-api.ts";
import type { Source } from "../../state/source.ts";
import type { CostData } from "./scene.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    cost: CostData;
  }
}

export const source: Source<"cost"> = {
  name: "cost",
  keys: ["model", "cell"],
  ask: ({ model, cell }, via) => getCost({ model, cell }, via),
};
