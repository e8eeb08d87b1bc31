/**
 * The keys of the view state: one entry a key, a JSON Schema of what may be written. Reading, writing, defaults, types
 * and the API's documentation follow from it. A string with one of our own formats stands for what formats.js makes of it.
 */
import { COLOURS, SCALES } from "../core/scene/colour.ts";
import { SORTS } from "../data/units.ts";
import { FORMATS } from "./formats.ts";
import type { Cursor } from "../core/types.ts";
import type { HeadRef } from "../data/types.ts";
import type { AttentionView, MemoryView, ViewId } from "./view.ts";
import type { Part } from "./formats.ts";

/** The counter is an LSTM of ten units that reads the letters a and b. */
export const CELLS = ["lstm", "gru", "rnn", "counter"] as const;
/** What is counted in a sentence, a model or a net. */
export const COUNT = { type: "integer", minimum: 0, maximum: 999_999 } as const;
export const COUNT_OR_NONE = { type: ["integer", "null"], minimum: 0, maximum: 999_999, default: null } as const;
/** A sentence, or a part of one. Long ones leave the query (address.js). */
export const TEXT = { type: "string", format: "text", default: "" } as const;
export const MODEL = { type: "string", minLength: 1, maxLength: 200, default: "auto" } as const;
const HEADS = {
  type: "string",
  format: "heads",
  pattern: FORMATS.heads.pattern,
  default: "",
  examples: ["3.1-5.11"],
} as const;
const TOKENS = {
  type: "string",
  format: "tokens",
  pattern: FORMATS.tokens.pattern,
  default: "",
  examples: ["2-5"],
} as const;
export const SPAN = {
  type: "string",
  pattern: "^([0-9]{1,6}(,[0-9]{1,6})?)?$",
  default: "",
  examples: ["4", "4,6"],
} as const;

/** The keys that no single view owns, in the order in which they are written. */
export const SHARED_KEYS = {
  text: {
    ...TEXT,
    default: "The animal didn't cross the street because it was too tired.",
    description: "The sentence.",
  },
  text_pair: {
    ...TEXT,
    description: "A second sentence, which the Transformer reads together with the first. Empty: none.",
  },
  model: {
    ...MODEL,
    description: "Id of the Transformer, as /api/v1/models lists it; auto chooses by the sentence's script.",
  },
  layer: { ...COUNT, default: 3, description: "Layer of the head that is looked at, counted from 0.", of: "attention" },
  head: {
    ...COUNT,
    default: 1,
    description: "The head that is looked at, in its layer, counted from 0.",
    of: "attention",
  },
  heads: {
    ...HEADS,
    description: "More heads to show with it, each written layer.head, joined by hyphens.",
    of: "attention",
  },
  mix: {
    type: "string",
    enum: ["apart", "mean"],
    default: "apart",
    description: "Whether several heads are drawn each, or their mean.",
    of: "attention",
  },
  special: {
    type: "string",
    enum: ["show", "hide"],
    default: "show",
    description: "Whether special tokens such as [CLS] are drawn.",
    step: false,
    of: "attention",
  },
  renormalise: {
    type: "boolean",
    default: false,
    description: "Whether a row of which keys are left out is scaled to sum to 1 again.",
    step: false,
    of: "attention",
  },
  filter: {
    type: "string",
    enum: ["none", "least", "mass"],
    default: "none",
    description:
      "Which weights are drawn: all, those of at least `least`, or the fewest of a row that hold `mass` of it.",
    step: false,
    of: "attention",
  },
  least: {
    type: "number",
    minimum: 0,
    maximum: 1,
    default: 0.05,
    description: "With filter=least: smaller weights are not drawn.",
    step: false,
    slides: true,
    of: "attention",
  },
  mass: {
    type: "number",
    minimum: 0,
    maximum: 1,
    default: 0.9,
    description: "With filter=mass: the share of a row that the drawn weights hold.",
    step: false,
    slides: true,
    of: "attention",
  },
  colour: {
    type: "string",
    enum: COLOURS,
    default: "blue",
    description: "Colours of attention.",
    step: false,
    of: "attention",
  },
  quantity: {
    type: "string",
    enum: ["weight", "value"],
    default: "weight",
    description: "Attention weights, or weights times the norms of the values that they weigh.",
    of: "attention",
  },
  mask: {
    ...TOKENS,
    description:
      "Tokens that nobody may attend to, joined by hyphens: every number of attention is of the changed run.",
    of: "attention",
  },
  ablate: {
    ...HEADS,
    description:
      "Heads that are switched off, each written layer.head, joined by hyphens: every number of attention is of the changed run.",
    of: "attention",
  },
  part: {
    type: "string",
    enum: ["encoder", "decoder", "cross"],
    default: "encoder",
    description: "Which attention of an encoder-decoder model.",
    of: "attention",
  },
  quarter: {
    type: "string",
    enum: ["", "aa", "ab", "ba", "bb"],
    default: "",
    description: "Of a pair of sentences: from which to which. Empty: all.",
    of: "attention",
  },
  by: {
    type: "string",
    enum: ["pieces", "words"],
    default: "pieces",
    description: "Whether a head's weights are between the model's pieces or between words.",
    of: "attention",
  },
  temperature: {
    type: "number",
    minimum: 0.05,
    maximum: 20,
    default: 1,
    description: "Logits are divided by it before the softmax of predictions; only 1 is the model's own.",
    of: "attention",
  },
  text_b: {
    ...TEXT,
    description: "The sentence to compare with, in the views context, compare and order.",
    of: "attention",
  },
  cell: { type: "string", enum: CELLS, default: "lstm", description: "The recurrent net.", of: "memory" },
  checkpoint: {
    type: "string",
    enum: ["trained", "initial"],
    default: "trained",
    description: "The net's weights: trained, or torch's default initialisation.",
    of: "memory",
  },
  forget_bias: {
    type: ["number", "null"],
    minimum: -10,
    maximum: 10,
    default: null,
    description: "With checkpoint=initial: bias of the LSTM's forget gate. Left out: as it is.",
    step: false,
    slides: true,
    of: "memory",
  },
  recurrent_scale: {
    type: ["number", "null"],
    minimum: 0,
    maximum: 10,
    default: null,
    description: "With checkpoint=initial: what the recurrent matrix is multiplied by. Left out: nothing.",
    step: false,
    slides: true,
    of: "memory",
  },
  sort: {
    type: "string",
    enum: SORTS,
    default: "carrier",
    description: "What the net's units are ordered by.",
    step: false,
    of: "memory",
  },
  unit: {
    ...COUNT_OR_NONE,
    description: "The unit that is looked at, counted from 0. Left out: the first of the order.",
    step: false,
    of: "memory",
  },
  at: {
    ...COUNT_OR_NONE,
    description: "The token whose step is looked into, counted from 0. Left out: the view's own choice.",
    step: false,
    of: "memory",
  },
  scale: {
    type: "string",
    enum: SCALES,
    default: "sqrt",
    description: "The colour scale of weights.",
    step: false,
    of: "attention",
  },
  direction: {
    type: "string",
    enum: ["both", "from", "to"],
    default: "both",
    description: "In the view tokens: what a token looks at, what looks at it, or both.",
    step: false,
    of: "attention",
  },
  window: {
    type: "string",
    format: "window",
    pattern: FORMATS.window.pattern,
    default: "",
    examples: ["r0-16.c4-20"],
    description: "In the views heatmap and heads: the first and the last row and column on view. Empty: all.",
    step: false,
    slides: true,
    of: "attention",
  },
  theme: {
    type: "string",
    enum: ["auto", "light", "dark"],
    default: "auto",
    description: "Colours of the page; auto follows the reader's.",
    step: false,
  },
  lang: {
    type: "string",
    enum: ["", "en", "zh"],
    default: "",
    description: "Language of the words. Empty: the reader's own.",
    step: false,
  },
  pin: {
    type: "string",
    format: "pin",
    pattern: FORMATS.pin.pattern,
    default: "",
    examples: ["a7", "a7.2", "t7.2", "g5.12.gates.input", "g7-2"],
    description:
      "What is pinned: a7, a token of the Transformer; a7.2, query and key; t7.2, of a decoder beside an encoder; g5.12.gates.input, token, unit and gate of the net; g7-2, a state and what it holds. Empty: nothing.",
    step: false,
  },
} as const;

/** What the page holds for what its schema lets be written. */
type Held<S> = S extends { format: "heads" }
  ? readonly HeadRef[]
  : S extends { format: "tokens" }
    ? readonly number[]
    : S extends { format: "scores" }
      ? readonly number[] | null
      : S extends { format: "window" }
        ? Part | null
        : S extends { format: "pin" }
          ? Cursor | null
          : S extends { enum: readonly (infer V)[] }
            ? V
            : S extends { type: "boolean" }
              ? boolean
              : S extends { type: "integer" | "number" }
                ? number
                : S extends { type: readonly ["integer" | "number", "null"] }
                  ? number | null
                  : string;
/** What the page holds for the keys of a table. */
export type StateOf<Table> = { -readonly [K in keyof Table]: Held<Table[K]> };

/** The view state: shared keys, which views are shown, and what each view adds in its own folder. */
export interface ViewState extends StateOf<typeof SHARED_KEYS> {
  /** The view that is shown alone; empty: one of attention and one of memory side by side. */
  view: ViewId | "";
  attend: AttentionView;
  lab: MemoryView;
}
export type Key = keyof ViewState;

/** A schema, where its key does not matter. */
export interface Schema {
  type: string | readonly string[];
  /** as it is written */
  default: unknown;
  description: string;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  examples?: readonly string[];
  /** False: a change is no step to go back from. */
  step?: false;
  /** A slider changes it: the address follows when it comes to rest. */
  slides?: true;
  /** False: no picture depends on it. */
  drawn?: false;
  /** The panel whose pictures depend on it, where it is not a view's own. */
  of?: "attention" | "memory";
}

/** The keys with such an entry: of those that are shared, and of those that each of these views has of its own. */
export const keysWhere = (
  views: readonly { keys?: Readonly<Record<string, Schema>> }[],
  test: (entry: Schema) => boolean,
) =>
  [SHARED_KEYS as Readonly<Record<string, Schema>>, ...views.map(({ keys = {} }) => keys)].flatMap((table) =>
    Object.entries(table).flatMap(([key, entry]) => (test(entry) ? [key as Key] : [])),
  );
