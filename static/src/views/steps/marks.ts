/** What the inspector's pictures are drawn with: strips of numbers, bars, slanted lines over what is masked, ramps. */
import { raster, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { rampEnd } from "./digits.ts";
import type { ColourScale, Mark, Role } from "../../core/types.ts";

type Box = { x: number; y: number; width: number; height: number };

/** Height of a line of the list, and of a strip in it. */
export const ROW = 20;
export const STRIP = 14;
export const SMALL = 11;

/** @param rows the largest absolute value */
export const largest = (rows: readonly (readonly number[])[]) =>
  rows.reduce((most, row) => row.reduce((own, value) => Math.max(own, Math.abs(value)), most), 1e-9);

/** Evenly about zero. */
export const signed = (most: number): ColourScale => ({ map: "signed", kind: "linear", domain: [-most, most] });

/** A vector as a strip. */
export const strip = (values: readonly number[], box: Box, scale: ColourScale, stroke: Role): Mark[] => [
  raster({ ...box, columns: values.length, rows: 1, values, scale }),
  rect({ ...box, fill: "none", stroke }),
];

/**
 * Vectors as strips, one a line; null: nothing there.
 * @param place count: numbers a vector
 */
export function strips(
  rows: readonly (readonly number[] | null)[],
  { x, y, width, count }: { x: number; y: number; width: number; count: number },
  scale: ColourScale,
): Mark[] {
  const values = new Float32Array(rows.length * count).fill(NaN);
  rows.forEach((row, i) => row && values.set(row, i * count));
  const pad = (ROW - STRIP) / 2;
  let gaps = `M${x} ${y + pad / 2}h${width}`;
  let frames = "";
  rows.forEach((row, i) => {
    gaps += i < rows.length - 1 ? `M${x} ${y + (i + 1) * ROW}h${width}` : "";
    if (row) frames += `M${x} ${y + i * ROW + pad}h${width}v${STRIP}h${-width}z`;
  });
  const last = y + rows.length * ROW - pad / 2;
  return [
    raster({ x, y, width, height: rows.length * ROW, columns: count, rows: rows.length, values, scale }),
    // One raster for all, parted by lines of the page's own colour.
    { type: "path", d: gaps, fill: "none", stroke: "paper", strokeWidth: ROW - STRIP },
    {
      type: "path",
      d: `M${x} ${y + pad / 2}h${width}M${x} ${last}h${width}`,
      fill: "none",
      stroke: "paper",
      strokeWidth: pad,
    },
    { type: "path", d: frames, fill: "none", stroke: "faint", strokeWidth: 1 },
  ];
}

/** A bar in the colour of its number. */
export const bar = (value: number, box: Box, scale: ColourScale, stroke: Role = "soft"): Mark[] => [
  raster({ ...box, columns: 1, rows: 1, values: [value], scale }),
  rect({ ...box, fill: "none", stroke, strokeWidth: 0.75 }),
];

/**
 * Slanted lines.
 * @returns path data
 */
export function hatch({ x, y, width, height }: Box): string {
  let d = "";
  for (let from = -height; from < width; from += 7) {
    const [left, right] = [Math.max(0, from), Math.min(width, from + height)];
    if (right > left) {
      d += `M${Math.round(x + left)} ${Math.round(y + height - (left - from))}L${Math.round(x + right)} ${Math.round(y + height - (right - from))}`;
    }
  }
  return d;
}

const RAMP = 64;
const CELLS = 48;

/** A ramp with its ends, and what it stands for. */
function ramp(x: number, y: number, most: number, said: string, room: number) {
  const high = rampEnd(most);
  const low = `−${high}`;
  const start = x + textWidth(low, SMALL) + 5;
  const end = start + RAMP + 5;
  const words = end + textWidth(high, SMALL) + 7;
  const values = Array.from({ length: CELLS }, (_, i) => ((2 * i) / (CELLS - 1) - 1) * most);
  return {
    width: words + textWidth(said, SMALL) - x,
    marks: [
      text(low, x, y + 9, { size: SMALL, fill: "soft" }),
      ...strip(values, { x: start, y, width: RAMP, height: 10 }, signed(most), "faint"),
      text(high, end, y + 9, { size: SMALL, fill: "soft" }),
      text(fit(said, room - words, SMALL), words, y + 9, { size: SMALL, fill: "soft" }),
    ],
  };
}

/** Ramps in lines that fit: every colour can be read off one of these. */
export function ramps(
  list: readonly { most: number; said: string }[],
  top: number,
  width: number,
): { marks: Mark[]; bottom: number } {
  const marks: Mark[] = [];
  let [x, y] = [0, top];
  for (const { most, said } of list) {
    const wide = ramp(0, 0, most, said, width).width;
    if (x > 0 && x + wide > width) [x, y] = [0, y + 18];
    marks.push(...ramp(x, y, most, said, width).marks);
    x += wide + 22;
  }
  return { marks, bottom: y + 16 };
}
