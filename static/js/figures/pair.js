/** Two matrices on axes that they share: what lights up on these, and both as a table. */
import { cellsOf } from "../data/matrix.js";
import { tokenName } from "../views/labels.js";
import { t } from "../ui/i18n.js";
import { decimals } from "../ui/say.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Lit} Lit */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../data/lined-up.js").LinedUp} LinedUp */

/** From the page's tokens, of which the first matrix has some, to the places of the shared axes. @param {{lined: LinedUp, first: Matrix}} shown @param {Lit} lit @returns {Lit} */
export function litPlaces({ lined, first: { queries, keys } }, lit) {
  const none = { rows: [], columns: [] };
  const of = (/** @type {"attention" | "target" | "gates"} */ source) => lit[source] ?? none;
  const at = (/** @type {import("../data/lined-up.js").SharedAxis} */ axis, /** @type {number[]} */ cells) =>
    axis.spots.flatMap((spot, i) => (spot.a.some((one) => cells.includes(one)) ? [i] : []));
  const rows = at(lined.rows, cellsOf(queries, of(queries.source).rows));
  const columns = at(lined.columns, cellsOf(keys, of(keys.source).columns));
  return { attention: { rows, columns }, gates: none };
}

/**
 * Rows for each query, one a name: the first matrix, the second, the difference. Nothing stands where a matrix has no such cell.
 * @param {Lang} lang @param {LinedUp} lined @param {readonly string[]} names of the matrices that there are
 * @param {string} caption @returns {import("../types.js").TableModel}
 */
export function pairTable(lang, { rows, columns, a, b, between }, names, caption) {
  const wide = columns.labels.length;
  const of = [a, b, between];
  return {
    caption, head: [t(lang, "table-query"), ...columns.labels.map(tokenName)],
    rows: rows.labels.flatMap((label, row) => names.map((name, n) => [
      names.length > 1 ? `${tokenName(label)} · ${name}` : tokenName(label),
      ...columns.labels.map((_, column) => cell(of[n]?.[row * wide + column], decimals)),
    ])),
  };
}
