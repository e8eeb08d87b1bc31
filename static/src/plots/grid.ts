/** All heads: one small picture a head, a row a layer. */
import { placeOf, rowOf } from "../data/layers.ts";
import { isPair } from "../data/matrix.ts";
import { mostOf } from "../data/stats.ts";
import { raster, text } from "../core/scene/marks.ts";
import { t } from "../core/words/index.ts";
import { sayLayers } from "./say-layers.ts";
import { ATTENTION_TICKS, attentionCaption, attentionScale, boundary, onScale } from "./heatmap.ts";
import { captionRise, legend, modelName, shortNumber } from "./labels.ts";
import { lines } from "./lines.ts";
import { mask, triangle } from "./masked.ts";
import { unknownTicks } from "./unknown.ts";
import type { Lang, Mark, Region, Scene } from "../core/types.ts";
import type { Statistic } from "../data/stats.ts";
import type { AttentionData, HeadRef, Quarter, Thumbnails, Token } from "../data/types.ts";
import type { WeightScale, Colour } from "../core/scene/colour.ts";

type Options = {
  width: number;
  lang?: Lang;
  scale?: WeightScale;
  colour?: Colour;
  others?: readonly HeadRef[];
  special?: "show" | "hide";
  layer?: number;
  head?: number;
  most?: number;
  quarter?: Quarter;
  statistic?: Statistic | null;
};

/** Codes on the square-root scale as weights. */
export const DECODED: Float32Array = Float32Array.from({ length: 256 }, (_, code) => (code / 255) ** 2);

/** The weights of one thumbnail: a cell is a weight, or the largest weight of a block of tokens. */
export function thumbnail({ codes, layers, bins }: Thumbnails, layer: number, head: number): Float32Array {
  const from = placeOf(layers, { layer, head }) * bins * bins;
  const weights = new Float32Array(bins * bins);
  for (let i = 0; i < weights.length; i += 1) weights[i] = DECODED[codes[from + i] as number] as number;
  return weights;
}

/**
 * The bins of one sentence's tokens: a bin that reaches into the other sentence counts for both.
 * @param sequence null: all of them
 * @param hide leaves special tokens out, and bins that hold nothing else
 */
function binsOf(
  tokens: readonly Token[],
  bins: number,
  sequence: number | null,
  hide: boolean,
): { bins: number[]; tokens: number[][] } {
  const held = Array.from({ length: bins }, (_, bin) => {
    const [from, to] = [Math.floor((bin * tokens.length) / bins), Math.floor(((bin + 1) * tokens.length) / bins)];
    return tokens
      .slice(from, to)
      .filter((token) => (sequence === null || token.sequence === sequence) && !(hide && token.special));
  });
  const kept = held.flatMap((own, bin) => (own.length ? [bin] : []));
  return { bins: kept, tokens: kept.map((bin) => (held[bin] ?? []).map(({ index }) => index)) };
}

/** @param values [bin * bin] */
const cropped = (values: Float32Array, bins: number, rows: readonly number[], columns: readonly number[]) =>
  Float32Array.from(rows.flatMap((row) => columns.map((column) => values[row * bins + column] as number)));

const LEFT = 42;
const TOP = 30;
const GAP = 5;
/** The row of a layer that does not attend: its number and a word. */
const SILENT = 15;

/**
 * The small pictures of all heads: their axes, and the weights of each.
 * @param special tokens
 */
export function pictures(
  { thumbnails, tokens, family }: AttentionData,
  quarter: Quarter = "",
  special: "show" | "hide" = "show",
) {
  const { bins } = thumbnails;
  const hide = special === "hide" && tokens.some((token) => token.special) && tokens.some((token) => !token.special);
  const causal = family === "decoder";
  const split = quarter && isPair(tokens) ? [...quarter].map((letter) => "ab".indexOf(letter)) : [null, null];
  const queries = binsOf(tokens, bins, split[0] ?? null, hide);
  const keys = binsOf(tokens, bins, split[1] ?? null, hide);
  const whole = split[0] === null && !hide;
  const axis = { kind: "token", source: "attention" } as const;
  return {
    queries,
    keys,
    whole,
    causal,
    bins,
    row: { ...axis, part: "query" as const, ...(whole ? { count: tokens.length } : { tokens: queries.tokens }) },
    column: { ...axis, part: "key" as const, ...(whole ? { count: tokens.length } : { tokens: keys.tokens }) },
    /** @returns [query_bin * key_bin], NaN where masked */
    values(layer: number, head: number): Float32Array {
      const all = thumbnail(thumbnails, layer, head);
      const part = whole ? all : cropped(all, bins, queries.bins, keys.bins);
      return causal ? mask(part, keys.bins.length) : part;
    },
  };
}

/** The side of a small picture: whole pixels a cell where that costs little. */
export function pictureSide(room: number, bins: number) {
  const whole = Math.floor(room / bins) * bins;
  return whole >= room * 0.8 ? whole : Math.floor(room);
}

/**
 * A head's number as a bar under its picture, which is as wide as the most that there can be.
 * @returns path data
 */
export function barsOf(
  statistic: Statistic | null,
): (place: { at: number; x: number; y: number; width: number }) => string {
  const most = statistic ? mostOf(statistic) : 1;
  return ({ at, x, y, width }) => {
    const value = statistic?.values[at] ?? NaN;
    if (Number.isNaN(value)) return "";
    const long = Math.round((value / most) * width * 10) / 10;
    return `M${x} ${y}h${long}v2.5h${-long}z`;
  };
}

/**
 * How many columns of layers make the pictures largest: thirty layers of nine heads stand side by side like a
 * newspaper's.
 * @param size silent: how many of the layers do not attend
 */
export function arrange({
  layers,
  silent = 0,
  heads,
  width,
  most,
  bins,
}: {
  layers: number;
  silent?: number;
  heads: number;
  width: number;
  most: number;
  bins: number;
}) {
  let best = { blocks: 1, deep: layers, side: 0, block: 0, pitch: 0 };
  for (let blocks = 1; blocks <= 4; blocks += 1) {
    const deep = Math.ceil(layers / blocks);
    if (Math.ceil(layers / deep) !== blocks) continue;
    const gutter = blocks > 1 ? 8 : 0;
    const block = width / blocks - gutter;
    const tallest = Math.max(24, (620 - (silent * SILENT) / blocks) / Math.max(1, deep - silent / blocks) - GAP);
    const side = Math.max(12, pictureSide(Math.min(most, tallest, (block - LEFT) / heads - GAP), bins));
    const pitch = Math.max(side + GAP, Math.min((block - LEFT) / heads, side * 1.25));
    if (side > best.side) best = { blocks, deep, side, block: LEFT + heads * pitch + gutter, pitch };
  }
  return best;
}

export function grid(
  data: AttentionData,
  {
    width,
    lang = "en",
    scale: kind = "sqrt",
    layer: chosenLayer,
    head: chosenHead,
    most = 64,
    quarter = "",
    statistic = null,
    colour = "blue",
    others = [],
    special = "show",
  }: Options,
): Scene {
  const { thumbnails, tokens, model } = data;
  const { layers, bins } = thumbnails;
  const { total, width: heads } = layers;
  const scale = attentionScale(kind, colour);
  const shown = pictures(data, quarter, special);
  const { queries, keys, whole, causal, row, column } = shown;

  const { blocks, deep, side, block, pitch } = arrange({
    layers: total,
    silent: total - layers.numbers.length,
    heads,
    width,
    most,
    bins: Math.max(queries.bins.length, keys.bins.length),
  });
  const tall = side + GAP + (statistic ? 5 : 1);
  /** How far down each layer of the model stands, and how deep the deepest block is. */
  const tops: number[] = [];
  let bottom = TOP;
  for (let layer = 0, y = TOP; layer < total; layer += 1) {
    if (layer % deep === 0) y = TOP;
    tops.push(y);
    y += rowOf(layers, layer) < 0 ? SILENT : tall;
    bottom = Math.max(bottom, y);
  }
  const wide = blocks * block;

  const marks: Mark[] = [
    text(`${t(lang, "head")} →`, LEFT, 9, { size: 11, fill: "soft" }),
    text(`${t(lang, "layer")} ↓`, 0, TOP - 6, { size: 11, fill: "soft" }),
  ];
  const regions: Region[] = [];
  for (let head = 0; head < heads; head += 1) {
    const bold = head === chosenHead;
    const label = { size: 11, anchor: "middle" as const, bold, fill: bold ? ("ink" as const) : ("soft" as const) };
    for (let n = 0; n < blocks; n += 1) {
      marks.push(text(String(head), n * block + LEFT + head * pitch + side / 2, TOP - 6, label));
    }
  }
  let frames = "";
  let also = "";
  let edges = "";
  let bars = "";
  const bar = barsOf(statistic);
  const [across, down] = [
    boundary(keys.tokens.map(([first = 0]) => tokens[first] as Token)),
    boundary(queries.tokens.map(([first = 0]) => tokens[first] as Token)),
  ];
  for (let layer = 0; layer < total; layer += 1) {
    const bold = layer === chosenLayer;
    const from = Math.floor(layer / deep) * block + LEFT;
    const y = tops[layer] as number;
    const silent = rowOf(layers, layer) < 0;
    marks.push(
      text(String(layer), from - 9, silent ? y + 10 : y + side / 2 + 4, {
        size: 11,
        anchor: "end",
        bold,
        fill: bold ? "ink" : "soft",
      }),
    );
    if (silent) marks.push(text(t(lang, "layer-silent-short"), from, y + 10, { size: 10, fill: "soft", italic: true }));
    for (let head = 0; head < (layers.each[rowOf(layers, layer)] ?? 0); head += 1) {
      const x = from + head * pitch;
      const values = shown.values(layer, head);
      marks.push(
        raster({
          x,
          y,
          width: side,
          height: side,
          columns: keys.bins.length,
          rows: queries.bins.length,
          values: onScale(values, keys.bins.length, kind),
          scale,
        }),
      );
      const chosen = bold && head === chosenHead;
      if (chosen) {
        const d = causal
          ? triangle(x, y, side, keys.bins.length, 1.5)
          : `M${x - 2} ${y - 2}h${side + 4}v${side + 4}h${-side - 4}z`;
        marks.push({ type: "path", d, fill: "none", stroke: "ink", strokeWidth: 2 });
      } else if (others.some((one) => one.layer === layer && one.head === head)) {
        also += causal
          ? triangle(x, y, side, keys.bins.length, 1.5)
          : `M${x - 1.5} ${y - 1.5}h${side + 3}v${side + 3}h${-side - 3}z`;
      } else {
        frames += causal
          ? triangle(x, y, side, keys.bins.length)
          : `M${x - 0.5} ${y - 0.5}h${side + 1}v${side + 1}h${-side - 1}z`;
      }
      if (across > 0 && down > 0) {
        edges += `M${x + (across * side) / keys.bins.length} ${y}v${side}M${x} ${y + (down * side) / queries.bins.length}h${side}`;
      }
      bars += bar({ at: placeOf(layers, { layer, head }), x, y: y + side + 2, width: side });
      regions.push({
        id: `head-${layer}-${head}`,
        role: "cells",
        x,
        y,
        width: side,
        height: side,
        rows: queries.bins.length,
        columns: keys.bins.length,
        layer,
        head,
        row,
        column,
      });
    }
  }
  marks.push({ type: "path", d: frames, fill: "none", stroke: "faint" });
  if (also) marks.push({ type: "path", d: also, fill: "none", stroke: "ink", strokeWidth: 1 });
  if (bars) marks.push({ type: "path", d: bars, fill: "ink" });
  if (edges) marks.push({ type: "path", d: edges, fill: "none", stroke: "soft", strokeWidth: 0.75 });
  // All pictures share their axes, so the outermost carry the marks.
  const first = new Set(
    Array.from({ length: blocks }, (_, n) => layers.numbers.find((layer) => Math.floor(layer / deep) === n)),
  );
  const outer = regions.map(({ x, y, layer = 0, head }) => ({
    x,
    y,
    side,
    rows: head === 0,
    columns: first.has(layer),
  }));
  if (whole) marks.push(...unknownTicks(tokens, bins, outer));
  const ramp = Math.min(300, width - LEFT - 8);
  const room = width - LEFT - 2;
  const caption = attentionCaption(lang, kind, colour);
  const y = bottom + 20 + captionRise(caption, room);
  marks.push(...legend(scale, { x: LEFT, y, width: ramp, ticks: ATTENTION_TICKS[kind], caption, room }));
  const said = [
    ...(statistic && bars
      ? [t(lang, "grid-bars", { name: t(lang, `stat-${statistic.name}`), most: shortNumber(mostOf(statistic)) })]
      : []),
    ...(causal ? [t(lang, "legend-triangle")] : []),
  ];
  let foot = y + 26;
  for (const words of said) {
    const told = lines(words, { x: LEFT, y: foot + 12, width: room });
    marks.push(...told.marks);
    foot += told.height + 1;
  }
  return {
    width: Math.max(wide, LEFT + ramp + 8),
    height: foot + (said.length ? 2 : 0),
    title: t(lang, "grid-title", { model: modelName(lang, model) }),
    description: t(lang, "grid-description", { layers: sayLayers(lang, layers), count: tokens.length, bins }),
    marks,
    regions,
  };
}
