/** Making anew only what is made of something new. */
import type { Store } from "../state/app.ts";

const same = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((one, i) => Object.is(one, b[i]));

/** @returns whether any of them is another than the last time */
export function createChanged(): (...inputs: unknown[]) => boolean {
  let known: unknown[] | null = null;
  return (...inputs) => {
    const isNew = known === null || !same(known, inputs);
    known = inputs;
    return isNew;
  };
}

/**
 * Keeps what was made last of each store.
 * @param inputs all that it is made of
 */
export function kept<T>(inputs: (store: Store) => unknown[], make: (store: Store) => T): (store: Store) => T {
  const last: WeakMap<Store, { inputs: unknown[]; made: T }> = new WeakMap();
  return (store) => {
    const now = inputs(store);
    const known = last.get(store);
    if (known && same(known.inputs, now)) return known.made;
    const made = make(store);
    last.set(store, { inputs: now, made });
    return made;
  };
}
