import type { Via } from "../data/types.ts";
import type { AnswerName } from "./answers.ts";
import type { AppState } from "./app.ts";
import type { Heard } from "./store.ts";
import type { ViewState } from "./permalink/keys.ts";

/** What the memory panel can show. */
export type LabView = "gates" | "unit" | "step" | "cells" | "shares" | "reach" | "gaps" | "cost" | "order";

/** What the attention panel can show. */
export type AttnView =
  | "heads"
  | "heatmap"
  | "arcs"
  | "tokens"
  | "rollout"
  | "steps"
  | "find"
  | "contributions"
  | "change"
  | "lens"
  | "compare"
  | "table";

/** Something that views of a panel ask for: when, and how. */
export interface PanelSource<V extends string> {
  name: AnswerName;
  /** Asked for only while one of these is shown. */
  views: readonly V[];
  /** What the answer depends on: asked again when one of these changed. */
  keys: readonly (keyof ViewState)[];
  ask: (state: AppState, via: Via) => Promise<any>;
  /** What else it depends on, beyond plain values of the state. */
  question?: (state: AppState) => unknown;
  /** Keys of fetched data on which `question` or `ready` look. */
  wakes?: readonly Heard<AppState>[];
  /** Whether there is anything to ask; where not, the data are null and nothing is waited for. */
  ready?: (state: AppState) => boolean;
  /** A help beside the pictures: no view waits for it, or fails with it; or so on a page alone, and a file has it. */
  quiet?: true | "on a page";
}

export type LabSource = PanelSource<LabView>;

export type AttnSource = PanelSource<AttnView>;
