/** One head beside another: of another sentence, another model, or the same one. */
import { filtered } from "../data/filter.js";
import { asideOfBoth, sharedFree } from "../data/findings.js";
import { divergences, largest, lineUp, meanDifference } from "../data/lined-up.js";
import { matrixOf } from "../data/matrix.js";
import { litNow } from "../state/lit.js";
import { bitsWords, points, small } from "../ui/attn/difference-words.js";
import { t } from "../ui/i18n.js";
import { percent } from "../ui/say.js";
import { sayAside } from "../ui/say-layers.js";
import { most } from "../views/change.js";
import { compare } from "../views/compare.js";
import { modelName, tokenName } from "../views/labels.js";
import { litPlaces, pairTable } from "./pair.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").HeadData} HeadData */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").TableModel} TableModel */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../data/lined-up.js").LinedUp} LinedUp */
/** @typedef {import("../data/lined-up.js").Spot} Spot */
/** @typedef {import("../state/attn/compare.js").CompareData} CompareData */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */
/** @typedef {{against: CompareData["against"], texts: [string, string], first: Matrix, second: Matrix, lined: LinedUp, bits: number[], hidden: boolean}} Shown */

/** How many of the largest differences are listed. */
const LARGEST = 8;

/** The two heads on the axes that they share; null while one is not here. @param {Store} store @returns {Shown | null} */
export function comparedHeads(store) {
  const { attnData, part, quarter, by, special, renormalise, least, mass, matched, against } = store.snapshot();
  /** @type {CompareData | null} */
  const data = attnData["compare"]?.data ?? null;
  if (!data || data.against !== against || data.a.own.length === 0 || data.b.own.length === 0) return null;
  let hidden = false;
  const of = (/** @type {HeadData} */ head) => {
    const whole = matrixOf(head, { part, quarter, by });
    const made = filtered(whole, { special, renormalise, filter: "none", least, mass }).matrix;
    hidden ||= made !== whole && made.weights.length < whole.weights.length;
    return made;
  };
  const [first, second] = [of(data.a), of(data.b)];
  const lined = lineUp(first, second, against === "head" ? "same" : against === "model" ? "spans" : matched === "moved" ? "moved" : "script");
  return { against, texts: [data.text, data.textB], first, second, lined, bits: divergences(lined), hidden };
}

/**
 * What a cell of the shared axes says, the same in each of the three pictures.
 * @param {Lang} lang @param {LinedUp} lined @param {number} row @param {number} column
 */
export function sayCompared(lang, { rows, columns, a, b, between }, row, column) {
  const i = row * columns.spots.length + column;
  const words = { query: tokenName(/** @type {Token} */ (rows.labels[row])), key: tokenName(/** @type {Token} */ (columns.labels[column])) };
  const [first, second] = [a[i] ?? NaN, b[i] ?? NaN];
  if (Number.isNaN(first) && Number.isNaN(second)) return t(lang, "versus-say-none", words);
  if (Number.isNaN(first)) return t(lang, "versus-say-only", { ...words, letter: "B", other: "A", value: percent(second) });
  if (Number.isNaN(second)) return t(lang, "versus-say-only", { ...words, letter: "A", other: "B", value: percent(first) });
  return t(lang, "versus-say-cell", { ...words, a: percent(first), b: percent(second), difference: points(lang, between[i] ?? NaN) });
}

/** How many matched tokens stand at another place among those that are matched. @param {readonly Spot[]} both in the first's order */
function movedCount(both) {
  const second = both.map(({ b }) => b[0] ?? 0);
  const sorted = [...second].sort((x, y) => x - y);
  return second.filter((value, i) => value !== sorted[i]).length;
}

/** Which places the two share, and how far their numbers lie apart. @param {Store} store @param {Shown} shown */
export function sumUpCompared(store, { lined, bits, against, first, second }) {
  const { words: lang, matched } = store.snapshot();
  const { mean, count } = meanDifference(lined.between);
  const lines = [];
  const { spots } = lined.columns;
  const only = (/** @type {"a" | "b"} */ name) => spots.filter((spot) => spot[name].length && !spot[name === "a" ? "b" : "a"].length).length;
  const both = spots.filter(({ a, b }) => a.length && b.length);
  if (against === "text") {
    lines.push(t(lang, matched === "moved" ? "versus-matched-moved" : "versus-matched", { same: both.length, moved: movedCount(both), a: only("a"), b: only("b") }));
  }
  if (against === "model") {
    lines.push(t(lang, "versus-places", {
      a: first.keys.labels.length, b: second.keys.labels.length, modelA: modelName(lang, first.model), modelB: modelName(lang, second.model), places: spots.length,
    }));
  }
  if (count === 0) lines.push(t(lang, "versus-summary-none"));
  else {
    const rows = bits.filter((value) => !Number.isNaN(value));
    const free = sharedFree(lined, first, second);
    const best = most(bits.map((value, row) => (Number.isNaN(value) || !free.row(row) ? -1 : value)));
    const label = lined.rows.labels[best];
    const bitsMean = rows.reduce((sum, value) => sum + value, 0) / rows.length;
    lines.push(t(lang, "versus-summary", { count, mean: small(mean), bits: bitsWords(bitsMean) }));
    if (label && free.row(best) && (bits[best] ?? 0) > 0) lines.push(t(lang, "versus-summary-row", { query: tokenName(label), most: bitsWords(bits[best] ?? NaN), aside: sayAside(lang, asideOfBoth(first, second)) }));
    if (mean === 0) lines.push(t(lang, `versus-one-${against}`));
  }
  return lines.join(lang === "zh" ? "" : " ");
}

/** @param {Lang} lang @param {Shown} shown */
export const headingOf = (lang, { against, first }) => t(lang, `versus-title-${against}`, { layer: first.layer, head: first.head, model: modelName(lang, first.model) });

/** @param {Store} store @param {Shown} shown @param {number} width */
export function compareScene(store, shown, width) {
  const { words: lang, scale, colour } = store.snapshot();
  return compare(shown, { width, lang, scale, colour });
}

/** @param {Lang} lang @param {Shown} shown @returns {TableModel} */
export const compareTable = (lang, { lined }) => pairTable(lang, lined, ["A", "B", "B − A"], t(lang, "versus-table"));

/** The cells that lie furthest apart, of those that say something about both heads, the largest first: as [row * column] of the shared axes. @param {Shown} shown */
export function furthest({ lined, first, second }) {
  const free = sharedFree(lined, first, second);
  const wide = lined.columns.spots.length;
  return largest(lined.between.map((value, i) => (free.row(Math.floor(i / wide)) && free.column(i % wide) ? value : NaN)), LARGEST);
}

/** What that list is called. @param {Lang} lang @param {Shown} shown */
export const largestName = (lang, { first, second }) => t(lang, "versus-largest", { aside: sayAside(lang, asideOfBoth(first, second)) });

/** @param {Lang} lang @param {Shown} shown @returns {TableModel} */
export function largestTable(lang, shown) {
  const { rows, columns, a, b, between } = shown.lined;
  const wide = columns.spots.length;
  const name = (/** @type {Token | undefined} */ label) => (label ? tokenName(label) : "");
  return {
    caption: largestName(lang, shown), head: [t(lang, "versus-link"), "A", "B", "B − A"],
    rows: furthest(shown).map((i) => [
      `${name(rows.labels[Math.floor(i / wide)])} → ${name(columns.labels[i % wide])}`,
      cell(a[i], percent), cell(b[i], percent), cell(between[i], (value) => points(lang, value)),
    ]),
  };
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const shown = comparedHeads(store);
  if (!shown) return [];
  const { words: lang, pin } = store.snapshot();
  const { against, texts, lined, first } = shown;
  const scene = compareScene(store, shown, width);
  // The lines over the squares have no room for long sentences.
  const cut = against === "text" && scene.marks.some((mark) => mark.type === "text" && mark.text.endsWith("…"));
  const sentences = cut ? texts.map((text, i) => t(lang, "versus-sentence-is", { letter: i === 0 ? "A" : "B", text })) : [];
  return [{
    id: "compare", heading: headingOf(lang, shown), scene, summary: sumUpCompared(store, shown), notes: [...sentences, t(lang, "versus-js-definition")],
    lit: pin ? litPlaces({ lined, first }, litNow(store.snapshot())) : null,
    tables: [
      { title: t(lang, "versus-table"), make: () => compareTable(lang, shown) },
      { title: largestName(lang, shown), make: () => largestTable(lang, shown) },
    ],
  }];
}

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), "versus-intro");

/** @type {import("../types.js").FigureEntry} */
export const figure = {
  id: "compare", pictures, intro,
  why(store) {
    const { words: lang, against, text_b: second } = store.snapshot();
    return t(lang, against === "text" && second.trim() === "" ? "versus-no-second" : "figure-nothing");
  },
};
