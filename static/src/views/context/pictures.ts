/** One word in two sentences, or three: its cosine with itself at every layer. */
import { context, sentencesOf } from "./scene.ts";
import { clauses, t } from "../../core/words/index.ts";
import { decimals, name } from "../../plots/say.ts";
import { contextTable } from "../../panel/pictures/tables.ts";
import type { Lang } from "../../core/types.ts";
import type { ContextData, ContextPair } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

/** @param data the lines in the order of the sentences */
const linesOf = ({ main, reference }: ContextData): { letter: "B" | "C"; pair: ContextPair }[] => [
  { letter: "B", pair: main },
  ...(reference ? [{ letter: "C" as const, pair: reference }] : []),
];

const scene = (store: Store, data: ContextData, width: number) =>
  context(data, { width, lang: store.get("langInForce"), axis: store.get("axis") });

/** @param layer as it is drawn: the embedding first */
export function sayLayer(lang: Lang, data: ContextData, layer: number) {
  const where = layer === 0 ? t(lang, "context-embedding") : t(lang, "context-say-layer", { layer: layer - 1 });
  return clauses(
    lang,
    linesOf(data).map(({ letter, pair }) =>
      t(lang, "context-say", { letter, layer: where, value: decimals(pair.cosine[layer] ?? NaN) }),
    ),
  );
}

export function sayToken(lang: Lang, data: ContextData, letter: string, index: number) {
  const sentence = sentencesOf(data).find((one) => one.letter === letter);
  const key = sentence?.chosen === index ? "context-say-chosen" : "context-say-token";
  return t(lang, key, { token: name(sentence?.tokens ?? [], index), index, letter });
}

/** A sentence a line. */
const measuredWords = (lang: Lang, data: ContextData) =>
  linesOf(data).map(({ letter, pair }) => {
    const words = { a: name(pair.tokensA, pair.tokenA), b: name(pair.tokensB, pair.tokenB), letter };
    return t(lang, "context-summary", {
      ...words,
      first: decimals(pair.cosine[0] ?? NaN),
      last: decimals(pair.cosine.at(-1) ?? NaN),
    });
  });

/** What is seen, and what it may be compared with. */
const sumUp = (lang: Lang, data: ContextData) =>
  [...measuredWords(lang, data), t(lang, "context-note")].join(lang === "zh" ? "" : " ");

export const pictures: Maker = (store, { width }) => {
  const { data } = store.get("answers").context;
  if (!data) return [];
  const lang = store.get("langInForce");
  const drawn = scene(store, data, width);
  return [
    {
      id: "context",
      heading: drawn.title,
      scene: drawn,
      summary: sumUp(lang, data),
      notes: [t(lang, "context-note")],
      definitions: [data.main.definition],
      tables: [{ title: drawn.title, make: () => contextTable(lang, data) }],
    },
  ];
};

export function intro(store: Store) {
  const {
    answers: {
      context: { data },
      models,
    },
    langInForce: lang,
  } = store.snapshot();
  const id = data?.main.model.id;
  return t(lang, "figure-context-intro", {
    model: models.data?.models.find((one) => one.id === id)?.title ?? id ?? t(lang, "context-model"),
  });
}

/** Without a second sentence there is nothing to compare. */
const why = (store: Store) =>
  t(store.get("langInForce"), store.get("text_b").trim() === "" ? "figure-context-empty" : "figure-nothing");

export const figure: Drawing = { pictures, intro, why };
