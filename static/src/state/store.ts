/** One state object, one list of subscribers a key. */

export function createStore<S extends Record<string, any>>(initial: S) {
  const state = { ...initial };
  const subscribers: Map<keyof S, Set<() => void>> = new Map();
  return {
    get: <K extends keyof S>(key: K): S[K] => state[key],

    /** A copy of everything. */
    snapshot: (): S => ({ ...state }),

    /** Sets keys; those that hear of it are the subscribers of keys whose value changed, each once. */
    set(patch: Partial<S>) {
      const woken: Set<() => void> = new Set();
      for (const [key, value] of Object.entries(patch)) {
        if (Object.is(state[key], value)) continue;
        (state as Record<string, any>)[key] = value;
        for (const listener of subscribers.get(key) ?? []) woken.add(listener);
      }
      for (const listener of woken) listener();
    },

    /** @returns to stop listening */
    on(keys: (keyof S)[], listener: () => void): () => void {
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
