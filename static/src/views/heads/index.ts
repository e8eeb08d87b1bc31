/** All heads of the Transformer, one small picture each, and the chosen ones in full. */
import { STATISTICS } from "../../data/stats.ts";
import { contributions, source as stats } from "../../state/sources/stats.ts";
import { defineView } from "../../state/view.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  order: {
    type: "string",
    enum: ["", ...STATISTICS, "contribution"],
    default: "",
    description: "What the heads are ordered by. Empty: by layer.",
    step: false,
  },
  arrange: {
    type: "string",
    enum: ["sorted", "layers"],
    default: "sorted",
    description: "With an order: the heads sorted by it, or by layer with its numbers under them.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    heads: "attention";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const heads = defineView({
  id: "heads",
  panel: "attention",
  height: 600,
  of: "model",
  keys,
  sources: [stats, contributions],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
