/** The sentences offered under the box. Each says only what it changes. */
import type { ViewState } from "../../state/keys.ts";

type Example = { words: string; lang?: string; sets: Partial<ViewState> };

const SENTENCES = [
  "The animal didn't cross the street because it was too tired.",
  "The apple was delicious, so I bought three pounds.",
  "I grew up in France, so I speak fluent French.",
  "When Mary and John went to the store, John gave a drink to",
  "苹果很好吃,我买了三斤。",
  "我在法国学习了十年法语",
  "我爱人工智能",
  "我吃苹果",
  "苹果吃我",
];

export const EXAMPLES: Example[] = SENTENCES.map((text) => ({ words: text, sets: { text } }));

const anyWord = { token_a: null, token_b: null, token_c: null };

/** The apple of a fruit and the apple of a company, each beside a pair of fruits. */
export const CONTEXT_EXAMPLES: Example[] = [
  {
    words: "apple",
    lang: "en",
    sets: {
      ...anyWord,
      model: "minilm",
      text: "The apple was sweet.",
      text_b: "Apple released a phone.",
      text_c: "She ate a juicy apple.",
    },
  },
  {
    words: "苹果",
    lang: "zh",
    sets: { ...anyWord, model: "e5", text: "苹果很好吃。", text_b: "苹果发布了新手机。", text_c: "他吃了一个苹果。" },
  },
];

/** Something to remember across words, two letters to count, and a sentence beside itself in another order. */
export const LAB_EXAMPLES: Example[] = [
  ...[
    "I grew up in France, so I speak fluent French.",
    "I grew up in Germany, but my sister and I moved to the city by the sea, so I speak fluent",
    "The keys near the old cabinet are on the table.",
    "我在法国学习了十年法语",
    "虽然今天下雨,但是我们还是去了。",
  ].map((text) => ({ words: text, sets: { text } })),
  { words: "aaaabbbb", lang: "en", sets: { text: "aaaabbbb", cell: "counter" } },
  { words: "我吃苹果 / 苹果吃我", lang: "zh", sets: { text: "我吃苹果", text_b: "苹果吃我", view: "order" } },
];
