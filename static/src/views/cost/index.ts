/** What attention and recurrence cost, measured when it is asked for. */
import { source as attention } from "../../state/sources/attention.ts";
import { source as gates } from "../../state/sources/gates.ts";
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
  sources: [source, gates],
  // How the Transformer reads the sentence.
  helps: [attention],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
