/** Shapes that the modules pass to each other. The API's own are in app/schemas.py. */

export type Source = "attention" | "gates";
export type Theme = "light" | "dark";
export type Lang = "en" | "zh";

/** Colour roles: the renderer knows what each looks like in light and in dark. */
export type Role = "ink" | "soft" | "faint" | "paper" | "warn" | "over-low" | "over-high" | "band" | "none";
export type MapName = "attention" | "gate" | "signed";

export interface ColourScale {
  map: MapName;
  kind: "linear" | "sqrt";
  domain: [number, number];
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
export interface PathMark { type: "path"; d: string; fill: Role; stroke?: Role; strokeWidth?: number }
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

export interface Token {
  index: number; id: number; text: string; piece: string; start: number; end: number;
  special: boolean; unknown: boolean; fragment: boolean;
}
export interface Notice { code: string; detail: string; tokens: number[] }
export interface ModelRef {
  id: string; revision: string; weights_sha256: string; converted_from: string | null;
  dtype: string; libraries: Record<string, string>;
}
export interface ModelInfo {
  id: string; title: string; family: string; languages: string[];
  layers: number | null; heads: number | null; units: number | null; max_tokens: number;
  revision: string; weights_sha256: string; license: string;
  state: "ready" | "loading" | "on disk" | "fetching" | "to fetch" | "failed";
  progress: { stage: string; done_bytes: number; total_bytes: number } | null;
  problem: string | null; description: string; checkpoints: string[];
}
export interface ModelsAnswer { default: string; models: ModelInfo[] }

export interface Problem {
  type: string; title: string; status: number; detail: string; instance?: string;
  errors?: { pointer: string; detail: string }[]; limit?: number; got?: number;
}

export interface Thumbnails {
  /** Codes on a square-root scale, [layer][head][query_bin][key_bin]. */
  codes: Uint8Array;
  layers: number; heads: number; bins: number; definition: string; maxAbsError: number;
}
export interface AttentionData {
  model: ModelRef; text: string; tokens: Token[]; notices: Notice[]; thumbnails: Thumbnails;
}
export interface HeadData { model: ModelRef; tokens: Token[]; layer: number; head: number; weights: Float32Array }
export interface Prediction { text: string; probability: number }
export interface GatesData {
  model: ModelRef; cell: string; checkpoint: string; text: string; tokens: Token[]; notices: Notice[];
  units: number; arrays: Record<string, Float32Array>;
  predictions: Prediction[][] | null; order: number[]; orderDefinition: string;
  check: { against: string; max_abs_error: number; tolerance: number };
}

export interface Resource<T> {
  status: "idle" | "loading" | "ready" | "error";
  data: T | null; problem: Problem | null;
}

/** A token, or a cell of two tokens or of a token and a unit, that is pointed at or pinned. */
export interface Cursor { source: Source; token: number; key?: number; unit?: number; array?: string }

/** The tokens that are lit in a panel: those that look (rows) and those that are looked at (columns). */
export interface LitTokens { rows: number[]; columns: number[] }
export type Lit = Record<Source, LitTokens>;
