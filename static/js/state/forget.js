/** A part of one matrix is no part of another. */

/** @typedef {ReturnType<typeof import("./app.js").createState>} Store */

/** What the tokens beside a matrix follow from. */
const OF_MATRIX = /** @type {const} */ (["text", "text_pair", "model", "part", "by", "quarter", "special"]);

/** Lets go of the part on view when another matrix comes, unless one was named with it: an address brings its own. @param {Store} store */
export function forgetWindow(store) {
  let known = store.snapshot();
  store.on([...OF_MATRIX, "window"], () => {
    const now = store.snapshot();
    const left = now.window === known.window && OF_MATRIX.some((key) => now[key] !== known[key]);
    known = now;
    if (left) store.set({ window: null });
  });
}
