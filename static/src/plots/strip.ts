/** The tokenizations of a sentence, one over the other, lined up by character; a second sentence follows the first. */
import { text } from "../core/scene/marks.ts";
import { textWidth } from "../core/scene/text.ts";
import { t } from "../core/words/index.ts";
import { tokenLabel, tokenText } from "./labels.ts";
import type { Lang, Mark, Region, Scene, Source } from "../core/types.ts";
import type { Token } from "../data/types.ts";

export type Row = { source: Source; name: string; tokens: readonly Token[] };
export type Lines = { sentence: string; rows: readonly Row[] };

const SIZE = 13;
const PAD = 4;
const LINE = 24;

const boxWidth = (token: Token) => Math.max(10, Math.min(160, textWidth(tokenText(token), SIZE)) + PAD * 2);

const px = (value: number) => Math.round(value * 100) / 100;

/** The outline of a box with rounded corners. */
function rounded(x: number, y: number, width: number, height: number) {
  const r = Math.min(2, width / 2);
  const [across, down] = [px(width - 2 * r), px(height - 2 * r)];
  return `M${px(x + r)} ${px(y)}h${across}a${r} ${r} 0 0 1 ${r} ${r}v${down}a${r} ${r} 0 0 1 ${-r} ${r}h${-across}a${r} ${r} 0 0 1 ${-r} ${-r}v${-down}a${r} ${r} 0 0 1 ${r} ${-r}z`;
}

const widthOf = (tokens: readonly Token[]) => tokens.reduce((sum, token) => sum + boxWidth(token), 0);

/**
 * The characters that a token's box stands over. One that stands for no character but is read, such as the mark of a
 * word's begin, shares the box of the token after it.
 * @returns null: before or after the sentence
 */
export function places(tokens: readonly Token[]): ([number, number] | null)[] {
  return tokens.map((token, i) => {
    const found =
      token.end > token.start || token.special ? token : tokens.slice(i).find(({ start, end }) => end > start);
    return found && found.end > found.start ? [found.start, found.end] : null;
  });
}

/**
 * Where each character boundary lies, so that every token of every row has room between its own boundaries.
 * @returns [characters + 1]
 */
export function boundaries(rows: readonly Row[], sentence: string): Float64Array {
  const characters = [...sentence];
  const at = new Float64Array(characters.length + 1);
  /** Tokens by their end; those that share a span share its width. */
  const ends: Map<number, Map<number, number>>[] = rows.map(({ tokens }) => {
    const found = new Map();
    places(tokens).forEach((place, i) => {
      if (!place) return;
      const [start, end] = place;
      const spans = found.get(end) ?? new Map();
      spans.set(start, (spans.get(start) ?? 0) + boxWidth(tokens[i] as Token));
      found.set(end, spans);
    });
    return found;
  });
  for (let c = 1; c <= characters.length; c += 1) {
    let place = (at[c - 1] as number) + (/\s/.test(characters[c - 1] ?? "") ? 3 : 0);
    for (const spans of ends) {
      for (const [start, width] of spans.get(c) ?? []) place = Math.max(place, (at[start] as number) + width);
    }
    at[c] = place;
  }
  return at;
}

/** @returns whether a line may end before a character */
function breaks(rows: readonly Row[], length: number): boolean[] {
  const free = Array(length + 1).fill(true);
  for (const { tokens } of rows) {
    for (const { start, end } of tokens) for (let c = start + 1; c < end; c += 1) free[c] = false;
  }
  return free;
}

/** Tokens of a row that stand before its sentence, and after it. */
function around({ tokens }: Row): [Token[], Token[]] {
  const over = places(tokens);
  const first = over.findIndex((place) => place !== null);
  const outside = tokens.filter((_, i) => over[i] === null);
  if (first < 0) return [outside, []];
  return [
    outside.filter((token) => tokens.indexOf(token) < first),
    outside.filter((token) => tokens.indexOf(token) > first),
  ];
}

/** One sentence, on as many lines as it takes. */
function sentenceLines(
  { sentence, rows }: Lines,
  { top, left, width }: { top: number; left: number; width: number },
): { marks: Mark[]; regions: Region[]; bottom: number; right: number } {
  const at = boundaries(rows, sentence);
  const length = at.length - 1;
  const free = breaks(rows, length);
  const outside = rows.map(around);
  const leadWidth = Math.max(0, ...outside.map(([lead]) => widthOf(lead)));
  const tailWidth = Math.max(0, ...outside.map(([, tail]) => widthOf(tail)));

  /** Greedy lines: [from, to) in characters. */
  const lines: [number, number][] = [];
  for (let from = 0; from < length || lines.length === 0;) {
    const room = width - left - (from === 0 ? leadWidth : 0) - 4;
    let to = length;
    let last = -1;
    for (let c = from + 1; c <= length; c += 1) {
      const wide = (at[c] as number) - (at[from] as number) + (c === length ? tailWidth : 0);
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

  const marks: Mark[] = [];
  const regions: Region[] = [];
  // One path for all boxes: a mark each would be a thousand nodes of a long sentence.
  const boxes = { faint: "", warn: "" };
  const tall = rows.length * LINE + 12;
  let right = 0;
  lines.forEach(([from, to], n) => {
    const shift = left + (n === 0 ? leadWidth : 0) - (at[from] as number);
    rows.forEach((row, r) => {
      const [lead, tail] = outside[r] as [Token[], Token[]];
      const y = top + n * tall + r * LINE;
      if (n === 0) marks.push(text(row.name, left - 8, y + 15, { size: 11, fill: "soft", anchor: "end" }));
      const box = (token: Token, x: number, wide: number) => {
        boxes[token.unknown ? "warn" : "faint"] += rounded(x + 0.5, y + 0.5, Math.max(1, wide - 2), LINE - 4);
        marks.push(tokenLabel(token, x + wide / 2 - 0.5, y + 15, 156, { size: SIZE, anchor: "middle" }));
        regions.push({
          id: `${row.source}-${token.index}`,
          role: "label",
          x,
          y,
          width: wide,
          height: LINE - 2,
          rows: 1,
          columns: 1,
          row: { kind: "none" },
          column: { kind: "token", source: row.source, from: token.index },
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
      const spans: Map<string, { start: number; end: number; tokens: Token[] }> = new Map();
      places(row.tokens).forEach((place, i) => {
        if (!place || place[0] < from || place[1] > to) return;
        const [start, end] = place;
        const key = `${start}-${end}`;
        const sharing = spans.get(key) ?? { start, end, tokens: [] };
        sharing.tokens.push(row.tokens[i] as Token);
        spans.set(key, sharing);
      });
      let rowEnd = left + (n === 0 ? leadWidth : 0);
      for (const { start, end, tokens } of spans.values()) {
        let x = shift + (at[start] as number);
        const wide = (at[end] as number) - (at[start] as number);
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
  for (const stroke of ["faint", "warn"] as const) {
    if (boxes[stroke]) marks.push({ type: "path", d: boxes[stroke], fill: "none", stroke });
  }
  return { marks, regions, bottom: top + lines.length * tall, right };
}

export function strip(
  { sentence, rows, pair = null }: Lines & { pair?: Lines | null },
  { width, lang = "en" }: { width: number; lang?: Lang },
): Scene {
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
