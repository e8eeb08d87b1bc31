/** Accuracy against gap: the comparison of the cells, and what the shipped nets' own cards say. */
import { disclosed, drawnIn, intro, plotTable, saidOf, scene as sceneOf } from "./pictures.ts";
import { seriesName, spread } from "./scene.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { clauses, t, titled } from "../../core/words/index.ts";
import { decimals } from "../../plots/say.ts";
import { tableNode } from "../../panel/tables.ts";
import type { Lang, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";
import type { Plot, Series } from "./scene.ts";

function sayOne(lang: Lang, series: Series, at: number) {
  const words = { cell: seriesName(lang, series.id), value: decimals(series.values[at] ?? NaN) };
  if (series.seeds.length < 2) return t(lang, "gaps-say-one", words);
  const [low, high] = spread(series, at);
  return t(lang, "gaps-say-spread", { ...words, low: decimals(low), high: decimals(high), count: series.seeds.length });
}

export const sayGap = (lang: Lang, plot: Plot, at: number, series: readonly Series[] = plot.series) =>
  t(lang, "gaps-say", {
    gap: plot.gaps[at] ?? 0,
    list: clauses(
      lang,
      series.map((one) => sayOne(lang, one, at)),
    ),
  });

export function create(store: Store, hands: Hands) {
  const words = () => store.get("words");
  const shown = () => drawnIn(store);

  /** @param id such as comparison-3, or comparison-3-0 for one line */
  function say(id: string) {
    const [name, at, series] = id.split("-");
    const plot = shown()?.plots.find((one) => one.id === name);
    if (!plot) return "";
    return sayGap(
      words(),
      plot,
      Number(at),
      series === undefined ? plot.series : plot.series.slice(Number(series), Number(series) + 1),
    );
  }
  const figure = createFigure({
    className: "gaps",
    hands: { ...hands, hover: () => {} },
    meaning: { cursor: () => null, say: (region) => say(region.id), pick: () => {} },
  });

  const more = el("div");
  figure.summary.after(more);

  function draw() {
    const data = shown();
    const { words: lang, look } = store.snapshot();
    figure.node.hidden = !data;
    if (!data || figure.room() < 1) return;
    const scene = sceneOf(store, data, figure.room());
    const region = (id: string) => scene.regions.find((one) => one.id === id) as Region;
    figure.show(
      scene,
      look,
      data.plots.map((plot) => [
        plot.id,
        {
          label: titled(lang, t(lang, `gaps-plot-${plot.id}`), t(lang, "keys")),
          rows: plot.series.length,
          columns: plot.gaps.length,
          box: (row, column) => region(`${plot.id}-${column}-${row}`),
          find: (id) => {
            const [name, at] = id.split("-");
            return name === plot.id ? [0, Number(at)] : null;
          },
          say: (row, column) => say(`${plot.id}-${column}-${row}`),
          enter: () => {},
          pick: () => {},
        },
      ]),
    );
    figure.heading.textContent = t(lang, "gaps-title");
    const [first = "", ...others] = saidOf(lang, data);
    figure.summary.textContent = first;
    const card = disclosed(data.comparison);
    more.replaceChildren(
      ...others.map((said) => el("p", { class: "note" }, said)),
      ...(card ? [el("p", { class: "note", lang: "en" }, card)] : []),
    );
    const all = el("div");
    figure.table.set(t(lang, "table"), () => {
      all.replaceChildren(...data.plots.map((plot) => tableNode(plotTable(lang, plot))));
      return all;
    });
  }

  return {
    node: figure.node,
    draw,
    pickers: [] as const,
    intro: () => intro(store),
    twins: () => ({ json: `/api/v1/cards/${shown()?.comparison ? "comparison" : "lstm"}` }),
    notes: false,
  };
}
