/** Words by key, in English and in Chinese. */
export type Words = Readonly<Record<string, readonly [en: string, zh: string]>>;
