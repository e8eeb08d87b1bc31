/** Which part of a matrix is on view: so many rows and columns from a first one. Zooming and panning move whole cells. */

/** @typedef {{first: number, count: number}} Span */
/** @typedef {{rows: Span, columns: Span}} Window */
/** @typedef {readonly [rows: number, columns: number]} Size */

/** Fewer cells than this would say little of their row. */
const FEWEST = 4;

/** @param {number} first @param {number} count @param {number} total @returns {Span} whole cells, inside the matrix */
function span(first, count, total) {
  const held = Math.max(Math.min(Math.round(count), total), Math.min(FEWEST, total));
  return { count: held, first: Math.max(0, Math.min(Math.round(first), total - held)) };
}

/** @param {Size} size @returns {Window} */
export const wholeOf = ([rows, columns]) => ({ rows: { first: 0, count: rows }, columns: { first: 0, count: columns } });

/** What is on view of a matrix: the part that was asked for if it has all of it, else everything. @param {Window | null} wanted @param {Size} size @returns {Window} */
export const fitting = (wanted, [rows, columns]) =>
  wanted && wanted.rows.first + wanted.rows.count <= rows && wanted.columns.first + wanted.columns.count <= columns ? wanted : wholeOf([rows, columns]);

/** @param {Window} window @param {Size} size */
export const isWhole = ({ rows, columns }, [allRows, allColumns]) => rows.count === allRows && columns.count === allColumns;

/** Whether nothing smaller can be shown. @param {Window} window @param {Size} size */
export const isClosest = ({ rows, columns }, [allRows, allColumns]) =>
  rows.count <= Math.min(FEWEST, allRows) && columns.count <= Math.min(FEWEST, allColumns);

/**
 * Closer (factor above 1) or farther, with one cell kept where it is.
 * @param {Window} window @param {Size} size @param {number} factor
 * @param {{row: number, column: number}} [about] in cells of the whole matrix, fractions too; the middle if left out
 * @returns {Window}
 */
export function zoomed(window, size, factor, about) {
  const { row, column } = about ?? { row: window.rows.first + window.rows.count / 2, column: window.columns.first + window.columns.count / 2 };
  const along = (/** @type {Span} */ { first, count }, /** @type {number} */ total, /** @type {number} */ at) => {
    // A step must show: at least one cell more or less, if there is one.
    const wanted = count / factor;
    const next = Math.round(wanted) === count ? count + (factor > 1 ? -1 : 1) : Math.round(wanted);
    const held = Math.max(Math.min(next, total), Math.min(FEWEST, total));
    return span(at - ((at - first) * held) / count, held, total);
  };
  return { rows: along(window.rows, size[0], row), columns: along(window.columns, size[1], column) };
}

/** @param {Window} window @param {Size} size @param {number} down rows @param {number} right columns @returns {Window} */
export function panned({ rows, columns }, size, down, right) {
  return { rows: span(rows.first + down, rows.count, size[0]), columns: span(columns.first + right, columns.count, size[1]) };
}

/** As little as needed to have a cell on view. @param {Window} window @param {Size} size @param {number} row @param {number} column @returns {Window} */
export function revealing({ rows, columns }, size, row, column) {
  const by = (/** @type {Span} */ { first, count }, /** @type {number} */ at) => Math.min(at - first, 0) + Math.max(at - (first + count - 1), 0);
  return panned({ rows, columns }, size, by(rows, row), by(columns, column));
}

/** @param {Window} a @param {Window} b */
export const sameWindow = (a, b) =>
  a.rows.first === b.rows.first && a.rows.count === b.rows.count && a.columns.first === b.columns.first && a.columns.count === b.columns.count;
