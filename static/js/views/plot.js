/** Parts of line plots: looks of series, curves with dashes, logarithmic axes, labels that keep apart. */

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").PathMark} PathMark */
/** @typedef {import("../types.js").Role} Role */
/** @typedef {readonly [x: number, y: number]} Point */
/** A line's look: told apart by dash, weight and mark, never by colour alone. @typedef {{stroke: Role, width: number, dash: readonly number[], mark: "disc" | "ring" | "square" | "cross"}} Look */

/** @type {Record<string, Look>} */
const LOOKS = {
  lstm: { stroke: "ink", width: 2.25, dash: [], mark: "disc" },
  gru: { stroke: "ink", width: 1.75, dash: [9, 4], mark: "square" },
  rnn: { stroke: "ink", width: 1.75, dash: [2, 3], mark: "ring" },
};
const OTHERS = /** @type {Look[]} */ ([
  { stroke: "soft", width: 1.5, dash: [7, 3, 2, 3], mark: "cross" },
  { stroke: "soft", width: 1.5, dash: [1.5, 4], mark: "cross" },
]);

/** The look of a cell's line, the same in every plot; `at` tells further series apart. @param {string} cell @param {number} [at] */
export const lookOf = (cell, at = 0) => LOOKS[cell] ?? /** @type {Look} */ (OTHERS[at % OTHERS.length]);

const px = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @param {readonly Point[]} points */
export const along = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${px(x)} ${px(y)}`).join("");

/**
 * A curve cut into dashes by its own length, so that they stay even where it is steep.
 * @param {readonly Point[]} points @param {readonly number[]} pattern drawn, left out, drawn …; empty: solid
 */
export function dashed(points, pattern) {
  if (pattern.length === 0) return along(points);
  let d = "";
  let turn = 0;
  let left = pattern[0] ?? 1;
  let on = false;
  for (let i = 1; i < points.length; i += 1) {
    const [[x0, y0], [x1, y1]] = /** @type {[Point, Point]} */ ([points[i - 1], points[i]]);
    const length = Math.hypot(x1 - x0, y1 - y0);
    for (let at = 0; at < length; ) {
      const step = Math.min(left, length - at);
      const place = (/** @type {number} */ t) => `${px(x0 + ((x1 - x0) * t) / length)} ${px(y0 + ((y1 - y0) * t) / length)}`;
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

/** @param {readonly Point[]} points @param {Look} look @returns {PathMark} */
export const curve = (points, { stroke, width, dash }) => ({ type: "path", d: dashed(points, dash), fill: "none", stroke, strokeWidth: width });

/** What lies between two curves. @param {readonly Point[]} upper @param {readonly Point[]} lower @param {Role} fill @returns {PathMark} */
export const area = (upper, lower, fill) => ({ type: "path", d: `${along([...upper, ...[...lower].reverse()])}Z`, fill });

/** @param {Point} point @param {Look} look @param {number} [r] @returns {PathMark} */
export function pointMark([x, y], { stroke, mark }, r = 3.5) {
  const [cx, cy] = [px(x), px(y)];
  const shape = mark === "square" ? `M${cx - r} ${cy - r}h${2 * r}v${2 * r}h${-2 * r}Z`
    : mark === "cross" ? `M${cx - r} ${cy - r}l${2 * r} ${2 * r}M${cx - r} ${cy + r}l${2 * r} ${-2 * r}`
      : `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  const fill = mark === "disc" ? stroke : mark === "cross" ? "none" : "paper";
  return { type: "path", d: shape, fill, stroke, strokeWidth: 1.5 };
}

/**
 * Heights for labels that want to stand at `wanted`, at least `gap` apart, within [low, high]; their order is kept.
 * @param {readonly number[]} wanted @param {number} gap @param {number} low @param {number} high
 */
export function keepApart(wanted, gap, low, high) {
  const order = [...wanted.keys()].sort((a, b) => /** @type {number} */ (wanted[a]) - /** @type {number} */ (wanted[b]) || a - b);
  const out = [...wanted];
  let least = low;
  for (const i of order) {
    out[i] = Math.max(/** @type {number} */ (out[i]), least);
    least = /** @type {number} */ (out[i]) + gap;
  }
  let most = high;
  for (const i of order.reverse()) {
    out[i] = Math.min(/** @type {number} */ (out[i]), most);
    most = /** @type {number} */ (out[i]) - gap;
  }
  return out;
}

/** The powers of a base that frame these values. @param {readonly number[]} values all above 0 @param {number} [base] @returns {[number, number]} exponents */
export function framing(values, base = 10) {
  const exponent = (/** @type {number} */ value) => Math.log(value) / Math.log(base);
  const low = Math.floor(exponent(Math.min(...values)) + 1e-9);
  return [low, Math.max(low + 1, Math.ceil(exponent(Math.max(...values)) - 1e-9) + 0)]; // + 0: there is a −0
}

/** Slanted lines that fill a box: here is nothing, not a small value. @param {number} x @param {number} y @param {number} width @param {number} height @param {number} [gap] */
export function hatched(x, y, width, height, gap = 7) {
  let d = "";
  for (let at = gap; at < width + height; at += gap) {
    const [x1, y1] = [x + Math.min(at, width), y + Math.max(0, at - width)];
    const [x2, y2] = [x + Math.max(0, at - height), y + Math.min(at, height)];
    d += `M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}`;
  }
  return d;
}
