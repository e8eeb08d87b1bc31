/** A head before and after tokens are masked or heads are switched off. */
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";

declare module "../../state/view.ts" {
  interface Views {
    change: "attention";
  }
}

export const change = defineView({
  id: "change",
  panel: "attention",
  height: 1000,
  of: "head",
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
