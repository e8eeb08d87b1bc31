/** Lines from every token that looks (left) to every token that is looked at (right), as wide as the weight. */
import { group, line, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { percent } from "../../plots/say.ts";
import { t } from "../../core/words/index.ts";
import { boundary } from "../../plots/heatmap.ts";
import { captionRise, modelName, shortNumber, tokenLabel, widestLabel } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import { largestOf, linksOf, short, shortValue, strength, strengths, strongestLinks } from "../../plots/links.ts";
import type { Axis, Hue, Lang, Mark, PathMark, Region, Scene } from "../../core/types.ts";
import type { WeightScale } from "../../core/scene/colour.ts";
import type { HeadLinks, Side, Token } from "../../data/types.ts";
import type { Link } from "../../plots/links.ts";

/** numbers: whether those of a token in focus are to find room; they are, if left out */
export type Options = { width: number; lang?: Lang; scale?: WeightScale; most?: number; numbers?: boolean };
type End = "query" | "key";

/** Lines of a head beyond the sixth take the first hue again, with another dash. */
const HUES = 6;
const DASHES = [undefined, "12 3", "4 3", "16 3 4 3", "8 6", "24 4"];
export const hueOf = (head: number) => `hue-${head % HUES}` as Hue;
export const dashOf = (head: number) => DASHES[head % DASHES.length];

/** Widths and opacities come in steps, so that a step is one path. */
const STEPS = 20;
/**
 * The widest line: slimmer where lines lie close, and beside those of other heads.
 * @param step pixels from a token to the next
 */
export const widestOf = (step: number, heads: number) => Math.min(heads > 1 ? 4.5 : 7, Math.max(2.5, step * 0.27));
const opacityOf = (s: number) => 0.16 + 0.74 * s;

/** Weights that the legend draws. */
const SAMPLES: Record<WeightScale, number[]> = {
  sqrt: [0.01, 0.05, 0.25, 0.5, 1],
  linear: [0.1, 0.25, 0.5, 0.75, 1],
  log: [0.001, 0.01, 0.1, 1],
  row: [0.1, 0.25, 0.5, 0.75, 1],
};

/** Never less than type needs: long sentences are scrolled. */
const rowHeight = (count: number) => (count <= 16 ? 26 : count <= 32 ? 21 : count <= 64 ? 17 : count <= 128 ? 14 : 12);

function axisOf({ source, tokens }: Side, part: End): Axis {
  const plain = tokens.every((own, i) => own.length === 1 && own[0] === i);
  return { kind: "token", source, part, ...(plain ? {} : { tokens }) };
}

/**
 * Where everything stands: numbers, labels, lines, labels, numbers from left to right.
 * @param heads at least one; all between the same tokens
 */
export function layoutOf(
  heads: readonly HeadLinks[],
  { width, lang = "en", scale = "sqrt", numbers = true }: Omit<Options, "most">,
) {
  const { queries, keys } = (heads[0] as HeadLinks).matrix;
  const row = rowHeight(Math.max(queries.labels.length, keys.labels.length));
  const size = Math.min(13, row - 2);
  const most = Math.min(150, width * 0.24);
  const labelWidth = (labels: readonly Token[], name: string) =>
    Math.ceil(Math.max(Math.min(widestLabel(labels, size), most), textWidth(name, 11))) + 12;
  const [wide, narrow] = [54, 24];
  const own = [labelWidth(queries.labels, t(lang, "query")), labelWidth(keys.labels, t(lang, "key"))];
  const [leftLabels, rightLabels] = own as [number, number];
  const labels = leftLabels + rightLabels;
  const digits = labels + 2 * wide * heads.length + Math.max(150, Math.min(320, width * 0.4)) <= width ? wide : narrow;
  const gutter = numbers ? digits * heads.length + 2 : 2;
  const across = Math.max(60, Math.min(620, width - labels - 2 * gutter));
  const left = gutter + leftLabels;
  const top = legendsHeight(heads, width, scale, lang) + 22;
  return {
    row,
    size,
    digits,
    full: digits === wide,
    numbers,
    gutter,
    left,
    across,
    right: left + across,
    top,
    leftLabels,
    rightLabels,
    rows: queries.labels.length,
    columns: keys.labels.length,
    width: left + across + rightLabels + gutter,
  };
}
type Layout = ReturnType<typeof layoutOf>;

/** Lines of several heads leave a token side by side. */
const offset = ({ row }: Layout, head: number, heads: number) =>
  (head - (heads - 1) / 2) * Math.min(5, (row - 2) / heads);

const px = (value: number) => Math.round(value * 10) / 10;

function curve(layout: Layout, { head, query, key }: Link, heads: number) {
  const shift = layout.row / 2 + offset(layout, head, heads);
  const [from, to] = [px(layout.top + query * layout.row + shift), px(layout.top + key * layout.row + shift)];
  const bend = layout.across * 0.42;
  return `M${layout.left} ${from}C${px(layout.left + bend)} ${from} ${px(layout.right - bend)} ${to} ${layout.right} ${to}`;
}

/**
 * How a line of a step looks.
 * @param step from 1 to STEPS
 */
export function look(step: number, widest: number) {
  const s = step / STEPS;
  return { strokeWidth: px(0.5 + (widest - 0.5) * s), opacity: Math.round(opacityOf(s) * 100) / 100 };
}

/** Links by head and step of strength, the weakest first: each group is one path. */
export function scaled(
  heads: readonly HeadLinks[],
  links: readonly Link[],
  kind: WeightScale,
): { head: number; step: number; own: Link[] }[] {
  const strongOf = strengths(heads, kind);
  const groups: Map<number, Link[]> = new Map();
  for (const link of links) {
    const s = strongOf(link.head, link.query, link.weight);
    if (s <= 0) continue;
    const at = Math.max(1, Math.ceil(s * STEPS)) * heads.length + link.head;
    const list = groups.get(at);
    if (list) list.push(link);
    else groups.set(at, [link]);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([at, own]) => ({ head: at % heads.length, step: Math.floor(at / heads.length), own }));
}

export function paths(
  heads: readonly HeadLinks[],
  links: readonly Link[],
  layout: Layout,
  kind: WeightScale,
): PathMark[] {
  return scaled(heads, links, kind).map(({ head, step, own }) => {
    const dash = heads.length > 1 ? dashOf(head) : undefined;
    const d = own.map((link) => curve(layout, link, heads.length)).join("");
    return {
      type: "path",
      d,
      fill: "none",
      stroke: hueOf(head),
      ...look(step, widestOf(layout.row, heads.length)),
      ...(dash ? { dash } : {}),
    };
  });
}

const captionOf = (heads: readonly HeadLinks[], kind: WeightScale, lang: Lang) =>
  t(lang, `arcs-scale-${kind}`, { what: t(lang, `arcs-what-${heads[0]?.matrix.quantity ?? "attention"}`) });

/** What the legends take over the lines: a line a head, where several lie over each other. */
export const legendsHeight = (heads: readonly HeadLinks[], room: number, kind: WeightScale, lang: Lang) =>
  captionRise(captionOf(heads, kind, lang), room) + 42 + (heads.length > 1 ? heads.length * 16 + 4 : 0);

/** What the lines' widths mean, and whose they are. */
export function legends(
  heads: readonly HeadLinks[],
  { room, widest }: { room: number; widest: number },
  kind: WeightScale,
  lang: Lang,
): Mark[] {
  const whole = largestOf(heads);
  const caption = captionOf(heads, kind, lang);
  const top = captionRise(caption, room);
  const marks: Mark[] = wrapped(caption, room, 11).map((words, i) =>
    text(words, 0, 10 + i * 14, { size: 11, fill: "soft" }),
  );
  let x = 0;
  for (const weight of SAMPLES[kind]) {
    const step = Math.max(1, Math.ceil(strength(kind, weight) * STEPS));
    const words = shortNumber(Number((kind === "row" ? weight : weight * whole).toPrecision(2)));
    marks.push({ type: "path", d: `M${px(x)} ${24 + top}h26`, fill: "none", stroke: hueOf(0), ...look(step, widest) });
    marks.push(text(words, x + 31, 28 + top, { size: 11, fill: "soft" }));
    x += 31 + textWidth(words, 11) + 14;
  }
  if (heads.length > 1) {
    heads.forEach(({ label }, head) => {
      const y = 46 + top + head * 16;
      const dash = dashOf(head);
      marks.push({
        type: "path",
        d: `M0 ${y - 4}h30`,
        fill: "none",
        stroke: hueOf(head),
        strokeWidth: 3,
        ...(dash ? { dash } : {}),
      });
      marks.push(text(fit(label, room - 38, 12), 37, y, { size: 12 }));
    });
  }
  return marks;
}

/**
 * @param heads between the same tokens, drawn over each other
 * @returns the lines are the first mark
 */
export function arcs(
  heads: readonly HeadLinks[],
  { width, lang = "en", scale = "sqrt", most = 400, numbers = true }: Options,
): Scene & { layout: Layout; hidden: number; hiddenMass: number; possible: number } {
  const layout = layoutOf(heads, { width, lang, scale, numbers });
  const { matrix } = heads[0] as HeadLinks;
  const { queries, keys } = matrix;
  const { left, right, top, row, size, leftLabels, rightLabels } = layout;
  const { links, possible, hidden, hiddenMass } = strongestLinks(heads, most, scale);
  const base = top + row / 2 + size * 0.36;
  const marks: Mark[] = [
    group(0, 0, paths(heads, links, layout, scale)),
    ...legends(heads, { room: width, widest: widestOf(row, heads.length) }, scale, lang),
    text(`${t(lang, "query")} →`, left - 8, top - 8, { size: 11, fill: "soft", anchor: "end" }),
    text(`→ ${t(lang, "key")}`, right + 8, top - 8, { size: 11, fill: "soft" }),
    ...queries.labels.map((token, i) =>
      tokenLabel(token, left - 8, base + i * row, leftLabels - 10, { size, anchor: "end" }),
    ),
    ...keys.labels.map((token, i) =>
      tokenLabel(token, right + 8, base + i * row, rightLabels - 10, { size, anchor: "start" }),
    ),
  ];
  const [between, beyond] = [boundary(queries.labels), boundary(keys.labels)];
  const edge = { stroke: "soft" as const, strokeWidth: 1.25, dash: "4 3" };
  if (between > 0) marks.push(line(left - leftLabels, top + between * row, left - 4, top + between * row, edge));
  if (beyond > 0) marks.push(line(right + 4, top + beyond * row, right + rightLabels, top + beyond * row, edge));
  const none = { kind: "none" } as const;
  const regions: Region[] = [
    {
      id: "queries",
      role: "label",
      x: left - leftLabels,
      y: top,
      width: leftLabels - 2,
      height: row * layout.rows,
      rows: layout.rows,
      columns: 1,
      row: axisOf(queries, "query"),
      column: none,
    },
    {
      id: "keys",
      role: "label",
      x: right + 2,
      y: top,
      width: rightLabels - 2,
      height: row * layout.columns,
      rows: layout.columns,
      columns: 1,
      row: axisOf(keys, "key"),
      column: none,
    },
  ];
  // The pointer need not be exact: numbers and the lines' beginnings mean their token too.
  const [near, far] = regions as [Region, Region];
  regions.push(
    { ...near, quiet: true, x: 0, width: left + 28 },
    { ...far, quiet: true, x: right - 28, width: layout.width - right + 28 },
  );
  const names = heads.map(({ label }) => label).join(" · ");
  return {
    width: layout.width,
    height: top + Math.max(layout.rows, layout.columns) * row + 6,
    title: t(lang, "arcs-title", { heads: names, model: modelName(lang, matrix.model) }),
    description: t(lang, "arcs-description", {
      rows: layout.rows,
      columns: layout.columns,
      drawn: possible - hidden,
      possible,
    }),
    marks,
    regions,
    layout,
    hidden,
    hiddenMass,
    possible,
  };
}

/** Of more tokens than this, only shares from half a hundredth are printed: hundreds of numbers would cost the pointer its speed. */
export const NUMBERED = 64;
const LEAST = 0.005;

/**
 * One token's lines alone, with their numbers at the far ends: what it looks at, or what looks at it.
 * @param end the side that the token stands on
 */
export function focusOn(
  heads: readonly HeadLinks[],
  layout: Layout,
  end: End,
  cell: number,
  kind: WeightScale = "sqrt",
): Mark[] {
  const links = linksOf(heads, end, cell);
  const { top, row, left, right, leftLabels, rightLabels, digits, full } = layout;
  const rows = Math.max(layout.rows, layout.columns);
  const size = Math.min(11, row - 2);
  const marks: Mark[] = [...paths(heads, links, layout, kind)];
  const unbounded = heads[0]?.matrix.quantity !== undefined;
  const whole = largestOf(heads);
  const most = Math.max(0, ...links.map(({ weight }) => weight));
  for (const { head, query, key, weight } of links) {
    if (!layout.numbers || (!unbounded && rows > NUMBERED && weight < LEAST)) continue;
    const words = unbounded
      ? full
        ? String(Number(weight.toPrecision(4)))
        : shortValue(weight, whole)
      : full
        ? percent(weight)
        : short(weight);
    if (words === "") continue;
    const y = top + (end === "query" ? key : query) * row + row / 2 + size * 0.36;
    // One column a head, in the order of the legend, from the labels outwards.
    const place = digits * (head + 1);
    const x =
      end === "query" ? right + rightLabels + place - 2 : left - leftLabels - digits * (heads.length - 1 - head) - 4;
    marks.push(
      text(words, x, y, {
        size,
        anchor: "end",
        bold: weight === most,
        fill: heads.length > 1 ? hueOf(head) : weight >= 0.005 ? "ink" : "soft",
      }),
    );
  }
  return marks;
}
