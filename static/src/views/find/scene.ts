/** Heads ranked by a link or a habit: all of them as bars, and the strongest with their pictures. */
import { chanceIn } from "../../data/stats.ts";
import { line, raster, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { pictures, pictureSide } from "../../plots/grid.ts";
import { ATTENTION_TICKS, attentionCaption, attentionScale, onScale } from "../../plots/heatmap.ts";
import { captionRise, legend, modelName, shortNumber } from "../../plots/labels.ts";
import { lines } from "../../plots/lines.ts";
import { triangle } from "../../plots/masked.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { Bound } from "../../data/stats.ts";
import type { AttentionData, Layers, ModelRef, Token } from "../../data/types.ts";
import type { WeightScale, Colour } from "../../core/scene/colour.ts";

/** What a head does most on the sentence. */
type Mostly = { name: string; share: number; chance: number };
/** What the API found. */
export interface FindData {
  model: ModelRef;
  text: string;
  tokens: Token[];
  /** the tokens that look */
  from: readonly [first: number, last: number] | null;
  /** the tokens looked at */
  to: readonly [first: number, last: number] | null;
  habit: string | null;
  chance: number | null;
  chanceIs: Bound;
  /** by row of the layers */
  chanceByLayer: readonly (number | null)[];
  layers: Layers;
  /** strongest first */
  heads: readonly { layer: number; head: number; score: number; mostly: Mostly | null }[];
  definition: string;
}
/** most: pictures; still: nobody can click */
type Options = {
  width: number;
  lang?: Lang;
  scale?: WeightScale;
  colour?: Colour;
  layer?: number;
  head?: number;
  most?: number;
  still?: boolean;
};

/** Scores as they are printed. */
export const score = (score: number) => score.toFixed(4);

const CARD = 232;
const PICTURE = 64;
const TALL = PICTURE + 18;

/** How many heads with their pictures stand side by side. */
export const perLine = (width: number) => Math.max(1, Math.floor((width + 8) / CARD));

/** What is asked, in a line. */
export function question(lang: Lang, { from, to, habit, tokens }: FindData) {
  if (habit !== null) return t(lang, "find-title-habit", { name: t(lang, `stat-${habit}`) });
  const words = (span: readonly [number, number] | null) => (span ? spanWords(tokens, span) : "");
  return t(lang, "find-title-link", { from: words(from), to: words(to) });
}

export const spanWords = (tokens: readonly Token[], [first, last]: readonly [number, number]) =>
  tokens
    .slice(first, last + 1)
    .map((token) => (token.special || token.unknown ? token.piece : token.text))
    .join(" ")
    .trim();

/** Every head as a bar, strongest first, with the chance level as a line. */
function bars(
  { heads, chance, chanceIs, chanceByLayer, layers }: FindData,
  {
    width,
    lang,
    layer: chosenLayer,
    head: chosenHead,
  }: { width: number; lang: Lang; layer: number | undefined; head: number | undefined },
) {
  const [left, top, down] = [36, 22, 96];
  const [same, varies] =
    chanceIs === "level" ? ["find-chance", "find-chance-varies"] : ["find-even", "find-even-varies"];
  const label = chance === null ? t(lang, varies) : t(lang, same, { chance: score(chance) });
  const step = Math.min(22, (width - left - 8) / Math.max(heads.length, 1));
  const across = step * heads.length;
  const wide = Math.max(1, step - (step > 4 ? 1.5 : 0.5));
  const highest = Math.max(heads[0]?.score ?? 0, ...chanceByLayer.map((value) => value ?? 0));
  const high = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].find((end) => end >= highest) ?? 1;
  const py = (value: number) => top + down * (1 - value / high);
  const marks: Mark[] = [
    text(fit(t(lang, "find-bars", { count: heads.length }), width, 12), 1, 11, { size: 12, bold: true }),
  ];
  for (const tick of [0, high / 2, high]) {
    marks.push(line(left, py(tick), left + across, py(tick)));
    marks.push(text(shortNumber(tick), left - 5, py(tick) + 4, { size: 10, fill: "soft", anchor: "end" }));
  }
  let [soft, ink, levels] = ["", "", ""];
  const px = (value: number) => Math.round(value * 100) / 100;
  const regions: Region[] = heads.map(({ layer, head, score: value }, rank) => {
    const x = left + rank * step;
    const d = `M${px(x)} ${px(py(value))}h${px(wide)}V${px(py(0))}h${-px(wide)}z`;
    if (layer === chosenLayer && head === chosenHead) ink += d;
    else soft += d;
    const level = chanceIn({ chanceByLayer, layers }, layer);
    if (level !== null) levels += `M${px(x - 0.5)} ${px(py(level))}h${px(step)}`;
    return {
      id: `bar-${layer}-${head}`,
      role: "label",
      quiet: true,
      x,
      y: top - 4,
      width: step,
      height: down + 32,
      rows: 1,
      columns: 1,
      row: { kind: "none" },
      column: { kind: "none" },
      layer,
      head,
    };
  });
  marks.push({ type: "path", d: soft, fill: "soft" }, { type: "path", d: ink, fill: "ink" });
  // A line of the page's own colour under the dark one keeps it in sight over the bars.
  marks.push(
    { type: "path", d: levels, fill: "none", stroke: "paper", strokeWidth: 3.5 },
    { type: "path", d: levels, fill: "none", stroke: "ink", strokeWidth: 1.5 },
  );
  const at = Math.max(left + across - textWidth(label, 11), left + 40);
  const beside = chance === null ? top + 8 : py(chance) - 6 > top + 8 ? py(chance) - 6 : py(chance) + 14;
  marks.push(text(fit(label, width - at, 11), at, beside, { size: 11, fill: "ink" }));
  const named = step >= 11;
  for (const [rank, { layer, head }] of named ? heads.entries() : []) {
    const own = layer === chosenLayer && head === chosenHead;
    marks.push(
      text(`${layer}.${head}`, left + rank * step + wide / 2 + 3.5, top + down + 5, {
        size: 10,
        fill: own ? "ink" : "soft",
        bold: own,
        anchor: "end",
        rotate: -90,
      }),
    );
  }
  return { marks, regions, height: top + down + (named ? 34 : 14) };
}

/** @param all the small pictures of the same sentence */
export function find(
  data: FindData,
  all: AttentionData,
  { width, lang = "en", scale: kind = "sqrt", colour = "blue", layer, head, most = 24, still = false }: Options,
): Scene {
  const shown = pictures(all);
  const scale = attentionScale(kind, colour);
  const above = bars(data, { width, lang, layer, head });
  const columns = perLine(width);
  const pitch = Math.min(300, width / columns);
  const side = pictureSide(PICTURE, shown.bins);
  const { length: count } = all.tokens;
  const top = above.height + 14;
  const marks: Mark[] = [...above.marks];
  const regions: Region[] = [...above.regions];
  const list = data.heads.slice(0, most);
  let [frames, tracks, filled, ticks, links] = ["", "", "", "", ""];
  const px = (value: number) => Math.round(value * 10) / 10;
  list.forEach((one, rank) => {
    const [x, y] = [1 + (rank % columns) * pitch, top + Math.floor(rank / columns) * TALL];
    const { layer: l, head: h, score: value } = one;
    marks.push(
      raster({
        x,
        y,
        width: side,
        height: side,
        columns: shown.bins,
        rows: shown.bins,
        values: onScale(shown.values(l, h), shown.bins, kind),
        scale,
      }),
    );
    if (l === layer && h === head) {
      marks.push(
        rect({ x: x - 2, y: y - 2, width: side + 4, height: side + 4, fill: "none", stroke: "ink", strokeWidth: 2 }),
      );
    } else {
      frames += shown.causal
        ? triangle(x, y, side, shown.bins)
        : `M${x - 0.5} ${y - 0.5}h${side + 1}v${side + 1}h${-side - 1}z`;
    }
    if (data.from && data.to) {
      const box = ([first, last] = [0, 0] as readonly [number, number]) => [
        px((first / count) * side),
        px(((last + 1 - first) / count) * side),
      ];
      const [[dy = 0, tall = 0], [dx = 0, wide = 0]] = [box(data.from), box(data.to)];
      links += `M${px(x + dx - 1.5)} ${px(y + dy - 1.5)}h${px(wide + 3)}v${px(tall + 3)}h${-px(wide + 3)}z`;
    }
    const [from, long] = [x + side + 10, Math.max(40, pitch - side - 30)];
    marks.push(text(`${rank + 1}`, from + long, y + 13, { size: 11, fill: "soft", anchor: "end" }));
    marks.push(
      text(fit(t(lang, "find-head", { layer: l, head: h }), long - 20, 12), from, y + 13, { size: 12, bold: true }),
    );
    marks.push(text(score(value), from, y + 33, { size: 14 }));
    tracks += `M${from} ${y + 42}h${long}v7h${-long}z`;
    filled += `M${from} ${y + 42}h${px(long * value)}v7h${-px(long * value)}z`;
    const level = chanceIn(data, l);
    if (one.mostly) {
      marks.push(
        text(
          fit(
            t(lang, "find-mostly", { name: t(lang, `stat-${one.mostly.name}`), share: score(one.mostly.share) }),
            long,
            11,
          ),
          from,
          y + 62,
          { size: 11, fill: "soft" },
        ),
      );
    }
    if (level !== null) ticks += `M${px(from + long * level)} ${y + 39}v13`;
    regions.push({
      id: `head-${l}-${h}`,
      role: "cells",
      x,
      y,
      width: side,
      height: side,
      rows: shown.bins,
      columns: shown.bins,
      layer: l,
      head: h,
      row: shown.row,
      column: shown.column,
    });
    regions.push({
      id: `card-${l}-${h}`,
      role: "label",
      quiet: true,
      x: x + side,
      y,
      width: pitch - side - 12,
      height: side,
      rows: 1,
      columns: 1,
      row: { kind: "none" },
      column: { kind: "none" },
      layer: l,
      head: h,
    });
  });
  marks.push({ type: "path", d: frames, fill: "none", stroke: "faint" });
  marks.push(
    { type: "path", d: links, fill: "none", stroke: "paper", strokeWidth: 3 },
    { type: "path", d: links, fill: "none", stroke: "ink", strokeWidth: 1.25 },
  );
  marks.push(
    { type: "path", d: filled, fill: "soft" },
    { type: "path", d: tracks, fill: "none", stroke: "faint" },
    { type: "path", d: ticks, fill: "none", stroke: "ink", strokeWidth: 1.5 },
  );
  const bottom = top + Math.ceil(list.length / columns) * TALL;
  const key = lines(
    [
      t(lang, data.from ? "find-legend-link" : data.chanceIs === "level" ? "find-legend" : "find-legend-even"),
      ...(still ? [] : [t(lang, "find-click")]),
    ].join(lang === "zh" ? "" : " "),
    { x: 1, y: bottom + 8, width: width - 4 },
  );
  marks.push(...key.marks);
  const ramp = Math.min(300, width - 20);
  const caption = attentionCaption(lang, kind, colour);
  const room = width - 14;
  const foot = bottom + 19 + key.height + captionRise(caption, room);
  marks.push(...legend(scale, { x: 9, y: foot, width: ramp, ticks: ATTENTION_TICKS[kind], caption, room }));
  return {
    width: Math.max(width - 2, ramp + 20),
    height: foot + 26,
    title: t(lang, "find-scene", { question: question(lang, data), model: modelName(lang, data.model) }),
    description: t(lang, "find-description", { count: data.heads.length }),
    marks,
    regions,
  };
}

export { CARD, TALL };
