/** One unit at one token: its cell, computed move by move. */
import { source as gates } from "../../state/sources/gates.ts";
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  move: {
    type: "integer",
    minimum: 0,
    maximum: 3,
    default: 0,
    description: "In the view step: the move of the step, counted from 0.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    step: "memory";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const step = defineView({
  id: "step",
  panel: "memory",
  height: 800,
  of: "net",
  keys,
  sources: [source, gates],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
