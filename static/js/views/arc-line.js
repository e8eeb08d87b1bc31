/** The tokens on one line; arcs over it look back, arcs under it look ahead, rings are what a token gives to itself. */
import { group, text } from "../scene/marks.js";
import { textWidth } from "../scene/text.js";
import { t } from "../ui/i18n.js";
import { dashOf, hueOf, legends, legendsHeight, look, scaled, widestOf } from "./arcs.js";
import { modelName, tokenLabel, tokenText } from "./labels.js";
import { wrapped } from "./lines.js";
import { largestOf, linksOf, short, shortValue, strongestLinks } from "./links.js";

/** @typedef {import("../types.js").HeadLinks} HeadLinks */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").PathMark} PathMark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").WeightScale} WeightScale */
/** @typedef {import("./links.js").Link} Link */

const SIZE = 14;
/** A line of numbers for each head, between the arcs and the tokens on either side. */
const NUMBER = 13;

/** @param {number} value */
const px = (value) => Math.round(value * 10) / 10;

/**
 * Where each token stands, and how high the arcs may be.
 * @param {readonly HeadLinks[]} heads @param {{width: number, scale?: WeightScale, lang?: import("../types.js").Lang}} options
 */
export function baseOf(heads, { width, scale = "sqrt", lang = "en" }) {
  const { labels, tokens, source } = /** @type {HeadLinks} */ (heads[0]).matrix.queries;
  const upright = labels.reduce((sum, token) => sum + Math.max(18, textWidth(tokenText(token), SIZE) + 12), 0) > width - 8;
  const widths = labels.map((token) => (upright ? Math.max(12, (width - 8) / labels.length) : Math.max(18, textWidth(tokenText(token), SIZE) + 12)));
  const longest = Math.min(110, Math.max(...labels.map((token) => textWidth(tokenText(token), 12)))) + 10;
  /** @type {number[]} */
  const middles = [];
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
  return { boxes, middles, upright, numbers, band: (upright ? longest : 24) + 2 * numbers, tall, top, how, across: x, tokens, source, labels, widest: widestOf((x - 4) / labels.length, heads.length) };
}
/** @typedef {ReturnType<typeof baseOf>} Base */

/** @param {Base} base @param {Link} link @param {number} heads */
function curve({ middles, tall, top, band }, { head, query, key }, heads) {
  const shift = (head - (heads - 1) / 2) * 3;
  const [from, to] = [/** @type {number} */ (middles[query]) + shift, /** @type {number} */ (middles[key]) + shift];
  const [above, below] = [top + tall, top + tall + band];
  const far = Math.abs(/** @type {number} */ (middles.at(-1)) - /** @type {number} */ (middles[0])) || 1;
  if (query === key) return `M${px(from - 4)} ${px(above)}a4 4.5 0 1 1 8 0`;
  // The height of a cubic's middle is three quarters of its handles'.
  const rise = ((Math.abs(to - from) / far) ** 0.75 * tall) / 0.75;
  const [foot, handle] = key < query ? [above, above - rise] : [below, below + rise];
  return `M${px(from)} ${px(foot)}C${px(from)} ${px(handle)} ${px(to)} ${px(handle)} ${px(to)} ${px(foot)}`;
}

/** @param {readonly HeadLinks[]} heads @param {readonly Link[]} links @param {Base} base @param {WeightScale} kind @returns {PathMark[]} the weakest first */
export function linePaths(heads, links, base, kind) {
  return scaled(heads, links, kind).map(({ head, step, own }) => {
    const dash = heads.length > 1 ? dashOf(head) : undefined;
    return {
      type: "path", d: own.map((link) => curve(base, link, heads.length)).join(""), fill: "none", stroke: hueOf(head),
      ...look(step, base.widest), ...(dash ? { dash } : {}),
    };
  });
}

/**
 * @param {readonly HeadLinks[]} heads between the same tokens on both sides @param {import("./arcs.js").Options} options
 * @returns {Scene & {base: Base, hidden: number, hiddenMass: number, possible: number}} the lines are the first mark
 */
export function arcLine(heads, { width, lang = "en", scale = "sqrt", most = 400 }) {
  const base = baseOf(heads, { width, scale, lang });
  const { matrix } = /** @type {HeadLinks} */ (heads[0]);
  const { boxes, middles, upright, band, numbers, tall, top, labels, source, tokens } = base;
  const { links, possible, hidden, hiddenMass } = strongestLinks(heads, most, scale);
  const foot = top + tall + band;
  const lowest = matrix.causal ? foot + 14 : foot + tall + 14;
  /** @type {Mark[]} */
  const marks = [group(0, 0, linePaths(heads, links, base, scale)), ...legends(heads, { room: width, widest: base.widest }, scale, lang)];
  base.how.forEach((words, i) => marks.push(text(words, 4, top - 4 - (base.how.length - 1 - i) * 14, { size: 11, fill: "soft" })));
  if (!matrix.causal) marks.push(text(t(lang, "arcs-below"), 4, lowest + 8, { size: 11, fill: "soft" }));
  labels.forEach((token, i) => {
    const x = /** @type {number} */ (middles[i]);
    marks.push(
      upright
        ? tokenLabel(token, x + 4.3, foot - numbers - 4, band - 2 * numbers - 8, { size: 12, rotate: -90 })
        : tokenLabel(token, x, top + tall + numbers + 17, /** @type {{width: number}} */ (boxes[i]).width - 2, { size: SIZE, anchor: "middle" }),
    );
  });
  // A region each, as tokens are as wide as their words.
  /** @type {Region[]} */
  const regions = boxes.map(({ x, width: wide }, i) => ({
    id: "token", role: "label", x, y: top + tall, width: wide, height: band, rows: 1, columns: 1,
    row: { kind: "none" }, column: { kind: "token", source, tokens: [tokens[i] ?? []] },
  }));
  const names = heads.map(({ label }) => label).join(" · ");
  return {
    width: Math.max(px(base.across + 4), 240), height: lowest + 14,
    title: t(lang, "arcs-title", { heads: names, model: modelName(lang, matrix.model) }),
    description: t(lang, "arcs-description", { rows: labels.length, columns: labels.length, drawn: possible - hidden, possible }),
    marks, regions, base, hidden, hiddenMass, possible,
  };
}

/**
 * One token's arcs alone, with their numbers at the far ends.
 * @param {readonly HeadLinks[]} heads @param {Base} base @param {readonly ("query" | "key")[]} ends what it looks at, what looks at it
 * @param {number} cell @param {WeightScale} [kind] @returns {Mark[]}
 */
export function focusOnLine(heads, base, ends, cell, kind = "sqrt") {
  // What a token gives to itself is one link, whichever way it is read.
  const links = ends.flatMap((end, n) => linksOf(heads, end, cell).filter(({ query, key }) => n === 0 || query !== key));
  const { middles, boxes, top, tall, band, numbers } = base;
  const whole = largestOf(heads);
  const unbounded = heads[0]?.matrix.quantity !== undefined;
  /** @type {Mark[]} */
  const marks = [...linePaths(heads, links, base, kind)];
  for (const { head, query, key, weight } of links) {
    const words = unbounded ? shortValue(weight, whole) : short(weight);
    const other = query === cell ? key : query;
    // Numbers that ran into each other could not be read.
    if (words === "" || textWidth(words, 10) > (boxes[other]?.width ?? 0) + 3) continue;
    const x = /** @type {number} */ (middles[other]);
    const y = key <= query ? top + tall + (head + 1) * NUMBER - 2 : top + tall + band - numbers + (head + 1) * NUMBER - 1;
    marks.push(text(words, x, y, { size: 10, anchor: "middle", fill: heads.length > 1 ? hueOf(head) : "ink" }));
  }
  return marks;
}
