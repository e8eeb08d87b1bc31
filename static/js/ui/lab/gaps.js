/** Accuracy against gap: the comparison of the cells, and what the shipped nets' own cards say. */
import { gaps, seriesName, spread } from "../../views/gaps.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { decimals } from "../say.js";
import { table } from "../tables.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../views/gaps.js").Plot} Plot */
/** @typedef {import("../../views/gaps.js").Series} Series */
/** @typedef {{plots: Plot[], comparison: any, cards: Record<string, any>}} Found */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** The difference that the card states, and its gap. */
const STATED = /^lstm_minus_rnn_gap_(\d+)$/;

/** @param {Lang} lang @param {Series} series @param {number} at */
function sayOne(lang, series, at) {
  const words = { cell: seriesName(lang, series.id), value: decimals(series.values[at] ?? NaN) };
  if (series.seeds.length < 2) return t(lang, "gaps-say-one", words);
  const [low, high] = spread(series, at);
  return t(lang, "gaps-say-spread", { ...words, low: decimals(low), high: decimals(high), count: series.seeds.length });
}

/** @param {Lang} lang @param {Plot} plot @param {number} at @param {readonly Series[]} [series] */
export const sayGap = (lang, plot, at, series = plot.series) =>
  t(lang, "gaps-say", { gap: plot.gaps[at] ?? 0, list: series.map((one) => sayOne(lang, one, at)).join("; ") });

/** What the comparison's card says in numbers. @param {Lang} lang @param {any} card @returns {string[]} */
export function comparisonWords(lang, card) {
  if (!card) return [];
  const stated = Object.keys(card).find((key) => STATED.test(key));
  const found = stated ? card[stated] : null;
  const seeds = Object.entries(found?.by_seed ?? {});
  const signed = (/** @type {number} */ value) => (value > 0 ? `+${decimals(value)}` : decimals(value));
  const parameters = Object.entries(card.parameters).map(([cell, count]) => `${seriesName(lang, cell)} ${Number(count).toLocaleString("en-US")}`).join(", ");
  return [
    ...(found ? [t(lang, "gaps-summary", {
      gap: STATED.exec(stated ?? "")?.[1] ?? "", mean: signed(found.mean), seeds: seeds.map(([seed]) => seed).join(", "),
      each: seeds.map(([, value]) => signed(/** @type {number} */ (value))).join(", "),
    })] : []),
    t(lang, "gaps-recipe", { parameters }), t(lang, "gaps-not-cannot"),
  ];
}

/** The card's own words on how it was measured, and by which recipe. @param {any} card */
function disclosed(card) {
  const extra = Object.values(card?.extra ?? {}).map((one) => one?.disclosure);
  return [card?.definition, card?.recipe?.disclosure, ...extra].filter(Boolean).join(" ");
}

/** @param {Lang} lang @param {Plot} plot */
function plotTable(lang, plot) {
  const head = [t(lang, "gaps-table-gap")];
  for (const { id, seeds } of plot.series) {
    const cell = seriesName(lang, id);
    head.push(seeds.length ? t(lang, "gaps-table-mean", { cell }) : cell, ...seeds.map(({ seed }) => t(lang, "gaps-table-seed", { cell, seed })));
  }
  const rows = plot.gaps.map((gap, at) => [
    gap, ...plot.series.flatMap(({ values, seeds }) => [values, ...seeds.map((one) => one.values)].map((list) => decimals(list[at] ?? NaN))),
  ]);
  return table(t(lang, `gaps-plot-${plot.id}`), head, rows);
}

/** @param {Store} store @param {Hands} hands */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @returns {Found | null} */
  const shown = () => store.get("labData")["gaps"]?.data ?? null;

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
    if (!data || data.plots.length === 0 || figure.room() < 1) return;
    const scene = gaps(data, { width: figure.room(), lang });
    const region = (/** @type {string} */ id) => /** @type {Region} */ (scene.regions.find((one) => one.id === id));
    figure.show(scene, look, data.plots.map((plot) => [plot.id, {
      label: `${t(lang, `gaps-plot-${plot.id}`)}. ${t(lang, "keys")}`,
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
    const [first = "", ...others] = [...comparisonWords(lang, data.comparison), t(lang, "gaps-shipped")];
    figure.summary.textContent = first;
    const card = disclosed(data.comparison);
    more.replaceChildren(...others.map((said) => el("p", { class: "note" }, said)), ...(card ? [el("p", { class: "note", lang: "en" }, card)] : []));
    const all = el("div");
    figure.table.set(t(lang, "table"), () => {
      all.replaceChildren(...data.plots.map((plot) => plotTable(lang, plot)));
      return all;
    });
  }

  return {
    node: figure.node, draw,
    pickers: /** @type {const} */ ([]),
    intro: () => t(words(), "gaps-intro"),
    twins: () => ({ json: `/api/v1/cards/${shown()?.comparison ? "comparison" : "lstm"}` }),
    notes: false,
  };
}
