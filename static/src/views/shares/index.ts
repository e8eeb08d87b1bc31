/** What the state at each token still holds of what was written at each token before it. */
import { source as gates } from "../../state/sources/gates.ts";
import { defineView } from "../../state/view.ts";
import { source, beside } from "./source.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  share: {
    type: "string",
    enum: ["projected", "unit", "kept"],
    default: "projected",
    description: "In the view shares: how a state is split into what each token wrote.",
    step: false,
  },
  joint: {
    type: "string",
    enum: ["words", "pieces"],
    default: "words",
    description: "In the view shares: what the shares and the head beside them are between.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    shares: "memory";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const shares = defineView({
  id: "shares",
  panel: "memory",
  height: 880,
  of: "net",
  keys,
  sources: [source, beside, gates],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
