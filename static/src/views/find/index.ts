/** Heads ranked by the link or the habit that is asked for. */
import { SPAN } from "../../state/keys.ts";
import { HABITS } from "../../data/stats.ts";
import { defineView } from "../../state/view.ts";
import { source } from "./source.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  habit: {
    type: "string",
    enum: ["", ...HABITS],
    default: "",
    description: "In the view find: the habit that heads are searched for. Empty: a link from `from` to `to`.",
  },
  from: {
    ...SPAN,
    description: "In the view find: the token that looks, or the first and the last of several. Empty: none.",
    step: false,
  },
  to: {
    ...SPAN,
    description: "In the view find: the token that is looked at, or the first and the last of several. Empty: none.",
    step: false,
  },
  all_heads: {
    type: "boolean",
    default: false,
    description: "In the view find: whether all heads have a picture, or the first.",
    step: false,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    find: "attention";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const find = defineView({
  id: "find",
  panel: "attention",
  height: 500,
  of: "model",
  keys,
  sources: [source],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
