/** Heads by a statistic: which numbers have come, what is said of them, all heads strongest first, and the table of all. */
import { allHeads, placeOf } from "../../data/layers.ts";
import { chosenHeads, headId } from "../../state/selection.ts";
import { chanceIn, contribution, strongestFirst } from "../../data/stats.ts";
import { modelName } from "../../plots/labels.ts";
import { amount, sorted } from "../../plots/sorted.ts";
import { labelled, spoken, t } from "../../core/words/index.ts";
import { cell } from "./tables.ts";
import type { Cell, Lang, TableModel } from "../../core/types.ts";
import type { ContributionsData, Statistic, StatsData } from "../../data/stats.ts";
import type { AttentionData } from "../../data/types.ts";
import type { Store } from "../../state/app.ts";

/** The statistics that have come for this sentence, contributions among them where the model tells. */
export function statisticsOf(store: Store, all: AttentionData): Statistic[] {
  const { answers } = store.snapshot();
  const fits = (data: { model: { id: string }; tokens: readonly unknown[] } | null | undefined) =>
    data?.model.id === all.model.id && data.tokens.length === all.tokens.length;
  const stats: StatsData | null = answers.stats?.data ?? null;
  const added: ContributionsData | null = answers.contributions?.data ?? null;
  return [...(stats && fits(stats) ? stats.statistics : []), ...(added && fits(added) ? [shareOf(added)] : [])];
}

const shares: WeakMap<ContributionsData, Statistic> = new WeakMap();

/** What heads contribute, reckoned once an answer. */
function shareOf(data: ContributionsData) {
  const known = shares.get(data) ?? contribution(data);
  shares.set(data, known);
  return known;
}

/** What the heads are ordered by, once it has come. */
export const orderedBy = (store: Store, all: AttentionData) =>
  statisticsOf(store, all).find(({ name }) => name === store.get("order")) ?? null;

/** What pictures stand strongest first by; null: they stand by layer. */
export function sortedBy(store: Store, all: AttentionData) {
  const own = store.get("arrange") === "sorted" ? orderedBy(store, all) : null;
  return own?.values.some((value) => !Number.isNaN(value)) ? own : null;
}

/** All heads, strongest first. */
export function sortedScene(store: Store, all: AttentionData, statistic: Statistic, width: number) {
  const state = store.snapshot();
  const { langInForce: lang, scale, colour, layer, head, quarter, special } = state;
  return sorted(all, statistic, {
    width,
    lang,
    scale,
    colour,
    layer,
    head,
    quarter,
    special,
    others: chosenHeads(state).slice(1),
  });
}

/**
 * What a head has that spreads its attention evenly: what chance gives, a bound that none passes, or a number to
 * compare with.
 */
export const sayEven = (
  lang: Lang,
  { chance, chanceIs }: Pick<Statistic, "chance" | "chanceIs">,
  print: (value: number) => string,
) =>
  chanceIs === "level"
    ? chance === null
      ? t(lang, "stat-chance-varies")
      : t(lang, "stat-chance", { chance: print(chance) })
    : t(lang, `stat-even-${chanceIs}${chance === null ? "-varies" : ""}`, {
        chance: chance === null ? "" : print(chance),
      });

/** A statistic in a sentence or two: what it is, and the level by chance. */
export function sayStatistic(lang: Lang, statistic: Statistic) {
  const { name, unit, values } = statistic;
  const definition = t(lang, `stat-def-${name}`);
  if (values.every(Number.isNaN)) return t(lang, "stat-nothing", { definition });
  return [definition, sayEven(lang, statistic, (value) => amount(unit, value))].join(lang === "zh" ? "" : " ");
}

function sayStrongest(lang: Lang, statistic: Statistic) {
  const list = strongestFirst(statistic);
  const [best] = list;
  if (!best) return "";
  const above = list.filter(({ layer, value }) => value > (chanceIn(statistic, layer) ?? Infinity)).length;
  const key =
    { level: "sorted-summary", equal: "sorted-summary-equal" }[statistic.chanceIs as string] ?? "sorted-summary-plain";
  return t(lang, key, {
    layer: best.layer,
    head: best.head,
    value: amount(statistic.unit, best.value),
    above,
    count: list.length,
  });
}

/** @param rank counted from 0 */
export function sayRank(lang: Lang, statistic: Statistic, rank: number) {
  const list = strongestFirst(statistic);
  const one = list[rank];
  if (!one) return "";
  return t(lang, "sorted-say", {
    rank: rank + 1,
    count: list.length,
    layer: one.layer,
    head: one.head,
    name: t(lang, `stat-${statistic.name}`),
    value: amount(statistic.unit, one.value),
  });
}

/** What the heads are ordered by, and which is the strongest; empty while they are not. */
export function sumUpOrder(store: Store, all: AttentionData) {
  const own = orderedBy(store, all);
  if (!own) return "";
  const lang = store.get("langInForce");
  return spoken(lang, labelled(lang, t(lang, `stat-${own.name}`), sayStatistic(lang, own)), sayStrongest(lang, own));
}

/** All heads and all statistics: what even attention has, then a row a head, by layer. */
export function statsTable(
  lang: Lang,
  statistics: readonly Statistic[],
  { thumbnails: { layers }, model }: AttentionData,
): TableModel {
  const number = ({ unit }: Statistic, value: number | null | undefined): Cell =>
    cell(value, (own) => amount(unit, own)) || "–";
  return {
    caption: `${t(lang, "stats-table")}${t(lang, "list-comma")}${modelName(lang, model)}`,
    head: [`${t(lang, "layer")}.${t(lang, "head")}`, ...statistics.map(({ name }) => t(lang, `stat-${name}`))],
    rows: [
      [t(lang, "stats-table-even"), ...statistics.map((one) => number(one, one.chance))],
      ...allHeads(layers).map((ref) => [
        headId(ref),
        ...statistics.map((one) => number(one, one.values[placeOf(one.layers, ref)])),
      ]),
    ],
  };
}
