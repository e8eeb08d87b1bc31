import type { Via } from "../data/types.ts";
import type { AnswerName } from "./answers.ts";
import type { AppState } from "./app.ts";
import type { Heard } from "./store.ts";
import type { AttentionView, MemoryView } from "./view.ts";
import type { ViewState } from "./keys.ts";

/** Something that views of a panel ask for: when, and how. */
export interface PanelSource<V extends string> {
  name: AnswerName;
  /** Asked for only while one of these is shown; while any is, where it names none. */
  views?: readonly V[];
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

/** Whether a view draws from what a source brings. */
export const asksFor = <V extends string>({ views }: PanelSource<V>, view: V) => !views || views.includes(view);

export type MemorySource = PanelSource<MemoryView>;

export type AttentionSource = PanelSource<AttentionView>;
