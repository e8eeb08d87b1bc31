/** Two sentences on one axis: labels and unit rows over the columns of an edit script, with hatching where a sentence has no token. */
import { line, raster, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { means, unitLayout, unitRows } from "../../plots/bands.ts";
import { columnLabels, drawColumnLabels, legend, shortNumber, tokenName } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import { hatched } from "../../plots/plot.ts";
import { t } from "../../core/words/index.ts";
import type { Axis, ColourScale, Lang, Mark, Region, Source } from "../../core/types.ts";
import type { Column } from "../../data/edit-script.ts";
import type { Token } from "../../data/types.ts";

/** whose tokens a block of rows shows; both: a number made of the two */
export type Side = "a" | "b" | "both";

const CARRIER_ROW = 10;
const MEAN_ROW = 9;
const RAMP = 84;
/** Of a long sentence so many lines are set over its rows. */
const SAID = 3;

/** The token that a side has in a column. */
export function tokenAt(column: Column, side: Side, a: readonly Token[], b: readonly Token[]) {
  if (side === "both" && column.kind !== "same") return null;
  const index = side === "b" ? column.b : column.a;
  return index === null ? null : ((side === "b" ? b : a)[index] as Token);
}

/** How labels of either sentence are set, so that every block has the same. */
export const axisLabels = (columns: readonly Column[], a: readonly Token[], b: readonly Token[], step: number) =>
  columnLabels(
    columns.map((column) => tokenAt(column, column.kind === "b" ? "b" : "a", a, b) as Token),
    step,
  );

/**
 * The labels of one sentence on the shared axis; where it has no token, none.
 * @param tokens a column each
 * @param place y: the foot
 */
export function drawAxis(
  tokens: readonly (Token | null)[],
  set: ReturnType<typeof columnLabels>,
  { x, y, step }: { x: number; y: number; step: number },
) {
  let last = -Infinity; // where labels are thinned, the next token that there is takes the next free place
  return tokens.flatMap((token, at) => {
    if (token === null || at - last < set.every) return [];
    last = at;
    return drawColumnLabels([token], { ...set, every: 1 }, { x: x + at * step, y, step });
  });
}

/** Where a sentence has no token: each run of columns as one. */
export function runsWithout(tokens: readonly (Token | null)[]): { from: number; count: number }[] {
  const runs: { from: number; count: number }[] = [];
  tokens.forEach((token, at) => {
    const run = runs.at(-1);
    if (token !== null) return;
    if (run && run.from + run.count === at) run.count += 1;
    else runs.push({ from: at, count: 1 });
  });
  return runs;
}

/**
 * A column's tokens of the first sentence: the cursor is on that one.
 * @param source whose tokens
 */
export const cursorAxis = (columns: readonly Column[], side: Side, source: Source = "gates"): Axis => ({
  kind: "token",
  source,
  tokens: columns.map((column) => (column.a === null || (side !== "a" && column.kind !== "same") ? [] : [column.a])),
});

/** One decimal, as legends have it. */
const oneDecimal = (value: number) => shortNumber(Math.round(value * 10) / 10);

/**
 * Heading, labels, mean and units of one block.
 * @param block values [column * unit], NaN where there is nothing; gone: what stands in such a column
 */
export function alignedBand(
  {
    id,
    side,
    heading,
    says,
    gone,
    values,
    scale,
  }: { id: string; side: Side; heading: string; says: string; gone: string; values: Float32Array; scale: ColourScale },
  {
    x,
    y: top,
    step,
    width,
    columns,
    a,
    b,
    order,
    set,
    lang,
  }: {
    x: number;
    y: number;
    step: number;
    width: number;
    columns: readonly Column[];
    a: readonly Token[];
    b: readonly Token[];
    order: readonly number[];
    set: ReturnType<typeof columnLabels>;
    lang: Lang;
  },
): { marks: Mark[]; regions: Region[]; bottom: number; right: number } {
  const units = order.length;
  const count = columns.length;
  const across = step * count;
  const [low, high] = scale.domain;
  const used = textWidth(heading, 13, true) + 10;
  const legendX = Math.min(
    width - RAMP - 14,
    Math.max(x + across - RAMP - 8, used + Math.min(textWidth(says, 11), 260) + 30),
  );
  // beside the heading where there is room, else under it and under the legend
  const beside = textWidth(says, 11) <= legendX - used - 16;
  const below = beside ? [] : wrapped(says, width - 2, 11);
  const cut = below.slice(SAID - 1).join(" ");
  const marks: Mark[] = [
    text(fit(heading, legendX - 14, 13), 0, top + 12, { size: 13, bold: true }),
    ...(beside ? [text(says, used, top + 12, { size: 11, fill: "soft" })] : []),
    ...[...below.slice(0, SAID - 1), ...(cut ? [fit(cut, width - 2, 11)] : [])].map((words, i) =>
      text(words, 0, top + 36 + i * 15, { size: 11, fill: "soft" }),
    ),
    ...legend(scale, {
      x: legendX,
      y: top,
      width: RAMP,
      ticks: low < 0 ? [low, 0, high] : [0, 0.5, 1],
      format: oneDecimal,
    }),
  ];
  const foot = top + 24 + (below.length ? 8 : 0) + Math.min(below.length, SAID) * 15 + set.height;
  const tokens = columns.map((column) => tokenAt(column, side, a, b));
  marks.push(...drawAxis(tokens, set, { x, y: foot, step }));
  const column = cursorAxis(columns, side);
  const tags = set.every > 1 ? { tags: tokens.map((token) => (token ? tokenName(token) : "")) } : {};
  const regions: Region[] = [
    {
      id: `${id}-tokens`,
      role: "label",
      x,
      y: foot - set.height,
      width: across,
      height: set.height - 2,
      rows: 1,
      columns: count,
      row: { kind: "none" },
      column,
      shear: set.shear,
      ...tags,
    },
  ];

  const { tall, thin } = unitLayout(units);
  const sorted = unitRows(values, count, order);
  const start = foot + 3;
  const aside = { size: 10, fill: "soft", anchor: "end" } as const;
  marks.push(text(t(lang, "mean"), x - 8, start + 8, aside));
  order.slice(0, tall).forEach((unit, row) => {
    marks.push(text(t(lang, "unit-n", { unit }), x - 8, start + MEAN_ROW + 3 + row * CARRIER_ROW + 8.5, aside));
  });
  const parts = [
    {
      id: `${id}-mean`,
      from: 0,
      rows: 1,
      height: MEAN_ROW,
      values: means(values, count, units),
      kind: "none" as const,
    },
    {
      id,
      from: 0,
      rows: tall,
      height: tall * CARRIER_ROW,
      values: sorted.subarray(0, tall * count),
      kind: "unit" as const,
    },
  ];
  if (thin) {
    const rows = units - tall;
    parts.push({
      id: `${id}-rest`,
      from: tall,
      rows,
      height: rows * thin,
      values: sorted.subarray(tall * count),
      kind: "unit",
    });
    marks.push(text(t(lang, "others", { count: rows }), x - 8, start + MEAN_ROW + 6 + tall * CARRIER_ROW + 10, aside));
  }
  let y = start;
  for (const part of parts) {
    marks.push(
      raster({ x, y, width: across, height: part.height, columns: count, rows: part.rows, values: part.values, scale }),
    );
    if (y > start) marks.push(line(x, y - 1.5, x + across, y - 1.5));
    regions.push({
      id: part.id,
      role: "cells",
      x,
      y,
      width: across,
      height: part.height,
      rows: part.rows,
      columns: count,
      row: { kind: part.kind, from: part.from },
      column,
    });
    y += part.height + 3;
  }
  const bottom = y - 3;
  const down = bottom - start;
  for (let at = 1; at < count && step >= 12; at += 1) {
    marks.push(line(x + at * step, start, x + at * step, bottom, { stroke: "paper" }));
  }
  const runs = runsWithout(tokens);
  const lines = runs.map((run) => hatched(x + run.from * step, start, run.count * step, down)).join("");
  if (lines) marks.push({ type: "path", d: lines, fill: "none", stroke: "faint", strokeWidth: 1 });
  const wide = textWidth(gone, 10) + 8;
  for (const run of runs) {
    const room = run.count * step;
    const level = wide <= room - 4;
    if (room < 12 || (!level && wide > down)) continue;
    const [cx, cy] = [x + run.from * step + room / 2, start + down / 2];
    const [w, h] = level ? [wide, 14] : [14, wide];
    marks.push(rect({ x: cx - w / 2, y: cy - h / 2, width: w, height: h, fill: "paper" }));
    marks.push(
      text(gone, level ? cx : cx + 3.6, level ? cy + 3.6 : cy, {
        size: 10,
        fill: "soft",
        anchor: "middle",
        ...(level ? {} : { rotate: -90 }),
      }),
    );
  }
  marks.push(rect({ x: x - 0.5, y: start - 0.5, width: across + 1, height: down + 1, fill: "none", stroke: "faint" }));
  return {
    marks,
    regions,
    bottom,
    right: Math.max(x + across + Math.max(2, set.overhang - step / 2), legendX + RAMP + 14),
  };
}
