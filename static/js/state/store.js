/** One state object, one list of subscribers a key. */

/**
 * @template {Record<string, any>} S
 * @param {S} initial
 */
export function createStore(initial) {
  const state = { ...initial };
  /** @type {Map<keyof S, Set<() => void>>} */
  const subscribers = new Map();
  return {
    /** @template {keyof S} K @param {K} key @returns {S[K]} */
    get: (key) => state[key],

    /** A copy of everything. @returns {S} */
    snapshot: () => ({ ...state }),

    /**
     * Sets keys; those that hear of it are the subscribers of keys whose value changed, each once.
     * @param {Partial<S>} patch
     */
    set(patch) {
      /** @type {Set<() => void>} */
      const woken = new Set();
      for (const [key, value] of Object.entries(patch)) {
        if (Object.is(state[key], value)) continue;
        /** @type {Record<string, any>} */ (state)[key] = value;
        for (const listener of subscribers.get(key) ?? []) woken.add(listener);
      }
      for (const listener of woken) listener();
    },

    /**
     * @param {(keyof S)[]} keys @param {() => void} listener
     * @returns {() => void} to stop listening
     */
    on(keys, listener) {
      for (const key of keys) {
        const list = subscribers.get(key) ?? new Set();
        list.add(listener);
        subscribers.set(key, list);
      }
      return () => {
        for (const key of keys) subscribers.get(key)?.delete(listener);
      };
    },
  };
}
