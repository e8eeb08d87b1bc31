/** One thing that the page asks for: a newer request drops the one before it; the last good answer stays. */
import { ApiProblem } from "../data/api.ts";
import type { Reach } from "../data/transport.ts";
import type { Problem, Resource, Via } from "../data/types.ts";

function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  return { type: "bad-answer", title: "", status: 0, detail: String(error) };
}

export function channel<T>(get: () => Resource<T>, set: (next: Resource<T>) => void, reach: Reach) {
  let running: AbortController | null = null;
  return {
    drop() {
      running?.abort();
      running = null;
    },
    /** @returns null when dropped or refused */
    async ask(ask: (via: Via) => Promise<T>): Promise<T | null> {
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
