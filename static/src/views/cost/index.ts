/** What attention and recurrence cost, measured when it is asked for. */
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";

declare module "../../state/view.ts" {
  interface Views {
    cost: "memory";
  }
}

export const cost = defineView({
  id: "cost",
  panel: "memory",
  height: 1000,
  of: "net",
  sentence: false,
  gates: true,
  attention: true,
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
