/** One head, or several: every weight from a token that looks to one that is looked at. */
import { defineView } from "../../state/view.ts";

declare module "../../state/view.ts" {
  interface Views {
    heatmap: "attention";
  }
}

export const heatmap = defineView({
  id: "heatmap",
  panel: "attention",
  height: 1000,
  of: "head",
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
