/** Attention followed through the layers. */
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";

declare module "../../state/view.ts" {
  interface Views {
    rollout: "attention";
  }
}

export const rollout = defineView({
  id: "rollout",
  panel: "attention",
  height: 940,
  of: "model",
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
