/** The logit lens: what a decoder would say next after each of its layers. */
import { visible } from "../../core/scene/text.ts";
import { titleIn } from "../../state/listed.ts";
import { clauses, series, t } from "../../core/words/index.ts";
import { name, percent } from "../../plots/say.ts";
import { candidates, followed, layerName, lens, settled } from "./scene.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Cell, Lang, TableModel } from "../../core/types.ts";
import type { Prediction } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { LensData } from "./scene.ts";

/** What was answered last. */
export const lensIn = (store: Store): LensData | null => store.get("answers").lens?.data ?? null;

/** Whether the sentence was read by a model that says nothing next: its layers neither. */
export function speechless(store: Store) {
  const { data } = store.get("answers").attention;
  return data !== null && !(data.family === "decoder" && data.predicts === "next");
}

export const saySpeechless = (store: Store) => t(store.get("langInForce"), "lens-no", { model: titleIn(store) });

/** The token that is looked into: the pinned one, or the last. */
export function chosenIn(store: Store, { tokens }: LensData) {
  const pin = store.get("pin");
  return pin?.source === "attention" && tokens[pin.token] ? pin.token : tokens.length - 1;
}

/** Which of the final candidates is followed. */
export const candidateIn = (store: Store, data: LensData, token: number) =>
  Math.min(store.get("candidate"), Math.max((data.layers.at(-1)?.[token]?.length ?? 0) - 1, 0));

/**
 * After which layer.
 * @param at the embedding is 0
 */
export const whereWords = (lang: Lang, at: number) =>
  at === 0 ? t(lang, "lens-at-embedding") : t(lang, "lens-at-layer", { layer: at - 1 });

const likeliest = (lang: Lang, list: readonly Prediction[]) =>
  series(
    lang,
    list.map(({ text, probability }) => `${visible(text)} ${percent(probability)}`),
  );

export const sayLens = (lang: Lang, data: LensData, at: number, token: number) =>
  t(lang, "lens-say", {
    token: name(data.tokens, token),
    layer: whereWords(lang, at),
    list: likeliest(lang, data.layers[at]?.[token] ?? []),
  });

/** The final candidates after one layer. */
export function sayCandidates(lang: Lang, data: LensData, at: number, token: number) {
  const ends = data.layers.at(-1)?.[token] ?? [];
  const count = data.layers[at]?.[token]?.length ?? 0;
  const list = ends.map(({ text }) => {
    const value = followed(data, token, text)[at] ?? null;
    return `${visible(text)} ${value === null ? t(lang, "lens-absent", { count }) : percent(value)}`;
  });
  return t(lang, "lens-say-candidates", { layer: whereWords(lang, at), list: clauses(lang, list) });
}

/** What it says in the end, and from where on. */
function sumUpLens(lang: Lang, data: LensData, token: number) {
  const [end] = data.layers.at(-1)?.[token] ?? [];
  if (!end) return "";
  return t(lang, "lens-summary", {
    token: name(data.tokens, token),
    word: visible(end.text),
    percent: percent(end.probability),
    layer: whereWords(lang, settled(data, token)),
  });
}

/** Where lines break off. */
const sayGap = (lang: Lang, data: LensData, token: number) =>
  t(lang, "lens-gap", { count: data.layers.at(-1)?.[token]?.length ?? 0 });

const both = (one: Prediction | undefined): [word: Cell, probability: Cell] => [
  one ? visible(one.text) : "",
  cell(one?.probability, percent),
];

/** One token, a layer a row: its candidates with their probabilities. */
function lensTable(lang: Lang, { layers, tokens }: LensData, token: number): TableModel {
  const ranks = layers[0]?.[token]?.length ?? 0;
  const head = [
    t(lang, "layer"),
    ...Array.from({ length: ranks }, (_, i) => [`${i + 1}.`, t(lang, "lens-table-share")]).flat(),
  ];
  const rows = layers.map((layer, at) => [
    layerName(lang, at),
    ...Array.from({ length: ranks }, (_, i) => both(layer[token]?.[i])).flat(),
  ]);
  return { caption: t(lang, "lens-follow-title", { token: name(tokens, token) }), head, rows };
}

/** Every token after every layer: the likeliest. */
function likeliestTable(lang: Lang, { layers, tokens }: LensData): TableModel {
  const head = [
    t(lang, "table-token"),
    ...layers.flatMap((_, at) => [whereWords(lang, at), t(lang, "lens-table-share")]),
  ];
  const rows = tokens.map((_, token) => [name(tokens, token), ...layers.flatMap((layer) => both(layer[token]?.[0]))]);
  return { caption: t(lang, "lens-heading"), head, rows };
}

export const pictures: Maker = (store, { width, of, live = false }) => {
  const data = lensIn(store);
  if (!data || speechless(store)) return [];
  const lang = store.get("langInForce");
  const token = chosenIn(store, data);
  const one = candidates(data, {
    width: of?.("candidates") ?? width,
    lang,
    token,
    candidate: candidateIn(store, data, token),
    still: !live,
  });
  return [
    {
      id: "lens",
      heading: t(lang, "lens-heading"),
      scene: lens(data, { width, lang, token }),
      notes: [...(live ? [t(lang, "lens-pin")] : []), t(lang, "lens-derived")],
      tables: [{ title: t(lang, "lens-heading"), make: () => likeliestTable(lang, data) }],
    },
    {
      id: "candidates",
      heading: one.title,
      scene: one,
      summary: sumUpLens(lang, data, token),
      notes: [sayGap(lang, data, token)],
      tables: [{ title: t(lang, "lens-table"), make: () => lensTable(lang, data, token) }],
    },
  ];
};

export const intro = (store: Store) =>
  t(store.get("langInForce"), speechless(store) ? "lens-intro-decoder" : "lens-intro", { model: titleIn(store) });

export const figure: Drawing = {
  pictures,
  intro,
  why: (store) => (speechless(store) ? saySpeechless(store) : t(store.get("langInForce"), "figure-nothing")),
};
