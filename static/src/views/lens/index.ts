/** What the model would predict if each layer were its last. */
import { COUNT } from "../../state/keys.ts";
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  candidate: {
    ...COUNT,
    default: 0,
    description: "In the view lens: which of the final candidates is followed through the layers, counted from 0.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    lens: "attention";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const lens = defineView({
  id: "lens",
  panel: "attention",
  height: 940,
  of: "model",
  keys,
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
