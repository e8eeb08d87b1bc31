/** Shapes that the modules pass to each other. The API's own are in app/schemas.py. */

/** Whose tokens: the Transformer's, those of its decoder where it has an encoder too, or the recurrent net's. */
export type Source = "attention" | "target" | "gates";
export type Part = "encoder" | "decoder" | "cross";
/** From the first (a) or second (b) sentence, to the first or second; empty: everything. */
export type Quarter = "" | "aa" | "ab" | "ba" | "bb";
export type Predicts = "next" | "masked";
export type Theme = "light" | "dark";
export type Lang = "en" | "zh";

/** Colour roles: the renderer knows what each looks like in light and in dark. */
export type Role = "ink" | "soft" | "faint" | "paper" | "warn" | "over-low" | "over-high" | "on-dark" | "on-light" | "band" | "none" | Hue;
/** Told apart by the colour-blind too (after Okabe & Ito 2008), and against the page in both themes. */
export type Hue = "hue-0" | "hue-1" | "hue-2" | "hue-3" | "hue-4" | "hue-5";
export type MapName = "attention" | "gate" | "signed" | "viridis" | "cividis";

export interface ColourScale {
  map: MapName;
  kind: "linear" | "sqrt" | "log";
  domain: readonly [number, number];
}

export interface GroupMark { type: "group"; x: number; y: number; marks: Mark[] }
export interface RectMark {
  type: "rect"; x: number; y: number; width: number; height: number;
  fill: Role; stroke?: Role; strokeWidth?: number; radius?: number;
}
export interface TextMark {
  type: "text"; x: number; y: number; text: string; size: number; fill: Role;
  anchor?: "start" | "middle" | "end"; rotate?: number; bold?: boolean; italic?: boolean;
  underline?: boolean; lang?: string; dir?: "ltr" | "rtl";
}
export interface LineMark {
  type: "line"; x1: number; y1: number; x2: number; y2: number; stroke: Role; strokeWidth?: number; dash?: string;
}
export interface PathMark {
  type: "path"; d: string; fill: Role; stroke?: Role; strokeWidth?: number; dash?: string; opacity?: number;
}
export interface RasterMark {
  type: "raster"; x: number; y: number; width: number; height: number;
  columns: number; rows: number; values: ArrayLike<number>; scale: ColourScale;
}
export type Mark = GroupMark | RectMark | TextMark | LineMark | PathMark | RasterMark;

/** One direction of a region: what its rows, or its columns, stand for. */
export interface Axis {
  kind: "token" | "unit" | "layer" | "head" | "none";
  /** Whose tokens, for a token axis. */
  source?: Source;
  /** Tokens along the axis, where a cell may stand for several. */
  count?: number;
  /** The index of the first token, where the axis shows a part. */
  from?: number;
  /** The tokens of each cell, where cells are neither single tokens nor equal blocks. */
  tokens?: readonly (readonly number[])[];
  /** Where an axis means only the looking, or only the looked at. */
  part?: "query" | "key";
}

/** A part of the scene that answers to the pointer, the cursor and the keyboard. */
export interface Region {
  id: string;
  x: number; y: number; width: number; height: number;
  rows: number; columns: number;
  row: Axis; column: Axis;
  /** A label lights up as a whole, a cell region by rows and columns. */
  role: "cells" | "label";
  /** How far the top of the region leans to the right of its foot. */
  shear?: number;
  /** Answers to the pointer, but does not light up. */
  quiet?: boolean;
  layer?: number; head?: number; array?: string;
  /** The words of all its tokens, where labels are thinned: the lit ones are then set over the others. */
  tags?: string[];
}

export interface Scene {
  width: number; height: number;
  title: string; description: string;
  marks: Mark[]; regions: Region[];
}

/** A number in full, and as the page shows it. */
export interface NumberCell { value: number; shown: string }
export type Cell = string | NumberCell;
/** A table without its document: on the page, in a figure's details, as CSV. The first cell of a row is its heading. */
export interface TableModel { caption: string; head: string[]; rows: Cell[][] }
/** One picture of a view with its words, drawn from the state alone. */
export interface Picture {
  id: string;
  heading: string;
  scene: Scene;
  /** A sentence or two: what there is to see. */
  summary?: string;
  /** What must be known to read it, in the reader's language: in small print under the picture. */
  notes?: string[];
  /** Definitions as the API gives them, in English. */
  definitions?: string[];
  /** Titles and tables of the same numbers. */
  tables?: { title: string; make: () => TableModel }[];
  /** Pictures of the same row stand side by side. */
  row?: string;
  /** What lights up in it, with or without a pin, where its axes are not the page's tokens, or another line than the pin's is meant. */
  lit?: Lit | null;
}
/** Every picture of a view, from the store alone: none before there are data. */
export type Maker = (store: ReturnType<typeof import("./state/app.js").createState>, room: { width: number }) => Picture[];
/** How a view is drawn where there is no page. */
export interface FigureEntry {
  id: "strip" | "context" | AttnView | LabView;
  pictures: Maker;
  /** False where the sentence at hand is not what is drawn. */
  sentence?: false;
  /** Whether a view of the memory panel draws the page's own gates answer, besides what its sources bring. */
  gates?: boolean;
  /** Whether it says how the Transformer reads the sentence, though it is none of the attention panel: a help, without which it stands. */
  attention?: boolean;
  /** Makes an answer of its own the one that a pin is read off, where the page's own gates answer was not asked for. */
  lights?: (store: ReturnType<typeof import("./state/app.js").createState>) => void;
  /** What it shows, as at the head of the panel. */
  intro?: (store: ReturnType<typeof import("./state/app.js").createState>) => string;
  /** Why there is nothing to draw, where all that it asks for has come. */
  why?: (store: ReturnType<typeof import("./state/app.js").createState>) => string;
  /** Asks for what no source brings. */
  more?: (store: ReturnType<typeof import("./state/app.js").createState>, via: Via) => Promise<void>;
}

export interface Token {
  index: number; id: number; text: string; piece: string; start: number; end: number;
  /** 0 for the first sentence, 1 for the second, null for special tokens. */
  sequence: number | null;
  special: boolean; unknown: boolean; fragment: boolean;
  /** Which of how many tokens that share its characters. */
  part: number; parts: number;
}
export interface Notice { code: string; detail: string; tokens: number[]; spans: [number, number][]; layers?: number[]; names?: string[] }
export interface ModelRef {
  id: string; revision: string; weights_sha256: string; converted_from: string | null;
  dtype: string; libraries: Record<string, string>;
}
export interface ModelInfo {
  id: string; title: string; family: string | null; languages: string[];
  layers: number | null; heads: number | null; units: number | null; max_tokens: number | null;
  revision: string; weights_sha256: string | null; license: string | null;
  state: "ready" | "loading" | "on disk" | "fetching" | "to fetch" | "failed";
  progress: { stage: string; done_bytes: number; total_bytes: number } | null;
  problem: string | null; description: string; checkpoints: string[];
  predicts: Predicts | null; reading: "everything" | "weights" | null; fetch_bytes: number | null;
  /** Layers that attend, and their heads; null before the model is loaded. */
  attending?: number[] | null; heads_by_layer?: number[] | null;
}
export interface ModelsAnswer { default: string; models: ModelInfo[] }

export interface Problem {
  type: string; title: string; status: number; detail: string; instance?: string;
  errors?: { pointer: string; detail: string }[]; limit?: number; got?: number;
}

/** Which layers attend, ascending: each a row of the arrays about all layers; see data/layers.js. */
export interface Layers {
  numbers: readonly number[];
  /** How many layers the model has, those that do not attend included. */
  total: number;
  /** Heads by row; arrays are padded to the most that a row has. */
  each: readonly number[]; width: number;
}
/** The largest weight of every head, by row of the layers and head; null where there is none. */
export interface LargestWeights { weights: (number | null)[][]; queries: (number | null)[][]; keys: (number | null)[][] }
export interface Thumbnails {
  /** Codes on a square-root scale, [layer][head][query_bin][key_bin]. */
  codes: Uint8Array;
  layers: Layers; bins: number; definition: string; maxAbsError: number;
  /** From the weights themselves; of all, and of those that say something about the head. Null in figures frozen before. */
  largest: LargestWeights | null; free: LargestWeights | null;
}
export interface AttentionData {
  model: ModelRef; family: string; text: string; textPair: string | null;
  tokens: Token[]; targetTokens: Token[] | null; predicts: Predicts | null;
  notices: Notice[]; thumbnails: Thumbnails;
  /** By row of the layers, the queries that may see one key only; null in figures frozen before. */
  forced: number[][] | null;
  /** What was changed in the run that all of it is of: tokens that nobody could attend to, heads that were off. */
  mask?: readonly number[] | undefined; ablate?: readonly HeadRef[] | undefined;
}
/** One head as the API gives it: all of its matrices. */
export interface HeadData {
  model: ModelRef; family: string; layer: number; head: number;
  tokens: Token[]; targetTokens: Token[] | null;
  /** [query * key] of the model's own tokens; of a decoder beside an encoder; from that decoder to the encoder. */
  own: Float32Array; target: Float32Array | null; cross: Float32Array | null;
  /** Queries that may see one key only, of its own tokens; null where the answer does not say. */
  forced: readonly number[] | null;
  /** What was changed in the run that it is of. */
  mask?: readonly number[] | undefined; ablate?: readonly HeadRef[] | undefined;
  words: { groups: number[][]; weights: Float32Array; definition: string } | null;
}
/** What the rows, or the columns, of a matrix stand for: a label each, and the tokens that it covers. */
export interface Side { source: Source; labels: Token[]; tokens: number[][] }
export interface HeadRef { layer: number; head: number }
/** One matrix of a head as a view draws it: everything or a quarter, between pieces or between words. */
export interface Matrix {
  model: ModelRef; layer: number; head: number;
  /** The heads that it is the mean of, where it is one. */
  mean?: readonly HeadRef[];
  /** What the numbers are, where they are not weights: weights times norms, without an upper bound. */
  quantity?: "value";
  queries: Side; keys: Side; weights: Float32Array;
  /** Whether what comes after a query is masked. */
  causal: boolean;
  /** By row, whether it may see one key only: its weight is 1 whatever the head. */
  forced: readonly boolean[];
  /** Whether keys were left out, so that rows no longer sum to 1. */
  cropped: boolean;
  /** How the numbers came about, where they are not the model's own. */
  derived: string | null;
}
export interface PredictionsData { text: string; model: ModelRef; predicts: Predicts; temperature: number; lists: Prediction[][] }
/** One word in two sentences. */
export interface ContextPair {
  model: ModelRef; textA: string; textB: string; tokensA: Token[]; tokensB: Token[]; tokenA: number; tokenB: number;
  /** The embedding first, then the output of each layer. */
  cosine: number[]; definition: string; notices: Notice[];
}
/** A word of the first sentence held against one of the second, and perhaps of a third. */
export interface ContextData { main: ContextPair; reference: ContextPair | null }
export interface Prediction { text: string; probability: number }
/** Whose equations: the counter's are an LSTM's. */
export type Kind = "lstm" | "gru" | "rnn";
export interface GatesData {
  model: ModelRef; cell: string; kind: Kind; checkpoint: string; text: string; tokens: Token[]; notices: Notice[];
  /** What was done to the untrained net, where something was. */
  forgetBias: number | null; recurrentScale: number | null;
  units: number; arrays: Record<string, Float32Array>;
  predictions: Prediction[][] | null; order: number[]; orderDefinition: string;
  /** By gate, each [unit]: the share of steps below 0.1 and above 0.9. */
  saturation: Record<string, { low: number[]; high: number[] }>; saturationDefinition: string;
  /** [unit], in tokens; null where nothing decays or no gate keeps. */
  halfLife: (number | null)[]; halfLifeDefinition: string;
  check: Check;
  /** All that the net reads; `tokens` and arrays end where float32 and float64 are apart, at `apart`. */
  read: Token[]; apart: number | null;
}

/** How an answer about a recurrent net was checked, and from which token on it is rounding alone. */
export interface Check { against: string; max_abs_error: number; tolerance: number; first_apart?: number | null; apart_tolerance?: number }

export interface Resource<T> {
  status: "idle" | "loading" | "ready" | "error";
  data: T | null; problem: Problem | null;
}

/** A token, or a cell of two tokens or of a token and a unit, that is pointed at or pinned. */
export interface Cursor { source: Source; token: number; key?: number; unit?: number; array?: string }

/** The tokens that are lit in a panel: those that look (rows) and those that are looked at (columns). */
export interface LitTokens { rows: number[]; columns: number[] }
export type Lit = Record<"attention" | "gates", LitTokens> & { target?: LitTokens };

/** What of a Response is used. */
export interface Answered { ok: boolean; status: number; statusText: string; json: () => Promise<any>; arrayBuffer: () => Promise<ArrayBuffer> }
export type Transport = (path: string, asked: { method?: string; headers: Record<string, string>; body?: string; signal?: AbortSignal | null }) => Promise<Answered>;
/** By what something is asked for: where, until when, and with what is kept of earlier answers. */
export interface Via {
  transport: Transport;
  /** Null: it is not dropped. */
  signal: AbortSignal | null;
  /** What a source keeps, by the source's name; made when there is none. */
  kept: <T>(name: string, make: () => T) => T;
  /** Whether to ask for what will be wanted next, too. */
  ahead: boolean;
}

/** What the memory panel can show. */
export type LabView = "gates" | "unit" | "step" | "cells" | "shares" | "reach" | "gaps" | "cost" | "order";
/** What the attention panel can show. */
export type AttnView =
  "heads" | "heatmap" | "arcs" | "tokens" | "rollout" | "steps" | "find" | "contributions" | "change" | "lens" | "compare" | "table";
type LabState = import("./state/app.js").AppState;
/** Something that views of a panel ask for: when, and how. */
export interface PanelSource<V extends string> {
  name: string;
  /** Asked for only while one of these is shown. */
  views: readonly V[];
  /** What the answer depends on: asked again when one of these changed. */
  keys: readonly (keyof import("./state/permalink.js").ViewState)[];
  ask: (state: LabState, via: Via) => Promise<any>;
  /** What else it depends on, beyond plain values of the state. */
  question?: (state: LabState) => unknown;
  /** Keys of fetched data on which `question` or `ready` look. */
  wakes?: readonly (keyof LabState)[];
  /** Whether there is anything to ask; where not, the data are null and nothing is waited for. */
  ready?: (state: LabState) => boolean;
  /** A help beside the pictures: no view waits for it, or fails with it. */
  quiet?: boolean;
}
export type LabSource = PanelSource<LabView>;
export type AttnSource = PanelSource<AttnView>;

/** The choices that the attention panel draws once, for the views that name them. */
export type AttnControl =
  "heads" | "mix" | "part" | "by" | "quarter" | "special" | "filter" | "scale" | "colour" | "quantity" | "temperature";
/** What is drawn of one head, of several heads' mean, after all choices. */
export interface DrawnMatrix {
  /** 3.1, or mean. */
  id: string;
  label: string;
  heads: readonly HeadRef[];
  /** As it is drawn: without what is hidden, perhaps renormalised. */
  matrix: Matrix;
  /** The same cells with the numbers as they were before renormalising; the same object where they were not. */
  truth: Matrix;
  /** How the numbers came about where they are not the model's own, in the reader's words; null: they are. */
  derived: string | null;
  /** [row] what the row gives to keys that are hidden; null: none are. */
  hiddenMass: Float64Array | null;
  hiddenRows: number;
  hiddenKeys: number;
  /** [row * column] 1 where a cell is drawn; null: all are. */
  drawn: Uint8Array | null;
}
/** How a view comes by its part on the page. */
export type Create<P> = (store: ReturnType<typeof import("./state/app.js").createState>, hands: import("./ui/figure.js").Hands) => P;
/** A view of a panel, whose code is there, or is loaded when it is first shown. */
export type PanelEntry<V, P> = { id: V; create: Create<P>; load?: never } | { id: V; load: () => Promise<Create<P>>; create?: never };
/** One view of the attention panel. */
export interface AttnPart {
  node: HTMLElement;
  /** Data, theme, width, language or a key of the state changed. */
  draw(): void;
  /** The cursor moved. */
  read?(): void;
  light?(lit: Lit): void;
  /** Pictures that light up with the cursor. */
  readonly stages?: readonly { light(lit: Lit | null): void }[];
  /** Which of the panel's choices concern it. */
  controls?: readonly AttnControl[];
  /** Said at the head of the panel instead of the general words. */
  intro?(): string;
  /** Addresses of the same numbers: JSON, safetensors. */
  twins?(): { json: string; tensors?: string } | null;
  /** False where the notes on the model do not belong under it. */
  notes?: boolean;
}
export type AttnEntry = PanelEntry<AttnView, AttnPart>;

/** One laboratory view on the page. */
export interface LabPart {
  node: HTMLElement;
  /** Data, theme, width, language or a key of the state changed. */
  draw(): void;
  /** The cursor moved. */
  read?(): void;
  light?(lit: Lit): void;
  /** Pictures that light up with the cursor. */
  stages?: readonly { light(lit: Lit | null): void }[];
  /** Whether it draws the page's own gates answer too, besides what its sources bring. */
  gates?: boolean;
  /** Which of the panel's pickers concern it; all, if left out. */
  pickers?: readonly ("cell" | "checkpoint")[];
  /** Said at the head of the panel instead of the general words. */
  intro?(): string;
  /** Addresses of the same numbers: JSON, safetensors. */
  twins?(): { json: string; tensors?: string } | null;
  /** False where the notes on the one chosen net do not belong under it. */
  notes?: boolean;
}
export type LabEntry = PanelEntry<LabView, LabPart>;

/** A place on an axis that two models share: the tokens of each that stand there, perhaps none. */
export interface Place { attention: number[]; gates: number[] }
/** What the state at each token still holds of what was written at each token before it. */
export interface SharesData {
  model: ModelRef; cell: string; kind: Kind; checkpoint: string; text: string; tokens: Token[];
  /** Null: projected on what was predicted at each step. */
  unit: number | null;
  /** [token * source] */
  values: Float64Array; kept: Float64Array | null;
  totals: number[]; rebuildError: number; predicted: string[] | null; rivals: string[][] | null; definition: string;
  /** All that the net reads; `tokens` and shares end where float32 and float64 are apart, at `apart`. */
  read: Token[]; apart: number | null; check: Check;
}
/** Shares as they are drawn: rows and columns are the same, pieces or words. */
export interface SharesSquare {
  /** The tokens after which a row's states are taken: of a word all, or its last. */
  side: Side; states: readonly (readonly number[])[]; values: Float64Array; totals: number[] | null; quantity: "projected" | "unit" | "kept"; derived: boolean; data: SharesData;
}
/** How far back the gradient of one net's state reaches, by distance; null for what float64 cannot hold. */
export interface ReachCurve {
  cell: "lstm" | "gru" | "rnn"; checkpoint: "trained" | "initial"; forgetBias: number | null; recurrentScale: number | null;
  norms: (number | null)[]; ratios: (number | null)[];
  slope: number | null; rSquared: number | null; halfLife: number | null; doubling: number | null; definition: string;
  /** The first token after which even float64 has lost the net's state; null where there is none. */
  apart: number | null;
}
/** The curves of several nets on one sentence, up to one token. */
export interface ReachData {
  text: string; tokens: Token[]; token: number; curves: ReachCurve[];
  /** The nets that answered, where it is known. */
  models?: ModelRef[];
}
export interface Swap { id: number; text: string; totalVariation: number; predictions: Prediction[] }
/** What one net's prediction after a token makes of the replacement of each token up to it. */
export interface SwapsOfCell {
  cell: "lstm" | "gru" | "rnn"; values: number[]; unknown: number[]; replacements: Swap[][]; baseline: Prediction[]; definition: string;
}
export interface CounterfactualData { reach: ReachData; cells: SwapsOfCell[] }

/** One gate of one unit at one token: /api/v1/gates/steps, as it answers. */
export interface StepGate {
  input_weights: number[]; input_terms: number[]; input_bias: number; input_sum: number;
  recurrent_weights: number[]; recurrent_terms: number[]; recurrent_bias: number; recurrent_sum: number;
  /** The factor on the recurrent sum and its bias, in a GRU's candidate. */
  reset: number | null;
  sum: number; activation: number; function: "sigmoid" | "tanh";
}
export interface StepData {
  model: ModelRef; cell: string; kind: Kind; checkpoint: string; forget_bias: number | null; recurrent_scale: number | null;
  text: string; tokens: Token[]; notices: Notice[]; token: number; unit: number;
  input: number[]; hidden_before: number[]; cell_before: number | null;
  gates: Record<string, StepGate>;
  update: {
    previous: number; kept: number | null; written: number | null; cell: number | null; squashed: number | null; hidden: number;
  };
  definition: string; check: Check;
}
/** A wire of a cell's diagram: whose number it carries, where it runs, how wide, and whether it belongs to the move. */
export interface Wire { id: string; d: string; width: number; on: boolean }
export interface StepScene extends Scene {
  wires: Wire[];
  /** How far down the wires are drawn from where they say. */
  shift: number;
}

/* Arcs, running text and rollout. */
export type WeightScale = "sqrt" | "linear" | "row" | "log";
/** One head, or a mean of several, for pictures in which several lie over each other. */
export interface HeadLinks {
  label: string; matrix: Matrix;
  /** [query * key]: 1 where the reader's filter leaves the weight; null: everywhere. */
  drawn: ArrayLike<number> | null;
}

/** One head as one token looks: /api/v1/attention/steps, as it answers. */
export interface HeadStep {
  model: ModelRef; family: string; text: string; text_pair: string | null;
  tokens: Token[]; target_tokens: Token[] | null; notices: Notice[];
  layer: number; head: number; query_token: number; part: Part;
  query: number[]; keys: number[][]; values: number[][];
  raw_scores: number[]; scale: number; cap: number | null; masked: boolean[]; added: (number | null)[] | null;
  scores: (number | null)[]; weights: number[]; weighted_values: number[][]; output: number[];
  contributions: { definition: string; norms: number[]; shares: number[]; bias_share: number } | null;
  definition: string;
}
/** A line of the inspector's list: one key, or the others together. */
export interface InspectorRow { kind: "key" | "rest" | "masked"; keys: number[] }
/** Attention rollout of a sentence, and the mean over heads that it is made from. */
export interface RolloutData {
  model: ModelRef; family: string; text: string; tokens: Token[]; layers: Layers;
  /** By row of the layers, [row * query * key]: after each layer that attends. */
  rollout: Float32Array;
  /** [query * key] by row of the layers: the mean over the heads; null where it was not asked for. */
  means: (Float32Array | null)[];
  definition: string;
}
