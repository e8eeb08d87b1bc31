/** A raster with words at its sides: rows and columns of any kind, numbers or words in the cells. */
import { over } from "../core/scene/colour.ts";
import { raster, rect, text } from "../core/scene/marks.ts";
import { fit, textWidth } from "../core/scene/text.ts";
import type { ColourScale, Mark, TextMark } from "../core/types.ts";

interface Lattice {
  /** where the cells begin */
  x: number;
  y: number;
  /** a cell */
  wide: number;
  tall: number;
  rows: number;
  columns: number;
  /** [row * column]; NaN draws nothing */
  values: ArrayLike<number>;
  scale: ColourScale;
  /** what stands in a cell; empty: nothing */
  print?: (at: number) => string;
  /** in small type at the cell's end */
  beside?: (at: number) => string;
  /** of what stands there */
  look?: (at: number) => Partial<TextMark>;
  /** where in the cell */
  set?: "middle" | "start";
  /** of the type */
  size?: number;
}

export function lattice({
  x,
  y,
  wide,
  tall,
  rows,
  columns,
  values,
  scale,
  print,
  beside,
  look,
  set = "middle",
  size = 11,
}: Lattice): Mark[] {
  const [across, down] = [wide * columns, tall * rows];
  const marks: Mark[] = [raster({ x, y, width: across, height: down, columns, rows, values, scale })];
  let d = "";
  if (Math.min(wide, tall) >= 10) {
    for (let row = 1; row < rows; row += 1) d += `M${x} ${y + row * tall}h${across}`;
    for (let column = 1; column < columns; column += 1) d += `M${x + column * wide} ${y}v${down}`;
    marks.push({ type: "path", d, fill: "none", stroke: "paper" });
  }
  if (print && wide >= 18 && tall >= 11) {
    for (let at = 0; at < rows * columns; at += 1) {
      const value = values[at] as number;
      if (Number.isNaN(value)) continue;
      const end = beside?.(at) ?? "";
      const taken = end === "" ? 0 : textWidth(end, 9) + 3;
      const foot = y + (Math.floor(at / columns) + 0.5) * tall + size * 0.36;
      if (end !== "") {
        marks.push(
          text(end, x + ((at % columns) + 1) * wide - 3, foot, { size: 9, anchor: "end", fill: over(value, scale) }),
        );
      }
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
 * @param place the middle of the first; `down`: one under the other
 */
export function counted(
  count: number,
  {
    x,
    y,
    step,
    down = false,
    size = 11,
    bold = -1,
  }: { x: number; y: number; step: number; down?: boolean; size?: number; bold?: number },
): Mark[] {
  const room = down ? size + 1 : textWidth(String(count - 1), size) + 4;
  const every = [1, 2, 5, 10, 20, 50, 100].find((one) => one * step >= room) ?? 200;
  return Array.from({ length: count }, (_, at) => at)
    .filter((at) => at % every === 0 || at === bold)
    .filter((at) => at === bold || bold < 0 || Math.abs(at - bold) * step >= room || at % every !== 0)
    .map((at) => {
      const own = at === bold;
      const look = { size, bold: own, fill: own ? ("ink" as const) : ("soft" as const) };
      return down
        ? text(String(at), x, y + at * step + size * 0.36, { ...look, anchor: "end" })
        : text(String(at), x + at * step, y, { ...look, anchor: "middle" });
    });
}
