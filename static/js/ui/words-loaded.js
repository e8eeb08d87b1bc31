/** The words that have come, a file a language (tools/build.js writes them): where a reader needs those of one alone. */

/** @typedef {import("../types.js").Lang} Lang */

/** A language's file puts its words here. @type {Partial<Record<Lang, Record<string, string>>>} */
const held = (/** @type {any} */ (globalThis).headsGatesWords ??= {});

/** In the other language where only that has come: what is read is better than nothing. @param {Lang} lang @param {string} key @returns {string | undefined} */
export const wordOf = (lang, key) => (held[lang] ?? held.en ?? held.zh)?.[key];
