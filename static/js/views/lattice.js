/** A raster with words at its sides: rows and columns of any kind, numbers or words in the cells. */
import { over } from "../scene/colour.js";
import { raster, rect, text } from "../scene/marks.js";
import { fit, textWidth } from "../scene/text.js";

/** @typedef {import("../types.js").Mark} Mark */
/**
 * @typedef {object} Lattice
 * @property {number} x where the cells begin
 * @property {number} y
 * @property {number} wide a cell
 * @property {number} tall
 * @property {number} rows
 * @property {number} columns
 * @property {ArrayLike<number>} values [row * column]; NaN draws nothing
 * @property {import("../types.js").ColourScale} scale
 * @property {(at: number) => string} [print] what stands in a cell; empty: nothing
 * @property {(at: number) => string} [beside] in small type at the cell's end
 * @property {(at: number) => Partial<import("../types.js").TextMark>} [look] of what stands there
 * @property {"middle" | "start"} [set] where in the cell
 * @property {number} [size] of the type
 */

/** @param {Lattice} lattice @returns {Mark[]} */
export function lattice({ x, y, wide, tall, rows, columns, values, scale, print, beside, look, set = "middle", size = 11 }) {
  const [across, down] = [wide * columns, tall * rows];
  /** @type {Mark[]} */
  const marks = [raster({ x, y, width: across, height: down, columns, rows, values, scale })];
  let d = "";
  if (Math.min(wide, tall) >= 10) {
    for (let row = 1; row < rows; row += 1) d += `M${x} ${y + row * tall}h${across}`;
    for (let column = 1; column < columns; column += 1) d += `M${x + column * wide} ${y}v${down}`;
    marks.push({ type: "path", d, fill: "none", stroke: "paper" });
  }
  if (print && wide >= 18 && tall >= 11) {
    for (let at = 0; at < rows * columns; at += 1) {
      const value = /** @type {number} */ (values[at]);
      if (Number.isNaN(value)) continue;
      const end = beside?.(at) ?? "";
      const taken = end === "" ? 0 : textWidth(end, 9) + 3;
      const foot = y + (Math.floor(at / columns) + 0.5) * tall + size * 0.36;
      if (end !== "") marks.push(text(end, x + ((at % columns) + 1) * wide - 3, foot, { size: 9, anchor: "end", fill: over(value, scale) }));
      const words = fit(print(at), wide - 4 - taken, size);
      if (words === "") continue;
      const left = x + (at % columns) * wide + (set === "middle" ? wide / 2 : 3);
      marks.push(text(words, left, foot, { size, anchor: set, fill: over(value, scale), ...look?.(at) }));
    }
  }
  marks.push(rect({ x: x - 0.5, y: y - 0.5, width: across + 1, height: down + 1, fill: "none", stroke: "faint" }));
  return marks;
}

/**
 * Numbers along a side, thinned where they would touch.
 * @param {number} count @param {{x: number, y: number, step: number, down?: boolean, size?: number, bold?: number}} place the middle of the first; `down`: one under the other
 * @returns {Mark[]}
 */
export function counted(count, { x, y, step, down = false, size = 11, bold = -1 }) {
  const room = down ? size + 1 : textWidth(String(count - 1), size) + 4;
  const every = [1, 2, 5, 10, 20, 50, 100].find((one) => one * step >= room) ?? 200;
  return Array.from({ length: count }, (_, at) => at).filter((at) => at % every === 0 || at === bold).filter((at) => at === bold || bold < 0 || Math.abs(at - bold) * step >= room || at % every !== 0).map((at) => {
    const own = at === bold;
    const look = { size, bold: own, fill: own ? /** @type {const} */ ("ink") : /** @type {const} */ ("soft") };
    return down ? text(String(at), x, y + at * step + size * 0.36, { ...look, anchor: "end" }) : text(String(at), x + at * step, y, { ...look, anchor: "middle" });
  });
}

