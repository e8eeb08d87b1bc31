/** A panel's views as they stand on the page: each is made when it is first shown, of code that is there or comes then. */
import type { Problem, Resource } from "../data/types.ts";
import type { Hands } from "./figure.ts";
import type { Create, PanelEntry } from "./types.ts";
import type { Store } from "../state/app.ts";

/** @param arrived called when code that was waited for has come, or has not */
export function createParts<V extends string, P>(
  entries: readonly PanelEntry<V, P>[],
  store: Store,
  hands: Hands,
  arrived: () => void,
) {
  const made: Map<V, P> = new Map();
  /** What is wrong with those whose code was asked for: null while it is on its way. */
  const asked: Map<V, Problem | null> = new Map();

  async function ask(id: V, load: () => Promise<Create<P>>) {
    asked.set(id, null);
    try {
      made.set(id, (await load())(store, hands));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      asked.set(id, { type: "no-connection", title: "", status: 0, detail: error.message });
    }
    arrived();
  }

  return {
    /** @param id whether it is on offer */
    has: (id: V) => entries.some((entry) => entry.id === id),
    /** A view's part; undefined as long as its code is on its way. */
    get(id: V) {
      const entry = entries.find((one) => one.id === id);
      if (!made.has(id) && entry) {
        if (entry.create) made.set(id, entry.create(store, hands));
        else if (!asked.has(id)) void ask(id, entry.load);
      }
      return made.get(id);
    },
    /** What is waited for, as a panel shows it. */
    awaited(id: V): Resource<any> {
      const problem = asked.get(id) ?? null;
      return { status: problem ? "error" : "loading", data: null, problem };
    },
    /**
     * Asks again for what failed. Browsers remember that a module did not come, and a server that was renewed has
     * others: code is asked for again by loading the page, whose address holds the view.
     * @param id what is shown
     * @param retry asks for data
     */
    retry(id: V | null, retry: () => void) {
      if (id !== null && asked.get(id)) location.reload();
      else retry();
    },
  };
}
