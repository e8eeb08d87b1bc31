/** How the chosen net was trained: its card. A help beside the pictures, not one of them. */
import { getCard } from "../../data/gates-api.ts";
import type { Source } from "../source.ts";

declare module "../answers.ts" {
  interface Answers {
    card: any;
  }
}

export const source: Source<"card"> = {
  name: "card",
  keys: ["cell"],
  quiet: true,
  ask: ({ cell }, via) => getCard(cell, via),
};
