/** One word in two sentences: how its vectors part from layer to layer. */
import { COUNT_OR_NONE, TEXT } from "../../state/keys.ts";
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  text_c: { ...TEXT, description: "In the view context: one more sentence, for reference." },
  token_a: {
    ...COUNT_OR_NONE,
    description:
      "In the view context: the word's token in the first sentence. Left out: a word that the sentences share.",
    step: false,
  },
  token_b: {
    ...COUNT_OR_NONE,
    description: "In the view context: the word's token in the second sentence.",
    step: false,
  },
  token_c: {
    ...COUNT_OR_NONE,
    description: "In the view context: the word's token in the third sentence.",
    step: false,
  },
  axis: {
    type: "string",
    enum: ["whole", "close"],
    default: "whole",
    description: "In the view context: the cosine's axis from 0, or close up.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    context: "context";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const context = defineView({
  id: "context",
  panel: "context",
  height: 620,
  of: "model",
  keys,
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
