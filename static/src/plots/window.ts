/** Which part of a matrix is on view: so many rows and columns from a first one. Zooming and panning move whole cells. */

export type Span = { first: number; count: number };
export type Window = { rows: Span; columns: Span };
export type Size = readonly [rows: number, columns: number];

/** Fewer cells than this would say little of their row. */
const FEWEST = 4;

/** @returns whole cells, inside the matrix */
function span(first: number, count: number, total: number): Span {
  const held = Math.max(Math.min(Math.round(count), total), Math.min(FEWEST, total));
  return { count: held, first: Math.max(0, Math.min(Math.round(first), total - held)) };
}

export const wholeOf = ([rows, columns]: Size): Window => ({
  rows: { first: 0, count: rows },
  columns: { first: 0, count: columns },
});

/** What is on view of a matrix: the part that was asked for if it has all of it, else everything. */
export const fitting = (wanted: Window | null, [rows, columns]: Size): Window =>
  wanted && wanted.rows.first + wanted.rows.count <= rows && wanted.columns.first + wanted.columns.count <= columns
    ? wanted
    : wholeOf([rows, columns]);

export const isWhole = ({ rows, columns }: Window, [allRows, allColumns]: Size) =>
  rows.count === allRows && columns.count === allColumns;

/** Whether nothing smaller can be shown. */
export const isClosest = ({ rows, columns }: Window, [allRows, allColumns]: Size) =>
  rows.count <= Math.min(FEWEST, allRows) && columns.count <= Math.min(FEWEST, allColumns);

/**
 * Closer (factor above 1) or farther, with one cell kept where it is.
 * @param about in cells of the whole matrix, fractions too; the middle if left out
 */
export function zoomed(window: Window, size: Size, factor: number, about?: { row: number; column: number }): Window {
  const { row, column } = about ?? {
    row: window.rows.first + window.rows.count / 2,
    column: window.columns.first + window.columns.count / 2,
  };
  const along = ({ first, count }: Span, total: number, at: number) => {
    // A step must show: at least one cell more or less, if there is one.
    const wanted = count / factor;
    const next = Math.round(wanted) === count ? count + (factor > 1 ? -1 : 1) : Math.round(wanted);
    const held = Math.max(Math.min(next, total), Math.min(FEWEST, total));
    return span(at - ((at - first) * held) / count, held, total);
  };
  return { rows: along(window.rows, size[0], row), columns: along(window.columns, size[1], column) };
}

/**
 * @param down rows
 * @param right columns
 */
export function panned({ rows, columns }: Window, size: Size, down: number, right: number): Window {
  return {
    rows: span(rows.first + down, rows.count, size[0]),
    columns: span(columns.first + right, columns.count, size[1]),
  };
}

/** As little as needed to have a cell on view. */
export function revealing({ rows, columns }: Window, size: Size, row: number, column: number): Window {
  const by = ({ first, count }: Span, at: number) => Math.min(at - first, 0) + Math.max(at - (first + count - 1), 0);
  return panned({ rows, columns }, size, by(rows, row), by(columns, column));
}

export const sameWindow = (a: Window, b: Window) =>
  a.rows.first === b.rows.first &&
  a.rows.count === b.rows.count &&
  a.columns.first === b.columns.first &&
  a.columns.count === b.columns.count;
