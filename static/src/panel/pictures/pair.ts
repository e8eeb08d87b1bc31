/** Two matrices on axes that they share: what lights up on these, and both as a table. */
import { cellsOf } from "../../data/matrix.ts";
import { tokenName } from "../../plots/labels.ts";
import { t } from "../../core/words/index.ts";
import { decimals } from "../../plots/say.ts";
import { cell } from "./tables.ts";
import type { Lang, Lit, TableModel } from "../../core/types.ts";
import type { LinedUp, SharedAxis, Matrix } from "../../data/types.ts";

/** From the page's tokens, of which the first matrix has some, to the places of the shared axes. */
export function litPlaces({ lined, first: { queries, keys } }: { lined: LinedUp; first: Matrix }, lit: Lit): Lit {
  const none = { rows: [], columns: [] };
  const of = (source: "attention" | "target" | "gates") => lit[source] ?? none;
  const at = (axis: SharedAxis, cells: number[]) =>
    axis.spots.flatMap((spot, i) => (spot.a.some((one) => cells.includes(one)) ? [i] : []));
  const rows = at(lined.rows, cellsOf(queries, of(queries.source).rows));
  const columns = at(lined.columns, cellsOf(keys, of(keys.source).columns));
  return { attention: { rows, columns }, gates: none };
}

/**
 * Rows for each query, one a name: the first matrix, the second, the difference. Nothing stands where a matrix has no
 * such cell.
 * @param names of the matrices that there are
 */
export function pairTable(
  lang: Lang,
  { rows, columns, a, b, between }: LinedUp,
  names: readonly string[],
  caption: string,
): TableModel {
  const wide = columns.labels.length;
  const of = [a, b, between];
  return {
    caption,
    head: [t(lang, "table-query"), ...columns.labels.map(tokenName)],
    rows: rows.labels.flatMap((label, row) =>
      names.map((name, n) => [
        names.length > 1 ? `${tokenName(label)} · ${name}` : tokenName(label),
        ...columns.labels.map((_, column) => cell(of[n]?.[row * wide + column], decimals)),
      ]),
    ),
  };
}
