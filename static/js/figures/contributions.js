/** What each head adds to the residual stream: all heads at once, and one layer's heads at every token. */
import { asideOf } from "../data/findings.js";
import { headAt, headsIn, nearestLayer, placeOf, rowOf } from "../data/layers.js";
import { contribution, relative, relativeFree, relativeNorms } from "../data/stats.js";
import { titleIn } from "../state/listed.js";
import { ofLayer, overview } from "../views/contributions.js";
import { t } from "../ui/i18n.js";
import { name, percent } from "../ui/say.js";
import { sayAside, saySilent } from "../ui/say-layers.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").TableModel} TableModel */
/** @typedef {import("../data/stats.js").ContributionsData} ContributionsData */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */
/** @typedef {{data: ContributionsData, means: Float64Array, shares: Float64Array, free: ReturnType<typeof relativeFree>}} Read */

/** A norm as it is printed. @param {number} value */
export const length = (value) => String(Number(value.toPrecision(4)));

/** What is worked out of an answer, once. @type {WeakMap<ContributionsData, Read>} */
const READ = new WeakMap();

/** @param {Store} store @returns {Read | null} */
export function readIn(store) {
  /** @type {ContributionsData | null} */
  const data = store.get("attnData")["contributions"]?.data ?? null;
  if (!data) return null;
  const known = READ.get(data) ?? { data, means: relativeNorms(data), shares: contribution(data).values, free: relativeFree(data) };
  READ.set(data, known);
  return known;
}

/** The layer that is shown in full. @param {Store} store @param {ContributionsData} data */
export const layerOf = (store, { layers }) => nearestLayer(layers, store.get("layer"));

/** @param {Lang} lang @param {Read} read @param {number} layer @param {number} head */
export function sayMean(lang, { data, means, shares }, layer, head) {
  const at = placeOf(data.layers, { layer, head });
  if (at < 0) return t(lang, "layer-silent-say", { layer });
  return t(lang, "contributions-say-mean", { layer, head, relative: percent(means[at] ?? NaN), count: data.tokens.length, share: percent(shares[at] ?? NaN) });
}

/** @param {Lang} lang @param {ContributionsData} data @param {number} layer @param {number} head @param {number} token */
export function sayAt(lang, data, layer, head, token) {
  const { layers, norms, residual, tokens } = data;
  const norm = /** @type {number} */ (norms[placeOf(layers, { layer, head }) * tokens.length + token]);
  const words = { layer, head, token: name(tokens, token), norm: length(norm), residual: length(/** @type {number} */ (residual[rowOf(layers, layer) * tokens.length + token])) };
  return t(lang, "contributions-say", { ...words, relative: percent(relative(data, layer, head, token)) });
}

/** The head that adds most, over the tokens that say something about it. @param {Lang} lang @param {Read} read */
export function sumUpContributions(lang, { data, free: { means, tokens } }) {
  let best = -1;
  means.forEach((value, at) => {
    if (value > (means[best] ?? -1)) best = at;
  });
  const one = headAt(data.layers, best);
  const silent = saySilent(lang, data.layers);
  const aside = sayAside(lang, asideOf(data.tokens, data.forced));
  const said = one ? t(lang, "contributions-summary", { ...one, relative: percent(means[best] ?? NaN), count: tokens, aside }) : "";
  return [said, silent].filter(Boolean).join(lang === "zh" ? "" : " ");
}

/** The norms of one layer, as the API gives them. @param {Lang} lang @param {ContributionsData} data @param {number} layer @returns {TableModel} */
export function normsTable(lang, data, layer) {
  const { layers, norms, residual, tokens } = data;
  const count = tokens.length;
  /** @type {import("../types.js").Cell[][]} */
  const rows = Array.from({ length: headsIn(layers, layer) }, (_, head) => [`${layer}.${head}`, ...tokens.map((__, token) => cell(norms[placeOf(layers, { layer, head }) * count + token], length))]);
  rows.push([t(lang, "contributions-residual"), ...tokens.map((_, token) => cell(residual[rowOf(layers, layer) * count + token], length))]);
  return { caption: t(lang, "contributions-table", { layer }), head: [t(lang, "head"), ...tokens.map((_, i) => name(tokens, i))], rows };
}

/** Layers down, heads across. @param {Lang} lang @param {Read} read @returns {TableModel} */
export function meansTable(lang, { data: { layers }, means }) {
  const heads = Array.from({ length: layers.width }, (_, head) => head);
  const rows = layers.numbers.map((layer) => [String(layer), ...heads.map((head) => cell(means[placeOf(layers, { layer, head })], percent))]);
  return { caption: t(lang, "contributions-overview"), head: [`${t(lang, "layer")} \\ ${t(lang, "head")}`, ...heads.map(String)], rows };
}

/** Narrower than this, the two stand one under the other. */
const TWO = 1000;
const GAP = 28;

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const read = readIn(store);
  if (!read) return [];
  const { data } = read;
  const { words: lang, head } = store.snapshot();
  const layer = layerOf(store, data);
  const left = width >= TWO ? Math.floor(((width - GAP) * 5) / 12) : width;
  const notes = [t(lang, "contributions-derived")];
  return [
    {
      id: "overview", heading: t(lang, "contributions-overview"), row: "both", summary: sumUpContributions(lang, read),
      scene: overview(data, { width: left, lang, layer, head }),
      tables: [{ title: t(lang, "contributions-overview"), make: () => meansTable(lang, read) }],
    },
    {
      id: "layer", heading: t(lang, "contributions-of-layer", { layer }), row: width >= TWO ? "both" : "layer", notes,
      scene: ofLayer(data, { width: width >= TWO ? width - GAP - left : width, lang, layer, head }),
      tables: [{ title: t(lang, "contributions-table", { layer }), make: () => normsTable(lang, data, layer) }],
    },
  ];
}

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), "contributions-intro", { model: titleIn(store) });

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "contributions", pictures, intro };
