/** A part of one matrix is no part of another. */
import type { Store } from "./app.ts";

/** What the tokens beside a matrix follow from. */
const OF_MATRIX = ["text", "text_pair", "model", "part", "by", "quarter", "special"] as const;

/** Lets go of the part on view when another matrix comes, unless one was named with it: an address brings its own. */
export function forgetWindow(store: Store) {
  let known = store.snapshot();
  store.on([...OF_MATRIX, "window"], () => {
    const now = store.snapshot();
    const left = now.window === known.window && OF_MATRIX.some((key) => now[key] !== known[key]);
    known = now;
    if (left) store.set({ window: null });
  });
}
