import type { Part, Source } from "../core/types.ts";

/** From the first (a) or second (b) sentence, to the first or second; empty: everything. */
export type Quarter = "" | "aa" | "ab" | "ba" | "bb";

export type Predicts = "next" | "masked";

export interface Token {
  index: number;
  id: number;
  text: string;
  piece: string;
  start: number;
  end: number;
  /** 0 for the first sentence, 1 for the second, null for special tokens. */
  sequence: number | null;
  special: boolean;
  unknown: boolean;
  fragment: boolean;
  /** Which of how many tokens that share its characters. */
  part: number;
  parts: number;
}

export interface Notice {
  code: string;
  detail: string;
  tokens: number[];
  spans: [number, number][];
  layers?: number[];
  names?: string[];
}

export interface ModelRef {
  id: string;
  revision: string;
  weights_sha256: string;
  converted_from: string | null;
  dtype: string;
  libraries: Record<string, string>;
}

export interface ModelInfo {
  id: string;
  title: string;
  family: string | null;
  languages: string[];
  layers: number | null;
  heads: number | null;
  units: number | null;
  max_tokens: number | null;
  revision: string;
  weights_sha256: string | null;
  license: string | null;
  state: "ready" | "loading" | "on disk" | "fetching" | "to fetch" | "failed";
  progress: { stage: string; done_bytes: number; total_bytes: number } | null;
  problem: string | null;
  description: string;
  checkpoints: string[];
  predicts: Predicts | null;
  reading: "everything" | "weights" | null;
  fetch_bytes: number | null;
  /** Layers that attend, and their heads; null before the model is loaded. */
  attending?: number[] | null;
  heads_by_layer?: number[] | null;
}

export interface ModelsAnswer {
  default: string;
  models: ModelInfo[];
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  errors?: { pointer: string; detail: string }[];
  limit?: number;
  got?: number;
}

/** Which layers attend, ascending: each a row of the arrays about all layers; see data/layers.js. */
export interface Layers {
  numbers: readonly number[];
  /** How many layers the model has, those that do not attend included. */
  total: number;
  /** Heads by row; arrays are padded to the most that a row has. */
  each: readonly number[];
  width: number;
}

/** The largest weight of every head, by row of the layers and head; null where there is none. */
export interface LargestWeights {
  weights: (number | null)[][];
  queries: (number | null)[][];
  keys: (number | null)[][];
}

export interface Thumbnails {
  /** Codes on a square-root scale, [layer][head][query_bin][key_bin]. */
  codes: Uint8Array;
  layers: Layers;
  bins: number;
  definition: string;
  maxAbsError: number;
  /** From the weights themselves; of all, and of those that say something about the head. Null in figures frozen before. */
  largest: LargestWeights | null;
  free: LargestWeights | null;
}

export interface AttentionData {
  model: ModelRef;
  family: string;
  text: string;
  textPair: string | null;
  tokens: Token[];
  targetTokens: Token[] | null;
  predicts: Predicts | null;
  notices: Notice[];
  thumbnails: Thumbnails;
  /** By row of the layers, the queries that may see one key only; null in figures frozen before. */
  forced: number[][] | null;
  /** What was changed in the run that all of it is of: tokens that nobody could attend to, heads that were off. */
  mask?: readonly number[] | undefined;
  ablate?: readonly HeadRef[] | undefined;
}

/** One head as the API gives it: all of its matrices. */
export interface HeadData {
  model: ModelRef;
  family: string;
  layer: number;
  head: number;
  tokens: Token[];
  targetTokens: Token[] | null;
  /** [query * key] of the model's own tokens; of a decoder beside an encoder; from that decoder to the encoder. */
  own: Float32Array;
  target: Float32Array | null;
  cross: Float32Array | null;
  /** Queries that may see one key only, of its own tokens; null where the answer does not say. */
  forced: readonly number[] | null;
  /** What was changed in the run that it is of. */
  mask?: readonly number[] | undefined;
  ablate?: readonly HeadRef[] | undefined;
  words: { groups: number[][]; weights: Float32Array; definition: string } | null;
}

/** What the rows, or the columns, of a matrix stand for: a label each, and the tokens that it covers. */
export interface Side {
  source: Source;
  labels: Token[];
  tokens: number[][];
}

export interface HeadRef {
  layer: number;
  head: number;
}

/** One matrix of a head as a view draws it: everything or a quarter, between pieces or between words. */
export interface Matrix {
  model: ModelRef;
  layer: number;
  head: number;
  /** The heads that it is the mean of, where it is one. */
  mean?: readonly HeadRef[];
  /** What the numbers are, where they are not weights: weights times norms, without an upper bound. */
  quantity?: "value";
  queries: Side;
  keys: Side;
  weights: Float32Array;
  /** Whether what comes after a query is masked. */
  causal: boolean;
  /** By row, whether it may see one key only: its weight is 1 whatever the head. */
  forced: readonly boolean[];
  /** Whether keys were left out, so that rows no longer sum to 1. */
  cropped: boolean;
  /** How the numbers came about, where they are not the model's own. */
  derived: string | null;
}

export interface PredictionsData {
  text: string;
  model: ModelRef;
  predicts: Predicts;
  temperature: number;
  lists: Prediction[][];
}

/** One word in two sentences. */
export interface ContextPair {
  model: ModelRef;
  textA: string;
  textB: string;
  tokensA: Token[];
  tokensB: Token[];
  tokenA: number;
  tokenB: number;
  /** The embedding first, then the output of each layer. */
  cosine: number[];
  definition: string;
  notices: Notice[];
}

/** A word of the first sentence held against one of the second, and perhaps of a third. */
export interface ContextData {
  main: ContextPair;
  reference: ContextPair | null;
}

export interface Prediction {
  text: string;
  probability: number;
}

/** Whose equations: the counter's are an LSTM's. */
export type Kind = "lstm" | "gru" | "rnn";

export interface GatesData {
  model: ModelRef;
  cell: string;
  kind: Kind;
  checkpoint: string;
  text: string;
  tokens: Token[];
  notices: Notice[];
  /** What was done to the untrained net, where something was. */
  forgetBias: number | null;
  recurrentScale: number | null;
  units: number;
  arrays: Record<string, Float32Array>;
  predictions: Prediction[][] | null;
  order: number[];
  orderDefinition: string;
  /** By gate, each [unit]: the share of steps below 0.1 and above 0.9. */
  saturation: Record<string, { low: number[]; high: number[] }>;
  saturationDefinition: string;
  /** [unit], in tokens; null where nothing decays or no gate keeps. */
  halfLife: (number | null)[];
  halfLifeDefinition: string;
  check: Check;
  /** All that the net reads; `tokens` and arrays end where float32 and float64 are apart, at `apart`. */
  read: Token[];
  apart: number | null;
}

/** How an answer about a recurrent net was checked, and from which token on it is rounding alone. */
export interface Check {
  against: string;
  max_abs_error: number;
  tolerance: number;
  first_apart?: number | null;
  apart_tolerance?: number;
}

export interface Resource<T> {
  status: "idle" | "loading" | "ready" | "error";
  data: T | null;
  problem: Problem | null;
}

/** What of a Response is used. */
export interface Answered {
  ok: boolean;
  status: number;
  statusText: string;
  json: () => Promise<any>;
  arrayBuffer: () => Promise<ArrayBuffer>;
}

export type Transport = (
  path: string,
  asked: { method?: string; headers: Record<string, string>; body?: string; signal?: AbortSignal | null },
) => Promise<Answered>;

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

/** A place on an axis that two models share: the tokens of each that stand there, perhaps none. */
export interface Place {
  attention: number[];
  gates: number[];
}

/** What the state at each token still holds of what was written at each token before it. */
export interface SharesData {
  model: ModelRef;
  cell: string;
  kind: Kind;
  checkpoint: string;
  text: string;
  tokens: Token[];
  /** Null: projected on what was predicted at each step. */
  unit: number | null;
  /** [token * source] */
  values: Float64Array;
  kept: Float64Array | null;
  totals: number[];
  rebuildError: number;
  predicted: string[] | null;
  rivals: string[][] | null;
  definition: string;
  /** All that the net reads; `tokens` and shares end where float32 and float64 are apart, at `apart`. */
  read: Token[];
  apart: number | null;
  check: Check;
}

/** Shares as they are drawn: rows and columns are the same, pieces or words. */
export interface SharesSquare {
  /** The tokens after which a row's states are taken: of a word all, or its last. */
  side: Side;
  states: readonly (readonly number[])[];
  values: Float64Array;
  totals: number[] | null;
  quantity: "projected" | "unit" | "kept";
  derived: boolean;
  data: SharesData;
}

/** How far back the gradient of one net's state reaches, by distance; null for what float64 cannot hold. */
export interface ReachCurve {
  cell: "lstm" | "gru" | "rnn";
  checkpoint: "trained" | "initial";
  forgetBias: number | null;
  recurrentScale: number | null;
  norms: (number | null)[];
  ratios: (number | null)[];
  slope: number | null;
  rSquared: number | null;
  halfLife: number | null;
  doubling: number | null;
  definition: string;
  /** The first token after which even float64 has lost the net's state; null where there is none. */
  apart: number | null;
}

/** The curves of several nets on one sentence, up to one token. */
export interface ReachData {
  text: string;
  tokens: Token[];
  token: number;
  curves: ReachCurve[];
  /** The nets that answered, where it is known. */
  models?: ModelRef[];
}

export interface Swap {
  id: number;
  text: string;
  totalVariation: number;
  predictions: Prediction[];
}

/** What one net's prediction after a token makes of the replacement of each token up to it. */
export interface SwapsOfCell {
  cell: "lstm" | "gru" | "rnn";
  values: number[];
  unknown: number[];
  replacements: Swap[][];
  baseline: Prediction[];
  definition: string;
}

export interface CounterfactualData {
  reach: ReachData;
  cells: SwapsOfCell[];
}

/** One gate of one unit at one token: /api/v1/gates/steps, as it answers. */
export interface StepGate {
  input_weights: number[];
  input_terms: number[];
  input_bias: number;
  input_sum: number;
  recurrent_weights: number[];
  recurrent_terms: number[];
  recurrent_bias: number;
  recurrent_sum: number;
  /** The factor on the recurrent sum and its bias, in a GRU's candidate. */
  reset: number | null;
  sum: number;
  activation: number;
  function: "sigmoid" | "tanh";
}

export interface StepData {
  model: ModelRef;
  cell: string;
  kind: Kind;
  checkpoint: string;
  forget_bias: number | null;
  recurrent_scale: number | null;
  text: string;
  tokens: Token[];
  notices: Notice[];
  token: number;
  unit: number;
  input: number[];
  hidden_before: number[];
  cell_before: number | null;
  gates: Record<string, StepGate>;
  update: {
    previous: number;
    kept: number | null;
    written: number | null;
    cell: number | null;
    squashed: number | null;
    hidden: number;
  };
  definition: string;
  check: Check;
}

/** One head, or a mean of several, for pictures in which several lie over each other. */
export interface HeadLinks {
  label: string;
  matrix: Matrix;
  /** [query * key]: 1 where the reader's filter leaves the weight; null: everywhere. */
  drawn: ArrayLike<number> | null;
}

/** One head as one token looks: /api/v1/attention/steps, as it answers. */
export interface HeadStep {
  model: ModelRef;
  family: string;
  text: string;
  text_pair: string | null;
  tokens: Token[];
  target_tokens: Token[] | null;
  notices: Notice[];
  layer: number;
  head: number;
  query_token: number;
  part: Part;
  query: number[];
  keys: number[][];
  values: number[][];
  raw_scores: number[];
  scale: number;
  cap: number | null;
  masked: boolean[];
  added: (number | null)[] | null;
  scores: (number | null)[];
  weights: number[];
  weighted_values: number[][];
  output: number[];
  contributions: { definition: string; norms: number[]; shares: number[]; bias_share: number } | null;
  definition: string;
}

/** A line of the inspector's list: one key, or the others together. */
export interface InspectorRow {
  kind: "key" | "rest" | "masked";
  keys: number[];
}

/** Attention rollout of a sentence, and the mean over heads that it is made from. */
export interface RolloutData {
  model: ModelRef;
  family: string;
  text: string;
  tokens: Token[];
  layers: Layers;
  /** By row of the layers, [row * query * key]: after each layer that attends. */
  rollout: Float32Array;
  /** [query * key] by row of the layers: the mean over the heads; null where it was not asked for. */
  means: (Float32Array | null)[];
  definition: string;
}

/** A place of a shared axis: the rows, or columns, of either matrix that stand there. */
export type Spot = { a: number[]; b: number[] };
export type SharedAxis = { spots: Spot[]; labels: Token[] };
export interface LinedUp {
  rows: SharedAxis;
  columns: SharedAxis;
  /** [row * column]; NaN where the first has nothing, or its query may not look */
  a: Float32Array;
  b: Float32Array;
  /** b − a, NaN where one of them is */
  between: Float64Array;
  /** whether weights of several tokens were put together */
  summed: boolean;
}
