/** One net on two sentences, token by token: what the order of words does. */
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";

declare module "../../state/view.ts" {
  interface Views {
    order: "memory";
  }
}

export const order = defineView({
  id: "order",
  panel: "memory",
  height: 1000,
  of: "net",
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
