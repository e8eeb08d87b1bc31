/** The weights of a head as numbers. */
import { defineView } from "../../state/view.ts";

declare module "../../state/view.ts" {
  interface Views {
    table: "attention";
  }
}

export const table = defineView({
  id: "table",
  panel: "attention",
  height: 640,
  of: "head",
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
