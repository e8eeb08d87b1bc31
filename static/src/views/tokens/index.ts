/** The sentence, shaded by what one token looks at, or by what looks at it. */
import { defineView } from "../../state/view.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  numbers: {
    type: "boolean",
    default: false,
    description: "In the view tokens: whether every number stands under its token.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    tokens: "attention";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const tokens = defineView({
  id: "tokens",
  panel: "attention",
  height: 460,
  of: "head",
  keys,
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
