/** What the pointer is over, and what the cursor lights up: both read off the regions that a scene describes. */

/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Axis} Axis */
/** @typedef {import("../types.js").LitTokens} LitTokens */
/** @typedef {import("../types.js").Lit} Lit */
/** @typedef {{region: Region, row: number, column: number}} Hit */

/** The first token of a cell. @param {Axis} axis @param {number} cell @param {number} cells */
export function tokenOf(axis, cell, cells) {
  const count = axis.count ?? cells;
  return (axis.from ?? 0) + Math.floor((cell * count) / cells);
}

/** The cell of a token, or −1. @param {Axis} axis @param {number} token @param {number} cells */
export function cellOf(axis, token, cells) {
  const count = axis.count ?? cells;
  const at = token - (axis.from ?? 0);
  if (at < 0 || at >= count) return -1;
  return Math.floor(((at + 1) * cells - 1) / count);
}

/**
 * @param {readonly Region[]} regions @param {number} x @param {number} y
 * @returns {Hit | null}
 */
export function hit(regions, x, y) {
  for (const region of regions) {
    const down = (y - region.y) / region.height;
    const lean = (region.shear ?? 0) * (1 - down);
    const across = (x - lean - region.x) / region.width;
    if (down < 0 || down >= 1 || across < 0 || across >= 1) continue;
    return { region, row: Math.floor(down * region.rows), column: Math.floor(across * region.columns) };
  }
  return null;
}

/** The box of a cell. @param {Region} region @param {number} row @param {number} column */
export function cellBox(region, row, column) {
  const width = region.width / region.columns;
  const height = region.height / region.rows;
  return { x: region.x + column * width, y: region.y + row * height, width, height };
}

/** @param {Axis} axis @param {Lit} lit @returns {number[]} */
function litOn(axis, lit) {
  if (axis.kind !== "token" || !axis.source) return [];
  const { rows, columns } = lit[axis.source];
  if (axis.part === "query") return rows;
  if (axis.part === "key") return columns;
  return rows === columns ? rows : [...new Set([...rows, ...columns])];
}

/** @param {number} value */
const px = (value) => Math.round(value * 10) / 10;

/** @param {Region} region @param {number} x @param {number} y @param {number} width @param {number} height */
function outline(region, x, y, width, height) {
  const shear = region.shear ?? 0;
  if (!shear) return `M${px(x)} ${px(y)}h${px(width)}v${px(height)}h${px(-width)}z`;
  return `M${px(x + shear)} ${px(y)}h${px(width)}L${px(x + width)} ${px(y + height)}h${px(-width)}z`;
}

/**
 * Outlines of all that is lit: bands behind labels, and frames over cells.
 * @param {readonly Region[]} regions @param {Lit} lit
 * @returns {{labels: string, cells: string}} path data
 */
export function litPaths(regions, lit) {
  let labels = "";
  let cells = "";
  for (const region of regions) {
    if (region.quiet) continue;
    let d = "";
    const down = region.height / region.rows;
    const across = region.width / region.columns;
    for (const token of litOn(region.row, lit)) {
      const row = cellOf(region.row, token, region.rows);
      if (row >= 0) d += outline(region, region.x, region.y + row * down, region.width, down);
    }
    for (const token of litOn(region.column, lit)) {
      const column = cellOf(region.column, token, region.columns);
      if (column >= 0) d += outline(region, region.x + column * across, region.y, across, region.height);
    }
    if (region.role === "label") labels += d;
    else cells += d;
  }
  return { labels, cells };
}
