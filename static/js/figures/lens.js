/** The logit lens: what a decoder would say next after each of its layers. */
import { visible } from "../scene/text.js";
import { titleIn } from "../state/listed.js";
import { clauses, series, t } from "../ui/i18n.js";
import { name, percent } from "../ui/say.js";
import { candidates, followed, layerName, lens, settled } from "../views/lens.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Prediction} Prediction */
/** @typedef {import("../types.js").TableModel} TableModel */
/** @typedef {import("../views/lens.js").LensData} LensData */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** What was answered last. @param {Store} store @returns {LensData | null} */
export const lensIn = (store) => store.get("attnData")["lens"]?.data ?? null;

/** Whether the sentence was read by a model that says nothing next: its layers neither. @param {Store} store */
export function speechless(store) {
  const { data } = store.get("attention");
  return data !== null && !(data.family === "decoder" && data.predicts === "next");
}

/** @param {Store} store */
export const saySpeechless = (store) => t(store.get("words"), "lens-no", { model: titleIn(store) });

/** The token that is looked into: the pinned one, or the last. @param {Store} store @param {LensData} data */
export function chosenIn(store, { tokens }) {
  const pin = store.get("pin");
  return pin?.source === "attention" && tokens[pin.token] ? pin.token : tokens.length - 1;
}

/** Which of the final candidates is followed. @param {Store} store @param {LensData} data @param {number} token */
export const candidateIn = (store, data, token) => Math.min(store.get("candidate"), Math.max((data.layers.at(-1)?.[token]?.length ?? 0) - 1, 0));

/** After which layer. @param {Lang} lang @param {number} at the embedding is 0 */
export const whereWords = (lang, at) => (at === 0 ? t(lang, "lens-at-embedding") : t(lang, "lens-at-layer", { layer: at - 1 }));

/** @param {Lang} lang @param {readonly Prediction[]} list */
const likeliest = (lang, list) => series(lang, list.map(({ text, probability }) => `${visible(text)} ${percent(probability)}`));

/** @param {Lang} lang @param {LensData} data @param {number} at @param {number} token */
export const sayLens = (lang, data, at, token) =>
  t(lang, "lens-say", { token: name(data.tokens, token), layer: whereWords(lang, at), list: likeliest(lang, data.layers[at]?.[token] ?? []) });

/** The final candidates after one layer. @param {Lang} lang @param {LensData} data @param {number} at @param {number} token */
export function sayCandidates(lang, data, at, token) {
  const ends = data.layers.at(-1)?.[token] ?? [];
  const count = data.layers[at]?.[token]?.length ?? 0;
  const list = ends.map(({ text }) => {
    const value = followed(data, token, text)[at] ?? null;
    return `${visible(text)} ${value === null ? t(lang, "lens-absent", { count }) : percent(value)}`;
  });
  return t(lang, "lens-say-candidates", { layer: whereWords(lang, at), list: clauses(lang, list) });
}

/** What it says in the end, and from where on. @param {Lang} lang @param {LensData} data @param {number} token */
export function sumUpLens(lang, data, token) {
  const [end] = data.layers.at(-1)?.[token] ?? [];
  if (!end) return "";
  return t(lang, "lens-summary", { token: name(data.tokens, token), word: visible(end.text), percent: percent(end.probability), layer: whereWords(lang, settled(data, token)) });
}

/** Where lines break off. @param {Lang} lang @param {LensData} data @param {number} token */
export const sayGap = (lang, data, token) => t(lang, "lens-gap", { count: data.layers.at(-1)?.[token]?.length ?? 0 });

/** @param {Prediction | undefined} one @returns {[word: Cell, probability: Cell]} */
const both = (one) => [one ? visible(one.text) : "", cell(one?.probability, percent)];

/** One token, a layer a row: its candidates with their probabilities. @param {Lang} lang @param {LensData} data @param {number} token @returns {TableModel} */
export function lensTable(lang, { layers, tokens }, token) {
  const ranks = layers[0]?.[token]?.length ?? 0;
  const head = [t(lang, "layer"), ...Array.from({ length: ranks }, (_, i) => [`${i + 1}.`, t(lang, "lens-table-share")]).flat()];
  const rows = layers.map((layer, at) => [layerName(lang, at), ...Array.from({ length: ranks }, (_, i) => both(layer[token]?.[i])).flat()]);
  return { caption: t(lang, "lens-follow-title", { token: name(tokens, token) }), head, rows };
}

/** Every token after every layer: the likeliest. @param {Lang} lang @param {LensData} data @returns {TableModel} */
export function likeliestTable(lang, { layers, tokens }) {
  const head = [t(lang, "table-token"), ...layers.flatMap((_, at) => [whereWords(lang, at), t(lang, "lens-table-share")])];
  const rows = tokens.map((_, token) => [name(tokens, token), ...layers.flatMap((layer) => both(layer[token]?.[0]))]);
  return { caption: t(lang, "lens-heading"), head, rows };
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const data = lensIn(store);
  if (!data || speechless(store)) return [];
  const lang = store.get("words");
  const token = chosenIn(store, data);
  const one = candidates(data, { width, lang, token, candidate: candidateIn(store, data, token), still: true });
  return [
    {
      id: "lens", heading: t(lang, "lens-heading"), scene: lens(data, { width, lang, token }), notes: [t(lang, "lens-derived")],
      tables: [{ title: t(lang, "lens-heading"), make: () => likeliestTable(lang, data) }],
    },
    {
      id: "candidates", heading: one.title, scene: one, summary: sumUpLens(lang, data, token), notes: [sayGap(lang, data, token)],
      tables: [{ title: t(lang, "lens-table"), make: () => lensTable(lang, data, token) }],
    },
  ];
}

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), speechless(store) ? "lens-intro-decoder" : "lens-intro", { model: titleIn(store) });

/** @type {import("../types.js").FigureEntry} */
export const figure = {
  id: "lens", pictures, intro,
  why: (store) => (speechless(store) ? saySpeechless(store) : t(store.get("words"), "figure-nothing")),
};
