/** Gradient is not memory: over one token axis, how far a gradient reaches (up) and how far swapping moves the prediction (down). */
import { line, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { decades, power } from "./scene.ts";
import { distances, hangingLabels, middle, tokenAxis } from "../../plots/token-axis.ts";
import { reached } from "../../data/reach.ts";
import { tokenName } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { CounterfactualData } from "../../data/types.ts";

const UP = 56;
const DOWN = 56;
const BLOCK = UP + DOWN + 34;

/** @param options chosen: the token that is swapped */
export function counterfactual(
  { reach, cells }: CounterfactualData,
  {
    width,
    lang = "en",
    measure = "ratio",
    chosen = null,
  }: { width: number; lang?: Lang; measure?: "ratio" | "norm"; chosen?: number | null },
): Scene {
  const { tokens, token: last } = reach;
  const axis = tokenAxis(width, tokens.length);
  const { left, across, step } = axis;
  const [low, high] = decades(reach.curves, measure);
  const bar = Math.max(2, Math.min(22, step * 0.62));
  const foot = 6 + cells.length * BLOCK;
  const marks: Mark[] = [];
  const regions: Region[] = [];
  const none = { kind: "none" } as const;
  const column = { kind: "token", source: "gates" } as const;
  if (chosen !== null && chosen <= last) {
    marks.push(rect({ x: left + chosen * step, y: 20, width: step, height: foot - 30, fill: "band" }));
  }
  cells.forEach((found, i) => {
    const top = 6 + i * BLOCK + 20;
    const base = top + UP;
    const floor = base + DOWN;
    const side = { size: 10, fill: "soft", anchor: "end" } as const;
    marks.push(text(found.cell.toUpperCase(), left - 8, top - 6, { size: 13, bold: true, anchor: "end" }));
    const name = t(lang, measure === "norm" ? "memory-gradient-norm" : "memory-gradient");
    marks.push(text(fit(name, left - 10, 10), left - 8, top + UP / 2 + 3, side));
    marks.push(text(fit(t(lang, "memory-swap"), left - 10, 10), left - 8, base + DOWN / 2 + 3, side));
    marks.push(line(left, top, left + across, top), line(left, floor, left + across, floor));
    marks.push(text(power(high), left + across + 5, top + 4, { size: 10, fill: "soft" }));
    marks.push(text(power(low), left + across + 5, base - 2, { size: 10, fill: "soft" }));
    marks.push(text("0", left + across + 5, base + 10, { size: 10, fill: "soft" }));
    marks.push(text("1", left + across + 5, floor + 4, { size: 10, fill: "soft" }));
    const curve = reach.curves[i];
    for (let token = 0; token <= last; token += 1) {
      const x = middle(axis, token);
      const gradient = curve ? reached(curve, measure, last, token) : null;
      if (gradient !== null && gradient !== undefined && gradient > 0) {
        const height = Math.max(0.75, Math.min(1, (Math.log10(gradient) - low) / (high - low)) * UP);
        marks.push(rect({ x: x - bar / 2, y: base - height, width: bar, height, fill: "soft" }));
      }
      const moved = found.values[token] ?? 0;
      if (moved > 0) {
        marks.push(rect({ x: x - bar / 2, y: base, width: bar, height: Math.max(0.75, moved * DOWN), fill: "ink" }));
      }
      const unknown = found.unknown[token] ?? 0;
      if (token > 0) {
        marks.push(
          line(x - bar / 2 - 2, base + unknown * DOWN, x + bar / 2 + 2, base + unknown * DOWN, {
            stroke: "warn",
            strokeWidth: 1.75,
          }),
        );
      }
      if (step >= 30 && token > 0) {
        const words = moved.toFixed(2).replace(/^0/, "");
        marks.push(
          text(words, x, Math.max(moved, unknown) * DOWN + base + 11, { size: 10, fill: "soft", anchor: "middle" }),
        );
      }
    }
    marks.push(line(left, base, left + across, base, { stroke: "soft" }));
    const region = {
      role: "cells" as const,
      x: left,
      width: across,
      rows: 1,
      columns: tokens.length,
      row: none,
      column,
    };
    regions.push(
      { ...region, id: `gradient-${found.cell}`, y: top, height: UP },
      { ...region, id: `swap-${found.cell}`, y: base, height: DOWN },
    );
  });
  marks.push(...distances(axis, foot, last, t(lang, left < 100 ? "reach-distance-short" : "reach-distance")));
  const labels = hangingLabels(tokens, axis, foot + 18, last);
  marks.push(...labels.marks);
  const from = tokens[last];
  const words = { token: from ? tokenName(from) : "" };
  const bottom = foot + 18 + labels.height + 6;
  // The key to the marks, in their own forms.
  const keyed = [
    { words: t(lang, measure === "norm" ? "memory-key-gradient-norm" : "memory-key-gradient"), mark: "soft" },
    { words: t(lang, "memory-key-swap"), mark: "ink" },
    { words: t(lang, "memory-key-unknown"), mark: "line" },
  ];
  let y = bottom;
  let widest = 0;
  for (const { words: said, mark } of keyed) {
    if (mark === "line") marks.push(line(2, y + 7, 16, y + 7, { stroke: "warn", strokeWidth: 1.75 }));
    else marks.push(rect({ x: 5, y: y + 2, width: 8, height: 10, fill: mark === "ink" ? "ink" : "soft" }));
    for (const one of wrapped(said, width - 26, 11)) {
      marks.push(text(one, 22, y + 11, { size: 11, fill: "soft" }));
      widest = Math.max(widest, 22 + textWidth(one, 11));
      y += 15;
    }
    y += 2;
  }
  return {
    width: Math.max(left + across + axis.right, widest + 2),
    height: y + 4,
    title: t(lang, "memory-title", words),
    description: t(lang, "memory-description", words),
    marks,
    regions: [...regions, ...labels.regions],
  };
}
