/** The interface's words, looked up: no document, so views may use it anywhere. */

import { wordOf } from "#words";
import type { Lang } from "../types.ts";

/** English words for what is counted, right after their number: one token, two tokens. */
const COUNTED =
  /\{(\w+)\} (bit|cell|head|key|layer|line|piece|place|point|product|row|run|seed|state|step|term|thread|token|unit|weight)s\b/g;

/**
 * The words for a key. Unknown keys are a fault of the caller.
 * @param values what {name} stands for
 */
export function t(lang: Lang, key: string, values: Record<string, string | number> = {}) {
  const said = wordOf(lang, key);
  if (said === undefined) throw new RangeError(`i18n: no words for ${key}`);
  const words =
    lang === "zh"
      ? said
      : said.replace(COUNTED, (whole, name, one) => (String(values[name]) === "1" ? `{${name}} ${one}` : whole));
  return words.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Sentences one after the other; what is empty is left out. */
export const spoken = (lang: Lang, ...all: (string | null | undefined)[]) =>
  all.filter(Boolean).join(lang === "zh" ? "" : " ");

/** A title that has no stop of its own, and sentences after it. */
export const titled = (lang: Lang, title: string, ...all: string[]) =>
  spoken(lang, `${title}${lang === "zh" ? "。" : "."}`, ...all);

/** What something is, and which. */
export const labelled = (lang: Lang, what: string, which: string) => `${what}${lang === "zh" ? "：" : ": "}${which}`;

/** Things in a row. */
export const series = (lang: Lang, all: readonly (string | number)[]) => all.join(lang === "zh" ? "、" : ", ");

/** Statements in a row. */
export const clauses = (lang: Lang, all: readonly string[]) => all.join(lang === "zh" ? "；" : "; ");

export const has = (key: string) => wordOf("en", key) !== undefined;

/** "1st", "2nd", … for "1st of 14"; Chinese needs only the number. */
export function ordinal(lang: Lang, rank: number) {
  if (lang === "zh") return String(rank);
  const tens = rank % 100;
  const suffix = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${rank}${suffix}`;
}

/** The languages that there are words for. */
export const LANGS: Lang[] = ["en", "zh"];
