/** All gates and states of the net, by unit and token. */
import { source } from "../../state/sources/gates.ts";
import { defineView } from "../../state/view.ts";

declare module "../../state/view.ts" {
  interface Views {
    gates: "memory";
  }
}

export const gates = defineView({
  id: "gates",
  panel: "memory",
  height: 1000,
  of: "net",
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
