/** One head on two sentences, in two models, or beside another head. */
import { COUNT, MODEL } from "../../state/keys.ts";
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  against: {
    type: "string",
    enum: ["text", "model", "head"],
    default: "text",
    description: "In the view compare: what the head is compared with.",
  },
  model_b: { ...MODEL, description: "In the view compare: the other model." },
  layer_b: { ...COUNT, default: 0, description: "In the view compare: the layer of the other head." },
  head_b: { ...COUNT, default: 0, description: "In the view compare: the other head." },
  matched: {
    type: "string",
    enum: ["script", "moved"],
    default: "script",
    description:
      "In the view compare: tokens are matched in reading order, or also where they moved in the second sentence.",
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    compare: "attention";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const compare = defineView({
  id: "compare",
  panel: "attention",
  height: 1000,
  of: "head",
  keys,
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
