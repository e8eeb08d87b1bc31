/** The tokens on one line; arcs over it look back, arcs under it look ahead, rings are what a token gives to itself. */
import { group, text } from "../../core/scene/marks.ts";
import { textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { dashOf, hueOf, legends, legendsHeight, look, scaled, widestOf } from "./scene.ts";
import { modelName, tokenLabel, tokenText } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import { largestOf, linksOf, short, shortValue, strongestLinks } from "../../plots/links.ts";
import type { Lang, Mark, PathMark, Region, Scene } from "../../core/types.ts";
import type { WeightScale } from "../../core/scene/colour.ts";
import type { HeadLinks } from "../../data/types.ts";
import type { Link } from "../../plots/links.ts";
import type { Options } from "./scene.ts";

const SIZE = 14;
/** A line of numbers for each head, between the arcs and the tokens on either side. */
const NUMBER = 13;

const px = (value: number) => Math.round(value * 10) / 10;

/** Where each token stands, and how high the arcs may be. */
export function baseOf(
  heads: readonly HeadLinks[],
  { width, scale = "sqrt", lang = "en" }: { width: number; scale?: WeightScale; lang?: Lang },
) {
  const { labels, tokens, source } = (heads[0] as HeadLinks).matrix.queries;
  const upright =
    labels.reduce((sum, token) => sum + Math.max(18, textWidth(tokenText(token), SIZE) + 12), 0) > width - 8;
  const widths = labels.map((token) =>
    upright ? Math.max(12, (width - 8) / labels.length) : Math.max(18, textWidth(tokenText(token), SIZE) + 12),
  );
  const longest = Math.min(110, Math.max(...labels.map((token) => textWidth(tokenText(token), 12)))) + 10;
  const middles: number[] = [];
  let x = 4;
  // Short sentences take the room there is, up to twice what they need.
  const stretch = upright ? 1 : Math.min(2, (width - 8) / widths.reduce((sum, own) => sum + own, 0));
  const boxes = widths.map((own) => {
    const box = { x, width: own * stretch };
    middles.push(x + box.width / 2);
    x += box.width;
    return box;
  });
  const tall = Math.max(40, Math.min(230, (x - 4) * 0.34));
  const how = wrapped(`${t(lang, "arcs-above")} · ${t(lang, "arcs-self")}`, width - 8, 11);
  const top = legendsHeight(heads, width, scale, lang) + 8 + how.length * 14;
  const numbers = NUMBER * heads.length + 2;
  return {
    boxes,
    middles,
    upright,
    numbers,
    band: (upright ? longest : 24) + 2 * numbers,
    tall,
    top,
    how,
    across: x,
    tokens,
    source,
    labels,
    widest: widestOf((x - 4) / labels.length, heads.length),
  };
}
type Base = ReturnType<typeof baseOf>;

function curve({ middles, tall, top, band }: Base, { head, query, key }: Link, heads: number) {
  const shift = (head - (heads - 1) / 2) * 3;
  const [from, to] = [(middles[query] as number) + shift, (middles[key] as number) + shift];
  const [above, below] = [top + tall, top + tall + band];
  const far = Math.abs((middles.at(-1) as number) - (middles[0] as number)) || 1;
  if (query === key) return `M${px(from - 4)} ${px(above)}a4 4.5 0 1 1 8 0`;
  // The height of a cubic's middle is three quarters of its handles'.
  const rise = ((Math.abs(to - from) / far) ** 0.75 * tall) / 0.75;
  const [foot, handle] = key < query ? [above, above - rise] : [below, below + rise];
  return `M${px(from)} ${px(foot)}C${px(from)} ${px(handle)} ${px(to)} ${px(handle)} ${px(to)} ${px(foot)}`;
}

/** @returns the weakest first */
export function linePaths(
  heads: readonly HeadLinks[],
  links: readonly Link[],
  base: Base,
  kind: WeightScale,
): PathMark[] {
  return scaled(heads, links, kind).map(({ head, step, own }) => {
    const dash = heads.length > 1 ? dashOf(head) : undefined;
    return {
      type: "path",
      d: own.map((link) => curve(base, link, heads.length)).join(""),
      fill: "none",
      stroke: hueOf(head),
      ...look(step, base.widest),
      ...(dash ? { dash } : {}),
    };
  });
}

/**
 * @param heads between the same tokens on both sides
 * @returns the lines are the first mark
 */
export function arcLine(
  heads: readonly HeadLinks[],
  { width, lang = "en", scale = "sqrt", most = 400 }: Options,
): Scene & { base: Base; hidden: number; hiddenMass: number; possible: number } {
  const base = baseOf(heads, { width, scale, lang });
  const { matrix } = heads[0] as HeadLinks;
  const { boxes, middles, upright, band, numbers, tall, top, labels, source, tokens } = base;
  const { links, possible, hidden, hiddenMass } = strongestLinks(heads, most, scale);
  const foot = top + tall + band;
  const lowest = matrix.causal ? foot + 14 : foot + tall + 14;
  const marks: Mark[] = [
    group(0, 0, linePaths(heads, links, base, scale)),
    ...legends(heads, { room: width, widest: base.widest }, scale, lang),
  ];
  base.how.forEach((words, i) =>
    marks.push(text(words, 4, top - 4 - (base.how.length - 1 - i) * 14, { size: 11, fill: "soft" })),
  );
  if (!matrix.causal) marks.push(text(t(lang, "arcs-below"), 4, lowest + 8, { size: 11, fill: "soft" }));
  labels.forEach((token, i) => {
    const x = middles[i] as number;
    marks.push(
      upright
        ? tokenLabel(token, x + 4.3, foot - numbers - 4, band - 2 * numbers - 8, { size: 12, rotate: -90 })
        : tokenLabel(token, x, top + tall + numbers + 17, (boxes[i] as { width: number }).width - 2, {
            size: SIZE,
            anchor: "middle",
          }),
    );
  });
  // A region each, as tokens are as wide as their words.
  const regions: Region[] = boxes.map(({ x, width: wide }, i) => ({
    id: "token",
    role: "label",
    x,
    y: top + tall,
    width: wide,
    height: band,
    rows: 1,
    columns: 1,
    row: { kind: "none" },
    column: { kind: "token", source, tokens: [tokens[i] ?? []] },
  }));
  const names = heads.map(({ label }) => label).join(" · ");
  return {
    width: Math.max(px(base.across + 4), 240),
    height: lowest + 14,
    title: t(lang, "arcs-title", { heads: names, model: modelName(lang, matrix.model) }),
    description: t(lang, "arcs-description", {
      rows: labels.length,
      columns: labels.length,
      drawn: possible - hidden,
      possible,
    }),
    marks,
    regions,
    base,
    hidden,
    hiddenMass,
    possible,
  };
}

/**
 * One token's arcs alone, with their numbers at the far ends.
 * @param ends what it looks at, what looks at it
 */
export function focusOnLine(
  heads: readonly HeadLinks[],
  base: Base,
  ends: readonly ("query" | "key")[],
  cell: number,
  kind: WeightScale = "sqrt",
): Mark[] {
  // What a token gives to itself is one link, whichever way it is read.
  const links = ends.flatMap((end, n) =>
    linksOf(heads, end, cell).filter(({ query, key }) => n === 0 || query !== key),
  );
  const { middles, boxes, top, tall, band, numbers } = base;
  const whole = largestOf(heads);
  const unbounded = heads[0]?.matrix.quantity !== undefined;
  const marks: Mark[] = [...linePaths(heads, links, base, kind)];
  for (const { head, query, key, weight } of links) {
    const words = unbounded ? shortValue(weight, whole) : short(weight);
    const other = query === cell ? key : query;
    // Numbers that ran into each other could not be read.
    if (words === "" || textWidth(words, 10) > (boxes[other]?.width ?? 0) + 3) continue;
    const x = middles[other] as number;
    const y =
      key <= query ? top + tall + (head + 1) * NUMBER - 2 : top + tall + band - numbers + (head + 1) * NUMBER - 1;
    marks.push(text(words, x, y, { size: 10, anchor: "middle", fill: heads.length > 1 ? hueOf(head) : "ink" }));
  }
  return marks;
}
