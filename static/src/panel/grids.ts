/** Keyboard grids over a picture: which region's cell each of their places is. */
import type { Region } from "../core/types.ts";

/** A cell of a region. */
export type Spot = [region: Region, row: number, column: number];

export interface Grid {
  id: string;
  label: string;
  rows: number;
  columns: number;
  at: (row: number, column: number) => Spot;
  /** the grid's place for a cell of the picture; where the picture is not to move the grid, null */
  find: (region: string, row: number, column: number) => [row: number, column: number] | null;
  /** what a place is, in words, if that is not what the pointer reads there */
  say?: (row: number, column: number) => string;
  /** whether the page's cursor stays where it is: a place is no token */
  quiet?: boolean;
  /** where a place is, if that is not its region's cell */
  box?: (row: number, column: number) => { x: number; y: number; width: number; height: number };
  /** where the grid begins, and where it goes whenever it is drawn anew out of focus */
  start?: [row: number, column: number];
  /** any other key; whether it meant something */
  key?: (event: KeyboardEvent) => boolean;
  /** the place is about to be gone to: have it on view */
  reveal?: (row: number, column: number) => void;
}

/** The cells of one region. */
export const overCells = (region: Region, label: string, more: Partial<Grid> = {}): Grid => ({
  id: region.id,
  label,
  rows: region.rows,
  columns: region.columns,
  at: (row, column) => [region, row, column],
  find: (id, row, column) => (id === region.id ? [row, column] : null),
  ...more,
});

/**
 * The rows of several regions, one under another.
 * @param regions at least one; all as wide as the first
 */
export function overRows(id: string, regions: readonly Region[], label: string): Grid {
  const rows = regions.flatMap((region) => Array.from({ length: region.rows }, (_, row) => ({ region, row })));
  return {
    id,
    label,
    rows: rows.length,
    columns: regions[0]?.columns ?? 1,
    at(row, column) {
      const { region, row: own } = rows[row] as (typeof rows)[number];
      return [region, own, column];
    },
    find(found, row, column) {
      const first = rows.findIndex(({ region }) => region.id === found);
      return first < 0 ? null : [first + row, column];
    },
  };
}

/**
 * Regions that are a place each. Where a row is shorter than the longest, its last place stands for those it lacks.
 * @param rows none of them empty
 */
export const overPlaces = (
  id: string,
  rows: readonly (readonly Region[])[],
  label: string,
  more: Partial<Grid> = {},
): Grid => ({
  id,
  label,
  rows: rows.length,
  columns: Math.max(...rows.map((row) => row.length)),
  at(row, column) {
    const line = rows[row] as readonly Region[];
    return [line[Math.min(column, line.length - 1)] as Region, 0, 0];
  },
  find(found) {
    for (const [row, line] of rows.entries()) {
      const column = line.findIndex((region) => region.id === found);
      if (column >= 0) return [row, column];
    }
    return null;
  },
  ...more,
});
