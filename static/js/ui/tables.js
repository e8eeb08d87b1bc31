/** Real tables beside the pictures, filled when they are opened. */
import { arraysOf } from "../data/units.js";
import { coarse, decimals, gateMean, gateValue, name, strongest } from "./say.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {import("../types.js").Lang} Lang */

/** @param {string} caption @param {string[]} head @param {(string | number)[][]} rows the first cell of a row is its heading */
export function table(caption, head, rows) {
  const body = el("tbody");
  for (const [first = "", ...rest] of rows) {
    body.append(el("tr", {}, el("th", { scope: "row" }, String(first)), ...rest.map((cell) => el("td", {}, String(cell)))));
  }
  const top = el("thead", {}, el("tr", {}, ...head.map((words) => el("th", { scope: "col" }, words))));
  return el("table", {}, el("caption", { class: "visually-hidden" }, caption), top, body);
}

/** @param {Lang} lang @param {import("../types.js").Matrix} matrix */
export function headTable(lang, { queries, keys, weights, causal, layer, head }) {
  const caption = t(lang, "head-title", { layer, head });
  const count = keys.labels.length;
  const rows = queries.labels.map((_, row) => [
    name(queries.labels, row),
    ...keys.labels.map((__, column) => (causal && column > row ? "" : /** @type {number} */ (weights[row * count + column]).toFixed(4))),
  ]);
  return table(caption, [t(lang, "table-query"), ...keys.labels.map((_, k) => name(keys.labels, k))], rows);
}

/** @param {Lang} lang @param {import("../types.js").ContextData} data */
export function contextTable(lang, { main, reference }) {
  const head = [t(lang, "context-table-layer"), "A, B", ...(reference ? ["A, C"] : [])];
  const rows = main.cosine.map((value, layer) => [
    layer === 0 ? t(lang, "context-embedding") : String(layer - 1),
    decimals(value),
    ...(reference ? [decimals(reference.cosine[layer] ?? NaN)] : []),
  ]);
  return table(t(lang, "context"), head, rows);
}

/** @param {Lang} lang @param {import("../types.js").AttentionData} data */
export function gridTable(lang, data) {
  const { layers, heads } = data.thumbnails;
  const rows = [];
  for (let layer = 0; layer < layers; layer += 1) {
    for (let head = 0; head < heads; head += 1) {
      const { weight, query, key } = strongest(data, layer, head);
      rows.push([`${layer}.${head}`, coarse(weight), name(data.tokens, query), name(data.tokens, key)]);
    }
  }
  const head = [`${t(lang, "layer")}.${t(lang, "head")}`, t(lang, "table-weight"), t(lang, "query"), t(lang, "key")];
  return table(t(lang, "table-heads"), head, rows);
}

/** @param {Lang} lang @param {import("../types.js").GatesData} data @param {number} unit means, one unit, and what comes next */
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
    ...bands.map((band) => decimals(gateMean(data, band, token))),
    ...bands.map((band) => decimals(gateValue(data, band, token, unit))),
    (data.predictions?.[token] ?? []).map(({ text, probability }) => `${text} ${coarse(probability)}`).join(" · "),
  ]);
  return table(t(lang, "lab-gates"), head, rows);
}

/** @param {Lang} lang @param {import("../types.js").GatesData} data @param {number} unit every gate and state of one unit */
export function unitTable(lang, data, unit) {
  const names = arraysOf(data);
  const rows = data.tokens.map((_, token) => [name(data.tokens, token), ...names.map((array) => decimals(gateValue(data, array, token, unit)))]);
  return table(t(lang, "unit-n", { unit }), [t(lang, "table-token"), ...names.map((array) => t(lang, array))], rows);
}

/**
 * A closed table that fills itself when opened, and again when the data change while it is open.
 * @returns {{node: HTMLDetailsElement, set: (summary: string, make: () => HTMLElement) => void}}
 */
export function lazyTable() {
  const summary = el("summary");
  const box = el("div", { class: "table-box", tabindex: "0", role: "region" });
  const node = el("details", {}, summary, box);
  /** @type {(() => HTMLElement) | null} */
  let make = null;
  const fill = () => {
    if (node.open && make) box.replaceChildren(make());
    else box.replaceChildren();
  };
  node.addEventListener("toggle", fill);
  return {
    node,
    set(words, next) {
      summary.textContent = words;
      box.setAttribute("aria-label", words);
      make = next;
      fill();
    },
  };
}
