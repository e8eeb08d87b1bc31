/** From the state to the laboratory's data: each source is asked while one of its views is shown and something it depends on changed. */
import { channel } from "./channel.js";
import { labView } from "./permalink.js";

/** @typedef {import("../types.js").LabSource} LabSource */
/** @typedef {ReturnType<typeof import("./app.js").createState>} Store */

const TYPING_MS = 350;
/** What is changed by sliders: let come to rest before it is asked about. */
const SLID = /** @type {const} */ (["forget_bias", "recurrent_scale"]);

/** @param {Store} store @param {readonly LabSource[]} sources */
export function createLabLoader(store, sources) {
  const entries = sources.map((source) => {
    const { name, views, keys } = source;
    const get = () => store.get("labData")[name] ?? { status: /** @type {const} */ ("idle"), data: null, problem: null };
    const put = (/** @type {import("../types.js").Resource<any>} */ next) => store.set({ labData: { ...store.get("labData"), [name]: next } });
    const asking = channel(get, put);
    /** What the last question depended on; null: nothing was asked, or it is to be asked again. @type {string | null} */
    let asked = null;
    /** The sliders as they were then. */
    let rested = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waiting;

    function look() {
      const state = store.snapshot();
      const shown = labView(state);
      if (shown === null || !views.includes(shown)) return;
      const question = JSON.stringify(keys.map((key) => state[key]));
      if (question === asked) return;
      const slid = JSON.stringify(SLID.map((key) => keys.includes(key) && state[key]));
      const moving = asked !== null && slid !== rested;
      [asked, rested] = [question, slid];
      clearTimeout(waiting);
      asking.drop();
      if (source.ready && !source.ready(state)) {
        put({ status: "idle", data: null, problem: null });
        return;
      }
      put({ ...get(), status: "loading", problem: null });
      waiting = setTimeout(() => void asking.ask((signal) => source.ask(store.snapshot(), signal)), state.typing || moving ? TYPING_MS : 0);
    }
    store.on(["view", "lab", ...keys], look);
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
