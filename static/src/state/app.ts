/** The page's one state object: what the URL holds, and what was fetched for it. */
import { noAnswers } from "./answers.ts";
import { NONE } from "./lacking.ts";
import { createStore } from "./store.ts";
import type { Cursor, Lang, Theme } from "../core/types.ts";
import type { HeadRef } from "../data/types.ts";
import type { AnswerMap } from "./answers.ts";
import type { ViewState } from "./keys.ts";
import type { View } from "./view.ts";

interface Fetched {
  /** the views on offer */
  views: readonly View[];
  answers: AnswerMap;
  /** heads that were asked for, and the model has not */
  lacking: readonly HeadRef[];
  /** what is pointed at, or else what is pinned */
  cursor: Cursor | null;
  /** whether the text changes under the reader's fingers */
  typing: boolean;
  /** the theme in force */
  themeInForce: Theme;
  /** the language in force */
  langInForce: Lang;
}
export type AppState = ViewState & Fetched;

/** @param view what the address holds */
export function createState(
  view: ViewState,
  reader: Pick<Fetched, "themeInForce" | "langInForce" | "views">,
): ReturnType<typeof createStore<AppState>> {
  return createStore({
    ...view,
    ...reader,
    answers: noAnswers(),
    lacking: NONE,
    cursor: view.pin,
    typing: false,
  } as AppState);
}

export type Store = ReturnType<typeof createState>;
