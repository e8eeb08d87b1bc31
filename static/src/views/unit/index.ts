/** One unit's gates and states along the sentence. */
import { source as gates } from "../../state/sources/gates.ts";
import { defineView } from "../../state/view.ts";
import type { StateOf } from "../../state/keys.ts";

const keys = {
  track: {
    type: "string",
    pattern: "^(gates|states)\\.[a-z]{1,20}$",
    default: "gates.input",
    examples: ["gates.input", "states.cell"],
    description: "In the view unit: the gate or state that the threshold is on.",
    step: false,
  },
  threshold: {
    type: "number",
    minimum: 0,
    maximum: 100,
    default: 0.5,
    description: "In the view unit: where the track is at least this, in magnitude, the unit counts as on.",
    step: false,
    slides: true,
  },
} as const;

declare module "../../state/view.ts" {
  interface Views {
    unit: "memory";
  }
}
declare module "../../state/keys.ts" {
  interface ViewState extends StateOf<typeof keys> {}
}

export const unit = defineView({
  id: "unit",
  panel: "memory",
  height: 860,
  of: "net",
  keys,
  sources: [gates],
  pictures: () => import("./pictures.ts"),
  page: () => import("./page.ts"),
});
