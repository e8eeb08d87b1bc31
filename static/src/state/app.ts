/** The page's one state object: what the URL holds, and what was fetched for it. */
import { NONE } from "./lacking.ts";
import { createStore } from "./store.ts";
import { fromQuery } from "./permalink/index.ts";
import type { Cursor, Lang, Theme } from "../core/types.ts";
import type {
  AttentionData,
  ContextData,
  GatesData,
  HeadData,
  HeadRef,
  ModelsAnswer,
  PredictionsData,
  Resource,
} from "../data/types.ts";
import type { ViewState } from "./permalink/keys.ts";

interface Fetched {
  models: ModelsAnswer | null;
  attention: Resource<AttentionData>;
  oneHead: Resource<HeadData>;
  gates: Resource<GatesData>;
  predictions: Resource<PredictionsData>;
  context: Resource<ContextData>;
  /** what the memory panel's views ask for, by the name of the source */
  labData: Record<string, Resource<any>>;
  /** what the attention panel's views ask for */
  attnData: Record<string, Resource<any>>;
  /** heads that were asked for, and the model has not */
  lacking: readonly HeadRef[];
  /** what is pointed at, or else what is pinned */
  cursor: Cursor | null;
  /** whether the text changes under the reader's fingers */
  typing: boolean;
  /** the theme in force */
  look: Theme;
  /** the language in force */
  words: Lang;
}
export type AppState = ViewState & Fetched;

const idle = () => ({ status: "idle" as const, data: null, problem: null });

/** @param query the URL's */
export function createState(
  query: string,
  reader: Pick<Fetched, "look" | "words">,
): ReturnType<typeof createStore<AppState>> {
  const view = fromQuery(query);
  return createStore({
    ...view,
    ...reader,
    models: null,
    attention: idle(),
    oneHead: idle(),
    gates: idle(),
    predictions: idle(),
    context: idle(),
    labData: {},
    attnData: {},
    lacking: NONE,
    cursor: view.pin,
    typing: false,
  } as AppState);
}

export type Store = ReturnType<typeof createState>;
