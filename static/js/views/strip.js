/** Both tokenizations of the sentence, one over the other, lined up by character. */
import { rect, text } from "../scene/marks.js";
import { textWidth } from "../scene/text.js";
import { t } from "../ui/i18n.js";
import { tokenLabel, tokenText } from "./labels.js";

/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Source} Source */
/** @typedef {{source: Source, name: string, tokens: readonly Token[]}} Row */

const SIZE = 13;
const PAD = 4;
const LINE = 24;

/** @param {Token} token */
const boxWidth = (token) => Math.max(10, Math.min(160, textWidth(tokenText(token), SIZE)) + PAD * 2);

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
    for (const token of tokens) {
      if (token.end <= token.start) continue;
      const spans = found.get(token.end) ?? new Map();
      spans.set(token.start, (spans.get(token.start) ?? 0) + boxWidth(token));
      found.set(token.end, spans);
    }
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

/**
 * @param {{sentence: string, rows: readonly Row[]}} data
 * @param {{width: number, lang?: import("../types.js").Lang}} options
 * @returns {Scene}
 */
export function strip({ sentence, rows }, { width, lang = "en" }) {
  const left = Math.ceil(Math.max(...rows.map((row) => textWidth(row.name, 11)))) + 12;
  const at = boundaries(rows, sentence);
  const length = at.length - 1;
  const free = breaks(rows, length);
  const lead = (/** @type {Row} */ row) => row.tokens.filter((k) => k.end <= k.start && k.index < row.tokens.length / 2);
  const tail = (/** @type {Row} */ row) => row.tokens.filter((k) => k.end <= k.start && k.index >= row.tokens.length / 2);
  const leadWidth = Math.max(0, ...rows.map((row) => lead(row).reduce((sum, k) => sum + boxWidth(k), 0)));

  /** Greedy lines: [from, to) in characters. @type {[number, number][]} */
  const lines = [];
  for (let from = 0; from < length || lines.length === 0; ) {
    const room = width - left - (from === 0 ? leadWidth : 0) - 4;
    let to = length;
    let last = -1;
    for (let c = from + 1; c <= length; c += 1) {
      if (/** @type {number} */ (at[c]) - /** @type {number} */ (at[from]) > room && last > 0) {
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
  const tall = rows.length * LINE + 12;
  let right = 0;
  lines.forEach(([from, to], n) => {
    const shift = left + (n === 0 ? leadWidth : 0) - /** @type {number} */ (at[from]);
    rows.forEach((row, r) => {
      const y = n * tall + r * LINE;
      if (n === 0) marks.push(text(row.name, left - 8, y + 15, { size: 11, fill: "soft", anchor: "end" }));
      /** @param {Token} token @param {number} x @param {number} wide */
      const box = (token, x, wide) => {
        marks.push(rect({ x: x + 0.5, y: y + 0.5, width: Math.max(1, wide - 2), height: LINE - 4, fill: "none", stroke: token.unknown ? "warn" : "faint", radius: 2 }));
        marks.push(tokenLabel(token, x + wide / 2 - 0.5, y + 15, 156, { size: SIZE, anchor: "middle" }));
        regions.push({
          id: `${row.source}-${token.index}`, role: "label", x, y, width: wide, height: LINE - 2, rows: 1, columns: 1,
          row: { kind: "none" }, column: { kind: "token", source: row.source, from: token.index },
        });
        right = Math.max(right, x + wide);
      };
      if (n === 0) {
        let x = left + leadWidth - lead(row).reduce((sum, k) => sum + boxWidth(k), 0);
        for (const token of lead(row)) {
          box(token, x, boxWidth(token));
          x += boxWidth(token);
        }
      }
      /** @type {Map<string, Token[]>} */
      const spans = new Map();
      for (const token of row.tokens) {
        if (token.end <= token.start || token.start < from || token.end > to) continue;
        const key = `${token.start}-${token.end}`;
        spans.set(key, [...(spans.get(key) ?? []), token]);
      }
      let rowEnd = left + (n === 0 ? leadWidth : 0);
      for (const sharing of spans.values()) {
        const [{ start, end }] = /** @type {[Token]} */ (sharing);
        const x = shift + /** @type {number} */ (at[start]);
        const wide = /** @type {number} */ (at[end]) - /** @type {number} */ (at[start]);
        sharing.forEach((token, k) => box(token, x + (k * wide) / sharing.length, wide / sharing.length));
        rowEnd = x + wide;
      }
      if (n === lines.length - 1) {
        for (const token of tail(row)) {
          box(token, rowEnd, boxWidth(token));
          rowEnd += boxWidth(token);
        }
      }
    });
  });
  return {
    width: right + 2,
    height: lines.length * tall - 10,
    title: t(lang, "strip-title"),
    description: t(lang, "strip-description"),
    marks,
    regions,
  };
}
