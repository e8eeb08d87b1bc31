/** Accuracy on held-out sentences against the gap that the net has to bridge. */
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";

declare module "../../state/view.ts" {
  interface Views {
    gaps: "memory";
  }
}

export const gaps = defineView({
  id: "gaps",
  panel: "memory",
  height: 1000,
  sentence: false,
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
