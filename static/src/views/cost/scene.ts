/** What attention and a recurrent cell cost as a sentence grows: steps that wait for each other, products, milliseconds. */
import { line, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { curve, framing, keepApart, pointMark } from "../../plots/plot.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { ModelRef } from "../../data/types.ts";
import type { Look } from "../../plots/plot.ts";

type Work = {
  what: string;
  sequential_depth: number[];
  pairs: number[] | null;
  visible_pairs?: number[] | null;
  milliseconds: number[];
  multiply_adds: number[];
};
/** The answer of /api/v1/cost. */
export interface CostData {
  model: ModelRef;
  cell: string;
  /** tokens */
  lengths: number[];
  repeats: number;
  threads: number;
  attention: Work;
  cell_fused: Work;
  cell_unrolled: Work;
  definition: string;
  /** in UTC, as ISO 8601 writes it */
  measured_at?: string;
}
type Line = { id: string; name: string; look: Look; values: readonly number[] };
export type Measure = "depth" | "products" | "ms";

export const MEASURES: readonly Measure[] = ["depth", "products", "ms"];

const LOOKS: Record<string, Look> = {
  attention: { stroke: "ink", width: 2.25, dash: [], mark: "disc" },
  fused: { stroke: "ink", width: 1.75, dash: [9, 4], mark: "square" },
  unrolled: { stroke: "soft", width: 1.5, dash: [2, 3], mark: "ring" },
  cell: { stroke: "ink", width: 1.75, dash: [9, 4], mark: "square" },
  pairs: { stroke: "soft", width: 1.5, dash: [], mark: "cross" },
};

/**
 * The lines of one plot. Both ways to run the cell take the same steps and the same products: there they are one
 * line.
 */
export function linesOf(lang: Lang, data: CostData, measure: Measure): Line[] {
  const cell = t(lang, `cell-${data.cell}`);
  const make = (id: string, values: readonly number[]) => ({
    id,
    name: t(lang, `cost-line-${id}`, { cell }),
    look: LOOKS[id] as Look,
    values,
  });
  const { attention, cell_fused: fused, cell_unrolled: unrolled } = data;
  if (measure === "depth") return [make("attention", attention.sequential_depth), make("cell", fused.sequential_depth)];
  if (measure === "products") {
    return [
      make("attention", attention.multiply_adds),
      make("cell", fused.multiply_adds),
      ...(attention.pairs ? [make("pairs", attention.pairs)] : []),
    ];
  }
  return [
    make("attention", attention.milliseconds),
    make("fused", fused.milliseconds),
    make("unrolled", unrolled.milliseconds),
  ];
}

/**
 * 1, 10, 0.1; from ten thousand on in powers.
 * @param exponent of ten
 */
const powerName = (exponent: number) =>
  exponent >= 0 && exponent < 4
    ? String(10 ** exponent)
    : exponent < 0 && exponent > -4
      ? (10 ** exponent).toFixed(-exponent)
      : `10${[...String(exponent)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("")}`;

function panel(
  measure: Measure,
  data: CostData,
  {
    x,
    y,
    width,
    height,
    lang,
    tokens,
  }: { x: number; y: number; width: number; height: number; lang: Lang; tokens: number | null },
): { marks: Mark[]; regions: Region[] } {
  const lines = linesOf(lang, data, measure);
  const { lengths } = data;
  const names = lines.map(({ name }) => name);
  const right = Math.min(width * 0.42, Math.max(...names.map((name) => textWidth(name, 12, true))) + 16);
  const [left, top] = [x + 40, y + 46];
  const [across, down] = [width - 40 - right, height - 46 - 42];
  const [first, last] = [lengths[0] ?? 1, lengths.at(-1) ?? 2];
  const octaves = Math.log2(last / first) || 1;
  const px = (n: number) => left + (Math.log2(n / first) / octaves) * across;
  const [low, high] = framing(lines.flatMap(({ values }) => values.filter((value) => value > 0)));
  const py = (value: number) => top + ((high - Math.log10(value)) / (high - low)) * down;
  const marks: Mark[] = [
    text(fit(t(lang, `cost-plot-${measure}`), width, 13), x, y + 11, { size: 13, bold: true }),
    text(
      fit(t(lang, `cost-plot-${measure}-says`, { threads: data.threads, repeats: data.repeats }), width, 11),
      x,
      y + 28,
      { size: 11, fill: "soft" },
    ),
  ];
  for (let exponent = low; exponent <= high; exponent += 1) {
    const at = py(10 ** exponent);
    marks.push(line(left, at, left + across, at));
    marks.push(text(powerName(exponent), left - 6, at + 4, { size: 11, fill: "soft", anchor: "end" }));
  }
  let free = -Infinity;
  for (const n of lengths) {
    const wide = textWidth(String(n), 11);
    marks.push(line(px(n), top + down, px(n), top + down + 4, { stroke: "soft" }));
    if (px(n) - wide / 2 < free) continue;
    free = px(n) + wide / 2 + 8;
    marks.push(text(String(n), px(n), top + down + 16, { size: 11, fill: "soft", anchor: "middle" }));
  }
  marks.push(text(fit(t(lang, "cost-axis"), across + right, 11), left, top + down + 33, { size: 11, fill: "soft" }));

  if (tokens !== null && tokens >= first && tokens <= last) {
    marks.push(line(px(tokens), top - 2, px(tokens), top + down, { stroke: "soft", dash: "4 3" }));
    const words = t(lang, "cost-here", { count: tokens });
    const wide = textWidth(words, 10);
    marks.push(
      text(words, Math.min(px(tokens) + 4, left + across + right - wide), top + 8, { size: 10, fill: "soft" }),
    );
  }
  const ends = keepApart(
    lines.map(({ values }) => py(values.at(-1) as number) + 4),
    15,
    top + 8,
    top + down + 4,
  );
  lines.forEach(({ look, values, name }, at) => {
    const points = values.map((value, i) => [px(lengths[i] ?? first), py(value)] as const);
    marks.push(curve(points, look));
    for (const point of points) marks.push(pointMark(point, look, 3));
    const [from, to] = [py(values.at(-1) as number), ends[at] as number];
    if (Math.abs(to - 4 - from) > 3) {
      marks.push(line(left + across + 4, from, left + across + 10, to - 4, { stroke: "soft", strokeWidth: 0.75 }));
    }
    marks.push(text(fit(name, right - 12, 12), left + across + 12, to, { size: 12, bold: true, fill: look.stroke }));
  });

  const none = { kind: "none" } as const;
  const box = { role: "label" as const, quiet: true, rows: 1, columns: 1, row: none, column: none };
  const regions: Region[] = lengths.map((n, i) => {
    const from = i === 0 ? left - 6 : (px(lengths[i - 1] ?? n) + px(n)) / 2;
    const to = i === lengths.length - 1 ? left + across + 6 : (px(n) + px(lengths[i + 1] ?? n)) / 2;
    return { id: `${measure}-${i}`, ...box, x: from, y: top - 4, width: to - from, height: down + 24 };
  });
  lines.forEach(({ values }, at) =>
    values.forEach((value, i) => {
      regions.push({
        id: `${measure}-${i}-${at}`,
        ...box,
        x: px(lengths[i] ?? first) - 7,
        y: py(value) - 7,
        width: 14,
        height: 14,
      });
    }),
  );
  return { marks, regions };
}

/** @param options tokens: the sentence at hand */
export function cost(
  data: CostData,
  { width, lang = "en", tokens = null }: { width: number; lang?: Lang; tokens?: number | null },
): Scene {
  const beside = width >= 900 ? 3 : width >= 620 ? 2 : 1;
  const gap = 28;
  const most = Math.min(width - 2, beside === 3 ? 1500 : beside === 2 ? 960 : 560);
  const each = (most - gap * (beside - 1)) / beside;
  const height = beside === 1 ? 270 : 330;
  const marks: Mark[] = [];
  const regions: Region[] = [];
  MEASURES.forEach((measure, i) => {
    const [column, row] = [i % beside, Math.floor(i / beside)];
    const drawn = panel(measure, data, {
      x: column * (each + gap),
      y: row * (height + 18),
      width: each,
      height,
      lang,
      tokens,
    });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
  });
  return {
    width: most,
    height: Math.ceil(MEASURES.length / beside) * (height + 18) - 18,
    title: t(lang, "cost-title", { cell: t(lang, `cell-${data.cell}`) }),
    description: t(lang, "cost-description", { first: data.lengths[0] ?? 0, last: data.lengths.at(-1) ?? 0 }),
    marks,
    regions,
  };
}
