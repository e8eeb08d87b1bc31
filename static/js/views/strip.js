/** The tokenizations of a sentence, one over the other, lined up by character; a second sentence follows the first. */
import { text } from "../scene/marks.js";
import { textWidth } from "../scene/text.js";
import { t } from "../ui/i18n.js";
import { tokenLabel, tokenText } from "./labels.js";

/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Source} Source */
/** @typedef {{source: Source, name: string, tokens: readonly Token[]}} Row */
/** @typedef {{sentence: string, rows: readonly Row[]}} Lines */

const SIZE = 13;
const PAD = 4;
const LINE = 24;

/** @param {Token} token */
const boxWidth = (token) => Math.max(10, Math.min(160, textWidth(tokenText(token), SIZE)) + PAD * 2);

const px = (/** @type {number} */ value) => Math.round(value * 100) / 100;

/** The outline of a box with rounded corners. @param {number} x @param {number} y @param {number} width @param {number} height */
function rounded(x, y, width, height) {
  const r = Math.min(2, width / 2);
  const [across, down] = [px(width - 2 * r), px(height - 2 * r)];
  return `M${px(x + r)} ${px(y)}h${across}a${r} ${r} 0 0 1 ${r} ${r}v${down}a${r} ${r} 0 0 1 ${-r} ${r}h${-across}a${r} ${r} 0 0 1 ${-r} ${-r}v${-down}a${r} ${r} 0 0 1 ${r} ${-r}z`;
}

/** @param {readonly Token[]} tokens */
const widthOf = (tokens) => tokens.reduce((sum, token) => sum + boxWidth(token), 0);

/**
 * The characters that a token's box stands over. One that stands for no character but is read, such as the mark of a
 * word's begin, shares the box of the token after it.
 * @param {readonly Token[]} tokens @returns {([number, number] | null)[]} null: before or after the sentence
 */
export function places(tokens) {
  return tokens.map((token, i) => {
    const found = token.end > token.start || token.special ? token : tokens.slice(i).find(({ start, end }) => end > start);
    return found && found.end > found.start ? [found.start, found.end] : null;
  });
}

/**
 * Where each character boundary lies, so that every token of every row has room between its own boundaries.
 * @param {readonly Row[]} rows @param {string} sentence @returns {Float64Array} [characters + 1]
 */
export function boundaries(rows, sentence) {
  const characters = [...sentence];
  const at = new Float64Array(characters.length + 1);
  /** Tokens by their end; those that share a span share its width. @type {Map<number, Map<number, number>>[]} */
  const ends = rows.map(({ tokens }) => {
    const found = new Map();
    places(tokens).forEach((place, i) => {
      if (!place) return;
      const [start, end] = place;
      const spans = found.get(end) ?? new Map();
      spans.set(start, (spans.get(start) ?? 0) + boxWidth(/** @type {Token} */ (tokens[i])));
      found.set(end, spans);
    });
    return found;
  });
  for (let c = 1; c <= characters.length; c += 1) {
    let place = /** @type {number} */ (at[c - 1]) + (/\s/.test(characters[c - 1] ?? "") ? 3 : 0);
    for (const spans of ends) {
      for (const [start, width] of spans.get(c) ?? []) place = Math.max(place, /** @type {number} */ (at[start]) + width);
    }
    at[c] = place;
  }
  return at;
}

/** @param {readonly Row[]} rows @param {number} length @returns {boolean[]} whether a line may end before a character */
function breaks(rows, length) {
  const free = Array(length + 1).fill(true);
  for (const { tokens } of rows) {
    for (const { start, end } of tokens) for (let c = start + 1; c < end; c += 1) free[c] = false;
  }
  return free;
}

/** Tokens of a row that stand before its sentence, and after it. @param {Row} row @returns {[Token[], Token[]]} */
function around({ tokens }) {
  const over = places(tokens);
  const first = over.findIndex((place) => place !== null);
  const outside = tokens.filter((_, i) => over[i] === null);
  if (first < 0) return [outside, []];
  return [outside.filter((token) => tokens.indexOf(token) < first), outside.filter((token) => tokens.indexOf(token) > first)];
}

/**
 * One sentence, on as many lines as it takes.
 * @param {Lines} data @param {{top: number, left: number, width: number}} place
 * @returns {{marks: Mark[], regions: Region[], bottom: number, right: number}}
 */
function sentenceLines({ sentence, rows }, { top, left, width }) {
  const at = boundaries(rows, sentence);
  const length = at.length - 1;
  const free = breaks(rows, length);
  const outside = rows.map(around);
  const leadWidth = Math.max(0, ...outside.map(([lead]) => widthOf(lead)));
  const tailWidth = Math.max(0, ...outside.map(([, tail]) => widthOf(tail)));

  /** Greedy lines: [from, to) in characters. @type {[number, number][]} */
  const lines = [];
  for (let from = 0; from < length || lines.length === 0; ) {
    const room = width - left - (from === 0 ? leadWidth : 0) - 4;
    let to = length;
    let last = -1;
    for (let c = from + 1; c <= length; c += 1) {
      const wide = /** @type {number} */ (at[c]) - /** @type {number} */ (at[from]) + (c === length ? tailWidth : 0);
      if (wide > room && last > 0) {
        to = last;
        break;
      }
      if (free[c]) last = c;
    }
    lines.push([from, to]);
    if (to >= length) break;
    from = to;
  }

  /** @type {Mark[]} */
  const marks = [];
  /** @type {Region[]} */
  const regions = [];
  // One path for all boxes: a mark each would be a thousand nodes of a long sentence.
  const boxes = { faint: "", warn: "" };
  const tall = rows.length * LINE + 12;
  let right = 0;
  lines.forEach(([from, to], n) => {
    const shift = left + (n === 0 ? leadWidth : 0) - /** @type {number} */ (at[from]);
    rows.forEach((row, r) => {
      const [lead, tail] = /** @type {[Token[], Token[]]} */ (outside[r]);
      const y = top + n * tall + r * LINE;
      if (n === 0) marks.push(text(row.name, left - 8, y + 15, { size: 11, fill: "soft", anchor: "end" }));
      /** @param {Token} token @param {number} x @param {number} wide */
      const box = (token, x, wide) => {
        boxes[token.unknown ? "warn" : "faint"] += rounded(x + 0.5, y + 0.5, Math.max(1, wide - 2), LINE - 4);
        marks.push(tokenLabel(token, x + wide / 2 - 0.5, y + 15, 156, { size: SIZE, anchor: "middle" }));
        regions.push({
          id: `${row.source}-${token.index}`, role: "label", x, y, width: wide, height: LINE - 2, rows: 1, columns: 1,
          row: { kind: "none" }, column: { kind: "token", source: row.source, from: token.index },
        });
        right = Math.max(right, x + wide);
      };
      if (n === 0) {
        let x = left + leadWidth - widthOf(lead);
        for (const token of lead) {
          box(token, x, boxWidth(token));
          x += boxWidth(token);
        }
      }
      /** @type {Map<string, {start: number, end: number, tokens: Token[]}>} */
      const spans = new Map();
      places(row.tokens).forEach((place, i) => {
        if (!place || place[0] < from || place[1] > to) return;
        const [start, end] = place;
        const key = `${start}-${end}`;
        const sharing = spans.get(key) ?? { start, end, tokens: [] };
        sharing.tokens.push(/** @type {Token} */ (row.tokens[i]));
        spans.set(key, sharing);
      });
      let rowEnd = left + (n === 0 ? leadWidth : 0);
      for (const { start, end, tokens } of spans.values()) {
        let x = shift + /** @type {number} */ (at[start]);
        const wide = /** @type {number} */ (at[end]) - /** @type {number} */ (at[start]);
        const wanted = widthOf(tokens);
        rowEnd = x + wide;
        for (const token of tokens) {
          const share = (boxWidth(token) * wide) / wanted;
          box(token, x, share);
          x += share;
        }
      }
      if (n === lines.length - 1) {
        for (const token of tail) {
          box(token, rowEnd, boxWidth(token));
          rowEnd += boxWidth(token);
        }
      }
    });
  });
  for (const stroke of /** @type {const} */ (["faint", "warn"])) {
    if (boxes[stroke]) marks.push({ type: "path", d: boxes[stroke], fill: "none", stroke });
  }
  return { marks, regions, bottom: top + lines.length * tall, right };
}

/**
 * @param {Lines & {pair?: Lines | null}} data
 * @param {{width: number, lang?: import("../types.js").Lang}} options
 * @returns {Scene}
 */
export function strip({ sentence, rows, pair = null }, { width, lang = "en" }) {
  const names = [...rows, ...(pair?.rows ?? [])].map(({ name }) => textWidth(name, 11));
  const left = Math.ceil(Math.max(...names)) + 12;
  const first = sentenceLines({ sentence, rows }, { top: 0, left, width });
  const second = pair && sentenceLines(pair, { top: first.bottom, left, width });
  return {
    width: Math.max(first.right, second?.right ?? 0) + 2,
    height: (second ?? first).bottom - 10,
    title: t(lang, "strip-title"),
    description: t(lang, "strip-description"),
    marks: [...first.marks, ...(second?.marks ?? [])],
    regions: [...first.regions, ...(second?.regions ?? [])],
  };
}
