/** Accuracy against gap: the comparison of the cells, and what the shipped nets' own cards say. */
import { disclosed, drawnIn, intro, plotTable, saidOf, scene as sceneOf } from "../../figures/gaps.js";
import { seriesName, spread } from "../../views/gaps.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { clauses, t, titled } from "../i18n.js";
import { decimals } from "../say.js";
import { tableNode } from "../tables.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../views/gaps.js").Plot} Plot */
/** @typedef {import("../../views/gaps.js").Series} Series */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** @param {Lang} lang @param {Series} series @param {number} at */
function sayOne(lang, series, at) {
  const words = { cell: seriesName(lang, series.id), value: decimals(series.values[at] ?? NaN) };
  if (series.seeds.length < 2) return t(lang, "gaps-say-one", words);
  const [low, high] = spread(series, at);
  return t(lang, "gaps-say-spread", { ...words, low: decimals(low), high: decimals(high), count: series.seeds.length });
}

/** @param {Lang} lang @param {Plot} plot @param {number} at @param {readonly Series[]} [series] */
export const sayGap = (lang, plot, at, series = plot.series) =>
  t(lang, "gaps-say", { gap: plot.gaps[at] ?? 0, list: clauses(lang, series.map((one) => sayOne(lang, one, at))) });

/** @param {Store} store @param {Hands} hands */
export function create(store, hands) {
  const words = () => store.get("words");
  const shown = () => drawnIn(store);

  /** @param {string} id such as comparison-3, or comparison-3-0 for one line */
  function say(id) {
    const [name, at, series] = id.split("-");
    const plot = shown()?.plots.find((one) => one.id === name);
    if (!plot) return "";
    return sayGap(words(), plot, Number(at), series === undefined ? plot.series : plot.series.slice(Number(series), Number(series) + 1));
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
    const region = (/** @type {string} */ id) => /** @type {Region} */ (scene.regions.find((one) => one.id === id));
    figure.show(scene, look, data.plots.map((plot) => [plot.id, {
      label: titled(lang, t(lang, `gaps-plot-${plot.id}`), t(lang, "keys")),
      rows: plot.series.length, columns: plot.gaps.length,
      box: (row, column) => region(`${plot.id}-${column}-${row}`),
      find: (id) => {
        const [name, at] = id.split("-");
        return name === plot.id ? [0, Number(at)] : null;
      },
      say: (row, column) => say(`${plot.id}-${column}-${row}`),
      enter: () => {},
      pick: () => {},
    }]));
    figure.heading.textContent = t(lang, "gaps-title");
    const [first = "", ...others] = saidOf(lang, data);
    figure.summary.textContent = first;
    const card = disclosed(data.comparison);
    more.replaceChildren(...others.map((said) => el("p", { class: "note" }, said)), ...(card ? [el("p", { class: "note", lang: "en" }, card)] : []));
    const all = el("div");
    figure.table.set(t(lang, "table"), () => {
      all.replaceChildren(...data.plots.map((plot) => tableNode(plotTable(lang, plot))));
      return all;
    });
  }

  return {
    node: figure.node, draw,
    pickers: /** @type {const} */ ([]),
    intro: () => intro(store),
    twins: () => ({ json: `/api/v1/cards/${shown()?.comparison ? "comparison" : "lstm"}` }),
    notes: false,
  };
}
