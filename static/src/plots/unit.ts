/** One unit: each of its gates and states over the tokens, one under the other, and where one of them passes a threshold. */
import { scaleLinear } from "../core/d3.ts";
import { runsOf, trackOf, trackValues, arraysOf } from "../data/units.ts";
import { line, rect, text } from "../core/scene/marks.ts";
import { textWidth } from "../core/scene/text.ts";
import { t } from "../core/words/index.ts";
import { bandScale, columnStep, oneDecimal, symbolOf } from "./bands.ts";
import { columnLabels, drawColumnLabels, shortNumber, tokenName } from "./labels.ts";
import type { Lang, Mark, Region, Scene } from "../core/types.ts";
import type { GatesData } from "../data/types.ts";

type Options = {
  unit: number;
  width: number;
  lang?: Lang;
  track?: string;
  threshold?: number;
  maxColumn?: number;
  minColumn?: number;
  tall?: number;
};

/** Tracks lower than this are set close, each name in one line. */
const ROOMY = 36;
/** Points closer than this run into each other: the line alone is drawn. */
const POINTS = 6;
const round = (value: number) => Math.round(value * 10) / 10;

const dot = (x: number, y: number, r: number) =>
  `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

/** The scale of a unit's track: gates from 0 to 1, what tanh made from −1 to 1, a cell as far as this unit goes. */
export const trackDomain = (data: GatesData, array: string, unit: number): readonly [number, number] =>
  bandScale(array, trackValues(data, array, unit)).domain;

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
/** More runs than these are counted, not named. */
const NAMED = 12;

/**
 * The runs in words: the tokens from the first to the last of each, with the sign where the track has one. A token
 * that stands in the sentence more than once is told by its index.
 */
export function runWords(
  lang: Lang,
  { tokens }: Pick<GatesData, "tokens">,
  runs: ReturnType<typeof runsOf>,
  signed: boolean,
) {
  const names = tokens.map(tokenName);
  const at = (token: number) => {
    const name = names[token] ?? "";
    const many = names.indexOf(name) !== names.lastIndexOf(name);
    return `“${name}”${many ? String(token).replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)] ?? "") : ""}`;
  };
  const said = runs.slice(0, NAMED).map(({ from, to, sign }) => {
    const words = from === to ? at(from) : `${at(from)}${to === from + 1 ? " " : " … "}${at(to)}`;
    return signed ? `${sign < 0 ? "−" : "+"} ${words}` : words;
  });
  if (runs.length > NAMED) said.push(t(lang, "on-more", { count: runs.length - NAMED }));
  return said.join(" · ");
}

export function unitTracks(
  data: GatesData,
  { unit, width, lang = "en", track: chosen = "", threshold = 0.5, maxColumn = 54, minColumn = 3, tall = 48 }: Options,
): Scene {
  const { tokens, kind, model } = data;
  const count = tokens.length;
  const names = arraysOf(data);
  const track = trackOf(data, chosen);
  const labels = names.map((name) => ({ name, symbol: symbolOf(kind, name), words: t(lang, name) }));
  const roomy = tall >= ROOMY;
  const gap = roomy ? 12 : 6;
  const ticksWide = 24;
  const left = Math.ceil(Math.max(...labels.map(({ words }) => textWidth(words, 10)))) + ticksWide + (roomy ? 12 : 28);
  const right = 46;
  const step = columnStep(width - left - right, count, { most: maxColumn, least: minColumn });
  const set = columnLabels(tokens, step);
  const across = step * count;
  const middle = (token: number) => round(left + (token + 0.5) * step);
  const top = set.height + 12;
  const signed = trackDomain(data, track, unit)[0] < 0;
  const runs = runsOf(trackValues(data, track, unit), threshold);
  const bottom = top + names.length * (tall + gap) - gap;

  const marks: Mark[] = [];
  const regions: Region[] = [];
  for (const { from, to } of runs) {
    const [x, wide] = [left + from * step, (to - from + 1) * step];
    marks.push(rect({ x, y: top - 4, width: wide, height: bottom - top + 8, fill: "band" }));
    marks.push(rect({ x: x + 1, y: top - 8, width: Math.max(1, wide - 2), height: 3, fill: "ink" }));
  }
  marks.push(...drawColumnLabels(tokens, set, { x: left, y: set.height, step }));
  const column = { kind: "token", source: "gates" } as const;
  const row = { kind: "none" } as const;
  const tags = set.every > 1 ? { tags: tokens.map(tokenName) } : {};
  regions.push({
    id: "tokens",
    role: "label",
    x: left,
    y: 0,
    width: across,
    height: set.height - 2,
    shear: set.shear,
    rows: 1,
    columns: count,
    row,
    column,
    ...tags,
  });

  labels.forEach(({ name, symbol, words }, i) => {
    const y = top + i * (tall + gap);
    const values = trackValues(data, name, unit);
    const [low, high] = trackDomain(data, name, unit);
    const up = scaleLinear()
      .domain([low, high])
      .range([y + tall, y]);
    const at = (value: number) => round(up(value));
    const own = name === track;
    marks.push(rect({ x: left, y, width: across, height: tall, fill: "none", stroke: own ? "soft" : "faint" }));
    if (low < 0) marks.push(line(left, at(0), left + across, at(0)));
    for (const tick of low >= 0 ? [0, 1] : roomy ? [low, 0, high] : [low, high]) {
      marks.push(
        text(oneDecimal(tick), left - 5, at(tick) + (tick === low ? 0 : tick === high ? 7 : 3.5), {
          size: 10,
          fill: "soft",
          anchor: "end",
        }),
      );
    }
    const [side, centre] = [left - ticksWide - 8, y + tall / 2];
    marks.push(
      text(symbol, side, roomy ? centre - 2 : centre + 5, { size: 14, bold: true, italic: true, anchor: "end" }),
    );
    marks.push(
      text(words, roomy ? side : side - 16, roomy ? centre + 12 : centre + 4, {
        size: 10,
        fill: "soft",
        anchor: "end",
      }),
    );
    if (own) {
      for (const limit of signed ? [threshold, -threshold] : [threshold]) {
        if (Math.abs(limit) > high) continue;
        marks.push(line(left, at(limit), left + across, at(limit), { stroke: "ink", dash: "4 3" }));
        const sign = limit < 0 ? "≤" : "≥";
        marks.push(
          text(`${sign} ${shortNumber(Math.round(limit * 100) / 100)}`, left + across + 5, at(limit) + 3.5, {
            size: 10,
          }),
        );
      }
    }
    const d = Array.from(values, (value, token) => `${token ? "L" : "M"}${middle(token)} ${at(value)}`).join("");
    marks.push({ type: "path", d, fill: "none", stroke: step < POINTS ? "ink" : "soft", strokeWidth: 1 });
    values.forEach((value, token) => {
      if (step < POINTS) return;
      const on = own && Math.abs(value) >= threshold;
      const r = Math.min(own ? 3.5 : 2.5, step / 3);
      marks.push({
        type: "path",
        d: dot(middle(token), at(value), r),
        fill: own && !on ? "paper" : "ink",
        stroke: "ink",
        strokeWidth: 1,
      });
    });
    regions.push({
      id: `track-${name}`,
      role: "cells",
      x: left,
      y: y - gap / 2,
      width: across,
      height: tall + gap,
      rows: 1,
      columns: count,
      row,
      column,
      array: name,
    });
  });
  const words = { unit, cell: kind.toUpperCase(), model: model.id };
  const said = runWords(lang, data, runs, signed) || t(lang, "on-nowhere");
  return {
    width: Math.max(left + across + right, left + across + set.overhang - step / 2 + 2),
    height: bottom + 8,
    title: t(lang, "unit-title", words),
    description: t(lang, signed ? "on-at-magnitude" : "on-at", {
      track: `${t(lang, track)} ${symbolOf(kind, track)}`,
      unit,
      threshold: shortNumber(threshold),
      runs: said,
    }),
    marks,
    regions,
  };
}
