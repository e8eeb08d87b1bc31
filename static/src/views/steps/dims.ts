/** Which dimensions made a score: the query and one key side by side, their products, and how these add up to q·k. */
import { line, raster, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { tokenName } from "../../plots/labels.ts";
import { short } from "../../core/numbers.ts";
import { rampEnd } from "./digits.ts";
import { at, productsOf, sidesOf, total } from "./numbers.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";

export type Order = "index" | "size";

const STRIP = 14;
const LEFT = 44;
const BARS = 104;
const SUMS = 64;
const SMALL = 11;
/** How many products are named on the picture. */
const NAMED = 3;

/** Dimensions in the order in which they are drawn. */
export function dimensionOrder(products: readonly number[], order: Order): number[] {
  const all = [...products.keys()];
  return order === "index" ? all : all.sort((a, b) => Math.abs(at(products, b)) - Math.abs(at(products, a)) || a - b);
}

/** The sum after each product, in the order in which they are drawn. */
export function runningSums(products: readonly number[], order: readonly number[]) {
  let sum = 0;
  return order.map((d) => (sum += at(products, d)));
}

const px = (value: number) => Math.round(value * 10) / 10;

export function dimensions(
  step: HeadStep,
  key: number,
  { width: room, lang = "en", order = "size" }: { width: number; lang?: Lang; order?: Order },
): Scene {
  const width = Math.max(220, Math.min(860, Math.floor(room)));
  const { queries, keys } = sidesOf(step);
  const products = productsOf(step, key);
  const drawn = dimensionOrder(products, order);
  const sums = runningSums(products, drawn);
  const k = step.keys[key] as number[];
  const end = short(total(products));
  const right = textWidth(end, 12, true) + 10;
  const each = (width - LEFT - right) / drawn.length;
  const span = each * drawn.length;
  const most = Math.max(...products.map(Math.abs), 1e-9);
  const [queryToken, keyToken] = [queries.tokens[step.query_token], keys.tokens[key]];
  const names = { query: queryToken ? tokenName(queryToken) : "", key: keyToken ? tokenName(keyToken) : "" };

  const marks: Mark[] = [];
  const regions: Region[] = [];
  const none = { kind: "none" } as const;
  const x = (i: number) => LEFT + i * each;
  const strip = (letter: string, values: readonly number[], y: number) => {
    const top = Math.max(...values.map(Math.abs), 1e-9);
    const box = { x: LEFT, y, width: span, height: STRIP };
    marks.push(text(letter, 0, y + 11.5, { bold: true, italic: true }));
    marks.push(
      raster({
        ...box,
        columns: drawn.length,
        rows: 1,
        values: drawn.map((d) => at(values, d)),
        scale: { map: "signed", kind: "linear", domain: [-top, top] },
      }),
    );
    marks.push(rect({ ...box, fill: "none", stroke: "soft" }));
    marks.push(text(`±${rampEnd(top)}`, LEFT + span + 6, y + 11, { size: SMALL, fill: "soft" }));
  };
  strip("q", step.query, 2);
  strip("k", k, 2 + STRIP + 5);

  // Products, from a line at zero.
  const low = Math.max(0, ...products.map((value) => -value));
  const high = Math.max(0, ...products);
  const top = 2 * STRIP + 32;
  const per = BARS / (low + high || 1);
  const zero = top + high * per;
  drawn.forEach((d, i) => {
    const value = at(products, d);
    const long = Math.max(0.75, Math.abs(value) * per);
    const box = {
      x: px(x(i) + Math.min(1, each * 0.1)),
      y: value < 0 ? zero : zero - long,
      width: px(each - Math.min(2, each * 0.2)),
      height: long,
    };
    marks.push(
      raster({
        ...box,
        columns: 1,
        rows: 1,
        values: [value],
        scale: { map: "signed", kind: "linear", domain: [-most, most] },
      }),
    );
    if (each > 5) marks.push(rect({ ...box, fill: "none", stroke: "soft", strokeWidth: 0.75 }));
  });
  marks.push(line(LEFT, zero, LEFT + span, zero, { stroke: "soft" }));
  marks.push(text("q×k", 0, zero + 4, { bold: true, italic: true }));
  const named: [from: number, to: number, y: number][] = [];
  const edge = (value: number) => (value < 0 ? zero + Math.abs(value) * per : zero - value * per);
  for (const d of dimensionOrder(products, "size").slice(0, NAMED)) {
    const value = at(products, d);
    const said = short(value);
    const wide = textWidth(said, SMALL) + 4;
    const middle = Math.min(LEFT + span + right - wide / 2, Math.max(LEFT + wide / 2, x(drawn.indexOf(d)) + each / 2));
    const y = value < 0 ? edge(value) + 12 : edge(value) - 4;
    // A number stands free of the bars beside its own, and of the others.
    const near = drawn
      .slice(Math.max(0, Math.floor((middle - wide / 2 - LEFT) / each)), Math.ceil((middle + wide / 2 - LEFT) / each))
      .map((one) => at(products, one));
    const free = near.every((other) => (value < 0 ? other >= value : other <= value));
    if (
      !free ||
      named.some(([from, to, other]) => middle - wide / 2 < to && middle + wide / 2 > from && Math.abs(y - other) < 13)
    ) {
      continue;
    }
    marks.push(text(said, middle, y, { size: SMALL, anchor: "middle", fill: named.length === 0 ? "ink" : "soft" }));
    named.push([middle - wide / 2, middle + wide / 2, y]);
  }

  // Under them the dimensions' numbers, as many as fit.
  const foot = top + BARS + 15;
  const every = Math.max(1, Math.ceil(18 / each));
  marks.push(text(fit(t(lang, "inspect-dim"), LEFT - 4, SMALL), 0, foot + 10, { size: SMALL, fill: "soft" }));
  drawn.forEach((d, i) => {
    if (i % every === 0) {
      marks.push(text(String(d), x(i) + each / 2, foot + 10, { size: SMALL, fill: "soft", anchor: "middle" }));
    }
  });

  // The sum as it grows.
  const start = foot + 30;
  const [least, largest] = [Math.min(0, ...sums), Math.max(0, ...sums)];
  const rise = SUMS / (largest - least || 1);
  const level = (value: number) => px(start + (largest - value) * rise);
  let d = `M${px(LEFT)} ${level(0)}`;
  sums.forEach((sum, i) => (d += `H${px(x(i) + each / 2)}V${level(sum)}`));
  marks.push(line(LEFT, level(0), LEFT + span, level(0), { stroke: "faint" }));
  marks.push({ type: "path", d: `${d}H${px(LEFT + span)}`, fill: "none", stroke: "ink", strokeWidth: 1.75 });
  marks.push(text("Σ", 0, level(0) + 4, { bold: true, italic: true }));
  marks.push(text("0", LEFT - 6, level(0) + 4, { size: SMALL, fill: "soft", anchor: "end" }));
  marks.push(text(end, LEFT + span + 6, level(sums.at(-1) ?? 0) + 4, { bold: true }));
  const bottom = start + SUMS + 10;
  regions.push({
    id: "dims",
    role: "cells",
    quiet: true,
    x: LEFT,
    y: 0,
    width: span,
    height: bottom,
    rows: 1,
    columns: drawn.length,
    row: none,
    column: none,
  });
  return {
    width,
    height: bottom,
    title: t(lang, "inspect-dims-title", names),
    description: t(lang, "inspect-dims-description", { ...names, count: drawn.length, sum: end }),
    marks,
    regions,
  };
}
