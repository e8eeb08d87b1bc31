/** Heads by a statistic: which numbers have come, what is said of them, all heads strongest first, and the table of all. */
import { allHeads, placeOf } from "../data/layers.js";
import { chosenHeads, headId } from "../data/selection.js";
import { chanceIn, contribution, strongestFirst } from "../data/stats.js";
import { modelName } from "../views/labels.js";
import { amount, sorted } from "../views/sorted.js";
import { labelled, spoken, t } from "../ui/i18n.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").AttentionData} AttentionData */
/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../data/stats.js").ContributionsData} ContributionsData */
/** @typedef {import("../data/stats.js").Statistic} Statistic */
/** @typedef {import("../data/stats.js").StatsData} StatsData */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

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

/** What the heads are ordered by, once it has come. @param {Store} store @param {AttentionData} all */
export const orderedBy = (store, all) => statisticsOf(store, all).find(({ name }) => name === store.get("order")) ?? null;

/** What pictures stand strongest first by; null: they stand by layer. @param {Store} store @param {AttentionData} all */
export function sortedBy(store, all) {
  const own = store.get("arrange") === "sorted" ? orderedBy(store, all) : null;
  return own?.values.some((value) => !Number.isNaN(value)) ? own : null;
}

/** All heads, strongest first. @param {Store} store @param {AttentionData} all @param {Statistic} statistic @param {number} width */
export function sortedScene(store, all, statistic, width) {
  const state = store.snapshot();
  const { words: lang, scale, colour, layer, head, quarter, special } = state;
  return sorted(all, statistic, { width, lang, scale, colour, layer, head, quarter, special, others: chosenHeads(state).slice(1) });
}

/**
 * What a head has that spreads its attention evenly: what chance gives, a bound that none passes, or a number to compare with.
 * @param {Lang} lang @param {Pick<Statistic, "chance" | "chanceIs">} statistic @param {(value: number) => string} print
 */
export const sayEven = (lang, { chance, chanceIs }, print) =>
  chanceIs === "level"
    ? chance === null ? t(lang, "stat-chance-varies") : t(lang, "stat-chance", { chance: print(chance) })
    : t(lang, `stat-even-${chanceIs}${chance === null ? "-varies" : ""}`, { chance: chance === null ? "" : print(chance) });

/** A statistic in a sentence or two: what it is, and the level by chance. @param {Lang} lang @param {Statistic} statistic */
export function sayStatistic(lang, statistic) {
  const { name, unit, values } = statistic;
  const definition = t(lang, `stat-def-${name}`);
  if (values.every(Number.isNaN)) return t(lang, "stat-nothing", { definition });
  return [definition, sayEven(lang, statistic, (value) => amount(unit, value))].join(lang === "zh" ? "" : " ");
}

/** @param {Lang} lang @param {Statistic} statistic */
function sayStrongest(lang, statistic) {
  const list = strongestFirst(statistic);
  const [best] = list;
  if (!best) return "";
  const above = list.filter(({ layer, value }) => value > (chanceIn(statistic, layer) ?? Infinity)).length;
  const key = { level: "sorted-summary", equal: "sorted-summary-equal" }[/** @type {string} */ (statistic.chanceIs)] ?? "sorted-summary-plain";
  return t(lang, key, { layer: best.layer, head: best.head, value: amount(statistic.unit, best.value), above, count: list.length });
}

/** @param {Lang} lang @param {Statistic} statistic @param {number} rank counted from 0 */
export function sayRank(lang, statistic, rank) {
  const list = strongestFirst(statistic);
  const one = list[rank];
  if (!one) return "";
  return t(lang, "sorted-say", { rank: rank + 1, count: list.length, layer: one.layer, head: one.head, name: t(lang, `stat-${statistic.name}`), value: amount(statistic.unit, one.value) });
}

/** What the heads are ordered by, and which is the strongest; empty while they are not. @param {Store} store @param {AttentionData} all */
export function sumUpOrder(store, all) {
  const own = orderedBy(store, all);
  if (!own) return "";
  const lang = store.get("words");
  return spoken(lang, labelled(lang, t(lang, `stat-${own.name}`), sayStatistic(lang, own)), sayStrongest(lang, own));
}

/**
 * All heads and all statistics: what even attention has, then a row a head, by layer.
 * @param {Lang} lang @param {readonly Statistic[]} statistics @param {AttentionData} all @returns {import("../types.js").TableModel}
 */
export function statsTable(lang, statistics, { thumbnails: { layers }, model }) {
  /** @param {Statistic} statistic @param {number | null | undefined} value @returns {Cell} */
  const number = ({ unit }, value) => cell(value, (own) => amount(unit, own)) || "–";
  return {
    caption: `${t(lang, "stats-table")}${t(lang, "list-comma")}${modelName(lang, model)}`,
    head: [`${t(lang, "layer")}.${t(lang, "head")}`, ...statistics.map(({ name }) => t(lang, `stat-${name}`))],
    rows: [
      [t(lang, "stats-table-even"), ...statistics.map((one) => number(one, one.chance))],
      ...allHeads(layers).map((ref) => [headId(ref), ...statistics.map((one) => number(one, one.values[placeOf(one.layers, ref)]))]),
    ],
  };
}
