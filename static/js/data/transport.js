/** Where questions go: over the network, or wherever else answers come from. */

/** @typedef {import("../types.js").Transport} Transport */
/** @typedef {import("../types.js").Via} Via */
/** @typedef {(signal: AbortSignal | null) => Via} Reach */

/** @param {string} [origin] another server's; empty: the page's own @returns {Transport} */
export const overNetwork = (origin = "") => (path, asked) => fetch(`${origin}${path}`, asked);

/**
 * What a store's questions share: where they go, and what is kept of earlier answers for as long.
 * @param {Transport} transport @param {{ahead?: boolean}} [options] ahead: whether what will be wanted next is asked for too
 * @returns {Reach}
 */
export function createReach(transport, { ahead = true } = {}) {
  /** @type {Map<string, any>} */
  const memory = new Map();
  const kept = (/** @type {string} */ name, /** @type {() => any} */ make) => {
    if (!memory.has(name)) memory.set(name, make());
    return memory.get(name);
  };
  return (signal) => ({ transport, signal, kept, ahead });
}
