/** One thing that the page asks for: a newer request drops the one before it; the last good answer stays. */
import { ApiProblem } from "../data/api.js";

/** @typedef {import("../types.js").Problem} Problem */
/** @template T @typedef {import("../types.js").Resource<T>} Resource */

/** @param {unknown} error @returns {Problem} */
function problemOf(error) {
  if (error instanceof ApiProblem) return error.problem;
  return { type: "bad-answer", title: "", status: 0, detail: String(error) };
}

/**
 * @template T
 * @param {() => Resource<T>} get @param {(next: Resource<T>) => void} set @param {import("../data/transport.js").Reach} reach
 */
export function channel(get, set, reach) {
  /** @type {AbortController | null} */
  let running = null;
  return {
    drop() {
      running?.abort();
      running = null;
    },
    /** @param {(via: import("../types.js").Via) => Promise<T>} ask @returns {Promise<T | null>} null when dropped or refused */
    async ask(ask) {
      running?.abort();
      const mine = (running = new AbortController());
      set({ ...get(), status: "loading", problem: null });
      try {
        const data = await ask(reach(mine.signal));
        if (running !== mine) return null;
        running = null;
        set({ status: "ready", data, problem: null });
        return data;
      } catch (error) {
        if (running !== mine) return null;
        running = null;
        set({ ...get(), status: "error", problem: problemOf(error) });
        return null;
      }
    },
  };
}
