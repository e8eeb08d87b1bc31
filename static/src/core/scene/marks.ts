/** Constructors of marks, so that views read as lists of what is drawn. */
import type { GroupMark, LineMark, Mark, RasterMark, RectMark, TextMark } from "../types.ts";

export const group = (x: number, y: number, marks: Mark[]): GroupMark => ({ type: "group", x, y, marks });

export const rect = (rest: Omit<RectMark, "type">): RectMark => ({ type: "rect", ...rest });

export const text = (words: string, x: number, y: number, rest: Partial<TextMark> = {}): TextMark => ({
  type: "text",
  text: words,
  x,
  y,
  size: 12,
  fill: "ink",
  ...rest,
});

export const line = (x1: number, y1: number, x2: number, y2: number, rest: Partial<LineMark> = {}): LineMark => ({
  type: "line",
  x1,
  y1,
  x2,
  y2,
  stroke: "faint",
  ...rest,
});

export const raster = (rest: Omit<RasterMark, "type">): RasterMark => ({ type: "raster", ...rest });

/** Every mark of a scene with the offset of the groups around it, in drawing order. */
export function walk(
  marks: readonly Mark[],
  visit: (mark: Exclude<Mark, GroupMark>, dx: number, dy: number) => void,
  dx: number = 0,
  dy: number = 0,
) {
  for (const mark of marks) {
    if (mark.type === "group") walk(mark.marks, visit, dx + mark.x, dy + mark.y);
    else visit(mark, dx, dy);
  }
}
