/** Attention twice on one pair of axes, and the difference between: three squares, hatched where there is nothing. */
import { group, line, rect, text } from "../core/scene/marks.ts";
import { fit, textWidth } from "../core/scene/text.ts";
import { legend, shortNumber } from "./labels.ts";
import { wrapped } from "./lines.ts";
import { remarks, square } from "./square.ts";
import type { Axis, ColourScale, Mark, PathMark, Region, Scene } from "../core/types.ts";
import type { Token } from "../data/types.ts";

export interface Panel {
  /** its regions are <id>, <id>-rows and <id>-columns */
  id: string;
  heading: string;
  /** smaller, under the heading */
  says: string;
  /** [row * column]; NaN: nothing, hatched */
  values: ArrayLike<number>;
  /** what is printed, where it is not the values that colour the cells */
  numbers?: ArrayLike<number>;
  scale: ColourScale;
  print: (value: number) => string;
  ramp: { ticks: number[]; caption: string; format?: (value: number) => string };
}

const GAP = 28;
const BARS = 74;
const HEAD = 22;
const LINE = 14;
/** Words over and under a square: more lines would push it away from the others. */
const LINES = 2;

const px = (value: number) => Math.round(value * 10) / 10;

/** Slanted lines over the cells that have no value, in one pattern over all of them. */
export function hatchEmpty(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  { x, y, cell }: { x: number; y: number; cell: number },
): PathMark | null {
  const empty = (row: number, column: number) => Number.isNaN(values[row * columns + column] as number);
  const spacing = 8;
  let d = "";
  for (let at = spacing / 2; at < (rows + columns) * cell; at += spacing) {
    let open = NaN; // where the stretch that is being drawn began, counted down from the top
    let end = 0;
    const close = () => {
      if (!Number.isNaN(open)) d += `M${px(x + at - open)} ${px(y + open)}L${px(x + at - end)} ${px(y + end)}`;
      open = NaN;
    };
    for (let down = Math.max(0, at - columns * cell); down < Math.min(rows * cell, at);) {
      const row = Math.floor(down / cell + 1e-9);
      const column = Math.ceil((at - down) / cell - 1e-9) - 1;
      const next = Math.min((row + 1) * cell, at - column * cell, rows * cell);
      if (column >= 0 && column < columns && row < rows && empty(row, column)) {
        if (Number.isNaN(open)) open = down;
        end = next;
      } else close();
      down = next > down ? next : down + 0.01;
    }
    close();
  }
  return d ? { type: "path", d, fill: "none", stroke: "faint", strokeWidth: 1 } : null;
}

/** Words in two lines at most, the second cut where there are more. */
function short(words: string, width: number): string[] {
  const all = words === "" ? [] : wrapped(words, width, 11);
  if (all.length <= LINES) return all.map((one) => fit(one, width, 11));
  return [...all.slice(0, LINES - 1), fit(all.slice(LINES - 1).join(" "), width, 11)];
}

/**
 * How many squares stand side by side: as many as leave their cells a size to be seen in.
 * @param count of columns
 */
export function perRow(width: number, count: number) {
  const cell = (squares: number) => ((width - BARS) / squares - GAP - 90) / count;
  return cell(3) >= 9 ? 3 : cell(2) >= 4 && width >= 560 ? 2 : 1;
}

/**
 * The largest size of a value, as a legend can say it; 1 where all are 0.
 * @param limit what no value can pass
 */
export function reach(values: ArrayLike<number>, limit: number = 1) {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (Math.abs(values[i] as number) > most) most = Math.abs(values[i] as number);
  }
  if (most === 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(most));
  const steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((step) => step * unit);
  return Math.min(limit, Number((steps.find((step) => step >= most - 1e-12) ?? most).toPrecision(3)));
}

export const differenceScale = (between: ArrayLike<number>): ColourScale => {
  const most = reach(between);
  return { map: "signed", kind: "linear", domain: [-most, most] };
};

/** A difference inside its cell: with its sign, none below half a hundredth. */
export const printedDifference = (value: number) =>
  Math.abs(value) < 0.005 ? "" : `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2).replace(/^0/, "")}`;

/** Up to four significant digits: the ends of a ramp may be small. */
export function rampNumber(value: number) {
  if (value === 0 || Math.abs(value) >= 0.001) {
    return `${value > 0 ? "+" : ""}${shortNumber(value)}`.replace(/^\+0$/, "0");
  }
  return `${value > 0 ? "+" : ""}${value.toExponential(0)}`.replaceAll("-", "−");
}

/**
 * A bar a row, right of the last square.
 * @param values from 0 to 1; NaN: none
 */
function rowBars(
  values: readonly number[],
  { x, y, cell, heading }: { x: number; y: number; cell: number; heading: string },
): Mark[] {
  const wide = BARS - 30;
  const marks: Mark[] = [
    text(fit(heading, BARS - 4, 10), x, y + values.length * cell + 12, { size: 10, fill: "soft" }),
  ];
  const thick = Math.max(1, Math.min(9, cell - 2));
  const every = Math.max(1, Math.ceil(11 / cell));
  values.forEach((value, row) => {
    const middle = y + (row + 0.5) * cell;
    if (Number.isNaN(value)) return;
    marks.push(
      rect({ x, y: middle - thick / 2, width: Math.max(0.75, wide * Math.min(1, value)), height: thick, fill: "soft" }),
    );
    if (row % every === 0) {
      marks.push(text(value.toFixed(2).replace(/^0/, ""), x + wide + 4, middle + 3.4, { size: 9.5, fill: "soft" }));
    }
  });
  marks.push(line(x - 0.5, y, x - 0.5, y + values.length * cell));
  return marks;
}

/** @param picture bars: a number a row, beside the last panel */
export function triptych(
  {
    rows,
    columns,
    names,
    panels,
    bars,
    says,
    title,
    description,
  }: {
    rows: readonly Token[];
    columns: readonly Token[];
    names: readonly [row: string, column: string];
    panels: readonly Panel[];
    bars: { values: readonly number[]; heading: string } | null;
    says: readonly { words: string; hatched?: boolean }[];
    title: string;
    description: string;
  },
  { width, maxCell = 44 }: { width: number; maxCell?: number },
): Scene {
  const across = Math.min(perRow(width, columns.length), panels.length);
  // The bars stand beside the last square: where it has a line of its own, there is room.
  const beside = bars && across !== 2 ? BARS + 12 : 0;
  const each = Math.floor((width - (across - 1) * GAP - beside) / across);
  const marks: Mark[] = [];
  const regions: Region[] = [];
  const axis: (part: "query" | "key", count: number) => Axis = (part, count) => ({
    kind: "token",
    source: "attention",
    part,
    count,
  });
  let [x, y, below, right] = [0, 0, 0, 0];
  const made = panels.map((panel) => {
    const drawn = square({
      rows,
      columns,
      names,
      row: axis("query", rows.length),
      column: axis("key", columns.length),
      values: panel.values,
      numbers: panel.numbers ?? panel.values,
      scale: panel.scale,
      print: panel.print,
      width: each,
      maxCell,
    });
    const ramp = Math.min(260, Math.max(Math.min(140, width - drawn.left - 12), each - drawn.left - 12));
    const needs = Math.max(
      drawn.right,
      drawn.left + ramp + 20,
      textWidth(panel.heading, 13, true),
      Math.min(textWidth(panel.says, 11), 300),
      200,
    );
    const taken = Math.min(each, needs);
    const caption = short(panel.ramp.caption, Math.max((across === 1 ? width : each) - drawn.left - 4, ramp));
    return { panel, drawn, ramp, taken, caption, said: short(panel.says, taken) };
  });
  const head = HEAD + LINE * Math.max(...made.map(({ said }) => said.length));
  const under = LINE * (Math.max(...made.map(({ caption }) => caption.length)) - 1);
  made.forEach(({ panel, drawn, ramp, taken, caption, said }, i) => {
    if (i > 0 && i % across === 0) [x, y] = [0, below + 18];
    const { left, top, across: wide, down, cell } = drawn;
    const own = [...drawn.marks];
    const hatch = hatchEmpty(panel.values, rows.length, columns.length, { x: left, y: top, cell });
    if (hatch) own.push(hatch);
    if (bars && i === panels.length - 1) {
      own.push(...rowBars(bars.values, { x: left + wide + 12, y: top, cell, heading: bars.heading }));
    }
    const foot = top + down + 30 + under;
    const headed = [
      text(fit(panel.heading, taken, 13), x, y + 12, { size: 13, bold: true }),
      ...said.map((one, n) => text(one, x, y + 28 + n * LINE, { size: 11, fill: "soft" })),
    ];
    own.push(
      ...legend(panel.scale, {
        x: left,
        y: foot,
        width: ramp,
        ticks: panel.ramp.ticks,
        format: panel.ramp.format ?? shortNumber,
      }),
    );
    own.push(
      ...caption.map((one, n) =>
        text(one, left, foot - 6 - (caption.length - 1 - n) * LINE, { size: 11, fill: "soft" }),
      ),
    );
    marks.push(...headed, group(x, y + head, own));
    const ids = [panel.id, `${panel.id}-rows`, `${panel.id}-columns`];
    drawn.regions.forEach((region, n) =>
      regions.push({ ...region, id: ids[n] as string, x: region.x + x, y: region.y + y + head }),
    );
    if (bars && i === panels.length - 1) {
      regions.push({
        id: "bars",
        role: "label",
        quiet: true,
        x: x + left + wide + 10,
        y: y + head + top,
        width: BARS,
        height: down,
        rows: rows.length,
        columns: 1,
        row: axis("query", rows.length),
        column: { kind: "none" },
      });
    }
    below = Math.max(below, y + head + foot + 26);
    right = Math.max(
      right,
      x + taken,
      x + drawn.right,
      bars && i === panels.length - 1 ? x + left + wide + 12 + BARS : 0,
      x + left + ramp + 10,
      ...caption.map((one) => x + left + textWidth(one, 11)),
    );
    x += taken + GAP;
  });
  const said = remarks(says, { x: 0, y: below + 8, width });
  const words = said.marks.map((mark) => (mark.type === "text" ? mark.x + textWidth(mark.text, mark.size) : 0));
  return {
    width: Math.ceil(Math.max(right, ...words)),
    height: below + 8 + said.height,
    title,
    description,
    marks: [...marks, ...said.marks],
    regions,
  };
}
