/** One word in two sentences, or three: its cosine with itself at every layer. */
import { context } from "../views/context.js";
import { t } from "../ui/i18n.js";
import { decimals, name } from "../ui/say.js";
import { contextTable } from "./tables.js";

/** @typedef {import("../types.js").ContextData} ContextData */
/** @typedef {import("../types.js").ContextPair} ContextPair */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {ContextData} data the lines in the order of the sentences @returns {{letter: "B" | "C", pair: ContextPair}[]} */
export const linesOf = ({ main, reference }) => [
  { letter: "B", pair: main },
  ...(reference ? [{ letter: /** @type {const} */ ("C"), pair: reference }] : []),
];

/** @param {Store} store @param {ContextData} data @param {number} width */
export const scene = (store, data, width) => context(data, { width, lang: store.get("words"), axis: store.get("axis") });

/** A sentence a line. @param {Lang} lang @param {ContextData} data */
const measuredWords = (lang, data) =>
  linesOf(data).map(({ letter, pair }) => {
    const words = { a: name(pair.tokensA, pair.tokenA), b: name(pair.tokensB, pair.tokenB), letter };
    return t(lang, "context-summary", { ...words, first: decimals(pair.cosine[0] ?? NaN), last: decimals(pair.cosine.at(-1) ?? NaN) });
  });

/** What is seen, and what it may be compared with. @param {Lang} lang @param {ContextData} data */
export const sumUp = (lang, data) => [...measuredWords(lang, data), t(lang, "context-note")].join(lang === "zh" ? "" : " ");

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const { data } = store.get("context");
  if (!data) return [];
  const lang = store.get("words");
  const drawn = scene(store, data, width);
  return [{
    id: "context", heading: drawn.title, scene: drawn, summary: sumUp(lang, data), notes: [t(lang, "context-note")], definitions: [data.main.definition],
    tables: [{ title: drawn.title, make: () => contextTable(lang, data) }],
  }];
}

/** @param {Store} store */
export function intro(store) {
  const { context: { data }, words: lang, models } = store.snapshot();
  const id = data?.main.model.id;
  return t(lang, "figure-context-intro", { model: models?.models.find((one) => one.id === id)?.title ?? id ?? t(lang, "context-model") });
}

/** Without a second sentence there is nothing to compare. @param {Store} store */
const why = (store) => t(store.get("words"), store.get("text_b").trim() === "" ? "figure-context-empty" : "figure-nothing");

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "context", pictures, intro, why };
