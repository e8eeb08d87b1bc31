/** The grid by a statistic: its choice, walking through all heads strongest first, and the table of all statistics. */
import { allHeads } from "../../data/layers.js";
import { strongestFirst } from "../../data/stats.js";
import { orderedBy, sayRank, statisticsOf, statsTable } from "../../figures/statistics.js";
import { shown } from "../../figures/tables.js";
import { STATISTICS } from "../../state/permalink.js";
import { activeNear, el, segments } from "../dom.js";
import { t, titled } from "../i18n.js";

/** @typedef {import("../../types.js").AttentionData} AttentionData */
/** @typedef {import("../../types.js").Cell} Cell */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../data/stats.js").Statistic} Statistic */
/** @typedef {import("../keyboard-grid.js").GridModel} GridModel */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** All of these, in this order. */
const NAMES = [...STATISTICS, "contribution"];

/** @param {Store} store */
export function createOrder(store) {
  const label = el("span", { class: "choice-label soft" });
  const select = el("select", { class: "small" });
  const arranged = el("span", { class: "segments" });
  const node = el("span", { class: "choice order-by" }, el("label", { class: "choice" }, label, select), arranged);
  select.addEventListener("change", () => store.set({ order: /** @type {any} */ (select.value) }));

  return {
    node,
    /** Whether what it is to be sorted by is on its way. */
    waits() {
      const { order, attnData } = store.snapshot();
      return order !== "" && attnData[order === "contribution" ? "contributions" : "stats"]?.status === "loading";
    },
    draw() {
      const { words: lang, order, arrange } = store.snapshot();
      label.textContent = t(lang, "order-by");
      const options = ["", ...NAMES].map((value) => el("option", { value, selected: value === order }, t(lang, value === "" ? "order-no-statistic" : `stat-${value}`)));
      if (activeNear(select) !== select || select.options.length === 0) select.replaceChildren(...options);
      select.value = order;
      arranged.hidden = order === "";
      const choices = /** @type {const} */ (["sorted", "layers"]).map((value) => ({ value, words: t(lang, `arrange-${value}`) }));
      segments(arranged, t(lang, "order"), choices, arrange, (value) => store.set({ arrange: /** @type {"sorted" | "layers"} */ (value) }));
    },
    /**
     * The keyboard's grid over the sorted picture.
     * @param {Statistic} own @param {import("../../types.js").Scene} scene
     * @param {(region: Region, event?: MouseEvent | KeyboardEvent) => void} choose @returns {[string, GridModel]}
     */
    keys(own, { title, regions }, choose) {
      const { words: lang, layer, head } = store.snapshot();
      const list = strongestFirst(own);
      const next = regions.findIndex(({ y }) => y !== regions[0]?.y);
      const columns = next < 0 ? regions.length : next;
      const at = (/** @type {number} */ row, /** @type {number} */ column) => Math.min(row * columns + column, list.length - 1);
      const rank = Math.max(0, list.findIndex((one) => one.layer === layer && one.head === head));
      return ["sorted", {
        label: titled(lang, title, t(lang, "keys")),
        rows: Math.ceil(list.length / columns), columns, start: [Math.floor(rank / columns), rank % columns],
        box: (row, column) => /** @type {Region} */ (regions[at(row, column)]),
        find: (id) => {
          const found = regions.findIndex((one) => one.id === id);
          return found < 0 ? null : [Math.floor(found / columns), found % columns];
        },
        say: (row, column) => sayRank(lang, own, at(row, column)),
        enter: () => {},
        pick: (row, column, event) => choose(/** @type {Region} */ (regions[at(row, column)]), event),
      }];
    },
    /** What is said of one head. @param {AttentionData} all @param {{layer: number, head: number}} head */
    say(all, { layer, head }) {
      const own = orderedBy(store, all);
      if (!own) return "";
      const list = strongestFirst(own);
      return sayRank(store.get("words"), own, list.findIndex((one) => one.layer === layer && one.head === head));
    },
    /** All heads and all statistics, sortable by each; null before any have come. @param {AttentionData} all @returns {HTMLElement | null} */
    table(all) {
      const statistics = statisticsOf(store, all);
      return statistics.length ? sortableTable(store.get("words"), statistics, all) : null;
    },
  };
}

/** @param {Lang} lang @param {Statistic[]} statistics @param {AttentionData} all @returns {HTMLElement} */
function sortableTable(lang, statistics, all) {
  const { caption, head: [name = "", ...names], rows: [chance = [], ...rows] } = statsTable(lang, statistics, all);
  const refs = allHeads(all.thumbnails.layers);
  const body = el("tbody");
  const top = el("tr");
  /** @param {readonly Cell[]} cells @param {string} [look] */
  const line = ([first = "", ...rest], look) => el("tr", { class: look }, el("th", { scope: "row" }, shown(first)), ...rest.map((one) => el("td", {}, shown(one))));
  /** @type {Statistic | null} */
  let by = null;

  function fill() {
    const order = by ? strongestFirst(by).map((one) => refs.findIndex(({ layer, head }) => layer === one.layer && head === one.head)) : rows.keys();
    body.replaceChildren(...[...order].map((at) => line(rows[at] ?? [])));
    top.replaceChildren(heading(name, null, "ascending"), ...statistics.map((one, i) => heading(names[i] ?? "", one, "descending")));
  }
  /** @param {string} words @param {Statistic | null} own @param {"ascending" | "descending"} how */
  function heading(words, own, how) {
    const button = el("button", { type: "button", class: "sort-by", title: own ? t(lang, `stat-def-${own.name}`) : undefined, "aria-label": t(lang, "stats-table-sort", { name: words }) }, words, by === own ? (how === "descending" ? " ↓" : " ↑") : "");
    button.addEventListener("click", () => {
      by = own;
      fill();
      /** @type {HTMLElement | undefined} */ (top.querySelectorAll("button")[own ? statistics.indexOf(own) + 1 : 0])?.focus();
    });
    return el("th", { scope: "col", "aria-sort": by === own ? how : "none" }, button);
  }
  fill();
  return el("table", { class: "stats" }, el("caption", { class: "visually-hidden" }, caption), el("thead", {}, top, line(chance, "soft")), body);
}
