/** What a causal model may not look at: not a small weight, but none. Left blank, hatched where there is room. */

/** @typedef {import("../types.js").PathMark} PathMark */

/** Takes out, in place, what comes after its query. @template {Float32Array} W @param {W} weights [row * column] @param {number} columns @returns {W} */
export function mask(weights, columns) {
  for (let row = 0, start = 0; start < weights.length; row += 1, start += columns) weights.fill(NaN, start + Math.min(row + 1, columns), start + columns);
  return weights;
}

/** Weights with nothing in the place of those that come after their query. @param {ArrayLike<number>} weights [row * column] @param {number} columns */
export const withoutMasked = (weights, columns) => mask(new Float32Array(weights), columns);

const px = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/**
 * Slanted lines over the cells right of the diagonal.
 * @param {{x: number, y: number, cell: number, count: number, rows?: {first: number, count: number}, columns?: {first: number, count: number}}} square
 *   count: of the whole square; rows and columns: those that are there, whose first cell stands at x and y; all, if left out
 * @returns {PathMark}
 */
export function hatch({ x, y, cell, count, rows = { first: 0, count }, columns = { first: 0, count } }) {
  const spacing = 8;
  let d = "";
  for (let at = spacing; at < 2 * cell * count; at += spacing) {
    const half = at / 2 / cell; // where the line meets the diagonal, in cells
    const first = Math.floor(half);
    // Where it leaves the diagonal's own cell, and what is there.
    const from = Math.max(Math.min(first + 1 - half, half - first), columns.first - half, half - rows.first - rows.count);
    const to = Math.min(count - half, half, columns.first + columns.count - half, half - rows.first);
    if (to <= from) continue;
    const across = (/** @type {number} */ cells) => px(x + (half + cells - columns.first) * cell);
    const down = (/** @type {number} */ cells) => px(y + (half - cells - rows.first) * cell);
    d += `M${across(from)} ${down(from)}L${across(to)} ${down(to)}`;
  }
  return { type: "path", d, fill: "none", stroke: "faint", strokeWidth: 1 };
}

/**
 * The outline of what is not masked, as a step a cell; a straight edge where cells are too many.
 * @param {number} x @param {number} y @param {number} side @param {number} cells @param {number} [out] how far outside it lies
 */
export function triangle(x, y, side, cells, out = 0.5) {
  const cell = side / cells;
  let d = `M${px(x - out)} ${px(y - out)}H${px(x + cell + out)}`;
  if (cells > 24) d += `L${px(x + side + out)} ${px(y + side - cell - out)}`;
  else for (let i = 1; i < cells; i += 1) d += `V${px(y + i * cell - out)}H${px(x + (i + 1) * cell + out)}`;
  return `${d}V${px(y + side + out)}H${px(x - out)}Z`;
}
