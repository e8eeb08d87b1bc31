/** Lines from every token that looks to every token that is looked at. */
import { defineView } from "../../state/view.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  layout: {
    type: "string",
    enum: ["columns", "line"],
    default: "columns",
    description: "In the view arcs: two columns, or one line of tokens.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    arcs: "attention";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const arcs = defineView({
  id: "arcs",
  panel: "attention",
  height: 720,
  of: "head",
  keys,
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
