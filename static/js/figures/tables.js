/** The pictures' numbers as tables, without a document. */
import { arraysOf } from "../data/units.js";
import { coarse, decimals, gateMean, gateValue, name, strongest } from "../ui/say.js";
import { t } from "../ui/i18n.js";

/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").TableModel} TableModel */

/** A number as a cell: in full, and as the page shows it. Nothing where there is none. @param {number | null | undefined} value @param {(value: number) => string} [show] @returns {Cell} */
export const cell = (value, show = (one) => one.toFixed(4)) => (value === null || value === undefined || Number.isNaN(value) ? "" : { value, shown: show(value) });

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

/** @param {Lang} lang @param {import("../types.js").AttentionData} data @returns {TableModel} */
export function gridTable(lang, data) {
  const { layers, heads } = data.thumbnails;
  /** @type {Cell[][]} */
  const rows = [];
  for (let layer = 0; layer < layers; layer += 1) {
    for (let head = 0; head < heads; head += 1) {
      const { weight, query, key } = strongest(data, layer, head);
      rows.push([`${layer}.${head}`, cell(weight, coarse), name(data.tokens, query), name(data.tokens, key)]);
    }
  }
  const head = [`${t(lang, "layer")}.${t(lang, "head")}`, t(lang, "table-weight"), t(lang, "query"), t(lang, "key")];
  return { caption: t(lang, "table-heads"), head, rows };
}

/** @param {Lang} lang @param {import("../types.js").GatesData} data @param {number} unit means, one unit, and what comes next @returns {TableModel} */
export function gatesTable(lang, data, unit) {
  const bands = arraysOf(data);
  const head = [
    t(lang, "table-token"),
    ...bands.map((band) => `${t(lang, band)}, ${t(lang, "mean")}`),
    ...bands.map((band) => `${t(lang, band)}, ${t(lang, "unit-n", { unit })}`),
    t(lang, "table-next"),
  ];
  const rows = data.tokens.map((_, token) => [
    name(data.tokens, token),
    ...bands.map((band) => cell(gateMean(data, band, token), decimals)),
    ...bands.map((band) => cell(gateValue(data, band, token, unit), decimals)),
    (data.predictions?.[token] ?? []).map(({ text, probability }) => `${text} ${coarse(probability)}`).join(" · "),
  ]);
  return { caption: t(lang, "lab-gates"), head, rows };
}

/** @param {Lang} lang @param {import("../types.js").GatesData} data @param {number} unit every gate and state of one unit @returns {TableModel} */
export function unitTable(lang, data, unit) {
  const names = arraysOf(data);
  const rows = data.tokens.map((_, token) => [name(data.tokens, token), ...names.map((array) => cell(gateValue(data, array, token, unit), decimals))]);
  return { caption: t(lang, "unit-n", { unit }), head: [t(lang, "table-token"), ...names.map((array) => t(lang, array))], rows };
}
