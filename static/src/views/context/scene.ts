/** One word in two sentences: the sentences with the word marked, and its cosine with itself at every layer. */
import { scaleLinear } from "../../core/d3.ts";
import { line, rect, text } from "../../core/scene/marks.ts";
import { textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { modelName, shortNumber, tokenLabel, tokenName, tokenText } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { ContextData, ContextPair, Token } from "../../data/types.ts";

type Sentence = { letter: "A" | "B" | "C"; tokens: readonly Token[]; chosen: number };

const SIZE = 14;
const LINE = 30;
/** Where layers are closer than this, only the first and the last have their numbers printed. */
const DENSE = 16;

/** The sentences of a comparison in their order. */
export function sentencesOf({ main, reference }: ContextData): Sentence[] {
  return [
    { letter: "A", tokens: main.tokensA, chosen: main.tokenA },
    { letter: "B", tokens: main.tokensB, chosen: main.tokenB },
    ...(reference ? [{ letter: "C" as const, tokens: reference.tokensB, chosen: reference.tokenB }] : []),
  ];
}

/** Each token a box, the chosen one marked by a frame and a band. */
function rows(sentences: readonly Sentence[], width: number) {
  const marks: Mark[] = [];
  const regions: Region[] = [];
  let y = 2;
  let right = 0;
  for (const { letter, tokens, chosen } of sentences) {
    marks.push(text(letter, 4, y + 17, { size: SIZE, bold: true, fill: "soft" }));
    let x = 26;
    for (const token of tokens) {
      const wide = Math.max(24, Math.min(160, textWidth(tokenText(token), SIZE)) + 12);
      if (x + wide > width && x > 26) {
        x = 26;
        y += LINE;
      }
      const marked = token.index === chosen;
      const look = marked
        ? ({ fill: "band", stroke: "ink", strokeWidth: 2 } as const)
        : ({ fill: "none", stroke: token.unknown ? "warn" : "faint" } as const);
      marks.push(rect({ x: x + 1, y: y + 1, width: wide - 4, height: LINE - 6, radius: 2, ...look }));
      marks.push(tokenLabel(token, x + wide / 2 - 1, y + 17, 156, { size: SIZE, anchor: "middle", bold: marked }));
      regions.push({
        id: `${letter}-${token.index}`,
        role: "label",
        quiet: true,
        x,
        y,
        width: wide,
        height: LINE,
        rows: 1,
        columns: 1,
        row: { kind: "none" },
        column: { kind: "none" },
      });
      x += wide;
      right = Math.max(right, x);
    }
    y += LINE + 6;
  }
  return { marks, regions, bottom: y, right };
}

/** A dot as a path, filled or hollow. */
const dot = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

const round = (value: number) => Math.round(value * 10) / 10;

/** From 0 to 1, or further down where a cosine is below 0; close up, from the next tenth below the least. */
export function cosineDomain(values: readonly number[], close: boolean): [least: number, most: number] {
  const least = Math.min(...values);
  if (close) return [Math.max(-1, Math.min(0.9, Math.floor(least * 10) / 10)), 1];
  return [least < 0 ? -1 : 0, 1];
}

/** What a line stands for. */
function lineName(lang: Lang, { tokensA, tokenA, tokensB, tokenB }: ContextPair, letter: "B" | "C") {
  const [a, b] = [tokensA[tokenA], tokensB[tokenB]];
  return t(lang, "context-line", { a: a ? tokenName(a) : "", b: b ? tokenName(b) : "", letter });
}

export function context(
  data: ContextData,
  { width, lang = "en", axis = "whole" }: { width: number; lang?: Lang; axis?: "whole" | "close" },
): Scene {
  const { main, reference } = data;
  const top = rows(sentencesOf(data), width);
  const left = 46;
  const layers = main.cosine.length;
  const lines = [
    { pair: main, letter: "B" as const },
    ...(reference ? [{ pair: reference, letter: "C" as const }] : []),
  ];
  const step = Math.max(6, Math.min(110, (width - left - 30) / layers));
  const across = step * layers;
  const keyed = lines.map(({ pair, letter }) =>
    wrapped(
      `${lineName(lang, pair, letter)}: ${(pair.cosine.at(-1) ?? NaN).toFixed(2).replace("-", "−")}`,
      width - 46,
      12,
    ),
  );
  const high = top.bottom + 44 + keyed.reduce((sum, words) => sum + 5 + words.length * 15, 0);
  const low = high + 240;
  const [least, most] = cosineDomain(
    lines.flatMap(({ pair }) => pair.cosine),
    axis === "close",
  );
  const up = scaleLinear().domain([least, most]).range([low, high]);
  const middle = (layer: number) => round(left + (layer + 0.5) * step);

  const marks: Mark[] = [...top.marks, text(t(lang, "context-axis"), 0, top.bottom + 16, { size: 12, bold: true })];
  let foot = top.bottom + 36;
  keyed.forEach((words, i) => {
    const first = i === 0;
    marks.push(
      line(2, foot - 4, 34, foot - 4, {
        stroke: first ? "ink" : "soft",
        strokeWidth: first ? 2.25 : 1.25,
        ...(first ? {} : { dash: "5 3" }),
      }),
    );
    marks.push({
      type: "path",
      d: dot(18, foot - 4, 3.5),
      fill: first ? "ink" : "paper",
      stroke: first ? "ink" : "soft",
      strokeWidth: 1.25,
    });
    words.forEach((one, n) => marks.push(text(one, 42, foot + n * 15, { size: 12, fill: first ? "ink" : "soft" })));
    foot += 5 + words.length * 15;
  });
  for (const tick of up.ticks(5)) {
    const y = round(up(tick));
    marks.push(line(left, y, left + across, y, { stroke: "faint" }));
    marks.push(text(shortNumber(tick), left - 6, y + 4, { size: 11, fill: "soft", anchor: "end" }));
  }
  const every = Math.max(1, Math.ceil(22 / step));
  const radius = Math.min(4, step * 0.36);
  for (let layer = 0; layer < layers; layer += 1) {
    const words =
      layer === 0 ? t(lang, step >= 62 ? "context-embedding" : "context-embedding-short") : String(layer - 1);
    if (layer === 0 || ((layer - 1) % every === 0 && layer * step >= 24)) {
      marks.push(text(words, middle(layer), low + 17, { size: 11, fill: "soft", anchor: "middle" }));
    }
  }
  marks.push(
    text(t(lang, "context-layers"), left + across / 2, low + 36, { size: 11, fill: "soft", anchor: "middle" }),
  );

  const regions: Region[] = [...top.regions];
  /** Numbers stand on paper, so that no grid line crosses them, and over both lines. */
  const under: Mark[] = [];
  const numbers: Mark[] = [];
  const drawn: Mark[] = [];
  [...lines].reverse().forEach(({ pair, letter }) => {
    const strong = letter === "B";
    const other = strong ? reference : main;
    const d = pair.cosine.map((value, layer) => `${layer ? "L" : "M"}${middle(layer)} ${round(up(value))}`).join("");
    const stroke = strong ? ("ink" as const) : ("soft" as const);
    // Dashes are the line's own segments: a path has no dash.
    if (strong) drawn.push({ type: "path", d, fill: "none", stroke, strokeWidth: 2.25 });
    pair.cosine.forEach((value, layer) => {
      const [x, y] = [middle(layer), round(up(value))];
      const next = pair.cosine[layer + 1];
      if (!strong && next !== undefined) {
        drawn.push(line(x, y, middle(layer + 1), round(up(next)), { stroke, strokeWidth: 1.25, dash: "5 3" }));
      }
    });
    pair.cosine.forEach((value, layer) => {
      const [x, y] = [middle(layer), round(up(value))];
      drawn.push({
        type: "path",
        d: dot(x, y, strong ? radius : radius * 0.875),
        fill: strong ? "ink" : "paper",
        stroke,
        strokeWidth: 1.25,
      });
      const against = other?.cosine[layer];
      const above = against === undefined || value > against || (value === against && strong);
      const size = step >= 34 ? 11 : 9.5;
      const words = value
        .toFixed(step >= 30 ? 3 : 2)
        .replace(/^(-?)0\./, "$1.")
        .replace("-", "−");
      if (step < DENSE ? layer % (layers - 1) !== 0 : layer % every !== 0) return;
      const wide = textWidth(words, size) + 4;
      under.push(
        rect({ x: x - wide / 2, y: (above ? y - 9 : y + 18) - size, width: wide, height: size + 3, fill: "paper" }),
      );
      numbers.push(text(words, x, above ? y - 9 : y + 18, { size, anchor: "middle", fill: stroke }));
    });
  });
  marks.push(...under, ...drawn, ...numbers);
  regions.push({
    id: "plot",
    role: "cells",
    quiet: true,
    x: left,
    y: high - 20,
    width: across,
    height: low - high + 40,
    rows: 1,
    columns: layers,
    row: { kind: "none" },
    column: { kind: "layer" },
  });
  return {
    width: Math.max(top.right, left + across, ...keyed.flat().map((words) => 42 + textWidth(words, 12))) + 2,
    height: low + 46,
    title: t(lang, "context-title", { model: modelName(lang, main.model) }),
    description: t(lang, "context-description", { layers: layers - 1 }),
    marks,
    regions,
  };
}
