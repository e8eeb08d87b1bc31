/** How far back a gradient reaches, on a logarithmic axis over the sentence's own tokens: a line a cell, before and after training. */
import { line, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { tokenName } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import { curve, framing, keepApart, lookOf, pointMark } from "../../plots/plot.ts";
import { distances, hangingLabels, middle, tokenAxis } from "../../plots/token-axis.ts";
import { reached } from "../../data/reach.ts";
import type { Lang, Mark, Scene } from "../../core/types.ts";
import type { ReachCurve, ReachData } from "../../data/types.ts";

type Measure = "ratio" | "norm";

const HEIGHT = 290;
/** Below this nothing is told apart: a curve that goes on leaves through the floor. */
const FLOOR = -24;

/** A power of ten in figures that a reader knows. */
export const power = (exponent: number) =>
  exponent >= -3 && exponent <= 4
    ? String(Number(`1e${exponent}`)).replace(/^0\./, ".")
    : `1e${String(exponent).replace("-", "−")}`;

/** The exponents of ten that frame every number that is drawn. */
export function decades(curves: readonly ReachCurve[], measure: Measure): [number, number] {
  const values = curves
    .flatMap(({ norms, ratios }) => (measure === "norm" ? norms : ratios))
    .filter((value) => value !== null && value > 0);
  if (values.length === 0) return [-1, 0];
  const [low, high] = framing(values as number[]);
  return [Math.max(low, Math.min(FLOOR, high - 1)), high + 0]; // never −0
}

/** Lines across a plot at powers of ten, thinned to some eight, with their numbers at the right. */
export function decadeLines(
  [low, high]: [number, number],
  { left, across, at }: { left: number; across: number; at: (exponent: number) => number },
  most = 8,
): Mark[] {
  const every = Math.max(1, Math.ceil((high - low) / most));
  const marks: Mark[] = [];
  for (let exponent = high; exponent >= low; exponent -= every) {
    marks.push(line(left, at(exponent), left + across, at(exponent)));
    marks.push(text(power(exponent), left + across + 5, at(exponent) + 4, { size: 10, fill: "soft" }));
  }
  return marks;
}

/** What a line is called beside it. */
export const curveName = (lang: Lang, { cell, checkpoint, forgetBias, recurrentScale }: ReachCurve) => {
  const changed = forgetBias !== null || recurrentScale !== null;
  return t(lang, checkpoint === "trained" ? "reach-trained" : changed ? "reach-initial-changed" : "reach-initial", {
    cell: cell.toUpperCase(),
  });
};

function styleOf({ cell, checkpoint }: ReachCurve) {
  const look = lookOf(cell);
  return checkpoint === "trained" ? { ...look, width: 2.25 } : { ...look, stroke: "soft" as const, width: 1.25 };
}

export function reach(
  { tokens, token: last, curves }: ReachData,
  { width, lang = "en", measure = "ratio" }: { width: number; lang?: Lang; measure?: Measure },
): Scene {
  const axis = tokenAxis(width, tokens.length);
  const { left, across, step } = axis;
  const [low, high] = decades(curves, measure);
  const above = wrapped(t(lang, measure === "norm" ? "reach-axis-norm" : "reach-axis-ratio"), width - 8, 11);
  const top = 36 + (above.length - 1) * 14;
  const bottom = top + HEIGHT;
  const at = (exponent: number) => top + ((high - exponent) / (high - low)) * HEIGHT;
  const reads = left + (last + 1) * step; // where what is not yet read begins

  const marks: Mark[] = [
    ...above.map((words, i) => text(words, 2, 12 + i * 14, { size: 11, fill: "soft" })),
    ...decadeLines([low, high], { left, across, at }),
  ];
  if (last + 1 < tokens.length) {
    marks.push(rect({ x: reads, y: top, width: left + across - reads, height: HEIGHT, fill: "paper" }));
    const words = t(lang, "reach-unread");
    if (textWidth(words, 11) < left + across - reads - 8) {
      marks.push(text(words, reads + 6, top + 14, { size: 11, fill: "soft" }));
    }
  }
  marks.push(line(middle(axis, last), top - 6, middle(axis, last), bottom, { stroke: "soft", dash: "2 3" }));
  marks.push(text("T", middle(axis, last), top - 9, { size: 11, fill: "soft", anchor: "middle", italic: true }));

  // Untrained nets first, so that the trained ones lie over them.
  const order = [...curves].sort((a, b) => Number(a.checkpoint === "trained") - Number(b.checkpoint === "trained"));
  const wanted = order.map((one) => {
    for (let token = 0; token <= last; token += 1) {
      const value = reached(one, measure, last, token);
      if (value !== null && value !== undefined && value > 0) return Math.min(at(Math.log10(value)), bottom);
    }
    return bottom;
  });
  const heights = keepApart(wanted, 15, top + 4, bottom);
  const every = Math.max(1, Math.round(34 / step));
  order.forEach((one, i) => {
    const look = styleOf(one);
    /** Runs without a gap: 0 has no place on a logarithmic axis. */
    const runs: [number, number][][] = [[]];
    for (let token = 0; token <= last; token += 1) {
      const value = reached(one, measure, last, token);
      if (value === null || value === undefined || value <= 0 || Math.log10(value) < low) runs.push([]);
      else runs.at(-1)?.push([middle(axis, token), at(Math.log10(value))]);
    }
    for (const points of runs) {
      if (points.length > 1) marks.push(curve(points, look));
    }
    runs.flat().forEach((point, n, all) => {
      if ((all.length - 1 - n) % every === 0) {
        marks.push(pointMark(point, look, one.checkpoint === "trained" ? 3.25 : 2.25));
      }
    });
    const y = heights[i] as number;
    const [first] = runs.flat();
    if (first) marks.push(line(left - 5, y, first[0] - 5, first[1], { stroke: "soft", strokeWidth: 0.5 }));
    const wide = left - 10 - 22;
    marks.push(
      curve(
        [
          [left - 28, y],
          [left - 7, y],
        ],
        look,
      ),
      pointMark([left - 17.5, y], look, 2.75),
    );
    const bold = one.checkpoint === "trained";
    marks.push(
      text(fit(left < 100 ? one.cell.toUpperCase() : curveName(lang, one), wide, 11), left - 33, y + 4, {
        size: 11,
        bold,
        anchor: "end",
        fill: bold ? "ink" : "soft",
      }),
    );
  });
  marks.push(
    rect({ x: left - 0.5, y: top - 0.5, width: across + 1, height: HEIGHT + 1, fill: "none", stroke: "faint" }),
  );

  marks.push(...distances(axis, bottom + 3, last, t(lang, left < 100 ? "reach-distance-short" : "reach-distance")));
  const labels = hangingLabels(tokens, axis, bottom + 20, last);
  marks.push(...labels.marks);
  const none = { kind: "none" } as const;
  const from = tokens[last];
  const words = { token: from ? tokenName(from) : "", count: last + 1 };
  return {
    width: Math.max(left + across + axis.right, ...above.map((one) => textWidth(one, 11) + 4)),
    height: bottom + 22 + labels.height,
    title: t(lang, "reach-title", words),
    description: t(lang, "reach-description", words),
    marks,
    regions: [
      {
        id: "plot",
        role: "cells",
        x: left,
        y: top,
        width: across,
        height: HEIGHT,
        rows: 1,
        columns: tokens.length,
        row: none,
        column: { kind: "token", source: "gates" },
      },
      ...labels.regions,
    ],
  };
}
