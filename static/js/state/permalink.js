/** The whole view state ↔ the URL's query. Defaults are left out; whatever is in comes back the same. */

/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").AttnView} AttnView */
/** @typedef {import("../types.js").HeadRef} HeadRef */
/** @typedef {import("../types.js").LabView} LabView */

/** What the attention panel can show, in the order of its tabs. @type {readonly AttnView[]} */
export const ATTN_VIEWS = ["heads", "heatmap", "arcs", "tokens", "rollout", "steps", "find", "contributions", "change", "lens", "compare", "table"];
/** What the memory panel can show, in the order of its tabs. @type {readonly LabView[]} */
export const LAB_VIEWS = ["gates", "unit", "step", "cells", "shares", "reach", "gaps", "cost", "order"];
/** The counter is an LSTM of ten units that reads the letters a and b. */
export const CELLS = /** @type {const} */ (["lstm", "gru", "rnn", "counter"]);
export const SCALES = /** @type {const} */ (["sqrt", "linear", "row", "log"]);
export const COLOURS = /** @type {const} */ (["blue", "viridis", "cividis"]);
/** What the API has a number a head for; the first eight are habits. */
export const STATISTICS = /** @type {const} */ (["previous", "next", "self", "first", "separator", "same-word", "broad", "narrow", "entropy", "distance"]);
export const HABITS = /** @type {const} */ (["previous", "next", "self", "first", "separator", "same-word", "broad", "narrow"]);
export const SORTS = /** @type {const} */ (["carrier", "index", "saturation", "half-life", "mean", "change"]);

/**
 * @typedef {object} ViewState
 * @property {string} text
 * @property {string} model
 * @property {string} text_pair a second sentence, read with the first; empty: none
 * @property {"" | "context" | AttnView | LabView} view empty: everything side by side; one of a panel's: that alone
 * @property {AttnView} attend what the attention panel shows where everything is side by side
 * @property {LabView} lab what the memory panel shows there
 * @property {number} layer
 * @property {number} head
 * @property {readonly HeadRef[]} heads others chosen with it
 * @property {"apart" | "mean"} mix how several heads are drawn
 * @property {"show" | "hide"} special tokens
 * @property {boolean} renormalise rows of which keys are left out
 * @property {"none" | "least" | "mass"} filter of what is drawn
 * @property {number} least weights below it are not drawn
 * @property {number} mass the fewest keys of a row that hold this share of it are drawn
 * @property {(typeof COLOURS)[number]} colour of attention
 * @property {"weight" | "value"} quantity the weights, or weights times the norms of what they weigh
 * @property {"" | "contribution" | (typeof STATISTICS)[number]} order of the heads; empty: by layer
 * @property {"sorted" | "layers"} arrange the heads in that order, or by layer with its numbers under them
 * @property {"" | (typeof HABITS)[number]} habit that is looked for
 * @property {string} from tokens that look, 4 or 4,6 (the last included); empty: none
 * @property {string} to tokens that are looked at
 * @property {readonly number[]} mask tokens that nobody may look at
 * @property {readonly HeadRef[]} ablate heads that are switched off
 * @property {"text" | "model" | "head"} against what is compared with
 * @property {string} model_b
 * @property {number} layer_b
 * @property {number} head_b
 * @property {"script" | "moved"} matched whether a token that stands elsewhere in the second sentence is the same token
 * @property {import("../types.js").Part} part of an encoder-decoder model
 * @property {import("../types.js").Quarter} quarter of a pair of sentences
 * @property {"pieces" | "words"} by what the weights of one head are between
 * @property {number} temperature of predictions; 1 is the model's own
 * @property {string} text_b in the context view, the sentence to compare with
 * @property {string} text_c and one more, for reference
 * @property {number | null} token_a the word in the first sentence; null: the one that the sentences share
 * @property {number | null} token_b
 * @property {number | null} token_c
 * @property {"whole" | "close"} axis of the cosine
 * @property {(typeof CELLS)[number]} cell
 * @property {"trained" | "initial"} checkpoint
 * @property {number | null} forget_bias of the untrained net; null: as it is
 * @property {number | null} recurrent_scale what the untrained net's recurrent matrix is multiplied by; null: as it is
 * @property {(typeof SORTS)[number]} sort of the units
 * @property {number | null} unit whose tracks are shown; null: the first of the order
 * @property {string} track the array that the threshold is on
 * @property {number} threshold
 * @property {number | null} at the step that is looked into; null: the view's own choice
 * @property {number} move of the step player
 * @property {"projected" | "unit" | "kept"} share
 * @property {"words" | "pieces"} joint what the surviving shares and a head's weights beside them are between
 * @property {"ratio" | "norm"} measure of a gradient's reach
 * @property {number | null} replaced the token that is swapped
 * @property {string} by_piece what it is swapped for
 * @property {(typeof SCALES)[number]} scale
 * @property {"both" | "from" | "to"} direction of one token's attention: what it looks at, what looks at it
 * @property {"columns" | "line"} layout of lines between tokens
 * @property {boolean} numbers whether running text has every number under its token
 * @property {"auto" | "light" | "dark"} theme
 * @property {"" | "en" | "zh"} lang empty: the reader's own
 * @property {Cursor | null} pin
 */

/** Layer 3, head 1 of MiniLM links "it" to "animal" in the first sentence. @type {ViewState} */
export const DEFAULTS = {
  text: "The animal didn't cross the street because it was too tired.",
  text_pair: "",
  model: "auto",
  view: "",
  attend: "heads",
  lab: "gates",
  layer: 3,
  head: 1,
  heads: [],
  mix: "apart",
  special: "show",
  renormalise: false,
  filter: "none",
  least: 0.05,
  mass: 0.9,
  colour: "blue",
  quantity: "weight",
  order: "",
  arrange: "sorted",
  habit: "",
  from: "",
  to: "",
  mask: [],
  ablate: [],
  against: "text",
  model_b: "auto",
  layer_b: 0,
  head_b: 0,
  matched: "script",
  part: "encoder",
  quarter: "",
  by: "pieces",
  temperature: 1,
  text_b: "",
  text_c: "",
  token_a: null,
  token_b: null,
  token_c: null,
  axis: "whole",
  cell: "lstm",
  checkpoint: "trained",
  forget_bias: null,
  recurrent_scale: null,
  sort: "carrier",
  unit: null,
  track: "gates.input",
  threshold: 0.5,
  at: null,
  move: 0,
  share: "projected",
  joint: "words",
  measure: "ratio",
  replaced: null,
  by_piece: "",
  scale: "sqrt",
  direction: "both",
  layout: "columns",
  numbers: false,
  theme: "auto",
  lang: "",
  pin: null,
};

/** @param {readonly string[]} allowed @returns {(value: string) => string | undefined} */
const oneOf = (allowed) => (value) => (allowed.includes(value) ? value : undefined);

/** @param {string} value @returns {number | undefined} */
const count = (value) => (/^\d{1,6}$/.test(value) ? Number(value) : undefined);

/** What the server takes. @param {string} value @returns {number | undefined} */
function warmth(value) {
  const read = /^\d{1,2}(\.\d{1,4})?$/.test(value) ? Number(value) : NaN;
  return read >= 0.05 && read <= 20 ? read : undefined;
}

/** @param {number} least @param {number} most @returns {(value: string) => number | undefined} */
const between = (least, most) => (value) => {
  const read = /^-?\d{1,3}(\.\d{1,6})?$/.test(value) ? Number(value) : NaN;
  return read >= least && read <= most ? read : undefined;
};

/** @param {Cursor} pin such as a7 (a token), a7.2 (query and key), t7.2 (of a decoder beside an encoder), g5.12.gates.input (token, unit, band), g7-2 (a state and what it holds) */
export function writePin(pin) {
  const { source, token, key, unit, array } = pin;
  if (source === "gates" && key !== undefined) return `g${token}-${key}`;
  if (source !== "gates") return key === undefined ? `${source[0]}${token}` : `${source[0]}${token}.${key}`;
  const rest = unit === undefined ? "" : `.${unit}`;
  return `g${token}${rest}${array === undefined ? "" : `.${array}`}`;
}

/** @param {string} written @returns {Cursor | undefined} */
export function readPin(written) {
  const attention = /^([at])(\d{1,6})(?:\.(\d{1,6}))?$/.exec(written);
  if (attention) {
    const [, letter, token, key] = attention;
    return { source: letter === "a" ? "attention" : "target", token: Number(token), ...(key === undefined ? {} : { key: Number(key) }) };
  }
  const held = /^g(\d{1,6})-(\d{1,6})$/.exec(written);
  if (held) return { source: "gates", token: Number(held[1]), key: Number(held[2]) };
  const gate = /^g(\d{1,6})(?:\.(\d{1,6}))?(?:\.((?:gates|states)\.[a-z]+))?$/.exec(written);
  if (!gate) return undefined;
  const [, token, unit, array] = gate;
  return {
    source: "gates",
    token: Number(token),
    ...(unit === undefined ? {} : { unit: Number(unit) }),
    ...(array === undefined ? {} : { array }),
  };
}

/** How many heads or tokens an address may list. */
const MANY = 64;

/** @param {readonly HeadRef[]} heads such as 3.1-5.11 */
export const writeHeads = (heads) => heads.map(({ layer, head }) => `${layer}.${head}`).join("-");

/** @param {string} written @returns {HeadRef[] | undefined} each once */
export function readHeads(written) {
  if (!/^\d{1,4}\.\d{1,4}(-\d{1,4}\.\d{1,4})*$/.test(written)) return undefined;
  return [...new Set(written.split("-"))].slice(0, MANY).map((one) => {
    const [layer = 0, head = 0] = one.split(".").map(Number);
    return { layer, head };
  });
}

/** @param {string} written such as 2-5 @returns {number[] | undefined} each once */
function readIndices(written) {
  return /^\d{1,6}(-\d{1,6})*$/.test(written) ? [...new Set(written.split("-").map(Number))].slice(0, MANY) : undefined;
}

/** @param {string} value one token, or the first and the last */
const span = (value) => (/^\d{1,6}(,\d{1,6})?$/.test(value) ? value : undefined);

/** @param {string} value */
const whether = (value) => ({ true: true, false: false })[value];

/** How each key is read; undefined means that the value is not one, and the default stays. */
const READ = /** @type {Record<keyof ViewState, (value: string) => any>} */ ({
  text: (value) => value,
  text_pair: (value) => value,
  model: (value) => value || undefined,
  view: oneOf(["context", ...ATTN_VIEWS, ...LAB_VIEWS]),
  attend: oneOf(ATTN_VIEWS),
  lab: oneOf(LAB_VIEWS),
  layer: count,
  head: count,
  heads: readHeads,
  mix: oneOf(["apart", "mean"]),
  special: oneOf(["show", "hide"]),
  renormalise: whether,
  filter: oneOf(["none", "least", "mass"]),
  least: between(0, 1),
  mass: between(0, 1),
  colour: oneOf(COLOURS),
  quantity: oneOf(["weight", "value"]),
  order: oneOf([...STATISTICS, "contribution"]),
  arrange: oneOf(["sorted", "layers"]),
  habit: oneOf(HABITS),
  from: span,
  to: span,
  mask: readIndices,
  ablate: readHeads,
  against: oneOf(["text", "model", "head"]),
  model_b: (value) => value || undefined,
  layer_b: count,
  head_b: count,
  matched: oneOf(["script", "moved"]),
  part: oneOf(["encoder", "decoder", "cross"]),
  quarter: oneOf(["aa", "ab", "ba", "bb"]),
  by: oneOf(["pieces", "words"]),
  temperature: warmth,
  text_b: (value) => value,
  text_c: (value) => value,
  token_a: count,
  token_b: count,
  token_c: count,
  axis: oneOf(["whole", "close"]),
  cell: oneOf(CELLS),
  checkpoint: oneOf(["trained", "initial"]),
  forget_bias: between(-10, 10),
  recurrent_scale: between(0, 10),
  sort: oneOf(SORTS),
  unit: count,
  track: (value) => (/^(gates|states)\.[a-z]+$/.test(value) ? value : undefined),
  threshold: between(0, 100),
  at: count,
  move: (value) => (/^[0-3]$/.test(value) ? Number(value) : undefined),
  share: oneOf(["projected", "unit", "kept"]),
  joint: oneOf(["words", "pieces"]),
  measure: oneOf(["ratio", "norm"]),
  replaced: count,
  by_piece: (value) => value,
  scale: oneOf(SCALES),
  direction: oneOf(["both", "from", "to"]),
  layout: oneOf(["columns", "line"]),
  numbers: whether,
  theme: oneOf(["auto", "light", "dark"]),
  lang: oneOf(["en", "zh"]),
  pin: readPin,
});
/** How what is not plain is written. @type {Partial<Record<keyof ViewState, (value: any) => string>>} */
const WRITE = { pin: writePin, heads: writeHeads, ablate: writeHeads, mask: (/** @type {number[]} */ list) => list.join("-") };
const KEYS = /** @type {(keyof ViewState)[]} */ (Object.keys(DEFAULTS));

/**
 * @param {Partial<ViewState>} state
 * @returns {string} "" or "?…"
 */
export function toQuery(state) {
  const query = new URLSearchParams();
  for (const key of KEYS) {
    const value = state[key];
    if (value === undefined || value === null || value === DEFAULTS[key]) continue;
    const written = (WRITE[key] ?? String)(value);
    if (WRITE[key] && written === "") continue; // an empty list is the default
    query.set(key, written);
  }
  const written = query.toString();
  return written && `?${written}`;
}

/** @param {string} written the URL's query @returns {ViewState} */
export function fromQuery(written) {
  const query = new URLSearchParams(written);
  const state = { ...DEFAULTS };
  for (const key of KEYS) {
    const value = query.get(key);
    if (value === null) continue;
    const read = READ[key](value);
    if (read !== undefined) /** @type {Record<string, any>} */ (state)[key] = read;
  }
  return state;
}

/**
 * What the attention panel shows: the view that stands alone, or the one beside memory; null where the panel is not shown.
 * @param {Pick<ViewState, "view" | "attend">} state @returns {AttnView | null}
 */
export function attentionView({ view, attend }) {
  if (view === "") return attend;
  return ATTN_VIEWS.find((own) => own === view) ?? null;
}

/**
 * What the memory panel shows: the view that stands alone, or the one beside attention; null where the panel is not shown.
 * @param {Pick<ViewState, "view" | "lab">} state @returns {LabView | null}
 */
export function labView({ view, lab }) {
  if (view === "") return lab;
  return LAB_VIEWS.find((own) => own === view) ?? null;
}
