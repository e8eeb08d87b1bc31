/** Every word of the interface, in both languages: where nothing is loaded, as in node and in the drawing engine. */
import { WORDS } from "./page.ts";
import type { Lang } from "../types.ts";

export const wordOf = (lang: Lang, key: string): string | undefined => WORDS[key]?.[lang === "zh" ? 1 : 0];

/** All keys, for the tests that both languages have words for each. */
export const KEYS = Object.keys(WORDS);
