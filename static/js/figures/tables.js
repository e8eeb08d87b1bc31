/** The pictures' numbers as tables, without a document. */
import { arraysOf } from "../data/units.js";
import { asideOf, cellIn } from "../data/findings.js";
import { allHeads, rowOf } from "../data/layers.js";
import { headId } from "../data/selection.js";
import { t } from "../ui/i18n.js";
import { coarse, decimals, gateMean, gateValue, name, percent, strongestPixel } from "../ui/say.js";
import { sayAside } from "../ui/say-layers.js";

/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").TableModel} TableModel */

/** A number as a cell: in full, and as the page shows it. Nothing where there is none. @param {number | null | undefined} value @param {(value: number) => string} [show] @returns {Cell} */
export const cell = (value, show = decimals) => (value === null || value === undefined || Number.isNaN(value) ? "" : { value, shown: show(value) });

/** What the page shows of a cell. @param {Cell} one */
export const shown = (one) => (typeof one === "string" ? one : one.shown);

/** @param {Lang} lang @param {import("../types.js").Matrix} matrix @param {string} [caption] @returns {TableModel} */
export function headTable(lang, { queries, keys, weights, causal, layer, head }, caption = t(lang, "head-title", { layer, head })) {
  const count = keys.labels.length;
  const rows = queries.labels.map((_, row) => [
    name(queries.labels, row),
    ...keys.labels.map((__, column) => (causal && column > row ? "" : cell(weights[row * count + column]))),
  ]);
  return { caption, head: [t(lang, "table-query"), ...keys.labels.map((_, k) => name(keys.labels, k))], rows };
}

/** @param {Lang} lang @param {import("../types.js").ContextData} data @returns {TableModel} */
export function contextTable(lang, { main, reference }) {
  const head = [t(lang, "context-table-layer"), "A, B", ...(reference ? ["A, C"] : [])];
  const rows = main.cosine.map((value, layer) => [
    layer === 0 ? t(lang, "context-embedding") : String(layer - 1),
    cell(value, decimals),
    ...(reference ? [cell(reference.cosine[layer], decimals)] : []),
  ]);
  return { caption: t(lang, "context"), head, rows };
}

/**
 * The largest weight of every head: of those that say something about it, and of all. Of figures frozen before the answer
 * had them, the strongest pixel of each picture.
 * @param {Lang} lang @param {import("../types.js").AttentionData} data @returns {TableModel}
 */
export function gridTable(lang, data) {
  const { tokens, forced, thumbnails: { layers, largest, free } } = data;
  const first = `${t(lang, "layer")}.${t(lang, "head")}`;
  const names = [t(lang, "table-weight"), t(lang, "query"), t(lang, "key")];
  /** @param {{query: number, key: number, weight: number} | null} found @param {(weight: number) => string} show @returns {Cell[]} */
  const cells = (found, show) => (found ? [cell(found.weight, show), name(tokens, found.query), name(tokens, found.key)] : ["", "", ""]);
  if (!largest || !free) {
    const rows = allHeads(layers).map((one) => [headId(one), ...cells(strongestPixel(data, one.layer, one.head), coarse)]);
    return { caption: t(lang, "table-coarse"), head: [first, ...names], rows };
  }
  const [aside, all] = [sayAside(lang, asideOf(tokens, forced)), t(lang, "table-of-all")];
  const rows = allHeads(layers).map((one) => {
    const row = rowOf(layers, one.layer);
    return [headId(one), ...cells(cellIn(free, row, one.head), percent), ...(aside ? cells(cellIn(largest, row, one.head), percent) : [])];
  });
  const head = [first, ...names.map((own) => `${own}${aside}`), ...(aside ? names.map((own) => `${own}${t(lang, "list-comma")}${all}`) : [])];
  return { caption: t(lang, "table-heads"), head, rows };
}

/** @param {Lang} lang @param {import("../types.js").GatesData} data @param {number} unit means, one unit, and what comes next @returns {TableModel} */
export function gatesTable(lang, data, unit) {
  const bands = arraysOf(data);
  const head = [
    t(lang, "table-token"),
    ...bands.map((band) => `${t(lang, band)}${t(lang, "list-comma")}${t(lang, "mean")}`),
    ...bands.map((band) => `${t(lang, band)}${t(lang, "list-comma")}${t(lang, "unit-n", { unit })}`),
    t(lang, "table-next"),
  ];
  const rows = data.tokens.map((_, token) => [
    name(data.tokens, token),
    ...bands.map((band) => cell(gateMean(data, band, token), decimals)),
    ...bands.map((band) => cell(gateValue(data, band, token, unit), decimals)),
    (data.predictions?.[token] ?? []).map(({ text, probability }) => `${text} ${percent(probability)}`).join(" · "),
  ]);
  return { caption: t(lang, "lab-gates"), head, rows };
}

/** @param {Lang} lang @param {import("../types.js").GatesData} data @param {number} unit every gate and state of one unit @returns {TableModel} */
export function unitTable(lang, data, unit) {
  const names = arraysOf(data);
  const rows = data.tokens.map((_, token) => [name(data.tokens, token), ...names.map((array) => cell(gateValue(data, array, token, unit), decimals))]);
  return { caption: t(lang, "unit-n", { unit }), head: [t(lang, "table-token"), ...names.map((array) => t(lang, array))], rows };
}
