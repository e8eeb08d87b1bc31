/** How far back gradients reach, and what swapping a token does to the prediction. */
import { COUNT_OR_NONE, TEXT } from "../../state/keys.ts";
import { defineView } from "../../state/view.ts";
import { source, swaps } from "./source.ts";
import { source as swapped } from "./swapped.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  measure: {
    type: "string",
    enum: ["ratio", "norm"],
    default: "ratio",
    description: "In the view reach: gradients relative to the token's own, or their norms.",
    step: false,
  },
  replaced: { ...COUNT_OR_NONE, description: "In the view reach: the token that is swapped." },
  by_piece: {
    ...TEXT,
    description: "In the view reach: the rival that it is swapped for, or <unknown>. Empty: its first rival.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    reach: "memory";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const reach = defineView({
  id: "reach",
  panel: "memory",
  height: 880,
  of: "net",
  keys,
  sources: [source, swaps, swapped],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
