/** A panel's views as they stand on the page: each is made when it is first shown, of code that is there or comes then. */

/** @typedef {import("./figure.js").Hands} Hands */
/** @typedef {import("../types.js").Problem} Problem */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/**
 * @template {string} V @template P
 * @param {readonly import("../types.js").PanelEntry<V, P>[]} entries @param {Store} store @param {Hands} hands
 * @param {() => void} arrived called when code that was waited for has come, or has not
 */
export function createParts(entries, store, hands, arrived) {
  /** @type {Map<V, P>} */
  const made = new Map();
  /** What is wrong with those whose code was asked for: null while it is on its way. @type {Map<V, Problem | null>} */
  const asked = new Map();

  /** @param {V} id @param {() => Promise<import("../types.js").Create<P>>} load */
  async function ask(id, load) {
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
    /** @param {V} id whether it is on offer */
    has: (id) => entries.some((entry) => entry.id === id),
    /** A view's part; undefined as long as its code is on its way. @param {V} id */
    get(id) {
      const entry = entries.find((one) => one.id === id);
      if (!made.has(id) && entry) {
        if (entry.create) made.set(id, entry.create(store, hands));
        else if (!asked.has(id)) void ask(id, entry.load);
      }
      return made.get(id);
    },
    /** What is waited for, as a panel shows it. @param {V} id @returns {import("../types.js").Resource<any>} */
    awaited(id) {
      const problem = asked.get(id) ?? null;
      return { status: problem ? "error" : "loading", data: null, problem };
    },
    /**
     * Asks again for what failed. Browsers remember that a module did not come, and a server that was renewed has others:
     * code is asked for again by loading the page, whose address holds the view.
     * @param {V | null} id what is shown @param {() => void} retry asks for data
     */
    retry(id, retry) {
      if (id !== null && asked.get(id)) location.reload();
      else retry();
    },
  };
}
