/** The inspector in numbers: tables with every digit that the answer has. */
import { at, productsOf, scoreOf, total } from "../../views/inspector/numbers.js";
import { full } from "../../views/step/numbers.js";
import { t } from "../i18n.js";
import { table } from "../tables.js";
import { keyName, queryName } from "./steps-say.js";

/** @typedef {import("../../types.js").HeadStep} HeadStep */
/** @typedef {import("../../types.js").Lang} Lang */

/** Every key, from q·k to its weight. @param {Lang} lang @param {HeadStep} step */
export function stepTable(lang, step) {
  const { cap, added, weights } = step;
  const columns = ["raw", "scaled", ...(cap === null ? [] : ["capped"]), ...(added === null ? [] : ["added"]), "score", "weight"];
  const head = [t(lang, "inspect-table-key"), ...columns.map((name) => t(lang, `inspect-table-${name}`, { scale: full(step.scale) }))];
  const rows = weights.map((weight, key) => {
    const found = /** @type {Record<string, any>} */ ({ ...scoreOf(step, key), weight });
    const hidden = step.masked[key];
    return [`${key} ${keyName(step, key)}`, ...columns.map((name) => (hidden && (name === "score" || name === "added") ? "−∞" : found[name] === null ? "" : full(found[name])))];
  });
  rows.push(["Σ", ...columns.map((name) => (name === "weight" ? full(total(weights)) : ""))]);
  return table(t(lang, "inspect-table"), head, rows);
}

/** Every vector, a dimension a line, for one key. @param {Lang} lang @param {HeadStep} step @param {number} key */
export function vectorsTable(lang, step, key) {
  const products = productsOf(step, key);
  const names = { query: queryName(step), key: keyName(step, key) };
  const head = ["dim", "q", "k", "product", "v", "part", "output"].map((name) => t(lang, `inspect-table-${name}`, names));
  const rows = products.map((product, d) => [
    String(d), full(at(step.query, d)), full(step.keys[key]?.[d] ?? NaN), full(product),
    full(step.values[key]?.[d] ?? NaN), full(step.weighted_values[key]?.[d] ?? NaN), full(at(step.output, d)),
  ]);
  rows.push(["Σ", "", "", full(total(products)), "", "", ""]);
  return table(t(lang, "inspect-table-vectors", names), head, rows);
}

/** Every head of the layer. @param {Lang} lang @param {HeadStep} step */
export function headsTable(lang, step) {
  const { norms = [], shares = [], bias_share: bias = NaN } = step.contributions ?? {};
  const head = [t(lang, "head"), t(lang, "inspect-norm"), t(lang, "inspect-share")];
  const rows = norms.map((norm, i) => [String(i), full(norm), full(shares[i] ?? NaN)]);
  return table(t(lang, "inspect-heads-title", { layer: step.layer }), head, [...rows, [t(lang, "inspect-bias"), "", full(bias)], ["Σ", "", full(total([...shares, bias]))]]);
}
