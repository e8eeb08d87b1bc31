/** One band of the gates view: heading, legend, mean strip, the first units by name, and the others. */
import { line, raster, rect, text } from "../core/scene/marks.ts";
import { textWidth } from "../core/scene/text.ts";
import { has, t } from "../core/words/index.ts";
import { legend, shortNumber } from "./labels.ts";
import { lines } from "./lines.ts";
import type { ColourScale, Lang, Mark, Region } from "../core/types.ts";
import type { Kind } from "../data/types.ts";

/** The letters of the equations: an LSTM's candidate is g, a GRU's n. */
export const SYMBOLS = {
  "gates.input": "i",
  "gates.forget": "f",
  "gates.candidate": "g",
  "gates.output": "o",
  "states.cell": "c",
  "states.hidden": "h",
  "gates.reset": "r",
  "gates.update": "z",
} as Record<string, string>;

export const symbolOf = (kind: Kind, array: string) =>
  kind === "gru" && array === "gates.candidate" ? "n" : (SYMBOLS[array] ?? "");

/** What an array does in the equations of its cell. */
export function arraySays(lang: Lang, kind: Kind, array: string) {
  const own = `${array}-says-${kind}`;
  return t(lang, has(own) ? own : `${array}-says`);
}

/** The first units of the order get tall rows with names; the rest follow, thin. */
const CARRIERS = 6;
const CARRIER_ROW = 10;
const MEAN_ROW = 9;
const RAMP = 84;

/** How many units get tall rows, and how tall the others' are. */
export function unitLayout(units: number) {
  if (units <= 2 * CARRIERS) return { tall: units, thin: 0 };
  const rest = units - CARRIERS;
  return { tall: CARRIERS, thin: Math.max(1, Math.min(4, Math.round(90 / rest))) };
}

/**
 * The scale of a band: gates run from 0 to 1, what tanh made from −1 to 1, the cell as far as it goes, evenly about
 * 0.
 */
export function bandScale(name: string, values: ArrayLike<number>): ColourScale {
  if (name === "gates.candidate" || name === "states.hidden") return { map: "signed", kind: "linear", domain: [-1, 1] };
  if (name !== "states.cell") return { map: "gate", kind: "linear", domain: [0, 1] };
  let most = 1;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, Math.abs(values[i] as number));
  return { map: "signed", kind: "linear", domain: [-most, most] };
}

/**
 * A band's values as rows of units in the order given.
 * @param values [token * unit]
 */
export function unitRows(values: ArrayLike<number>, tokens: number, order: readonly number[]) {
  const units = order.length;
  const out = new Float32Array(values.length);
  order.forEach((unit, row) => {
    for (let token = 0; token < tokens; token += 1) {
      out[row * tokens + token] = values[token * units + unit] as number;
    }
  });
  return out; // [unit * token]
}

/** The mean over units, a number a token. */
export function means(values: ArrayLike<number>, tokens: number, units: number) {
  return Float32Array.from({ length: tokens }, (_, token) => {
    let sum = 0;
    for (let unit = 0; unit < units; unit += 1) sum += values[token * units + unit] as number;
    return sum / units;
  });
}

/**
 * How wide a column is: whole pixels, and parts of them only where columns may be thinner than can be pointed at.
 * @param room for all columns
 */
export function columnStep(room: number, count: number, { most, least }: { most: number; least: number }) {
  const step = room / count;
  return Math.max(least, Math.min(most, least < 3 && step < 3 ? Math.floor(step * 10) / 10 : Math.floor(step)));
}

/** @param value one decimal */
export const oneDecimal = (value: number) => shortNumber(Math.round(value * 10) / 10);

/**
 * @param values [token * unit]
 * @param place names of the tall rows
 */
export function band(
  name: string,
  values: Float32Array,
  {
    x,
    y: top,
    step,
    width,
    count,
    order,
    kind: cell,
    names,
    lang,
  }: {
    x: number;
    y: number;
    step: number;
    width: number;
    count: number;
    order: readonly number[];
    kind: Kind;
    names: readonly string[];
    lang: Lang;
  },
): { marks: Mark[]; regions: Region[]; bottom: number; right: number } {
  const units = order.length;
  const across = step * count;
  const scale = bandScale(name, values);
  const [low, high] = scale.domain;
  const token = { kind: "token", source: "gates" } as const;
  const side = { size: 10, fill: "soft", anchor: "end" } as const;

  const heading = `${t(lang, name)} ${symbolOf(cell, name)}`;
  const says = arraySays(lang, cell, name);
  const used = x + textWidth(heading, 12, true) + 8;
  // at the band's end, yet never where only scrolling would show it
  const legendX = Math.min(width - RAMP - 14, Math.max(x + across - RAMP - 8, used + textWidth(says, 11) + 26));
  // beside the heading where there is room, else under it and under the legend
  const beside = textWidth(says, 11) <= legendX - used - 16;
  const below = beside
    ? { marks: [text(says, used, top, { size: 11, fill: "soft" })], height: 0 }
    : lines(says, { x, y: top + 20, width: width - x });
  const marks: Mark[] = [
    text(heading, x, top, { size: 12, bold: true }),
    ...below.marks,
    ...legend(scale, {
      x: legendX,
      y: top - 14,
      width: RAMP,
      ticks: low < 0 ? [low, 0, high] : [0, 0.5, 1],
      format: oneDecimal,
    }),
  ];

  const { tall, thin } = unitLayout(units);
  const sorted = unitRows(values, count, order);
  const start = top + 12 + below.height;
  marks.push(text(t(lang, "mean"), x - 8, start + 8, side));
  names.slice(0, tall).forEach((words, row) => {
    marks.push(text(words, x - 8, start + MEAN_ROW + 3 + row * CARRIER_ROW + 8.5, side));
  });
  const parts = [
    {
      id: `mean-${name}`,
      from: 0,
      rows: 1,
      height: MEAN_ROW,
      values: means(values, count, units),
      kind: "none" as const,
    },
    {
      id: name,
      from: 0,
      rows: tall,
      height: tall * CARRIER_ROW,
      values: sorted.subarray(0, tall * count),
      kind: "unit" as const,
    },
  ];
  if (thin) {
    const rows = units - tall;
    const part = { from: tall, rows, height: rows * thin, values: sorted.subarray(tall * count) };
    parts.push({ id: `rest-${name}`, ...part, kind: "unit" });
    marks.push(text(t(lang, "others", { count: rows }), x - 8, start + MEAN_ROW + 6 + tall * CARRIER_ROW + 10, side));
  }
  const regions: Region[] = [];
  let y = start;
  for (const { id, from, rows, height, values: part, kind } of parts) {
    marks.push(raster({ x, y, width: across, height, columns: count, rows, values: part, scale }));
    if (y > start) marks.push(line(x, y - 1.5, x + across, y - 1.5));
    regions.push({
      id,
      role: "cells",
      x,
      y,
      width: across,
      height,
      rows,
      columns: count,
      row: { kind, from },
      column: token,
      array: name,
    });
    y += height + 3;
  }
  const bottom = y - 3;
  for (let column = 1; column < count && step >= 12; column += 1) {
    marks.push(line(x + column * step, start, x + column * step, bottom, { stroke: "paper" }));
  }
  marks.push(
    rect({ x: x - 0.5, y: start - 0.5, width: across + 1, height: bottom - start + 1, fill: "none", stroke: "faint" }),
  );
  return { marks, regions, bottom, right: legendX + RAMP + 14 };
}
