/** The interface's words, looked up: no document, so views may use it anywhere. */

import { wordOf } from "#words";

/** @typedef {import("../types.js").Lang} Lang */

/** English words for what is counted, right after their number: one token, two tokens. */
const COUNTED = /\{(\w+)\} (bit|cell|head|key|layer|line|piece|place|point|product|row|run|seed|state|step|term|thread|token|unit|weight)s\b/g;

/**
 * The words for a key. Unknown keys are a fault of the caller.
 * @param {Lang} lang @param {string} key @param {Record<string, string | number>} [values] what {name} stands for
 */
export function t(lang, key, values = {}) {
  const said = wordOf(lang, key);
  if (said === undefined) throw new RangeError(`i18n: no words for ${key}`);
  const words = lang === "zh" ? said : said.replace(COUNTED, (whole, name, one) => (String(values[name]) === "1" ? `{${name}} ${one}` : whole));
  return words.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Sentences one after the other; what is empty is left out. @param {Lang} lang @param {...(string | null | undefined)} all */
export const spoken = (lang, ...all) => all.filter(Boolean).join(lang === "zh" ? "" : " ");

/** A title that has no stop of its own, and sentences after it. @param {Lang} lang @param {string} title @param {...string} all */
export const titled = (lang, title, ...all) => spoken(lang, `${title}${lang === "zh" ? "。" : "."}`, ...all);

/** What something is, and which. @param {Lang} lang @param {string} what @param {string} which */
export const labelled = (lang, what, which) => `${what}${lang === "zh" ? "：" : ": "}${which}`;

/** Things in a row. @param {Lang} lang @param {readonly (string | number)[]} all */
export const series = (lang, all) => all.join(lang === "zh" ? "、" : ", ");

/** Statements in a row. @param {Lang} lang @param {readonly string[]} all */
export const clauses = (lang, all) => all.join(lang === "zh" ? "；" : "; ");

/** @param {string} key */
export const has = (key) => wordOf("en", key) !== undefined;

/** "1st", "2nd", … for "1st of 14"; Chinese needs only the number. @param {Lang} lang @param {number} rank */
export function ordinal(lang, rank) {
  if (lang === "zh") return String(rank);
  const tens = rank % 100;
  const suffix = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${rank}${suffix}`;
}

/** The languages that there are words for. @type {Lang[]} */
export const LANGS = ["en", "zh"];
