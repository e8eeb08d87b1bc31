/** Several cells on one sentence, stacked on one token axis: what each expects, what it pays for what came, and its gates in brief. */
import { line, raster, rect, text } from "../../core/scene/marks.ts";
import { fit, script, textWidth, visible } from "../../core/scene/text.ts";
import { ordinal, series, t } from "../../core/words/index.ts";
import { percent } from "../../plots/say.ts";
import { arraysOf, trackValues } from "../../data/units.ts";
import { bandScale, columnStep, means, symbolOf } from "../../plots/bands.ts";
import { columnLabels, drawColumnLabels, legend, shortNumber, tokenName, tokenText } from "../../plots/labels.ts";
import type { ColourScale, Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { GatesData } from "../../data/types.ts";

/** What a net gave to the piece that really came next; null after the last one. */
export type Following = { id: number; text: string; probability: number; rank: number; bits: number } | null;
/** one cell's answer */
export type CellReading = { data: GatesData; following: Following[] };
/** of the same sentence and the same tokens */
export type CellsData = { readings: readonly CellReading[] };

const BARS = 46;
const ROW = 8;
const GUESS = 16;
const KEEPING = { lstm: "gates.forget", gru: "gates.update" } as Record<string, string>;

/** What the sentence costs: the sum of −log₂ p over what came. */
export const bitsOf = (following: readonly Following[]) => following.reduce((sum, one) => sum + (one?.bits ?? 0), 0);

/** @param data what the strips' left margin says */
function margin(lang: Lang, data: GatesData) {
  const unit = data.order[0] ?? 0;
  const names = [
    t(lang, "mean"),
    t(lang, "unit-n", { unit }),
    t(lang, "cells-then-came"),
    t(lang, "predicts"),
    t(lang, "cells-bits-axis"),
  ];
  return Math.max(...names.map((name) => textWidth(name, 10))) + 26;
}

export function cells(
  { readings }: CellsData,
  {
    width,
    lang = "en",
    maxColumn = 96,
    minColumn = 3,
  }: { width: number; lang?: Lang; maxColumn?: number; minColumn?: number },
): Scene {
  const { tokens } = (readings[0] as CellReading).data;
  const count = tokens.length;
  const left = Math.ceil(Math.max(...readings.map(({ data }) => margin(lang, data))));
  const room = (right: number) => columnStep(width - left - right, count, { most: maxColumn, least: minColumn });
  let step = room(2);
  let set = columnLabels(tokens, step);
  if (set.overhang) {
    step = room(Math.max(2, set.overhang - step / 2));
    set = columnLabels(tokens, step);
  }
  const across = step * count;
  const column = { kind: "token", source: "gates" } as const;
  const none = { kind: "none" } as const;
  const aside = { size: 10, fill: "soft", anchor: "end" } as const;
  const tags = set.every > 1 ? { tags: tokens.map(tokenName) } : {};

  const marks: Mark[] = [...drawColumnLabels(tokens, set, { x: left, y: set.height, step })];
  const regions: Region[] = [
    {
      id: "tokens",
      role: "label",
      x: left,
      y: 0,
      width: across,
      height: set.height - 2,
      rows: 1,
      columns: count,
      row: none,
      column,
      shear: set.shear,
      ...tags,
    },
  ];
  let y = set.height + 6;
  const level = step >= 34;
  if (level) {
    marks.push(text(t(lang, "cells-then-came"), left - 8, y + 11, aside));
    tokens.slice(1).forEach((token, at) => {
      const shown = tokenText(token);
      marks.push(
        text(fit(shown, step - 8, 10.5), left + at * step + 2, y + 11, {
          size: 10.5,
          fill: "soft",
          italic: !script(shown).lang,
          ...script(shown),
        }),
      );
    });
    y += 20;
  }

  const most = Math.max(4, ...readings.flatMap(({ following }) => following.map((one) => one?.bits ?? 0)));
  const ceiling = Math.ceil(most / 4) * 4;
  let heads = 0;
  for (const reading of readings) {
    const drawn = block(reading, { y, left, step, across, count, width, ceiling, level, lang });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
    heads = Math.max(heads, drawn.right);
    y = drawn.bottom + 18;
  }
  const ramps = legends(readings, { x: left, y: y + 2, width: Math.max(across, width - left - 10) });
  marks.push(...ramps.marks);
  y = ramps.bottom;
  return {
    width: Math.max(left + across + Math.max(2, set.overhang - step / 2), ramps.right, heads),
    height: y,
    title: t(lang, "cells-title", {
      cells: series(
        lang,
        readings.map(({ data }) => data.cell.toUpperCase()),
      ),
    }),
    description: t(lang, "cells-description", { count }),
    marks,
    regions,
  };
}

/** A ramp for each scale in use: gates, what tanh made, and each cell state, which goes as far as it goes. */
function legends(
  readings: readonly CellReading[],
  { x: left, y: top, width }: { x: number; y: number; width: number },
) {
  const scales: Map<string, { scale: ColourScale; letters: Set<string> }> = new Map();
  for (const { data } of readings) {
    for (const array of arraysOf(data)) {
      const scale = bandScale(array, data.arrays[array] as Float32Array);
      const id = `${scale.map} ${scale.domain.join(" ")}`;
      const known = scales.get(id) ?? { scale, letters: new Set() };
      known.letters.add(symbolOf(data.kind, array));
      scales.set(id, known);
    }
  }
  const marks: Mark[] = [];
  let [x, y, right] = [left, top, left];
  for (const { scale, letters } of scales.values()) {
    const [low, high] = scale.domain;
    const words = [...letters].join(" ");
    const wide = textWidth(words, 12) + 10 + 90 + 30;
    if (x > left && x + wide > left + width) [x, y] = [left, y + 28];
    marks.push(text(words, x, y + 9, { size: 12 }));
    const ticks = low < 0 ? [low, 0, high] : [0, 0.5, 1];
    marks.push(
      ...legend(scale, {
        x: x + textWidth(words, 12) + 10,
        y,
        width: 90,
        ticks,
        format: (value) => shortNumber(Math.round(value * 10) / 10),
      }),
    );
    x += wide;
    right = Math.max(right, x - 18);
  }
  return { marks, bottom: y + 28, right };
}

/** One cell: heading with its sum, surprise, expectations, strips. */
function block(
  { data, following }: CellReading,
  {
    y: top,
    left,
    step,
    across,
    count,
    width,
    ceiling,
    level,
    lang,
  }: {
    y: number;
    left: number;
    step: number;
    across: number;
    count: number;
    width: number;
    ceiling: number;
    level: boolean;
    lang: Lang;
  },
) {
  const { cell, order, predictions, units, arrays } = data;
  const column = { kind: "token", source: "gates" } as const;
  const aside = { size: 10, fill: "soft", anchor: "end" } as const;
  const none = { kind: "none" } as const;
  const name = cell.toUpperCase();
  const paid = following.filter((one) => one !== null).length;
  const beside = textWidth(name, 15, true) + 10;
  const words = { bits: bitsOf(following).toFixed(1), count: paid };
  const whole = t(lang, paid === 1 ? "cells-sum-one" : "cells-sum", words);
  const sum = paid === 0 ? "" : textWidth(whole, 12) <= width - beside - 6 ? whole : t(lang, "cells-sum-short", words);
  const marks: Mark[] = [
    line(0, top + 1, left + across, top + 1),
    text(name, 0, top + 19, { size: 15, bold: true }),
    text(sum, beside, top + 19, { size: 12, fill: "soft" }),
  ];
  const regions: Region[] = [];
  let y = top + 32;

  // Surprise: a bar a step, on one scale for all cells.
  const foot = y + BARS;
  marks.push(text(t(lang, "cells-bits-axis"), left - 26, y + 11, aside));
  for (const tick of [0, ceiling / 2, ceiling]) {
    const at = foot - (tick / ceiling) * BARS;
    marks.push(line(left, at, left + across, at));
    marks.push(text(String(tick), left - 6, at + 3.5, aside));
  }
  following.forEach((one, at) => {
    if (one === null) return;
    const high = (one.bits / ceiling) * BARS;
    const wide = Math.max(2, Math.min(step - 4, 22));
    const x = left + at * step + (level ? 2 : (step - wide) / 2);
    marks.push(rect({ x, y: foot - high, width: wide, height: high, fill: "soft" }));
    if (step >= 50) {
      marks.push(
        text(one.bits.toFixed(1), x + wide + 4, Math.min(foot - 2, foot - high + 8), { size: 10, fill: "soft" }),
      );
    }
  });
  regions.push({
    id: `bits-${cell}`,
    role: "cells",
    x: left,
    y,
    width: across,
    height: BARS,
    rows: 1,
    columns: count,
    row: none,
    column,
  });
  y = foot + 6;

  if (level && predictions) {
    const rows = 3;
    marks.push(text(t(lang, "predicts"), left - 8, y + 11, aside));
    predictions.forEach((list, at) => {
      const x = left + at * step + 2;
      list.slice(0, rows).forEach(({ text: piece, probability }, rank) => {
        const came = following[at]?.rank === rank + 1;
        const base = y + 11 + rank * GUESS;
        const look = rank === 0 ? ("ink" as const) : ("soft" as const);
        if (came) {
          marks.push(
            rect({
              x: x - 1.5,
              y: base - 11,
              width: step - 4,
              height: GUESS - 1,
              fill: "none",
              stroke: "ink",
              radius: 2,
            }),
          );
        }
        marks.push(
          text(fit(visible(piece), step - 8, 10.5), x + 1, base, {
            size: 10.5,
            fill: came ? "ink" : look,
            bold: came,
            ...script(piece),
          }),
        );
        marks.push(
          rect({
            x: x + 1,
            y: base + 1.5,
            width: Math.max(0.5, (step - 8) * probability),
            height: 2,
            fill: came ? "ink" : "soft",
          }),
        );
      });
      const one = following[at];
      if (!one) return;
      const words = step >= 62 ? `${percent(one.probability)} · ${ordinal(lang, one.rank)}` : ordinal(lang, one.rank);
      marks.push(text(fit(words, step - 4, 10), x + 1, y + 11 + rows * GUESS, { size: 10, fill: "soft" }));
    });
    if (paid) marks.push(text(t(lang, "cells-rank-axis"), left - 8, y + 11 + rows * GUESS, aside));
    regions.push({
      id: `expects-${cell}`,
      role: "cells",
      quiet: true,
      x: left,
      y,
      width: across,
      height: (rows + 1) * GUESS - 2,
      rows: 1,
      columns: count,
      row: none,
      column,
    });
    y += (rows + 1) * GUESS + 6;
  }

  // Gates and states: the mean over the units, and under it the strongest carrier alone.
  const unit = order[0] ?? 0;
  for (const array of arraysOf(data)) {
    const values = arrays[array] as Float32Array;
    const scale = bandScale(array, values);
    const keeps = KEEPING[data.kind] === array;
    marks.push(text(symbolOf(data.kind, array), 2, y + ROW + 4, { size: 12, bold: keeps }));
    const tracks = [
      [t(lang, "mean"), means(values, count, units)],
      [t(lang, "unit-n", { unit }), trackValues(data, array, unit)],
    ];
    (tracks as [string, Float32Array][]).forEach(([label, track], row) => {
      marks.push(text(label, left - 8, y + row * ROW + 7.5, { ...aside, size: 9 }));
      marks.push(
        raster({
          x: left,
          y: y + row * ROW,
          width: across,
          height: ROW,
          columns: count,
          rows: 1,
          values: track,
          scale,
        }),
      );
    });
    regions.push({
      id: `strip-${cell}-${array}`,
      role: "cells",
      x: left,
      y,
      width: across,
      height: 2 * ROW,
      rows: 2,
      columns: count,
      row: none,
      column,
      array,
    });
    for (let at = 1; at < count && step >= 12; at += 1) {
      marks.push(line(left + at * step, y, left + at * step, y + 2 * ROW, { stroke: "paper" }));
    }
    marks.push(
      rect({ x: left - 0.5, y: y - 0.5, width: across + 1, height: 2 * ROW + 1, fill: "none", stroke: "faint" }),
    );
    y += 2 * ROW + 5;
  }
  return { marks, regions, bottom: y, right: beside + textWidth(sum, 12) + 4 };
}
