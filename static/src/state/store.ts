/** One state object, one list of subscribers a key. */

/** A key, or one entry of the map of answers: "answers.gates". */
export type Heard<S> = keyof S | (S extends { answers: infer A } ? `answers.${keyof A & string}` : never);

export function createStore<S extends Record<string, any>>(initial: S) {
  const state = { ...initial };
  const subscribers: Map<Heard<S>, Set<() => void>> = new Map();

  /** What changes with a key: the map of answers is replaced as a whole, and those hear of it whose answer is another. */
  function changed(key: string, before: any, after: any): Heard<S>[] {
    if (Object.is(before, after)) return [];
    if (key !== "answers") return [key];
    const names = Object.keys({ ...before, ...after }).filter((name) => !Object.is(before[name], after[name]));
    return [key, ...names.map((name) => `answers.${name}` as Heard<S>)];
  }

  return {
    get: <K extends keyof S>(key: K): S[K] => state[key],

    /** A copy of everything. */
    snapshot: (): S => ({ ...state }),

    /** Sets keys; those that hear of it are the subscribers of keys whose value changed, each once. */
    set(patch: Partial<S>) {
      const woken: Set<() => void> = new Set();
      for (const [key, value] of Object.entries(patch)) {
        const heard = changed(key, state[key], value);
        (state as Record<string, any>)[key] = value;
        for (const one of heard) for (const listener of subscribers.get(one) ?? []) woken.add(listener);
      }
      for (const listener of woken) listener();
    },

    /** @returns to stop listening */
    on(keys: readonly Heard<S>[], listener: () => void): () => void {
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
