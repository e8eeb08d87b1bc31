/** How far gradients reach, what swapping does, and that these are two things. */
import { heldOf, merged } from "../data/reach.js";
import { askSwapped, putSwapped } from "../state/lab/swapped.js";
import { counterfactual } from "../views/counterfactual.js";
import { curveName, reach } from "../views/reach.js";
import { said } from "../views/said.js";
import { setTable } from "../views/set-table.js";
import { labelled, t } from "../ui/i18n.js";
import { name, percent } from "../ui/say.js";
import { measuredOf, significant } from "../ui/say-memory.js";
import { chosenIn, swapPictures } from "./swap.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {import("../types.js").CounterfactualData} CounterfactualData */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").ReachCurve} ReachCurve */
/** @typedef {import("../types.js").ReachData} ReachData */
/** @typedef {import("../types.js").TableModel} TableModel */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** A number of any size; a dash where float64 cannot hold it. @param {number | null | undefined} value @returns {Cell} */
const sized = (value) => cell(value, significant) || "—";

/** What the line through a curve says. @param {Lang} lang @param {ReachCurve} curve @returns {Cell} */
function decay(lang, { slope, halfLife, doubling, apart }) {
  if (apart !== null) return t(lang, "reach-lost-row");
  if (halfLife !== null && halfLife < 1) return t(lang, "reach-below-one", { share: percent(0.5 ** (1 / halfLife)) });
  if (halfLife !== null) return sized(halfLife);
  if (doubling !== null) return t(lang, "reach-doubles", { n: significant(doubling) });
  return t(lang, slope === null ? "reach-no-line" : "reach-no-trend");
}

/** @param {Lang} lang @param {ReachData} data @returns {TableModel} a row a net */
export function linesTable(lang, { curves, token: last }) {
  const head = ["reach-curve", "reach-half-life", "reach-fit", "reach-first", "reach-farthest", "reach-far-ratio"].map((key) => t(lang, key, { k: last }));
  const rows = curves.map((curve) => curve.apart !== null ? [curveName(lang, curve), decay(lang, curve), "—", "—", "—", "—"] : [
    curveName(lang, curve), decay(lang, curve), cell(curve.rSquared, (value) => value.toFixed(3).replace("-", "−")) || "—",
    sized(curve.norms[0]), sized(curve.norms[last]), sized(curve.ratios[last]),
  ]);
  return { caption: t(lang, "reach-heading"), head, rows };
}

/** How the table is read; what a trend is, where a net has none. @param {Lang} lang @param {ReachData} data */
export function tableNote(lang, { token, curves }) {
  const flat = curves.some(({ apart, slope, halfLife, doubling }) => apart === null && slope !== null && halfLife === null && doubling === null);
  return [t(lang, "reach-table-note"), ...(flat ? [t(lang, "reach-trend-note", { points: token + 1 })] : [])].join(lang === "zh" ? "" : " ");
}

/** @param {Lang} lang @param {ReachData} data @returns {TableModel} every number of the plot */
export function curvesTable(lang, data) {
  const { curves, token: last, tokens } = heldOf(data);
  const head = [t(lang, "table-token"), t(lang, "reach-distance"), ...curves.flatMap((curve) => [t(lang, "reach-norm"), t(lang, "reach-ratio")].map((what) => labelled(lang, curveName(lang, curve), what)))];
  const rows = Array.from({ length: last + 1 }, (_, token) => [
    name(tokens, token), cell(last - token, String),
    ...curves.flatMap(({ norms, ratios }) => [sized(norms[last - token]), sized(ratios[last - token])]),
  ]);
  return { caption: t(lang, "reach-heading"), head, rows };
}

/** @param {Lang} lang @param {CounterfactualData} data @returns {TableModel} */
export function memoryTable(lang, { reach: { tokens, token: last }, cells }) {
  const head = [t(lang, "table-token"), ...cells.flatMap(({ cell: net }) => [t(lang, "memory-swap"), t(lang, "swap-unknown")].map((what) => labelled(lang, net.toUpperCase(), what)))];
  const rows = Array.from({ length: last + 1 }, (_, token) => [
    name(tokens, token), ...cells.flatMap(({ values, unknown }) => [cell(values[token]), cell(unknown[token])]),
  ]);
  return { caption: t(lang, "memory-heading"), head, rows };
}

/** What is drawn: the curves of all nets, and the trained nets with their swaps; null before they are there. @param {Store} store */
export function drawnIn(store) {
  const { reach: initial, counterfactual: trained } = store.get("labData");
  /** @type {CounterfactualData | null} */
  const swaps = trained?.data ?? null;
  return swaps && { plot: merged(initial?.data ?? null, swaps.reach), swaps };
}

/** @param {Store} store @param {ReachData} data @param {number} width */
export const plotScene = (store, data, width) => reach(heldOf(data), { width, lang: store.get("words"), measure: store.get("measure") });

/** @param {Store} store @param {CounterfactualData} data @param {number} width */
export const memoryScene = (store, data, width) =>
  counterfactual(data, { width, lang: store.get("words"), measure: store.get("measure"), chosen: store.get("replaced") });

/** What must be known of the curves: which are not drawn, and what the thin ones are of. @param {Lang} lang @param {ReachData} data @returns {string[]} */
export function curveNotes(lang, { curves, token, tokens }) {
  const lost = curves.filter(({ apart }) => apart !== null);
  const index = Math.min(...lost.map(({ apart }) => apart ?? Infinity));
  return [
    ...(lost.length ? [t(lang, "reach-lost", { names: lost.map((curve) => curveName(lang, curve)).join(t(lang, "list-comma")), token: name(tokens, token), index })] : []),
    ...(curves.some(({ checkpoint }) => checkpoint === "initial") ? [t(lang, "reach-start")] : []),
  ];
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const drawn = drawnIn(store);
  if (!drawn) return [];
  const lang = store.get("words");
  const { plot, swaps } = drawn;
  const [title, memory, lines] = [t(lang, "reach-heading"), t(lang, "memory-heading"), t(lang, "figure-reach-table")];
  const measured = measuredOf(lang, swaps);
  const told = { lead: t(lang, "memory-lead"), points: measured, after: t(lang, "memory-scope") };
  return [
    {
      id: "reach", heading: title, scene: plotScene(store, plot, width),
      notes: [t(lang, "figure-reach-at", { token: name(plot.tokens, plot.token) }), ...curveNotes(lang, plot)], definitions: plot.curves[0] ? [plot.curves[0].definition] : [],
      tables: [{ title, make: () => curvesTable(lang, plot) }],
    },
    {
      id: "lines", heading: lines, scene: setTable(linesTable(lang, plot), { width, title: lines, description: tableNote(lang, plot), spare: [3, 4, 5] }),
      notes: [tableNote(lang, plot)], tables: [{ title: lines, make: () => linesTable(lang, plot) }],
    },
    {
      id: "memory", heading: memory, scene: memoryScene(store, swaps, width), definitions: swaps.cells[0] ? [swaps.cells[0].definition] : [],
      tables: [{ title: memory, make: () => memoryTable(lang, swaps) }],
    },
    { id: "measured", heading: "", scene: said(told, { width, title: memory }) },
    ...swapPictures(store, { width }),
  ];
}

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), "reach-intro");

/** What a net expects with a piece that is none of its own rivals. @param {Store} store @param {import("../types.js").Via} via */
async function more(store, via) {
  const wanted = chosenIn(store)?.wanted;
  if (wanted) putSwapped(store, await askSwapped(wanted, via));
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "reach", pictures, intro, more };
