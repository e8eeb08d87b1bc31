/** Every weight as a row of a table; the largest of them as a picture. */
import { cellsOfAll } from "../data/cells.js";
import { asideIn, isFree } from "../data/findings.js";
import { matrices } from "../data/selection.js";
import { titleIn } from "../state/listed.js";
import { tokenName } from "../views/labels.js";
import { DIGITS, weightList } from "../views/weights.js";
import { clauses, series, spoken, t } from "../ui/i18n.js";
import { drawingNotes, percent } from "../ui/say.js";
import { sayAside } from "../ui/say-layers.js";
import { cell } from "./tables.js";

/** @typedef {import("../data/cells.js").Order} Order */
/** @typedef {import("../types.js").DrawnMatrix} DrawnMatrix */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {ReturnType<typeof cellsOfAll>} Cells */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** The largest first. @type {Order} */
export const LARGEST_FIRST = { by: "weight", falling: true };
/** Of a longer table, so many rows leave the page: half a thousand tokens have a quarter of a million. */
const MOST = 20_000;
/** Queries whose hidden share is said one by one. */
const EACH = 60;

const EVERY = { query: "", key: "", head: "" };
/** @param {readonly DrawnMatrix[]} shown @param {Order} [order] @param {import("../data/cells.js").Wanted} [wanted] */
export const weightCells = (shown, order = LARGEST_FIRST, wanted = EVERY) => cellsOfAll(shown, wanted, order, tokenName);

/** The largest weights that say something about their heads, and what was left out; all of them where none does. @param {readonly DrawnMatrix[]} shown */
function findings(shown) {
  const free = cellsOfAll(shown, EVERY, LARGEST_FIRST, tokenName, isFree);
  const aside = shown.map(({ truth }) => asideIn(truth));
  const left = { special: aside.some(({ special }) => special), forced: aside.some(({ forced }) => forced) };
  return free.all ? { cells: free, left } : { cells: weightCells(shown), left: { special: false, forced: false } };
}

/** A weight as it is printed. @param {number} weight */
export const printed = (weight) => weight.toFixed(DIGITS);

/** Of how many weights there are so many. @param {Lang} lang @param {readonly DrawnMatrix[]} shown @param {Cells} cells */
export const countWeights = (lang, shown, { count, all }) => t(lang, "table-count", { count, all, label: clauses(lang, shown.map(({ label }) => label)) });

/** What was done to the numbers, and what is hidden, a sentence each. @param {Store} store @param {readonly DrawnMatrix[]} shown @returns {string[]} */
export function weightNotes(store, shown) {
  const lang = store.get("words");
  const [one] = shown;
  if (!one) return [];
  const said = drawingNotes(lang, one, store.snapshot());
  const forced = shown.length === 1 ? one.truth.queries.labels.filter((_, row) => one.truth.forced[row]) : [];
  if (forced.length && !one.truth.quantity) said.push(t(lang, "table-forced", { tokens: forced.map(tokenName).join(" ") }));
  if (one.truth.derived) said.push(t(lang, "legend-words"));
  if (one.hiddenMass && shown.length === 1 && !one.matrix.quantity) {
    const each = Array.from(one.hiddenMass, (mass, row) => `${tokenName(/** @type {import("../types.js").Token} */ (one.truth.queries.labels[row]))} ${percent(mass)}`);
    if (each.length <= EACH) said.push(spoken(lang, t(lang, "table-hidden"), series(lang, each)));
  }
  return said.map((line) => `${line[0]?.toUpperCase()}${line.slice(1)}${lang === "zh" ? "。" : "."}`);
}

/** What stands over the columns of names and numbers; the last is empty where rows are as the model gave them. @param {Lang} lang @param {readonly DrawnMatrix[]} shown */
export const weightColumns = (lang, shown) => ({
  query: t(lang, "query"), key: t(lang, "key"), weight: t(lang, shown[0]?.matrix.quantity ? "table-value" : "table-weight"),
  again: shown.some(({ matrix, truth }) => matrix !== truth) ? t(lang, "derived-renormalised") : "",
});

/** @param {Lang} lang @param {readonly DrawnMatrix[]} shown @param {Cells} cells @returns {import("../types.js").TableModel} the largest, as far as a table outside the page goes */
export function weightTable(lang, shown, cells) {
  const { query, key, weight, again } = weightColumns(lang, shown);
  const name = (/** @type {import("../types.js").Side} */ side, /** @type {number} */ at) => {
    const label = side.labels[at];
    return [side.tokens[at]?.join("+") ?? "", label ? tokenName(label) : ""];
  };
  return {
    caption: countWeights(lang, shown, { ...cells, count: Math.min(cells.count, MOST) }),
    head: [t(lang, "head"), t(lang, "weights-place", { side: query }), query, t(lang, "weights-place", { side: key }), key, weight, ...(again ? [again] : [])],
    rows: Array.from({ length: Math.min(cells.count, MOST) }, (_, i) => {
      const { shown: { id, truth }, row, column, weight: own, again: other } = cells.at(i);
      return [id, ...name(truth.queries, row), ...name(truth.keys, column), cell(own, printed), ...(again ? [cell(other, printed)] : [])];
    }),
  };
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const shown = matrices(store);
  const lang = store.get("words");
  if (shown.length === 0) return [];
  const cells = weightCells(shown);
  const { cells: largest, left } = findings(shown);
  return [{
    id: "table", heading: shown.map(({ label }) => label).join(" · "), scene: weightList(largest, { width, heads: shown, lang, aside: sayAside(lang, left) }),
    summary: countWeights(lang, shown, cells), notes: weightNotes(store, shown),
    definitions: [...new Set(shown.flatMap(({ matrix }) => matrix.derived ?? []))],
    tables: [{ title: t(lang, "attn-table"), make: () => weightTable(lang, shown, cells) }],
  }];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "table", pictures, intro: (store) => t(store.get("words"), "table-intro", { model: titleIn(store) }) };
