/** How the chosen net was trained: its card. A help beside the pictures, not one of them. */
import { getCard } from "../../data/gates-api.ts";
import { LAB_VIEWS } from "../permalink/index.ts";
import type { LabSource } from "../types.ts";

declare module "../answers.ts" {
  interface Answers {
    card: any;
  }
}

export const source: LabSource = {
  name: "card",
  views: LAB_VIEWS,
  keys: ["cell"],
  quiet: true,
  ask: ({ cell }, via) => getCard(cell, via),
};
