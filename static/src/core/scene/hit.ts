/** What the pointer is over, and what the cursor lights up: both read off the regions that a scene describes. */
import type { Axis, Lit, LitTokens, Region, Source } from "../types.ts";

export type Hit = { region: Region; row: number; column: number };

/** The first token of a cell. */
export function tokenOf(axis: Axis, cell: number, cells: number) {
  if (axis.tokens) return axis.tokens[cell]?.[0] ?? -1;
  const count = axis.count ?? cells;
  return (axis.from ?? 0) + Math.floor((cell * count) / cells);
}

/** The cell of a token, or −1. */
export function cellOf(axis: Axis, token: number, cells: number) {
  if (axis.tokens) return axis.tokens.findIndex((tokens) => tokens.includes(token));
  const count = axis.count ?? cells;
  const at = token - (axis.from ?? 0);
  if (at < 0 || at >= count) return -1;
  return Math.floor(((at + 1) * cells - 1) / count);
}

/** Between two bands lie a few pixels: there, the nearer one is meant. */
const SLACK = 3;

export function hit(regions: readonly Region[], x: number, y: number): Hit | null {
  return exactHit(regions, x, y) ?? exactHit(regions, x, y - SLACK) ?? exactHit(regions, x, y + SLACK);
}

function exactHit(regions: readonly Region[], x: number, y: number): Hit | null {
  for (const region of regions) {
    const down = (y - region.y) / region.height;
    const lean = (region.shear ?? 0) * (1 - down);
    const across = (x - lean - region.x) / region.width;
    if (down < 0 || down >= 1 || across < 0 || across >= 1) continue;
    return { region, row: Math.floor(down * region.rows), column: Math.floor(across * region.columns) };
  }
  return null;
}

/** The box of a cell. */
export function cellBox(region: Region, row: number, column: number) {
  const width = region.width / region.columns;
  const height = region.height / region.rows;
  return { x: region.x + column * width, y: region.y + row * height, width, height };
}

type Parts = Record<Source, Record<"query" | "key" | "either", number[]>>;
const NONE: number[] = [];
const NOWHERE = { rows: NONE, columns: NONE };

/** Once for all regions, as there may be hundreds. */
function partsOf(lit: Lit): Parts {
  const part = ({ rows, columns }: LitTokens) => ({
    query: rows,
    key: columns,
    either: rows === columns ? rows : [...new Set([...rows, ...columns])],
  });
  return { attention: part(lit.attention), gates: part(lit.gates), target: part(lit.target ?? NOWHERE) };
}

const litOn = (axis: Axis, parts: Parts): number[] =>
  axis.kind === "token" && axis.source ? parts[axis.source][axis.part ?? "either"] : NONE;

/** The lit cells of an axis, each once. */
function litCells(axis: Axis, parts: Parts, cells: number): number[] {
  const lit = litOn(axis, parts);
  if (lit.length === 0) return NONE;
  return [...new Set(lit.map((token) => cellOf(axis, token, cells)))].filter((cell) => cell >= 0);
}

const px = (value: number) => Math.round(value * 10) / 10;

function outline(region: Region, x: number, y: number, width: number, height: number) {
  const shear = region.shear ?? 0;
  if (!shear) return `M${px(x)} ${px(y)}h${px(width)}v${px(height)}h${px(-width)}z`;
  return `M${px(x + shear)} ${px(y)}h${px(width)}L${px(x + width)} ${px(y + height)}h${px(-width)}z`;
}

/** Cells narrower than this get hairlines and ticks outside: a frame with a halo would hide their neighbours. */
const SMALL = 7;
const TICK = 4;

/** A tick on either side of a region, at the middle of a lit row or column. */
function ticks({ x, y, width, height }: Region, at: number, isRow: boolean) {
  if (isRow) return `M${px(x - 1)} ${px(at)}h${-TICK}M${px(x + width + 1)} ${px(at)}h${TICK}`;
  return `M${px(at)} ${px(y - 1)}v${-TICK}M${px(at)} ${px(y + height + 1)}v${TICK}`;
}

/** Where labels are thinned, those of the lit tokens: words, place and angle. */
export function litTags(
  regions: readonly Region[],
  lit: Lit,
): { text: string; x: number; y: number; angle: 0 | -90 }[] {
  const tags = [];
  const parts = partsOf(lit);
  for (const region of regions) {
    if (!region.tags) continue;
    for (const row of litCells(region.row, parts, region.rows)) {
      const { y, height } = cellBox(region, row, 0);
      tags.push({ text: region.tags[row] ?? "", x: region.x + region.width - 5, y: y + height / 2, angle: 0 as const });
    }
    for (const column of litCells(region.column, parts, region.columns)) {
      const { x, width } = cellBox(region, 0, column);
      tags.push({
        text: region.tags[column] ?? "",
        x: x + width / 2,
        y: region.y + region.height - 2,
        angle: -90 as -90,
      });
    }
  }
  return tags;
}

/**
 * Outlines of all that is lit: bands behind labels, frames over cells, hairlines and ticks where cells are small.
 * @returns path data
 */
export function litPaths(
  regions: readonly Region[],
  lit: Lit,
): { labels: string; cells: string; small: string; ticks: string } {
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
