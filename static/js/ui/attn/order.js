/** The grid by a statistic: its choice, all heads strongest first, and the table of all statistics. */
import { chosenHeads, headId } from "../../data/selection.js";
import { contribution, strongestFirst } from "../../data/stats.js";
import { STATISTICS } from "../../state/permalink.js";
import { modelName } from "../../views/labels.js";
import { amount, sorted } from "../../views/sorted.js";
import { el, segments } from "../dom.js";
import { t } from "../i18n.js";

/** @typedef {import("../../types.js").AttentionData} AttentionData */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../data/stats.js").ContributionsData} ContributionsData */
/** @typedef {import("../../data/stats.js").Statistic} Statistic */
/** @typedef {import("../../data/stats.js").StatsData} StatsData */
/** @typedef {import("../keyboard-grid.js").GridModel} GridModel */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** All of these, in this order. */
const NAMES = [...STATISTICS, "contribution"];

/** The statistics that have come for this sentence, contributions among them where the model tells. @param {Store} store @param {AttentionData} all @returns {Statistic[]} */
export function statisticsOf(store, all) {
  const { attnData } = store.snapshot();
  const fits = (/** @type {{model: {id: string}, tokens: readonly unknown[]} | null | undefined} */ data) => data?.model.id === all.model.id && data.tokens.length === all.tokens.length;
  /** @type {StatsData | null} */
  const stats = attnData["stats"]?.data ?? null;
  /** @type {ContributionsData | null} */
  const added = attnData["contributions"]?.data ?? null;
  return [...(stats && fits(stats) ? stats.statistics : []), ...(added && fits(added) ? [shareOf(added)] : [])];
}

/** @type {WeakMap<ContributionsData, Statistic>} */
const shares = new WeakMap();

/** What heads contribute, reckoned once an answer. @param {ContributionsData} data */
function shareOf(data) {
  const known = shares.get(data) ?? contribution(data);
  shares.set(data, known);
  return known;
}

/** A statistic in a sentence or two: what it is, and the level by chance. @param {Lang} lang @param {Statistic} statistic */
export function sayStatistic(lang, statistic) {
  const { name, unit, chance, values } = statistic;
  const definition = t(lang, `stat-def-${name}`);
  if (values.every(Number.isNaN)) return t(lang, "stat-nothing", { definition });
  const level = chance === null ? t(lang, "stat-chance-varies") : t(lang, name === "contribution" ? "stat-chance-equal" : "stat-chance", { chance: amount(unit, chance) });
  return [definition, level].join(lang === "zh" ? "" : " ");
}

/** @param {Lang} lang @param {Statistic} statistic @param {number} heads */
function sayStrongest(lang, statistic, heads) {
  const list = strongestFirst(statistic, heads);
  const [best] = list;
  if (!best) return "";
  const above = list.filter(({ layer, value }) => value > (statistic.chanceByLayer[layer] ?? Infinity)).length;
  return t(lang, "sorted-summary", { layer: best.layer, head: best.head, value: amount(statistic.unit, best.value), above, count: list.length });
}

/** @param {Store} store */
export function createOrder(store) {
  const label = el("span", { class: "choice-label soft" });
  const select = el("select", { class: "small" });
  const arranged = el("span", { class: "segments" });
  const node = el("span", { class: "choice order-by" }, el("label", { class: "choice" }, label, select), arranged);
  select.addEventListener("change", () => store.set({ order: /** @type {any} */ (select.value) }));

  /** What the heads are sorted by, once it has come. @param {AttentionData} all */
  const statistic = (all) => statisticsOf(store, all).find(({ name }) => name === store.get("order")) ?? null;

  return {
    node, statistic,
    /** Whether what it is to be sorted by is on its way. */
    waits() {
      const { order, attnData } = store.snapshot();
      return order !== "" && attnData[order === "contribution" ? "contributions" : "stats"]?.status === "loading";
    },
    /** Whether pictures stand strongest first. @param {AttentionData} all */
    sorts: (all) => store.get("arrange") === "sorted" && statistic(all)?.values.some((value) => !Number.isNaN(value)) === true,
    draw() {
      const { words: lang, order, arrange } = store.snapshot();
      label.textContent = t(lang, "order-by");
      const options = ["", ...NAMES].map((value) => el("option", { value, selected: value === order }, t(lang, value === "" ? "order-no-statistic" : `stat-${value}`)));
      if (document.activeElement !== select || select.options.length === 0) select.replaceChildren(...options);
      select.value = order;
      arranged.hidden = order === "";
      const choices = /** @type {const} */ (["sorted", "layers"]).map((value) => ({ value, words: t(lang, `arrange-${value}`) }));
      segments(arranged, t(lang, "order"), choices, arrange, (value) => store.set({ arrange: /** @type {"sorted" | "layers"} */ (value) }));
    },
    /**
     * The sorted scene and its keyboard grid.
     * @param {AttentionData} all @param {number} width @param {(region: Region, event?: MouseEvent | KeyboardEvent) => void} choose
     */
    scene(all, width, choose) {
      const state = store.snapshot();
      const { words: lang, scale, colour, layer, head, quarter, special } = state;
      const { heads } = all.thumbnails;
      const own = /** @type {Statistic} */ (statistic(all));
      const list = strongestFirst(own, heads);
      const made = sorted(all, own, { width, lang, scale, colour, layer, head, quarter, special, others: chosenHeads(state).slice(1) });
      const { regions } = made;
      const next = regions.findIndex(({ y }) => y !== regions[0]?.y);
      const columns = next < 0 ? regions.length : next;
      const at = (/** @type {number} */ row, /** @type {number} */ column) => Math.min(row * columns + column, list.length - 1);
      const rank = Math.max(0, list.findIndex((one) => one.layer === layer && one.head === head));
      /** @type {[string, GridModel]} */
      const keys = ["sorted", {
        label: `${made.title}. ${t(lang, "keys")}`,
        rows: Math.ceil(list.length / columns), columns, start: [Math.floor(rank / columns), rank % columns],
        box: (row, column) => /** @type {Region} */ (regions[at(row, column)]),
        find: (id) => {
          const found = regions.findIndex((one) => one.id === id);
          return found < 0 ? null : [Math.floor(found / columns), found % columns];
        },
        say: (row, column) => sayRank(lang, own, heads, at(row, column)),
        enter: () => {},
        pick: (row, column, event) => choose(/** @type {Region} */ (regions[at(row, column)]), event),
      }];
      return { scene: made, keys };
    },
    /** What is said of one head. @param {AttentionData} all @param {{layer: number, head: number}} head */
    say(all, { layer, head }) {
      const own = statistic(all);
      if (!own) return "";
      const list = strongestFirst(own, all.thumbnails.heads);
      return sayRank(store.get("words"), own, all.thumbnails.heads, list.findIndex((one) => one.layer === layer && one.head === head));
    },
    /** What stands under the picture; empty while nothing is sorted by. @param {AttentionData} all */
    summary(all) {
      const own = statistic(all);
      if (!own) return "";
      const lang = store.get("words");
      return [`${t(lang, `stat-${own.name}`)}: ${sayStatistic(lang, own)}`, sayStrongest(lang, own, all.thumbnails.heads)].join(lang === "zh" ? "" : " ");
    },
    /** Whether statistics have come. @param {AttentionData} all */
    has: (all) => statisticsOf(store, all).length > 0,
    /** All heads and all statistics, sortable by each. @param {AttentionData} all @returns {HTMLElement} */
    table: (all) => statsTable(store.get("words"), statisticsOf(store, all), all),
  };
}

/** @param {Lang} lang @param {Statistic} statistic @param {number} heads @param {number} rank counted from 0 */
export function sayRank(lang, statistic, heads, rank) {
  const list = strongestFirst(statistic, heads);
  const one = list[rank];
  if (!one) return "";
  return t(lang, "sorted-say", { rank: rank + 1, count: list.length, layer: one.layer, head: one.head, name: t(lang, `stat-${statistic.name}`), value: amount(statistic.unit, one.value) });
}

/** @param {Lang} lang @param {Statistic[]} statistics @param {AttentionData} all @returns {HTMLElement} */
function statsTable(lang, statistics, { thumbnails: { layers, heads }, model }) {
  const body = el("tbody");
  const top = el("tr");
  const chances = el("tr", { class: "soft" }, el("th", { scope: "row" }, t(lang, "stats-table-chance")), ...statistics.map(({ unit, chance }) => el("td", {}, chance === null ? "–" : amount(unit, chance))));
  /** @type {Statistic | null} */
  let by = null;
  const refs = Array.from({ length: layers * heads }, (_, at) => ({ layer: Math.floor(at / heads), head: at % heads }));

  function fill() {
    const list = by ? strongestFirst(by, heads) : refs;
    body.replaceChildren(...list.map(({ layer, head }) => {
      const at = layer * heads + head;
      const cells = statistics.map(({ unit, values }) => {
        const value = /** @type {number} */ (values[at]);
        return el("td", {}, Number.isNaN(value) ? "–" : amount(unit, value));
      });
      return el("tr", {}, el("th", { scope: "row" }, headId({ layer, head })), ...cells);
    }));
    top.replaceChildren(
      heading(`${t(lang, "layer")}.${t(lang, "head")}`, null, "ascending"),
      ...statistics.map((one) => heading(t(lang, `stat-${one.name}`), one, "descending")),
    );
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
  const caption = `${t(lang, "stats-table")}, ${modelName(lang, model)}`;
  return el("table", { class: "stats" }, el("caption", { class: "visually-hidden" }, caption), el("thead", {}, top, chances), body);
}
