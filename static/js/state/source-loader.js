/** From the state to what a panel's views ask for: each source is asked while one of its views is shown and something it depends on changed. */
import { channel } from "./channel.js";
import { runOf } from "./run.js";

/** @typedef {import("./app.js").AppState} AppState */
/** @typedef {import("./permalink.js").ViewState} ViewState */
/** @typedef {ReturnType<typeof import("./app.js").createState>} Store */

const TYPING_MS = 350;

/**
 * @template {string} V
 * @param {Store} store @param {readonly import("../types.js").PanelSource<V>[]} sources
 * @param {{field: "labData" | "attnData", shown: (state: AppState) => V | null, chosenBy: readonly (keyof ViewState)[], slid?: readonly (keyof ViewState)[], reach: import("../data/transport.js").Reach}} panel
 *   where the answers go, which view is shown, what chooses it, and what is changed by sliders: that is let come to rest
 */
export function createSourceLoader(store, sources, { field, shown, chosenBy, slid = [], reach }) {
  const entries = sources.map((source) => {
    const { name, views, keys } = source;
    const get = () => store.get(field)[name] ?? { status: /** @type {const} */ ("idle"), data: null, problem: null };
    const put = (/** @type {import("../types.js").Resource<any>} */ next) => store.set({ [field]: { ...store.get(field), [name]: next } });
    const asking = channel(get, put, reach);
    /** What the last question depended on; null: nothing was asked, or it is to be asked again. @type {string | null} */
    let asked = null;
    /** The sliders as they were then. */
    let rested = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waiting;

    function look() {
      const state = store.snapshot();
      const view = shown(state);
      if (view === null || !views.includes(view)) return;
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
      waiting = setTimeout(() => void asking.ask((via) => source.ask(store.snapshot(), via)), state.typing || moving ? TYPING_MS : 0);
    }
    store.on([...chosenBy, ...keys, ...(source.wakes ?? [])], look);
    return {
      name, look,
      again() {
        asked = null;
        look();
      },
      failed: () => get().status === "error",
    };
  });
  return {
    start: () => entries.forEach(({ look }) => look()),
    /** Asks anew: one source, or all that failed. @param {string} [name] */
    again(name) {
      for (const entry of entries) if (name === undefined ? entry.failed() : entry.name === name) entry.again();
    },
  };
}
