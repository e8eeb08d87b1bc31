/** Parts of line plots: looks of series, curves with dashes, logarithmic axes, labels that keep apart. */
import type { PathMark, Role } from "../core/types.ts";

type Point = readonly [x: number, y: number];
/** A line's look: told apart by dash, weight and mark, never by colour alone. */
export type Look = { stroke: Role; width: number; dash: readonly number[]; mark: "disc" | "ring" | "square" | "cross" };

const LOOKS: Record<string, Look> = {
  lstm: { stroke: "ink", width: 2.25, dash: [], mark: "disc" },
  gru: { stroke: "ink", width: 1.75, dash: [9, 4], mark: "square" },
  rnn: { stroke: "ink", width: 1.75, dash: [2, 3], mark: "ring" },
};
const OTHERS = [
  { stroke: "soft", width: 1.5, dash: [7, 3, 2, 3], mark: "cross" },
  { stroke: "soft", width: 1.5, dash: [1.5, 4], mark: "cross" },
] as Look[];

/** The look of a cell's line, the same in every plot; `at` tells further series apart. */
export const lookOf = (cell: string, at: number = 0) => LOOKS[cell] ?? (OTHERS[at % OTHERS.length] as Look);

const px = (value: number) => Math.round(value * 10) / 10;

export const along = (points: readonly Point[]) =>
  points.map(([x, y], i) => `${i ? "L" : "M"}${px(x)} ${px(y)}`).join("");

/**
 * A curve cut into dashes by its own length, so that they stay even where it is steep.
 * @param pattern drawn, left out, drawn …; empty: solid
 */
export function dashed(points: readonly Point[], pattern: readonly number[]) {
  if (pattern.length === 0) return along(points);
  let d = "";
  let turn = 0;
  let left = pattern[0] ?? 1;
  let on = false;
  for (let i = 1; i < points.length; i += 1) {
    const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]] as [Point, Point];
    const length = Math.hypot(x1 - x0, y1 - y0);
    for (let at = 0; at < length;) {
      const step = Math.min(left, length - at);
      const place = (t: number) => `${px(x0 + ((x1 - x0) * t) / length)} ${px(y0 + ((y1 - y0) * t) / length)}`;
      if (turn % 2 === 0) {
        if (!on) d += `M${place(at)}`;
        d += `L${place(at + step)}`;
        on = true;
      } else on = false;
      at += step;
      left -= step;
      if (left < 1e-9) {
        turn = (turn + 1) % pattern.length;
        left = pattern[turn] ?? 1;
      }
    }
  }
  return d;
}

export const curve = (points: readonly Point[], { stroke, width, dash }: Look): PathMark => ({
  type: "path",
  d: dashed(points, dash),
  fill: "none",
  stroke,
  strokeWidth: width,
});

/** What lies between two curves. */
export const area = (upper: readonly Point[], lower: readonly Point[], fill: Role): PathMark => ({
  type: "path",
  d: `${along([...upper, ...[...lower].reverse()])}Z`,
  fill,
});

export function pointMark([x, y]: Point, { stroke, mark }: Look, r: number = 3.5): PathMark {
  const [cx, cy] = [px(x), px(y)];
  const shape =
    mark === "square"
      ? `M${cx - r} ${cy - r}h${2 * r}v${2 * r}h${-2 * r}Z`
      : mark === "cross"
        ? `M${cx - r} ${cy - r}l${2 * r} ${2 * r}M${cx - r} ${cy + r}l${2 * r} ${-2 * r}`
        : `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  const fill = mark === "disc" ? stroke : mark === "cross" ? "none" : "paper";
  return { type: "path", d: shape, fill, stroke, strokeWidth: 1.5 };
}

/** Heights for labels that want to stand at `wanted`, at least `gap` apart, within [low, high]; their order is kept. */
export function keepApart(wanted: readonly number[], gap: number, low: number, high: number) {
  const order = [...wanted.keys()].sort((a, b) => (wanted[a] as number) - (wanted[b] as number) || a - b);
  const out = [...wanted];
  let least = low;
  for (const i of order) {
    out[i] = Math.max(out[i] as number, least);
    least = (out[i] as number) + gap;
  }
  let most = high;
  for (const i of order.reverse()) {
    out[i] = Math.min(out[i] as number, most);
    most = (out[i] as number) - gap;
  }
  return out;
}

/**
 * The powers of a base that frame these values.
 * @param values all above 0
 * @returns exponents
 */
export function framing(values: readonly number[], base: number = 10): [number, number] {
  const exponent = (value: number) => Math.log(value) / Math.log(base);
  const low = Math.floor(exponent(Math.min(...values)) + 1e-9);
  return [low, Math.max(low + 1, Math.ceil(exponent(Math.max(...values)) - 1e-9) + 0)]; // + 0: there is a −0
}

/** Slanted lines that fill a box: here is nothing, not a small value. */
export function hatched(x: number, y: number, width: number, height: number, gap: number = 7) {
  let d = "";
  for (let at = gap; at < width + height; at += gap) {
    const [x1, y1] = [x + Math.min(at, width), y + Math.max(0, at - width)];
    const [x2, y2] = [x + Math.max(0, at - height), y + Math.min(at, height)];
    d += `M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}`;
  }
  return d;
}
