/**
 * The keys of the view state: one entry a key, a JSON Schema of what may be written. Reading, writing, defaults, types
 * and the API's documentation follow from it. A string with one of our own formats stands for what formats.js makes of it.
 */
import { COLOURS, SCALES } from "../../core/scene/colour.ts";
import { SORTS } from "../../data/units.ts";
import { FORMATS } from "./formats.ts";
import type { Cursor } from "../../core/types.ts";
import type { HeadRef } from "../../data/types.ts";
import type { Part } from "./formats.ts";
import type { AttnView, LabView } from "../types.ts";

/** What the attention panel can show, in the order of its tabs. */
export const ATTN_VIEWS: readonly AttnView[] = [
  "heads",
  "heatmap",
  "arcs",
  "tokens",
  "rollout",
  "steps",
  "find",
  "contributions",
  "change",
  "lens",
  "compare",
  "table",
];
/** What the memory panel can show, in the order of its tabs. */
export const LAB_VIEWS: readonly LabView[] = [
  "gates",
  "unit",
  "step",
  "cells",
  "shares",
  "reach",
  "gaps",
  "cost",
  "order",
];
/** The counter is an LSTM of ten units that reads the letters a and b. */
export const CELLS = ["lstm", "gru", "rnn", "counter"] as const;
/** What the API has a number a head for; the first eight are habits. */
export const STATISTICS = [
  "previous",
  "next",
  "self",
  "first",
  "separator",
  "same-word",
  "broad",
  "narrow",
  "entropy",
  "distance",
] as const;
export const HABITS = ["previous", "next", "self", "first", "separator", "same-word", "broad", "narrow"] as const;

/** What is counted in a sentence, a model or a net. */
const COUNT = { type: "integer", minimum: 0, maximum: 999_999 } as const;
const COUNT_OR_NONE = { type: ["integer", "null"], minimum: 0, maximum: 999_999, default: null } as const;
/** A sentence, or a part of one. Long ones leave the query (address.js). */
const TEXT = { type: "string", format: "text", default: "" } as const;
const MODEL = { type: "string", minLength: 1, maxLength: 200, default: "auto" } as const;
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
const SPAN = { type: "string", pattern: "^([0-9]{1,6}(,[0-9]{1,6})?)?$", default: "", examples: ["4", "4,6"] } as const;

/** Layer 3, head 1 of MiniLM links "it" to "animal" in the default sentence. */
export const KEY_SCHEMAS = {
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
  view: {
    type: "string",
    enum: ["", "context", ...ATTN_VIEWS, ...LAB_VIEWS],
    default: "",
    description:
      "The view that is shown alone. Empty: attention and memory side by side, with the views that attend and lab name.",
  },
  attend: {
    type: "string",
    enum: ATTN_VIEWS,
    default: "heads",
    description: "The attention panel's view where everything is side by side.",
  },
  lab: {
    type: "string",
    enum: LAB_VIEWS,
    default: "gates",
    description: "The memory panel's view where everything is side by side.",
  },
  layer: { ...COUNT, default: 3, description: "Layer of the head that is looked at, counted from 0." },
  head: { ...COUNT, default: 1, description: "The head that is looked at, in its layer, counted from 0." },
  heads: { ...HEADS, description: "More heads to show with it, each written layer.head, joined by hyphens." },
  mix: {
    type: "string",
    enum: ["apart", "mean"],
    default: "apart",
    description: "Whether several heads are drawn each, or their mean.",
  },
  special: {
    type: "string",
    enum: ["show", "hide"],
    default: "show",
    description: "Whether special tokens such as [CLS] are drawn.",
  },
  renormalise: {
    type: "boolean",
    default: false,
    description: "Whether a row of which keys are left out is scaled to sum to 1 again.",
  },
  filter: {
    type: "string",
    enum: ["none", "least", "mass"],
    default: "none",
    description:
      "Which weights are drawn: all, those of at least `least`, or the fewest of a row that hold `mass` of it.",
  },
  least: {
    type: "number",
    minimum: 0,
    maximum: 1,
    default: 0.05,
    description: "With filter=least: smaller weights are not drawn.",
  },
  mass: {
    type: "number",
    minimum: 0,
    maximum: 1,
    default: 0.9,
    description: "With filter=mass: the share of a row that the drawn weights hold.",
  },
  colour: { type: "string", enum: COLOURS, default: "blue", description: "Colours of attention." },
  quantity: {
    type: "string",
    enum: ["weight", "value"],
    default: "weight",
    description: "Attention weights, or weights times the norms of the values that they weigh.",
  },
  order: {
    type: "string",
    enum: ["", ...STATISTICS, "contribution"],
    default: "",
    description: "What the heads are ordered by. Empty: by layer.",
  },
  arrange: {
    type: "string",
    enum: ["sorted", "layers"],
    default: "sorted",
    description: "With an order: the heads sorted by it, or by layer with its numbers under them.",
  },
  habit: {
    type: "string",
    enum: ["", ...HABITS],
    default: "",
    description: "In the view find: the habit that heads are searched for. Empty: a link from `from` to `to`.",
  },
  from: {
    ...SPAN,
    description: "In the view find: the token that looks, or the first and the last of several. Empty: none.",
  },
  to: {
    ...SPAN,
    description: "In the view find: the token that is looked at, or the first and the last of several. Empty: none.",
  },
  mask: {
    ...TOKENS,
    description:
      "Tokens that nobody may attend to, joined by hyphens: every number of attention is of the changed run.",
  },
  ablate: {
    ...HEADS,
    description:
      "Heads that are switched off, each written layer.head, joined by hyphens: every number of attention is of the changed run.",
  },
  against: {
    type: "string",
    enum: ["text", "model", "head"],
    default: "text",
    description: "In the view compare: what the head is compared with.",
  },
  model_b: { ...MODEL, description: "In the view compare: the other model." },
  layer_b: { ...COUNT, default: 0, description: "In the view compare: the layer of the other head." },
  head_b: { ...COUNT, default: 0, description: "In the view compare: the other head." },
  matched: {
    type: "string",
    enum: ["script", "moved"],
    default: "script",
    description:
      "In the view compare: tokens are matched in reading order, or also where they moved in the second sentence.",
  },
  part: {
    type: "string",
    enum: ["encoder", "decoder", "cross"],
    default: "encoder",
    description: "Which attention of an encoder-decoder model.",
  },
  quarter: {
    type: "string",
    enum: ["", "aa", "ab", "ba", "bb"],
    default: "",
    description: "Of a pair of sentences: from which to which. Empty: all.",
  },
  by: {
    type: "string",
    enum: ["pieces", "words"],
    default: "pieces",
    description: "Whether a head's weights are between the model's pieces or between words.",
  },
  temperature: {
    type: "number",
    minimum: 0.05,
    maximum: 20,
    default: 1,
    description: "Logits are divided by it before the softmax of predictions; only 1 is the model's own.",
  },
  text_b: { ...TEXT, description: "The sentence to compare with, in the views context, compare and order." },
  text_c: { ...TEXT, description: "In the view context: one more sentence, for reference." },
  token_a: {
    ...COUNT_OR_NONE,
    description:
      "In the view context: the word's token in the first sentence. Left out: a word that the sentences share.",
  },
  token_b: { ...COUNT_OR_NONE, description: "In the view context: the word's token in the second sentence." },
  token_c: { ...COUNT_OR_NONE, description: "In the view context: the word's token in the third sentence." },
  axis: {
    type: "string",
    enum: ["whole", "close"],
    default: "whole",
    description: "In the view context: the cosine's axis from 0, or close up.",
  },
  cell: { type: "string", enum: CELLS, default: "lstm", description: "The recurrent net." },
  checkpoint: {
    type: "string",
    enum: ["trained", "initial"],
    default: "trained",
    description: "The net's weights: trained, or torch's default initialisation.",
  },
  forget_bias: {
    type: ["number", "null"],
    minimum: -10,
    maximum: 10,
    default: null,
    description: "With checkpoint=initial: bias of the LSTM's forget gate. Left out: as it is.",
  },
  recurrent_scale: {
    type: ["number", "null"],
    minimum: 0,
    maximum: 10,
    default: null,
    description: "With checkpoint=initial: what the recurrent matrix is multiplied by. Left out: nothing.",
  },
  sort: { type: "string", enum: SORTS, default: "carrier", description: "What the net's units are ordered by." },
  unit: {
    ...COUNT_OR_NONE,
    description: "The unit that is looked at, counted from 0. Left out: the first of the order.",
  },
  track: {
    type: "string",
    pattern: "^(gates|states)\\.[a-z]{1,20}$",
    default: "gates.input",
    examples: ["gates.input", "states.cell"],
    description: "In the view unit: the gate or state that the threshold is on.",
  },
  threshold: {
    type: "number",
    minimum: 0,
    maximum: 100,
    default: 0.5,
    description: "In the view unit: where the track is at least this, in magnitude, the unit counts as on.",
  },
  at: {
    ...COUNT_OR_NONE,
    description: "The token whose step is looked into, counted from 0. Left out: the view's own choice.",
  },
  move: {
    type: "integer",
    minimum: 0,
    maximum: 3,
    default: 0,
    description: "In the view step: the move of the step, counted from 0.",
  },
  share: {
    type: "string",
    enum: ["projected", "unit", "kept"],
    default: "projected",
    description: "In the view shares: how a state is split into what each token wrote.",
  },
  joint: {
    type: "string",
    enum: ["words", "pieces"],
    default: "words",
    description: "In the view shares: what the shares and the head beside them are between.",
  },
  measure: {
    type: "string",
    enum: ["ratio", "norm"],
    default: "ratio",
    description: "In the view reach: gradients relative to the token's own, or their norms.",
  },
  replaced: { ...COUNT_OR_NONE, description: "In the view reach: the token that is swapped." },
  by_piece: {
    ...TEXT,
    description: "In the view reach: the rival that it is swapped for, or <unknown>. Empty: its first rival.",
  },
  scale: { type: "string", enum: SCALES, default: "sqrt", description: "The colour scale of weights." },
  direction: {
    type: "string",
    enum: ["both", "from", "to"],
    default: "both",
    description: "In the view tokens: what a token looks at, what looks at it, or both.",
  },
  layout: {
    type: "string",
    enum: ["columns", "line"],
    default: "columns",
    description: "In the view arcs: two columns, or one line of tokens.",
  },
  numbers: {
    type: "boolean",
    default: false,
    description: "In the view tokens: whether every number stands under its token.",
  },
  window: {
    type: "string",
    format: "window",
    pattern: FORMATS.window.pattern,
    default: "",
    examples: ["r0-16.c4-20"],
    description: "In the views heatmap and heads: the first and the last row and column on view. Empty: all.",
  },
  toy: {
    type: "string",
    format: "scores",
    pattern: FORMATS.scores.pattern,
    default: "",
    examples: ["8,5,1,3"],
    description: "In the view steps: four made-up scores for the softmax to try. Empty: the example's.",
  },
  lines: {
    type: "string",
    enum: ["reading", "weight"],
    default: "reading",
    description: "In the view steps: the keys in reading order, or by weight.",
  },
  strips: {
    type: "string",
    enum: ["keys", "products"],
    default: "keys",
    description: "In the view steps: the strip of a line shows the key, or its products with the query.",
  },
  scaling: {
    type: "boolean",
    default: true,
    description:
      "In the view steps: whether scores are scaled before the softmax, as in the model; without it, the list is a toy.",
  },
  all_keys: {
    type: "boolean",
    default: false,
    description: "In the view steps: whether the list has all keys, or the strongest.",
  },
  dims: {
    type: "string",
    enum: ["size", "index"],
    default: "size",
    description: "In the view steps: what the dimensions of a score are ordered by.",
  },
  all_heads: {
    type: "boolean",
    default: false,
    description: "In the view find: whether all heads have a picture, or the first.",
  },
  candidate: {
    ...COUNT,
    default: 0,
    description: "In the view lens: which of the final candidates is followed through the layers, counted from 0.",
  },
  theme: {
    type: "string",
    enum: ["auto", "light", "dark"],
    default: "auto",
    description: "Colours of the page; auto follows the reader's.",
  },
  lang: {
    type: "string",
    enum: ["", "en", "zh"],
    default: "",
    description: "Language of the words. Empty: the reader's own.",
  },
  pin: {
    type: "string",
    format: "pin",
    pattern: FORMATS.pin.pattern,
    default: "",
    examples: ["a7", "a7.2", "t7.2", "g5.12.gates.input", "g7-2"],
    description:
      "What is pinned: a7, a token of the Transformer; a7.2, query and key; t7.2, of a decoder beside an encoder; g5.12.gates.input, token, unit and gate of the net; g7-2, a state and what it holds. Empty: nothing.",
  },
} as const;

export type Key = keyof typeof KEY_SCHEMAS;
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
export type ViewState = { -readonly [K in Key]: Held<(typeof KEY_SCHEMAS)[K]> };

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
}
