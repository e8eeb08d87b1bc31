/** Every word of the interface, in both languages: where nothing is loaded, as in node and in the drawing engine. */
import { ADDRESS_WORDS } from "../core/words/address.ts";
import { ATTENTION_WORDS } from "../core/words/attention.ts";
import { FIGURE_WORDS } from "../core/words/figure.ts";
import { MEMORY_WORDS } from "../core/words/memory.ts";
import { MODEL_WORDS } from "../core/words/models.ts";
import { PAGE_WORDS } from "../core/words/page.ts";
import { READING_WORDS } from "../core/words/reading.ts";
import { SHARE_WORDS } from "../core/words/share.ts";
import { VIEW_WORDS } from "../views/words.ts";
import type { Lang } from "../core/types.ts";
import type { Words } from "../core/words/types.ts";

export const WORDS: Words = {
  ...PAGE_WORDS,
  ...ADDRESS_WORDS,
  ...MODEL_WORDS,
  ...READING_WORDS,
  ...SHARE_WORDS,
  ...FIGURE_WORDS,
  ...ATTENTION_WORDS,
  ...MEMORY_WORDS,
  ...VIEW_WORDS,
};

export const wordOf = (lang: Lang, key: string): string | undefined => WORDS[key]?.[lang === "zh" ? 1 : 0];

/** All keys, for the tests that both languages have words for each. */
export const KEYS = Object.keys(WORDS);
