/** The files of words: each is asked for when its language is first in force. */
import type { Lang } from "../../core/types.ts";

const FILES: Record<Lang, () => Promise<unknown>> = { en: () => import("words:en"), zh: () => import("words:zh") };

/** @throws {TypeError} the file did not come */
export const loadWords = (lang: Lang) => FILES[lang]();
