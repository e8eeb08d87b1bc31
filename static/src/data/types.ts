import type { components } from "./openapi.ts";
import type { Source } from "../core/types.ts";

/** Answers as openapi.json describes them. */
type Schemas = components["schemas"];
/** Arrays are null where tensors hold them; in JSON they stand in the document. */
type InJson<T, Arrays extends keyof T> = Omit<T, Arrays> & { [K in Arrays]: NonNullable<T[K]> };

/** From the first (a) or second (b) sentence, to the first or second; empty: everything. */
export type Quarter = "" | "aa" | "ab" | "ba" | "bb";

export type Predicts = "next" | "masked";

export type Token = Schemas["Token"];

/** A newer server may know other codes, and a figure frozen before has fewer fields. */
export type Notice = Pick<Schemas["Notice"], "detail" | "tokens" | "spans"> &
  Partial<Pick<Schemas["Notice"], "layers" | "names">> & { code: string };

export type ModelRef = Schemas["ModelRef"];

export type ModelInfo = Schemas["ModelInfo"];

export type ModelsAnswer = Schemas["ModelsAnswer"];

export type Problem = Pick<Schemas["Problem"], "type" | "title" | "status" | "detail"> & Partial<Schemas["Problem"]>;

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
  /** The head in full that came with it. */
  first?: HeadData;
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

export type HeadRef = Schemas["HeadRef"];

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

export type Prediction = Schemas["Prediction"];

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
export type Check = Schemas["Check"];

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
export type StepGate = InJson<
  Schemas["StepGate"],
  "input_weights" | "input_terms" | "recurrent_weights" | "recurrent_terms"
>;

export type StepData = Omit<InJson<Schemas["StepsAnswer"], "input" | "hidden_before">, "gates"> & {
  gates: Record<string, StepGate>;
};

/** One head, or a mean of several, for pictures in which several lie over each other. */
export interface HeadLinks {
  label: string;
  matrix: Matrix;
  /** [query * key]: 1 where the reader's filter leaves the weight; null: everywhere. */
  drawn: ArrayLike<number> | null;
}

/** One head as one token looks: /api/v1/attention/steps, as it answers. */
export type HeadStep = Omit<
  InJson<Schemas["HeadAnswer"], "query" | "keys" | "values" | "raw_scores" | "weights" | "weighted_values" | "output">,
  "contributions"
> & { contributions: InJson<Schemas["Added"], "norms" | "shares"> | null };

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
