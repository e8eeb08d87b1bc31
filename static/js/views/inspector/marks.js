/** What the inspector's pictures are drawn with: strips of numbers, bars, slanted lines over what is masked, ramps. */
import { raster, rect, text } from "../../scene/marks.js";
import { fit, textWidth } from "../../scene/text.js";
import { rampEnd } from "./digits.js";

/** @typedef {import("../../types.js").ColourScale} ColourScale */
/** @typedef {import("../../types.js").Mark} Mark */
/** @typedef {import("../../types.js").Role} Role */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** Height of a line of the list, and of a strip in it. */
export const ROW = 20;
export const STRIP = 14;
export const SMALL = 11;

/** @param {readonly (readonly number[])[]} rows the largest absolute value */
export const largest = (rows) => rows.reduce((most, row) => row.reduce((own, value) => Math.max(own, Math.abs(value)), most), 1e-9);

/** Evenly about zero. @param {number} most @returns {ColourScale} */
export const signed = (most) => ({ map: "signed", kind: "linear", domain: [-most, most] });

/** A vector as a strip. @param {readonly number[]} values @param {Box} box @param {ColourScale} scale @param {Role} stroke @returns {Mark[]} */
export const strip = (values, box, scale, stroke) => [
  raster({ ...box, columns: values.length, rows: 1, values, scale }),
  rect({ ...box, fill: "none", stroke }),
];

/**
 * Vectors as strips, one a line; null: nothing there.
 * @param {readonly (readonly number[] | null)[]} rows @param {{x: number, y: number, width: number, count: number}} place count: numbers a vector
 * @param {ColourScale} scale @returns {Mark[]}
 */
export function strips(rows, { x, y, width, count }, scale) {
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
    { type: "path", d: `M${x} ${y + pad / 2}h${width}M${x} ${last}h${width}`, fill: "none", stroke: "paper", strokeWidth: pad },
    { type: "path", d: frames, fill: "none", stroke: "faint", strokeWidth: 1 },
  ];
}

/** A bar in the colour of its number. @param {number} value @param {Box} box @param {ColourScale} scale @param {Role} [stroke] @returns {Mark[]} */
export const bar = (value, box, scale, stroke = "soft") => [
  raster({ ...box, columns: 1, rows: 1, values: [value], scale }),
  rect({ ...box, fill: "none", stroke, strokeWidth: 0.75 }),
];

/** Slanted lines. @param {Box} box @returns {string} path data */
export function hatch({ x, y, width, height }) {
  let d = "";
  for (let from = -height; from < width; from += 7) {
    const [left, right] = [Math.max(0, from), Math.min(width, from + height)];
    if (right > left) d += `M${Math.round(x + left)} ${Math.round(y + height - (left - from))}L${Math.round(x + right)} ${Math.round(y + height - (right - from))}`;
  }
  return d;
}

const RAMP = 64;
const CELLS = 48;

/** A ramp with its ends, and what it stands for. @param {number} x @param {number} y @param {number} most @param {string} said @param {number} room */
function ramp(x, y, most, said, room) {
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

/**
 * Ramps in lines that fit: every colour can be read off one of these.
 * @param {readonly {most: number, said: string}[]} list @param {number} top @param {number} width
 * @returns {{marks: Mark[], bottom: number}}
 */
export function ramps(list, top, width) {
  /** @type {Mark[]} */
  const marks = [];
  let [x, y] = [0, top];
  for (const { most, said } of list) {
    const wide = ramp(0, 0, most, said, width).width;
    if (x > 0 && x + wide > width) [x, y] = [0, y + 18];
    marks.push(...ramp(x, y, most, said, width).marks);
    x += wide + 22;
  }
  return { marks, bottom: y + 16 };
}
