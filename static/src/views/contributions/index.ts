/** What each head adds to the residual stream. */
import { contributions as source } from "../../state/sources/stats.ts";
import { defineView } from "../../state/view.ts";

declare module "../../state/view.ts" {
  interface Views {
    contributions: "attention";
  }
}

export const contributions = defineView({
  id: "contributions",
  panel: "attention",
  height: 900,
  of: "model",
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
