/** From the state to what a panel's views ask for: each source is asked while one of its views is shown and something it depends on changed. */
import { answerIn, putAnswers } from "./answers.ts";
import { asksFor } from "./types.ts";
import { channel } from "./channel.ts";
import { runOf } from "./run.ts";
import type { Reach } from "../data/transport.ts";
import type { Resource } from "../data/types.ts";
import type { AppState, Store } from "./app.ts";
import type { ViewState } from "./keys.ts";
import type { PanelSource } from "./types.ts";

const TYPING_MS = 350;

/**
 * @param panel where the answers go, which view is shown, what chooses it, and what is changed by sliders: that is
 *   let come to rest
 */
export function createSourceLoader<V extends string>(
  store: Store,
  sources: readonly PanelSource<V>[],
  {
    shown,
    chosenBy,
    slid = [],
    reach,
  }: {
    shown: (state: AppState) => V | null;
    chosenBy: readonly (keyof ViewState)[];
    slid?: readonly (keyof ViewState)[];
    reach: Reach;
  },
) {
  const entries = sources.map((source) => {
    const { name, keys } = source;
    const get = () => answerIn(store.snapshot(), name);
    const put = (next: Resource<any>) => putAnswers(store, { [name]: next });
    const asking = channel(get, put, reach);
    /** What the last question depended on; null: nothing was asked, or it is to be asked again. */
    let asked: string | null = null;
    /** The sliders as they were then. */
    let rested = "";
    let waiting: ReturnType<typeof setTimeout> | undefined;

    function look() {
      const state = store.snapshot();
      const view = shown(state);
      if (view === null || !asksFor(source, view)) return;
      const ready = !source.ready || source.ready(state);
      const run = keys.includes("mask") ? runOf(state) : null;
      const question = JSON.stringify([...keys.map((key) => state[key]), run, source.question?.(state) ?? null, ready]);
      if (question === asked) return;
      const sliders = JSON.stringify(slid.map((key) => keys.includes(key) && state[key]));
      const moving = asked !== null && sliders !== rested;
      [asked, rested] = [question, sliders];
      clearTimeout(waiting);
      asking.drop();
      if (!ready) {
        put({ status: "idle", data: null, problem: null });
        return;
      }
      put({ ...get(), status: "loading", problem: null });
      waiting = setTimeout(
        () => void asking.ask((via) => source.ask(store.snapshot(), via)),
        state.typing || moving ? TYPING_MS : 0,
      );
    }
    store.on([...chosenBy, ...keys, ...(source.wakes ?? [])], look);
    return {
      name,
      look,
      again() {
        asked = null;
        look();
      },
      failed: () => get().status === "error",
    };
  });
  return {
    start: () => entries.forEach(({ look }) => look()),
    /** Asks anew: one source, or all that failed. */
    again(name?: string) {
      for (const entry of entries) if (name === undefined ? entry.failed() : entry.name === name) entry.again();
    },
  };
}
