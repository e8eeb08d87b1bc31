/** What an array of gates or states is called. */
import { has, t } from "../ui/i18n.js";

/** @param {import("../types.js").Lang} lang @param {string} array such as gates.reset */
export const arrayName = (lang, array) => t(lang, has(array) ? array : `compare-${array}`);

