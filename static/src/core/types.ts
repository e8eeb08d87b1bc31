/** Whose tokens: the Transformer's, those of its decoder where it has an encoder too, or the recurrent net's. */
export type Source = "attention" | "target" | "gates";

export type Part = "encoder" | "decoder" | "cross";

export type Theme = "light" | "dark";

export type Lang = "en" | "zh";

/** Colour roles: the renderer knows what each looks like in light and in dark. */
export type Role =
  | "ink"
  | "soft"
  | "faint"
  | "paper"
  | "warn"
  | "over-low"
  | "over-high"
  | "on-dark"
  | "on-light"
  | "band"
  | "none"
  | Hue;

/** Told apart by the colour-blind too (after Okabe & Ito 2008), and against the page in both themes. */
export type Hue = "hue-0" | "hue-1" | "hue-2" | "hue-3" | "hue-4" | "hue-5";

export type MapName = "attention" | "gate" | "signed" | "viridis" | "cividis";

export interface ColourScale {
  map: MapName;
  kind: "linear" | "sqrt" | "log";
  domain: readonly [number, number];
}

export interface GroupMark {
  type: "group";
  x: number;
  y: number;
  marks: Mark[];
}

export interface RectMark {
  type: "rect";
  x: number;
  y: number;
  width: number;
  height: number;
  fill: Role;
  stroke?: Role;
  strokeWidth?: number;
  radius?: number;
}

export interface TextMark {
  type: "text";
  x: number;
  y: number;
  text: string;
  size: number;
  fill: Role;
  anchor?: "start" | "middle" | "end";
  rotate?: number;
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  lang?: string;
  dir?: "ltr" | "rtl";
}

export interface LineMark {
  type: "line";
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  stroke: Role;
  strokeWidth?: number;
  dash?: string;
}

export interface PathMark {
  type: "path";
  d: string;
  fill: Role;
  stroke?: Role;
  strokeWidth?: number;
  dash?: string;
  opacity?: number;
}

export interface RasterMark {
  type: "raster";
  x: number;
  y: number;
  width: number;
  height: number;
  columns: number;
  rows: number;
  values: ArrayLike<number>;
  scale: ColourScale;
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
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  columns: number;
  row: Axis;
  column: Axis;
  /** A label lights up as a whole, a cell region by rows and columns. */
  role: "cells" | "label";
  /** How far the top of the region leans to the right of its foot. */
  shear?: number;
  /** Answers to the pointer, but does not light up. */
  quiet?: boolean;
  layer?: number;
  head?: number;
  array?: string;
  /** The words of all its tokens, where labels are thinned: the lit ones are then set over the others. */
  tags?: string[];
}

export interface Scene {
  width: number;
  height: number;
  title: string;
  description: string;
  marks: Mark[];
  regions: Region[];
}

/** A number in full, and as the page shows it. */
export interface NumberCell {
  value: number;
  shown: string;
}

export type Cell = string | NumberCell;

/** A table without its document: on the page, in a figure's details, as CSV. The first cell of a row is its heading. */
export interface TableModel {
  caption: string;
  head: string[];
  rows: Cell[][];
}

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
  /** Titles and tables of the same numbers; on the page one may stand open beside the picture. */
  tables?: { title: string; make: () => TableModel; open?: boolean }[];
  /** Pictures of the same row stand side by side. */
  row?: string;
  /** What lights up in it, with or without a pin, where its axes are not the page's tokens, or another line than the pin's is meant. */
  lit?: Lit | null;
}

/** A token, or a cell of two tokens or of a token and a unit, that is pointed at or pinned. */
export interface Cursor {
  source: Source;
  token: number;
  key?: number;
  unit?: number;
  array?: string;
}

/** The tokens that are lit in a panel: those that look (rows) and those that are looked at (columns). */
export interface LitTokens {
  rows: number[];
  columns: number[];
}

export type Lit = Record<"attention" | "gates", LitTokens> & { target?: LitTokens };

/** A wire of a cell's diagram: whose number it carries, where it runs, how wide, and whether it belongs to the move. */
export interface Wire {
  id: string;
  d: string;
  width: number;
  on: boolean;
}

export interface StepScene extends Scene {
  wires: Wire[];
  /** How far down the wires are drawn from where they say. */
  shift: number;
}
