/**
 * Every key of the view state, in the order in which addresses are written: the sentence and which views are shown, what
 * several views share, what each view has of its own, the sentence to compare with, and the reader's theme, language and pin.
 */
import { SHARED_KEYS } from "../state/keys.ts";
import { VIEWS } from "../views/index.ts";
import type { Key, Schema } from "../state/keys.ts";

const idsIn = (panel: string) => VIEWS.filter((view) => view.panel === panel).map(({ id }) => id);

const SHOWN = {
  view: {
    type: "string",
    enum: ["", ...idsIn("context"), ...idsIn("attention"), ...idsIn("memory")],
    default: "",
    description:
      "The view that is shown alone. Empty: attention and memory side by side, with the views that attend and lab name.",
  },
  attend: {
    type: "string",
    enum: idsIn("attention"),
    default: "heads",
    description: "The attention panel's view where everything is side by side.",
    of: "attention",
  },
  lab: {
    type: "string",
    enum: idsIn("memory"),
    default: "gates",
    description: "The memory panel's view where everything is side by side.",
    of: "memory",
  },
} satisfies Record<string, Schema>;

const { text, text_pair, model, text_b, theme, lang, pin, ...shared } = SHARED_KEYS;

export const SCHEMAS = Object.assign(
  { text, text_pair, model, ...SHOWN, ...shared },
  ...VIEWS.map(({ keys }) => keys),
  { text_b, theme, lang, pin },
) as Record<Key, Schema>;

/** The JSON Schema of every key: what the API's documentation says of them. */
export const KEY_SCHEMAS: Record<string, Schema> = Object.fromEntries(
  Object.entries(SCHEMAS).map(([key, { step: _step, slides: _slides, drawn: _drawn, of: _of, ...schema }]) => [
    key,
    schema,
  ]),
);
