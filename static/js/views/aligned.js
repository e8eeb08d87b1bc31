/** Two sentences on one axis: labels and unit rows over the columns of an edit script, with hatching where a sentence has no token. */
import { line, raster, rect, text } from "../scene/marks.js";
import { fit, textWidth } from "../scene/text.js";
import { means, unitLayout, unitRows } from "./bands.js";
import { columnLabels, drawColumnLabels, legend, shortNumber, tokenName } from "./labels.js";
import { wrapped } from "./lines.js";
import { hatched } from "./plot.js";
import { t } from "../ui/i18n.js";

/** @typedef {import("../types.js").Axis} Axis */
/** @typedef {import("../types.js").ColourScale} ColourScale */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../data/edit-script.js").Column} Column */
/** @typedef {"a" | "b" | "both"} Side whose tokens a block of rows shows; both: a number made of the two */

const CARRIER_ROW = 10;
const MEAN_ROW = 9;
const RAMP = 84;
/** Of a long sentence so many lines are set over its rows. */
const SAID = 3;

/** The token that a side has in a column. @param {Column} column @param {Side} side @param {readonly Token[]} a @param {readonly Token[]} b */
export function tokenAt(column, side, a, b) {
  if (side === "both" && column.kind !== "same") return null;
  const index = side === "b" ? column.b : column.a;
  return index === null ? null : /** @type {Token} */ ((side === "b" ? b : a)[index]);
}

/** How labels of either sentence are set, so that every block has the same. @param {readonly Column[]} columns @param {readonly Token[]} a @param {readonly Token[]} b @param {number} step */
export const axisLabels = (columns, a, b, step) =>
  columnLabels(columns.map((column) => /** @type {Token} */ (tokenAt(column, column.kind === "b" ? "b" : "a", a, b))), step);

/**
 * The labels of one sentence on the shared axis; where it has no token, none.
 * @param {readonly (Token | null)[]} tokens a column each @param {ReturnType<typeof columnLabels>} set
 * @param {{x: number, y: number, step: number}} place y: the foot
 */
export function drawAxis(tokens, set, { x, y, step }) {
  let last = -Infinity; // where labels are thinned, the next token that there is takes the next free place
  return tokens.flatMap((token, at) => {
    if (token === null || at - last < set.every) return [];
    last = at;
    return drawColumnLabels([token], { ...set, every: 1 }, { x: x + at * step, y, step });
  });
}

/** Where a sentence has no token: each run of columns as one. @param {readonly (Token | null)[]} tokens @returns {{from: number, count: number}[]} */
export function runsWithout(tokens) {
  /** @type {{from: number, count: number}[]} */
  const runs = [];
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
 * @param {readonly Column[]} columns @param {Side} side @param {import("../types.js").Source} [source] whose tokens @returns {Axis}
 */
export const cursorAxis = (columns, side, source = "gates") => ({
  kind: "token", source,
  tokens: columns.map((column) => (column.a === null || (side !== "a" && column.kind !== "same") ? [] : [column.a])),
});

/** One decimal, as legends have it. @param {number} value */
const oneDecimal = (value) => shortNumber(Math.round(value * 10) / 10);

/**
 * Heading, labels, mean and units of one block.
 * @param {{id: string, side: Side, heading: string, says: string, gone: string, values: Float32Array, scale: ColourScale}} block
 *   values [column * unit], NaN where there is nothing; gone: what stands in such a column
 * @param {{x: number, y: number, step: number, width: number, columns: readonly Column[], a: readonly Token[], b: readonly Token[], order: readonly number[], set: ReturnType<typeof columnLabels>, lang: Lang}} place
 * @returns {{marks: Mark[], regions: Region[], bottom: number, right: number}}
 */
export function alignedBand({ id, side, heading, says, gone, values, scale }, { x, y: top, step, width, columns, a, b, order, set, lang }) {
  const units = order.length;
  const count = columns.length;
  const across = step * count;
  const [low, high] = scale.domain;
  const used = textWidth(heading, 13, true) + 10;
  const legendX = Math.min(width - RAMP - 14, Math.max(x + across - RAMP - 8, used + Math.min(textWidth(says, 11), 260) + 30));
  // beside the heading where there is room, else under it and under the legend
  const beside = textWidth(says, 11) <= legendX - used - 16;
  const below = beside ? [] : wrapped(says, width - 2, 11);
  const cut = below.slice(SAID - 1).join(" ");
  /** @type {Mark[]} */
  const marks = [
    text(fit(heading, legendX - 14, 13), 0, top + 12, { size: 13, bold: true }),
    ...(beside ? [text(says, used, top + 12, { size: 11, fill: "soft" })] : []),
    ...[...below.slice(0, SAID - 1), ...(cut ? [fit(cut, width - 2, 11)] : [])].map((words, i) => text(words, 0, top + 36 + i * 15, { size: 11, fill: "soft" })),
    ...legend(scale, { x: legendX, y: top, width: RAMP, ticks: low < 0 ? [low, 0, high] : [0, 0.5, 1], format: oneDecimal }),
  ];
  const foot = top + 24 + (below.length ? 8 : 0) + Math.min(below.length, SAID) * 15 + set.height;
  const tokens = columns.map((column) => tokenAt(column, side, a, b));
  marks.push(...drawAxis(tokens, set, { x, y: foot, step }));
  const column = cursorAxis(columns, side);
  const tags = set.every > 1 ? { tags: tokens.map((token) => (token ? tokenName(token) : "")) } : {};
  /** @type {Region[]} */
  const regions = [{
    id: `${id}-tokens`, role: "label", x, y: foot - set.height, width: across, height: set.height - 2, rows: 1, columns: count,
    row: { kind: "none" }, column, shear: set.shear, ...tags,
  }];

  const { tall, thin } = unitLayout(units);
  const sorted = unitRows(values, count, order);
  const start = foot + 3;
  const aside = /** @type {const} */ ({ size: 10, fill: "soft", anchor: "end" });
  marks.push(text(t(lang, "mean"), x - 8, start + 8, aside));
  order.slice(0, tall).forEach((unit, row) => {
    marks.push(text(t(lang, "unit-n", { unit }), x - 8, start + MEAN_ROW + 3 + row * CARRIER_ROW + 8.5, aside));
  });
  const parts = [
    { id: `${id}-mean`, from: 0, rows: 1, height: MEAN_ROW, values: means(values, count, units), kind: /** @type {const} */ ("none") },
    { id, from: 0, rows: tall, height: tall * CARRIER_ROW, values: sorted.subarray(0, tall * count), kind: /** @type {const} */ ("unit") },
  ];
  if (thin) {
    const rows = units - tall;
    parts.push({ id: `${id}-rest`, from: tall, rows, height: rows * thin, values: sorted.subarray(tall * count), kind: "unit" });
    marks.push(text(t(lang, "others", { count: rows }), x - 8, start + MEAN_ROW + 6 + tall * CARRIER_ROW + 10, aside));
  }
  let y = start;
  for (const part of parts) {
    marks.push(raster({ x, y, width: across, height: part.height, columns: count, rows: part.rows, values: part.values, scale }));
    if (y > start) marks.push(line(x, y - 1.5, x + across, y - 1.5));
    regions.push({ id: part.id, role: "cells", x, y, width: across, height: part.height, rows: part.rows, columns: count, row: { kind: part.kind, from: part.from }, column });
    y += part.height + 3;
  }
  const bottom = y - 3;
  const down = bottom - start;
  for (let at = 1; at < count && step >= 12; at += 1) marks.push(line(x + at * step, start, x + at * step, bottom, { stroke: "paper" }));
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
    marks.push(text(gone, level ? cx : cx + 3.6, level ? cy + 3.6 : cy, { size: 10, fill: "soft", anchor: "middle", ...(level ? {} : { rotate: -90 }) }));
  }
  marks.push(rect({ x: x - 0.5, y: start - 0.5, width: across + 1, height: down + 1, fill: "none", stroke: "faint" }));
  return { marks, regions, bottom, right: Math.max(x + across + Math.max(2, set.overhang - step / 2), legendX + RAMP + 14) };
}
