/** One token of one head, from query and keys to the output, number by number. */
import { FORMATS } from "../../state/formats.ts";
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  toy: {
    type: "string",
    format: "scores",
    pattern: FORMATS.scores.pattern,
    default: "",
    examples: ["8,5,1,3"],
    description: "In the view steps: four made-up scores for the softmax to try. Empty: the example's.",
    drawn: false,
    step: false,
    slides: true,
  },
  lines: {
    type: "string",
    enum: ["reading", "weight"],
    default: "reading",
    description: "In the view steps: the keys in reading order, or by weight.",
    step: false,
  },
  strips: {
    type: "string",
    enum: ["keys", "products"],
    default: "keys",
    description: "In the view steps: the strip of a line shows the key, or its products with the query.",
    step: false,
  },
  scaling: {
    type: "boolean",
    default: true,
    description:
      "In the view steps: whether scores are scaled before the softmax, as in the model; without it, the list is a toy.",
    step: false,
  },
  all_keys: {
    type: "boolean",
    default: false,
    description: "In the view steps: whether the list has all keys, or the strongest.",
    step: false,
  },
  dims: {
    type: "string",
    enum: ["size", "index"],
    default: "size",
    description: "In the view steps: what the dimensions of a score are ordered by.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    steps: "attention";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const steps = defineView({
  id: "steps",
  panel: "attention",
  height: 1000,
  of: "head",
  keys,
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
