/** The inspector in numbers: tables with every digit that the answer has. */
import { at, productsOf, scoreOf, total } from "../views/inspector/numbers.js";
import { full } from "../views/step/numbers.js";
import { t } from "../ui/i18n.js";
import { keyName, queryName } from "../ui/attn/steps-say.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").HeadStep} HeadStep */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").TableModel} TableModel */

/** @param {number | undefined} value */
const digits = (value) => cell(value, full);

/** Every key, from q·k to its weight. @param {Lang} lang @param {HeadStep} step @returns {TableModel} */
export function stepTable(lang, step) {
  const { cap, added, weights } = step;
  const columns = ["raw", "scaled", ...(cap === null ? [] : ["capped"]), ...(added === null ? [] : ["added"]), "score", "weight"];
  const head = [t(lang, "inspect-table-key"), ...columns.map((name) => t(lang, `inspect-table-${name}`, { scale: full(step.scale) }))];
  /** @type {import("../types.js").Cell[][]} */
  const rows = weights.map((weight, key) => {
    const found = /** @type {Record<string, any>} */ ({ ...scoreOf(step, key), weight });
    const hidden = step.masked[key];
    return [`${key} ${keyName(step, key)}`, ...columns.map((name) => (hidden && (name === "score" || name === "added") ? "−∞" : digits(found[name])))];
  });
  rows.push(["Σ", ...columns.map((name) => (name === "weight" ? digits(total(weights)) : ""))]);
  return { caption: t(lang, "inspect-table"), head, rows };
}

/** Every vector, a dimension a line, for one key. @param {Lang} lang @param {HeadStep} step @param {number} key @returns {TableModel} */
export function vectorsTable(lang, step, key) {
  const products = productsOf(step, key);
  const names = { query: queryName(step), key: keyName(step, key) };
  const head = ["dim", "q", "k", "product", "v", "part", "output"].map((name) => t(lang, `inspect-table-${name}`, names));
  /** @type {import("../types.js").Cell[][]} */
  const rows = products.map((product, d) => [
    String(d), digits(at(step.query, d)), digits(step.keys[key]?.[d]), digits(product),
    digits(step.values[key]?.[d]), digits(step.weighted_values[key]?.[d]), digits(at(step.output, d)),
  ]);
  rows.push(["Σ", "", "", digits(total(products)), "", "", ""]);
  return { caption: t(lang, "inspect-table-vectors", names), head, rows };
}

/** Every head of the layer. @param {Lang} lang @param {HeadStep} step @returns {TableModel} */
export function headsTable(lang, step) {
  const { norms = [], shares = [], bias_share: bias = NaN } = step.contributions ?? {};
  const head = [t(lang, "head"), t(lang, "inspect-norm"), t(lang, "inspect-share")];
  /** @type {import("../types.js").Cell[][]} */
  const rows = norms.map((norm, i) => [String(i), digits(norm), digits(shares[i])]);
  rows.push([t(lang, "inspect-bias"), "", digits(bias)], ["Σ", "", digits(total([...shares, bias]))]);
  return { caption: t(lang, "inspect-heads-title", { layer: step.layer }), head, rows };
}
