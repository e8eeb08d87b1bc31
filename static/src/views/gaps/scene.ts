/** Accuracy against gap: the comparison nets, a line a cell with the spread over seeds, and the shipped nets beside them. */
import { line, raster, rect, text } from "../../core/scene/marks.ts";
import { textWidth } from "../../core/scene/text.ts";
import { series, t } from "../../core/words/index.ts";
import { shortNumber } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import { area, curve, keepApart, lookOf, pointMark } from "../../plots/plot.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";

/** One line of a plot. */
export interface Series {
  /** the cell, or a variant such as rnn_identity */
  id: string;
  /** accuracy at each gap, of several seeds the mean */
  values: readonly number[];
  /** none where there is one net */
  seeds: readonly { seed: string; values: readonly number[] }[];
}
export interface Plot {
  /** comparison, en or zh */
  id: string;
  /** in tokens */
  gaps: readonly number[];
  series: readonly Series[];
  chance: number;
  /** the gaps of training */
  trained: readonly [number, number] | null;
}
type GapsData = { plots: readonly Plot[] };

const HEAD = 8;
const KNOWN = ["lstm", "gru", "rnn"];

/** What a series is called. */
export const seriesName = (lang: Lang, id: string) =>
  id === "rnn_identity" ? t(lang, "compare-rnn-identity") : id.toUpperCase().replace(/_/g, " ");

/** A cell before its variants, and the cells in the order of the pickers. */
export const inOrder = (ids: Iterable<string>) =>
  [...ids].sort(
    (a, b) =>
      (KNOWN.indexOf(a) + 1 || KNOWN.length + 1) - (KNOWN.indexOf(b) + 1 || KNOWN.length + 1) || (a < b ? -1 : 1),
  );

/** The least and the greatest of the seeds at a gap. */
export function spread({ seeds, values }: Series, at: number): [number, number] {
  const all = seeds.length ? seeds.map((one) => one.values[at] as number) : [values[at] as number];
  return [Math.min(...all), Math.max(...all)];
}

function accuracyPlot(
  plot: Plot,
  { x, y, width, height, lang }: { x: number; y: number; width: number; height: number; lang: Lang },
): { marks: Mark[]; regions: Region[] } {
  const { id, gaps, series, chance, trained } = plot;
  const names = series.map((one) => seriesName(lang, one.id));
  const right = Math.min(width * 0.3, Math.max(...names.map((name) => textWidth(name, 12, true)), 20) + 14);
  const title = wrapped(t(lang, `gaps-plot-${id}`), width * 0.93, 13);
  const head = 26 + (title.length - 1) * 17;
  const [left, top] = [x + 34, y + head];
  const [across, down] = [width - 34 - right, height - head - 42];
  const last = Math.max(gaps.at(-1) ?? 1, 1);
  const px = (gap: number) => left + (gap / last) * across;
  // A little room above 1, so that a line of nothing but right answers is not the frame's.
  const py = (accuracy: number) => top + HEAD + (1 - accuracy) * (down - HEAD);
  const marks: Mark[] = title.map((words, i) => text(words, x, y + 11 + i * 17, { size: 13, bold: true }));
  if (trained) {
    const [from, to] = [px(trained[0]), px(Math.min(trained[1], last))];
    const scale = { map: "attention", kind: "linear", domain: [0, 1] } as const;
    marks.push(raster({ x: from, y: top, width: to - from, height: down, columns: 1, rows: 1, values: [0.14], scale }));
  }
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    marks.push(line(left, py(tick), left + across, py(tick)));
    marks.push(text(shortNumber(tick), left - 6, py(tick) + 4, { size: 11, fill: "soft", anchor: "end" }));
  }
  let free = -Infinity;
  for (const gap of gaps) {
    const words = String(gap);
    const wide = textWidth(words, 11);
    if (gap % 10 !== 0 || px(gap) - wide / 2 < free) continue;
    free = px(gap) + wide / 2 + 10;
    marks.push(line(px(gap), top + down, px(gap), top + down + 4, { stroke: "soft" }));
    marks.push(text(words, px(gap), top + down + 16, { size: 11, fill: "soft", anchor: "middle" }));
  }
  marks.push(
    text(t(lang, id === "comparison" ? "gaps-axis-words" : "gaps-axis"), left + across / 2, top + down + 33, {
      size: 11,
      fill: "soft",
      anchor: "middle",
    }),
  );

  const points = (values: readonly number[]) => values.map((value, i) => [px(gaps[i] ?? 0), py(value)] as const);
  // Areas first, so that no line is hidden by another cell's spread.
  for (const one of series) {
    if (one.seeds.length < 2) continue;
    const edges = gaps.map((_, i) => spread(one, i));
    marks.push(area(points(edges.map(([, most]) => most)), points(edges.map(([least]) => least)), "faint"));
  }
  marks.push(line(left, py(chance), left + across, py(chance), { stroke: "soft", dash: "1 3", strokeWidth: 1.25 }));
  series.forEach((one, at) => {
    const look = lookOf(one.id, at);
    for (const { values } of one.seeds) marks.push(curve(points(values), { ...look, stroke: "soft", width: 0.75 }));
  });
  const ends = keepApart(
    series.map((one) => py(one.values.at(-1) ?? 0) + 4),
    15,
    top + 4,
    top + down + 4,
  );
  const shown = new Set(gaps.length > 24 ? gaps.filter((gap) => gap % 10 === 0) : gaps);
  series.forEach((one, at) => {
    const look = lookOf(one.id, at);
    marks.push(curve(points(one.values), look));
    points(one.values).forEach((point, i) => {
      if (shown.has(gaps[i] ?? -1)) marks.push(pointMark(point, look, 3));
    });
    const [from, to] = [py(one.values.at(-1) ?? 0), ends[at] as number];
    if (Math.abs(to - 4 - from) > 3) {
      marks.push(line(left + across + 2, from, left + across + 9, to - 4, { stroke: "soft", strokeWidth: 0.75 }));
    }
    marks.push(text(names[at] ?? "", left + across + 11, to, { size: 12, bold: true, fill: look.stroke }));
  });
  const said = t(lang, "gaps-chance", { share: shortNumber(chance) });
  const above = py(chance) - 5;
  marks.push(...onPaper(said, left + 6, above, 11));
  if (trained) {
    const [from, to] = [px(trained[0]), px(Math.min(trained[1], last))];
    const words = t(lang, "gaps-trained", { from: trained[0], to: trained[1] });
    const inside = textWidth(words, 11) < to - from - 10;
    marks.push(line(to, top - 4, to, top + down, { stroke: "soft", dash: "4 3" }));
    // Inside the shaded part where it is wide enough, else reaching out of it over the free room below the lines.
    marks.push(...onPaper(words, from + 6, py(0.5) + 4, 11, inside));
  }
  marks.push(rect({ x: left - 0.5, y: top - 0.5, width: across + 1, height: down + 1, fill: "none", stroke: "faint" }));

  const none = { kind: "none" } as const;
  const middle = (i: number) => px(gaps[i] ?? 0);
  const regions: Region[] = gaps.map((_, i) => {
    const from = i === 0 ? left - 6 : (middle(i - 1) + middle(i)) / 2;
    const to = i === gaps.length - 1 ? left + across + 6 : (middle(i) + middle(i + 1)) / 2;
    return {
      id: `${id}-${i}`,
      role: "label",
      quiet: true,
      x: from,
      y: top - 6,
      width: to - from,
      height: down + 26,
      rows: 1,
      columns: 1,
      row: none,
      column: none,
    };
  });
  // The columns come first: where points coincide, the pointer means all of them. The keyboard goes from point to point.
  series.forEach((one, at) =>
    points(one.values).forEach(([cx, cy], i) => {
      regions.push({
        id: `${id}-${i}-${at}`,
        role: "label",
        quiet: true,
        x: cx - 7,
        y: cy - 7,
        width: 14,
        height: 14,
        rows: 1,
        columns: 1,
        row: none,
        column: none,
      });
    }),
  );
  return { marks, regions };
}

/** Words that lines may cross, on paper of their own. */
function onPaper(words: string, x: number, y: number, size: number, bare: boolean = false): Mark[] {
  const label = text(words, x, y, { size, fill: "soft" });
  return bare
    ? [label]
    : [rect({ x: x - 2, y: y - size, width: textWidth(words, size) + 4, height: size + 4, fill: "paper" }), label];
}

export function gaps({ plots }: GapsData, { width, lang = "en" }: { width: number; lang?: Lang }): Scene {
  const marks: Mark[] = [];
  const regions: Region[] = [];
  const [main, ...beside] = plots;
  const wide = width >= 860 && beside.length > 0;
  const most = Math.min(width - 2, wide ? 1280 : 760);
  let bottom = 0;
  const put = (plot: Plot | undefined, x: number, y: number, across: number, height: number) => {
    if (!plot) return;
    const drawn = accuracyPlot(plot, { x, y, width: across, height, lang });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
    bottom = Math.max(bottom, y + height);
  };
  if (wide) {
    const first = Math.round((most - 36) * (main?.id === "comparison" ? 0.58 : 0.5));
    const each = 470 / beside.length;
    put(main, 0, 0, first, 470);
    beside.forEach((plot, i) => put(plot, first + 36, i * each, most - first - 36, each - (beside.length > 1 ? 4 : 0)));
  } else plots.forEach((plot, i) => put(plot, 0, bottom + (i ? 18 : 0), most, i ? 220 : 330));
  return {
    width: most,
    height: bottom,
    title: t(lang, "gaps-title"),
    description: t(lang, "gaps-description", {
      cells: series(
        lang,
        (main?.series ?? []).map(({ id }) => seriesName(lang, id)),
      ),
    }),
    marks,
    regions,
  };
}
