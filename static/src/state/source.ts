/** What is asked of the API, as data: a source says when it asks, what for, and what follows from the answer. loader.ts runs sources on a page, gather.ts once. */
import type { Via } from "../data/types.ts";
import type { AnswerName, Answers } from "./answers.ts";
import type { AppState } from "./app.ts";
import type { ViewState } from "./keys.ts";
import type { Heard } from "./store.ts";

/** How a source is asked. strict: a file is made of it, which would be wrong with anything else than what was asked for. */
export interface How {
  strict: boolean;
}

export interface Source<N extends AnswerName = any> {
  /** Where its answer goes. */
  name: N;
  /** What the answer depends on: it is asked again when one of these changed. */
  keys: readonly (keyof ViewState)[];
  ask: (state: AppState, via: Via, how: How) => Promise<Answers[N]>;
  /** What else the answer depends on, beyond plain values of the state. */
  question?: (state: AppState) => unknown;
  /** What `question`, `ready` or `known` look at, beside the keys. */
  wakes?: readonly Heard<AppState>[];
  /** Whether there is anything to ask; where not, the data are null and nothing is waited for. */
  ready?: (state: AppState) => boolean;
  /** Answers that come first. While one of them is on its way, so is this one, and what it was stays. */
  after?: readonly AnswerName[];
  /** The answer, where one that is there holds it. */
  known?: (state: AppState) => Answers[N] | null;
  /** A help beside the pictures: no view waits for it, or fails with it; or so on a page alone, and a file has it. */
  quiet?: true | "on a page";
  /** What the state becomes with the answer: as it was when asked, and as it is now. */
  settles?: (answer: Answers[N], asked: AppState, now: AppState, how: How) => Partial<AppState>;
  /** What of it stands in for answers that nobody asks for. */
  lends?: (answer: Answers[N]) => Partial<Answers>;
  /** Looked at again, every so many milliseconds, while one of these answers is on its way. */
  watches?: { answers: readonly AnswerName[]; every: number };
}
