/** What an intervention did: how far each token's final vector moved, and where in the model weights changed. */
import { hasHead, placeOf, rowOf } from "../data/layers.ts";
import { line, raster, rect, text } from "../core/scene/marks.ts";
import { fit, textWidth } from "../core/scene/text.ts";
import { t } from "../core/words/index.ts";
import { small } from "./difference.ts";
import { legend } from "./labels.ts";
import { hangingLabels } from "./token-axis.ts";
import { rampNumber, reach } from "./triptych.ts";
import type { Axis, Lang, Mark, Region, Scene, Source } from "../core/types.ts";
import type { Layers, Token } from "../data/types.ts";

type HeadRef = { layer: number; head: number };
/** A number a token. */
type Series = { id: string; name: string; values: readonly number[] };

const BAR_ROW = 62;

/** The token with the largest value; the first of equals. */
export const most = (values: readonly number[]) =>
  values.reduce((best, value, i) => (value > (values[best] as number) ? i : best), 0);

/** Bars over the tokens, a row of them for each series, from 0 to a round number of their own. */
export function movedBars(
  tokens: readonly Token[],
  series: readonly Series[],
  {
    width,
    lang,
    masked,
    source = "attention",
    maxStep = 52,
  }: { width: number; lang: Lang; masked: ReadonlySet<number>; source?: Source; maxStep?: number },
): Scene {
  const left = 40; // numbers alone: names stand over their bars
  const step = Math.max(2, Math.min(maxStep, Math.floor((width - left - 8) / Math.max(1, tokens.length))));
  const across = step * tokens.length;
  const axis = { left, step, across, right: 8 };
  const column = { kind: "token", source } as Axis;
  const marks: Mark[] = [];
  const regions: Region[] = [];
  let y = 6;
  for (const { id, name, values } of series) {
    const top = reach(values, Infinity); // a relative distance may pass 1
    marks.push(text(fit(name, width - left, 11), left, y + 9, { size: 11 }));
    y += 15;
    const foot = y + BAR_ROW - 14;
    const tall = foot - y;
    marks.push(text(rampNumber(top).replace("+", ""), left - 6, y + 8, { size: 10, fill: "soft", anchor: "end" }));
    marks.push(text("0", left - 6, foot + 3, { size: 10, fill: "soft", anchor: "end" }));
    marks.push(line(left, y + 0.5, left + across, y + 0.5), line(left, foot, left + across, foot, { stroke: "soft" }));
    // The one that is said to have moved most: every sentence has special tokens.
    const ordinary = most(values.map((value, i) => (tokens[i]?.special ? -1 : value)));
    const best = (values[ordinary] ?? 0) > 0 ? ordinary : most(values);
    values.forEach((value, token) => {
      const gap = step >= 8 ? Math.min(8, step * 0.2) : 0;
      const high = Math.max(value > 0 ? 0.75 : 0, (tall * value) / top);
      marks.push(
        rect({
          x: left + token * step + gap,
          y: foot - high,
          width: Math.max(1, step - 2 * gap),
          height: high,
          fill: token === best ? "ink" : "soft",
        }),
      );
    });
    const number = (values[best] ?? 0) > 0 ? small(values[best] ?? 0) : "";
    const wideNumber = textWidth(number, 10) / 2;
    const middle = Math.min(Math.max(left + (best + 0.5) * step, left + wideNumber), left + across - wideNumber);
    if (number) marks.push(text(number, middle, foot + 11, { size: 10, anchor: "middle" }));
    regions.push({
      id,
      role: "cells",
      x: left,
      y,
      width: across,
      height: tall,
      rows: 1,
      columns: tokens.length,
      row: { kind: "none" },
      column,
    });
    y += BAR_ROW;
  }
  if (masked.size) y += 12; // a line of its own for the crosses
  const labels = hangingLabels(tokens, axis, y + 2, tokens.length - 1, most(series[0]?.values ?? []));
  marks.push(...labels.marks);
  for (const token of masked) {
    if (token >= tokens.length) continue;
    // What was masked is struck out, as a word is.
    const x = left + token * step;
    marks.push(text("×", x + step / 2, y - 1, { size: 12, anchor: "middle", bold: true }));
  }
  regions.push(...labels.regions.map((region) => ({ ...region, column })));
  y += labels.height + 4;
  return {
    width: left + across + 8,
    height: y,
    title: t(lang, "change-moved-title"),
    description: t(lang, "change-moved-title"),
    marks,
    regions,
  };
}

/**
 * All heads as small cells: which are off, which is looked at, and how much the weights of each changed.
 * @param all change [row * head] of the layers
 */
export function headBoard(
  {
    layers: map,
    off,
    current,
    change,
  }: { layers: Layers; off: readonly HeadRef[]; current: HeadRef; change: ArrayLike<number> | null },
  { width, lang }: { width: number; lang: Lang },
): Scene {
  const { total: layers, width: heads } = map;
  const left = 46;
  const top = 30;
  const across = Math.max(12, Math.min(26, Math.floor((width - left - 4) / heads)));
  const down = layers > 16 ? 14 : layers > 8 ? 18 : 22;
  const marks: Mark[] = [
    text(`${t(lang, "head")} →`, left, 11, { size: 11, fill: "soft" }),
    text(`${t(lang, "layer")} ↓`, left - 6, top - 6, { size: 11, fill: "soft", anchor: "end" }),
  ];
  const scale = { map: "attention", kind: "linear", domain: [0, change ? reach(change) : 1] } as const;
  const values = Float64Array.from(
    { length: layers * heads },
    (_, at) => change?.[placeOf(map, { layer: Math.floor(at / heads), head: at % heads })] ?? NaN,
  );
  marks.push(
    raster({
      x: left,
      y: top,
      width: across * heads,
      height: down * layers,
      columns: heads,
      rows: layers,
      values,
      scale,
    }),
  );
  for (let head = 0; head < heads; head += 1) {
    marks.push(text(String(head), left + (head + 0.5) * across, top - 6, { size: 10, fill: "soft", anchor: "middle" }));
    if (head) marks.push(line(left + head * across, top, left + head * across, top + down * layers));
  }
  const every = down < 14 ? 2 : 1;
  for (let layer = 0; layer < layers; layer += 1) {
    if (layer % every === 0) {
      marks.push(
        text(String(layer), left - 6, top + (layer + 0.5) * down + 3.6, { size: 10, fill: "soft", anchor: "end" }),
      );
    }
    if (rowOf(map, layer) < 0) {
      marks.push(
        text(fit(t(lang, "layer-silent-short"), across * heads - 4, 10), left + 3, top + (layer + 0.5) * down + 3.6, {
          size: 10,
          fill: "soft",
          italic: true,
        }),
      );
    }
    if (layer) marks.push(line(left, top + layer * down, left + across * heads, top + layer * down));
  }
  marks.push(
    rect({
      x: left - 0.5,
      y: top - 0.5,
      width: across * heads + 1,
      height: down * layers + 1,
      fill: "none",
      stroke: "soft",
    }),
  );
  const ring: Mark[] = [];
  const box = ({ layer, head }: HeadRef) => ({
    x: left + head * across,
    y: top + layer * down,
    width: across,
    height: down,
  });
  if (hasHead(map, current)) {
    const { x, y, width: w, height: h } = box(current);
    ring.push(rect({ x: x + 1, y: y + 1, width: w - 2, height: h - 2, fill: "none", stroke: "ink", strokeWidth: 2.5 }));
  }
  for (const one of off) {
    if (!hasHead(map, one)) continue;
    const { x, y, width: w, height: h } = box(one);
    const [cx, cy, r] = [x + w / 2, y + h / 2, Math.min(w, h) / 2 - 3];
    marks.push(
      rect({ x: x + 0.5, y: y + 0.5, width: w - 1, height: h - 1, fill: "paper", stroke: "ink", strokeWidth: 1 }),
    );
    marks.push({
      type: "path",
      d: `M${cx - r} ${cy - r}l${2 * r} ${2 * r}M${cx - r} ${cy + r}l${2 * r} ${-2 * r}`,
      fill: "none",
      stroke: "ink",
      strokeWidth: 1.75,
    });
  }
  marks.push(...ring);
  let y = top + down * layers + 8;
  let right = 0;
  if (change) {
    const [, high] = scale.domain;
    const long = Math.max(100, Math.min(180, across * heads));
    right = left + Math.max(long + 10, textWidth(t(lang, "change-board-legend"), 11) + 4);
    marks.push(
      ...legend(scale, {
        x: left,
        y: y + 14,
        width: long,
        ticks: [0, high],
        caption: t(lang, "change-board-legend"),
        format: (value) => rampNumber(value).replace("+", ""),
      }),
    );
    y += 42;
  }
  return {
    width: Math.max(left + across * heads + 4, right),
    height: y,
    title: t(lang, "change-board"),
    description: t(lang, "change-board"),
    marks,
    regions: [
      {
        id: "board",
        role: "cells",
        quiet: true,
        x: left,
        y: top,
        width: across * heads,
        height: down * layers,
        rows: layers,
        columns: heads,
        row: { kind: "layer" },
        column: { kind: "head" },
      },
    ],
  };
}
