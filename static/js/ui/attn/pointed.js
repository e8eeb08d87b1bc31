/** From a cell of a picture of attention to the shared cursor. */
import { tokenOf } from "../../scene/hit.js";

/** @param {import("../../types.js").Region} region @param {number} row @param {number} column @returns {import("../../types.js").Cursor} */
export function pointed(region, row, column) {
  const source = (region.row.kind === "token" ? region.row.source : region.column.source) ?? "attention";
  const token = region.row.kind === "token" ? tokenOf(region.row, row, region.rows) : tokenOf(region.column, column, region.columns);
  if (region.row.kind !== "token" || region.column.kind !== "token") return { source, token };
  return { source, token, key: tokenOf(region.column, column, region.columns) };
}
