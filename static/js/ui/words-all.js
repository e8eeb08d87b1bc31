/** Every word of the interface, in both languages: where nothing is loaded, as in node and in the drawing engine. */
import { WORDS } from "./words.js";

/** @param {import("../types.js").Lang} lang @param {string} key @returns {string | undefined} */
export const wordOf = (lang, key) => WORDS[key]?.[lang === "zh" ? 1 : 0];

/** All keys, for the tests that both languages have words for each. */
export const KEYS = Object.keys(WORDS);
