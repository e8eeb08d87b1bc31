/** The files of words: each is asked for when its language is first in force. */

/** @type {Record<import("../types.js").Lang, () => Promise<unknown>>} */
const FILES = { en: () => import("words:en"), zh: () => import("words:zh") };

/** @param {import("../types.js").Lang} lang @throws {TypeError} the file did not come */
export const loadWords = (lang) => FILES[lang]();
