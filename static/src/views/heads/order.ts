/** The grid by a statistic: its choice, walking through all heads strongest first, and the table of all statistics. */
import { allHeads } from "../../data/layers.ts";
import { strongestFirst, STATISTICS } from "../../data/stats.ts";
import { orderedBy, sayRank, statisticsOf, statsTable } from "../../panel/pictures/statistics.ts";
import { shown } from "../../panel/pictures/tables.ts";
import { activeNear, el, segments } from "../../panel/dom.ts";
import { t, titled } from "../../core/words/index.ts";
import type { Cell, Lang, Region, Scene } from "../../core/types.ts";
import type { Statistic } from "../../data/stats.ts";
import type { AttentionData } from "../../data/types.ts";
import type { Grid } from "../../panel/grids.ts";
import type { Store } from "../../state/app.ts";

/** All of these, in this order. */
const NAMES = [...STATISTICS, "contribution"];

export function createOrder(store: Store) {
  const label = el("span", { class: "choice-label soft" });
  const select = el("select", { class: "small" });
  const arranged = el("span", { class: "segments" });
  const node = el("span", { class: "choice order-by" }, el("label", { class: "choice" }, label, select), arranged);
  select.addEventListener("change", () => store.set({ order: select.value as any }));

  return {
    node,
    /** Whether what it is to be sorted by is on its way. */
    waits() {
      const { order, answers } = store.snapshot();
      return order !== "" && answers[order === "contribution" ? "contributions" : "stats"]?.status === "loading";
    },
    draw() {
      const { langInForce: lang, order, arrange } = store.snapshot();
      label.textContent = t(lang, "order-by");
      const options = ["", ...NAMES].map((value) =>
        el(
          "option",
          { value, selected: value === order },
          t(lang, value === "" ? "order-no-statistic" : `stat-${value}`),
        ),
      );
      if (activeNear(select) !== select || select.options.length === 0) select.replaceChildren(...options);
      select.value = order;
      arranged.hidden = order === "";
      const choices = (["sorted", "layers"] as const).map((value) => ({ value, words: t(lang, `arrange-${value}`) }));
      segments(arranged, t(lang, "order"), choices, arrange, (value) =>
        store.set({ arrange: value as "sorted" | "layers" }),
      );
    },
    /** The keyboard's grid over the sorted picture: all heads, strongest first. */
    grid(own: Statistic, { title, regions }: Scene): Grid {
      const { langInForce: lang, layer, head } = store.snapshot();
      const list = strongestFirst(own);
      const next = regions.findIndex(({ y }) => y !== regions[0]?.y);
      const columns = next < 0 ? regions.length : next;
      const rank = Math.max(
        0,
        list.findIndex((one) => one.layer === layer && one.head === head),
      );
      return {
        id: "sorted",
        quiet: true,
        label: titled(lang, title, t(lang, "keys")),
        rows: Math.ceil(list.length / columns),
        columns,
        start: [Math.floor(rank / columns), rank % columns],
        at: (row, column) => [regions[Math.min(row * columns + column, list.length - 1)] as Region, 0, 0],
        say: (row, column) => sayRank(lang, own, Math.min(row * columns + column, list.length - 1)),
        find(id) {
          const found = regions.findIndex((one) => one.id === id);
          return found < 0 ? null : [Math.floor(found / columns), found % columns];
        },
      };
    },
    /** What is said of one head. */
    say(all: AttentionData, { layer, head }: { layer: number; head: number }) {
      const own = orderedBy(store, all);
      if (!own) return "";
      const list = strongestFirst(own);
      return sayRank(
        store.get("langInForce"),
        own,
        list.findIndex((one) => one.layer === layer && one.head === head),
      );
    },
    /** All heads and all statistics, sortable by each; null before any have come. */
    table(all: AttentionData): HTMLElement | null {
      const statistics = statisticsOf(store, all);
      return statistics.length ? sortableTable(store.get("langInForce"), statistics, all) : null;
    },
  };
}

function sortableTable(lang: Lang, statistics: Statistic[], all: AttentionData): HTMLElement {
  const {
    caption,
    head: [name = "", ...names],
    rows: [chance = [], ...rows],
  } = statsTable(lang, statistics, all);
  const refs = allHeads(all.thumbnails.layers);
  const body = el("tbody");
  const top = el("tr");
  const line = ([first = "", ...rest]: readonly Cell[], look?: string) =>
    el("tr", { class: look }, el("th", { scope: "row" }, shown(first)), ...rest.map((one) => el("td", {}, shown(one))));
  let by: Statistic | null = null;

  function fill() {
    const order = by
      ? strongestFirst(by).map((one) => refs.findIndex(({ layer, head }) => layer === one.layer && head === one.head))
      : rows.keys();
    body.replaceChildren(...[...order].map((at) => line(rows[at] ?? [])));
    top.replaceChildren(
      heading(name, null, "ascending"),
      ...statistics.map((one, i) => heading(names[i] ?? "", one, "descending")),
    );
  }
  function heading(words: string, own: Statistic | null, how: "ascending" | "descending") {
    const button = el(
      "button",
      {
        type: "button",
        class: "sort-by",
        title: own ? t(lang, `stat-def-${own.name}`) : undefined,
        "aria-label": t(lang, "stats-table-sort", { name: words }),
      },
      words,
      by === own ? (how === "descending" ? " ↓" : " ↑") : "",
    );
    button.addEventListener("click", () => {
      by = own;
      fill();
      (top.querySelectorAll("button")[own ? statistics.indexOf(own) + 1 : 0] as HTMLElement | undefined)?.focus();
    });
    return el("th", { scope: "col", "aria-sort": by === own ? how : "none" }, button);
  }
  fill();
  return el(
    "table",
    { class: "stats" },
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, top, line(chance, "soft")),
    body,
  );
}
