/** From a cell of a picture of attention to the shared cursor. */
import { tokenOf } from "../core/scene/hit.ts";
import type { Cursor, Region } from "../core/types.ts";

export function pointed(region: Region, row: number, column: number): Cursor {
  const source = (region.row.kind === "token" ? region.row.source : region.column.source) ?? "attention";
  const token =
    region.row.kind === "token"
      ? tokenOf(region.row, row, region.rows)
      : tokenOf(region.column, column, region.columns);
  if (region.row.kind !== "token" || region.column.kind !== "token") return { source, token };
  return { source, token, key: tokenOf(region.column, column, region.columns) };
}
