/** What a causal model may not look at: not a small weight, but none. Left blank, hatched where there is room. */
import type { PathMark } from "../core/types.ts";

/**
 * Takes out, in place, what comes after its query.
 * @param weights [row * column]
 */
export function mask<W extends Float32Array>(weights: W, columns: number): W {
  for (let row = 0, start = 0; start < weights.length; row += 1, start += columns) {
    weights.fill(NaN, start + Math.min(row + 1, columns), start + columns);
  }
  return weights;
}

/**
 * Weights with nothing in the place of those that come after their query.
 * @param weights [row * column]
 */
export const withoutMasked = (weights: ArrayLike<number>, columns: number) => mask(new Float32Array(weights), columns);

const px = (value: number) => Math.round(value * 10) / 10;

/**
 * Slanted lines over the cells right of the diagonal.
 * @param square count: of the whole square; rows and columns: those that are there, whose first cell stands at x and
 *   y; all, if left out
 */
export function hatch({
  x,
  y,
  cell,
  count,
  rows = { first: 0, count },
  columns = { first: 0, count },
}: {
  x: number;
  y: number;
  cell: number;
  count: number;
  rows?: { first: number; count: number };
  columns?: { first: number; count: number };
}): PathMark {
  const spacing = 8;
  let d = "";
  for (let at = spacing; at < 2 * cell * count; at += spacing) {
    const half = at / 2 / cell; // where the line meets the diagonal, in cells
    const first = Math.floor(half);
    // Where it leaves the diagonal's own cell, and what is there.
    const from = Math.max(
      Math.min(first + 1 - half, half - first),
      columns.first - half,
      half - rows.first - rows.count,
    );
    const to = Math.min(count - half, half, columns.first + columns.count - half, half - rows.first);
    if (to <= from) continue;
    const across = (cells: number) => px(x + (half + cells - columns.first) * cell);
    const down = (cells: number) => px(y + (half - cells - rows.first) * cell);
    d += `M${across(from)} ${down(from)}L${across(to)} ${down(to)}`;
  }
  return { type: "path", d, fill: "none", stroke: "faint", strokeWidth: 1 };
}

/**
 * The outline of what is not masked, as a step a cell; a straight edge where cells are too many.
 * @param out how far outside it lies
 */
export function triangle(x: number, y: number, side: number, cells: number, out: number = 0.5) {
  const cell = side / cells;
  let d = `M${px(x - out)} ${px(y - out)}H${px(x + cell + out)}`;
  if (cells > 24) d += `L${px(x + side + out)} ${px(y + side - cell - out)}`;
  else for (let i = 1; i < cells; i += 1) d += `V${px(y + i * cell - out)}H${px(x + (i + 1) * cell + out)}`;
  return `${d}V${px(y + side + out)}H${px(x - out)}Z`;
}
