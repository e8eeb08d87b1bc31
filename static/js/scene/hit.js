/** What the pointer is over, and what the cursor lights up: both read off the regions that a scene describes. */

/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Axis} Axis */
/** @typedef {import("../types.js").LitTokens} LitTokens */
/** @typedef {import("../types.js").Lit} Lit */
/** @typedef {{region: Region, row: number, column: number}} Hit */

/** The first token of a cell. @param {Axis} axis @param {number} cell @param {number} cells */
export function tokenOf(axis, cell, cells) {
  if (axis.tokens) return axis.tokens[cell]?.[0] ?? -1;
  const count = axis.count ?? cells;
  return (axis.from ?? 0) + Math.floor((cell * count) / cells);
}

/** The cell of a token, or −1. @param {Axis} axis @param {number} token @param {number} cells */
export function cellOf(axis, token, cells) {
  if (axis.tokens) return axis.tokens.findIndex((tokens) => tokens.includes(token));
  const count = axis.count ?? cells;
  const at = token - (axis.from ?? 0);
  if (at < 0 || at >= count) return -1;
  return Math.floor(((at + 1) * cells - 1) / count);
}

/** Between two bands lie a few pixels: there, the nearer one is meant. */
const SLACK = 3;

/**
 * @param {readonly Region[]} regions @param {number} x @param {number} y
 * @returns {Hit | null}
 */
export function hit(regions, x, y) {
  return exactHit(regions, x, y) ?? exactHit(regions, x, y - SLACK) ?? exactHit(regions, x, y + SLACK);
}

/** @param {readonly Region[]} regions @param {number} x @param {number} y @returns {Hit | null} */
function exactHit(regions, x, y) {
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

/** @typedef {Record<import("../types.js").Source, Record<"query" | "key" | "either", number[]>>} Parts */
/** @type {number[]} */
const NONE = [];
const NOWHERE = { rows: NONE, columns: NONE };

/** Once for all regions, as there may be hundreds. @param {Lit} lit @returns {Parts} */
function partsOf(lit) {
  const part = (/** @type {LitTokens} */ { rows, columns }) => ({
    query: rows, key: columns, either: rows === columns ? rows : [...new Set([...rows, ...columns])],
  });
  return { attention: part(lit.attention), gates: part(lit.gates), target: part(lit.target ?? NOWHERE) };
}

/** @param {Axis} axis @param {Parts} parts @returns {number[]} */
const litOn = (axis, parts) => (axis.kind === "token" && axis.source ? parts[axis.source][axis.part ?? "either"] : NONE);

/** The lit cells of an axis, each once. @param {Axis} axis @param {Parts} parts @param {number} cells @returns {number[]} */
function litCells(axis, parts, cells) {
  const lit = litOn(axis, parts);
  if (lit.length === 0) return NONE;
  return [...new Set(lit.map((token) => cellOf(axis, token, cells)))].filter((cell) => cell >= 0);
}

/** @param {number} value */
const px = (value) => Math.round(value * 10) / 10;

/** @param {Region} region @param {number} x @param {number} y @param {number} width @param {number} height */
function outline(region, x, y, width, height) {
  const shear = region.shear ?? 0;
  if (!shear) return `M${px(x)} ${px(y)}h${px(width)}v${px(height)}h${px(-width)}z`;
  return `M${px(x + shear)} ${px(y)}h${px(width)}L${px(x + width)} ${px(y + height)}h${px(-width)}z`;
}

/** Cells narrower than this get hairlines and ticks outside: a frame with a halo would hide their neighbours. */
const SMALL = 7;
const TICK = 4;

/** A tick on either side of a region, at the middle of a lit row or column. @param {Region} region @param {number} at @param {boolean} isRow */
function ticks({ x, y, width, height }, at, isRow) {
  if (isRow) return `M${px(x - 1)} ${px(at)}h${-TICK}M${px(x + width + 1)} ${px(at)}h${TICK}`;
  return `M${px(at)} ${px(y - 1)}v${-TICK}M${px(at)} ${px(y + height + 1)}v${TICK}`;
}

/**
 * Where labels are thinned, those of the lit tokens: words, place and angle.
 * @param {readonly Region[]} regions @param {Lit} lit
 * @returns {{text: string, x: number, y: number, angle: 0 | -90}[]}
 */
export function litTags(regions, lit) {
  const tags = [];
  const parts = partsOf(lit);
  for (const region of regions) {
    if (!region.tags) continue;
    for (const row of litCells(region.row, parts, region.rows)) {
      const { y, height } = cellBox(region, row, 0);
      tags.push({ text: region.tags[row] ?? "", x: region.x + region.width - 5, y: y + height / 2, angle: /** @type {0} */ (0) });
    }
    for (const column of litCells(region.column, parts, region.columns)) {
      const { x, width } = cellBox(region, 0, column);
      tags.push({ text: region.tags[column] ?? "", x: x + width / 2, y: region.y + region.height - 2, angle: /** @type {-90} */ (-90) });
    }
  }
  return tags;
}

/**
 * Outlines of all that is lit: bands behind labels, frames over cells, hairlines and ticks where cells are small.
 * @param {readonly Region[]} regions @param {Lit} lit
 * @returns {{labels: string, cells: string, small: string, ticks: string}} path data
 */
export function litPaths(regions, lit) {
  const out = { labels: "", cells: "", small: "", ticks: "" };
  const parts = partsOf(lit);
  for (const region of regions) {
    if (region.quiet) continue;
    let d = "";
    const down = region.height / region.rows;
    const across = region.width / region.columns;
    const small = region.role === "cells" && region.row.kind === "token" && Math.min(down, across) < SMALL;
    for (const row of litCells(region.row, parts, region.rows)) {
      d += outline(region, region.x, region.y + row * down, region.width, down);
      if (small) out.ticks += ticks(region, region.y + (row + 0.5) * down, true);
    }
    for (const column of litCells(region.column, parts, region.columns)) {
      d += outline(region, region.x + column * across, region.y, across, region.height);
      if (small) out.ticks += ticks(region, region.x + (column + 0.5) * across, false);
    }
    if (region.role === "label") out.labels += d;
    else if (small) out.small += d;
    else out.cells += d;
  }
  return out;
}
