/** The words that have come, a file a language (tools/build.js writes them): where a reader needs those of one alone. */
import type { Lang } from "../types.ts";

/** A language's file puts its words here. */
const held: Partial<Record<Lang, Record<string, string>>> = ((globalThis as any).headsGatesWords ??= {});

/** In the other language where only that has come: what is read is better than nothing. */
export const wordOf = (lang: Lang, key: string): string | undefined => (held[lang] ?? held.en ?? held.zh)?.[key];
