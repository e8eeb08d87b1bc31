/** Attention rollout after a layer beside that layer's mean attention, and one token's rows of both through all layers. */
import { alike, headsIn, rowOf } from "../../data/layers.ts";
import { over } from "../../core/scene/colour.ts";
import { line, raster, rect, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { sayLayers } from "../../plots/say-layers.ts";
import { boundary } from "../../plots/heatmap.ts";
import { captionRise, columnLabels, drawColumnLabels, legend, modelName, tokenName } from "../../plots/labels.ts";
import { wrapped } from "../../plots/lines.ts";
import { withoutMasked } from "../../plots/masked.ts";
import { remarks, square } from "../../plots/square.ts";
import type { ColourScale, Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { RolloutData } from "../../data/types.ts";

export type Quantity = "rollout" | "mean";
/** minCell: in pixels, where a picture cannot be scrolled */
type Options = { width: number; lang?: Lang; scale: ColourScale; ticks: number[]; caption: string; minCell?: number };

/** @returns [query * key]; null: not asked for, or a layer that does not attend */
export function weightsOf(
  { rollout, means, tokens, layers }: RolloutData,
  quantity: Quantity,
  layer: number,
): Float32Array | null {
  const row = rowOf(layers, layer);
  if (quantity === "mean" || row < 0) return means[row] ?? null;
  const size = tokens.length * tokens.length;
  return rollout.subarray(row * size, (row + 1) * size);
}

/** Below half a hundredth nothing is printed. */
const printed = (value: number) => (value >= 0.995 ? "1" : value >= 0.005 ? value.toFixed(2).replace(/^0/, "") : "");

/** Rows and columns of the same tokens. */
const AXIS = { kind: "token", source: "attention" } as const;

/** @param layer whose weights have come */
export function rolloutSquare(
  data: RolloutData,
  quantity: Quantity,
  layer: number,
  { width, lang = "en", scale, ticks, caption, maxCell = 44, minCell = 3 }: Options & { maxCell?: number },
): Scene {
  const { tokens, family, model, layers } = data;
  const heads = headsIn(layers, layer);
  const values = weightsOf(data, quantity, layer) ?? new Float32Array(0);
  const causal = family === "decoder";
  const named = quantity === "rollout" ? t(lang, "rollout-input") : t(lang, "key");
  const drawn = square({
    rows: tokens,
    columns: tokens,
    names: [t(lang, quantity === "rollout" ? "rollout-after" : "query"), named],
    row: { ...AXIS, part: "query" },
    column: { ...AXIS, part: "key" },
    values: causal ? withoutMasked(values, tokens.length) : values,
    scale,
    print: printed,
    width,
    maxCell,
    minCell,
    hatched: causal,
    about: { layer, array: quantity },
  });
  const { marks, left, top, across, down, cell } = drawn;
  const between = boundary(tokens);
  const edge = { stroke: "soft" as const, strokeWidth: 1.5 };
  if (between > 0) {
    marks.push(line(4, top + between * cell, left + across, top + between * cell, edge));
    marks.push(line(left + between * cell, top - 14, left + between * cell, top + down, edge));
  }
  const ramp = Math.min(300, width - left - 8);
  const room = width - left - 2;
  const bottom = top + down + 30 + captionRise(caption, room);
  marks.push(...legend(scale, { x: left, y: bottom, width: ramp, ticks, caption, room }));
  const said = remarks(
    [
      { words: t(lang, `rollout-derived-${quantity}`, { heads }) },
      ...(causal && tokens.length > 1 ? [{ words: t(lang, "legend-masked"), hatched: true }] : []),
    ],
    { x: left, y: bottom + 26, width },
  );
  marks.push(...said.marks);
  return {
    width: Math.max(drawn.right, left + ramp + 8),
    height: bottom + 26 + said.height,
    title: t(lang, `rollout-title-${quantity}`, { layer, model: modelName(lang, model), heads }),
    description: t(lang, "rollout-description", { rows: tokens.length }),
    marks,
    regions: drawn.regions,
  };
}

/**
 * One token's row of every layer, the first on top: what rollout makes of it, and under it what the heads of the
 * layer give on average. Layers whose mean was not asked for are left blank.
 * @param chosen the layer that is marked
 */
export function acrossLayers(
  data: RolloutData,
  token: number,
  chosen: number,
  { width, lang = "en", scale, ticks, caption, minCell = 3 }: Options,
): Scene {
  const { tokens, layers: map, model, family } = data;
  const layers = map.total;
  const count = tokens.length;
  const left = Math.ceil(textWidth(`${t(lang, "layer")} ↓`, 11)) + 14;
  let cell = Math.max(minCell, Math.min(46, (width - left - 6) / count));
  let set = columnLabels(tokens, cell);
  if (set.overhang) {
    cell = Math.max(minCell, Math.min(46, (width - left - set.overhang - 4) / count));
    set = columnLabels(tokens, cell);
  }
  const across = cell * count;
  const tall = Math.max(9, Math.min(24, Math.floor(220 / layers)));
  const down = tall * layers;
  const size = tall >= 14 ? 11 : 9;
  const digits = cell >= 24 && tall >= 13;
  const every = Math.ceil((size + 1) / tall);
  const marks: Mark[] = [];
  const regions: Region[] = [];
  const own = tokens[token];
  let top = 0;
  for (const quantity of ["rollout", "mean"] as const) {
    const values = new Float32Array(layers * count).fill(NaN);
    for (let layer = 0; layer < layers; layer += 1) {
      const row = weightsOf(data, quantity, layer)?.subarray(token * count, (token + 1) * count);
      if (row && own) values.set(family === "decoder" ? row.subarray(0, token + 1) : row, layer * count);
    }
    const words = own
      ? t(lang, quantity === "mean" && !alike(map) ? "rollout-across-mean-varies" : `rollout-across-${quantity}`, {
          token: tokenName(own),
          heads: map.width,
        })
      : "";
    const said = wrapped(words, width - 4, 12);
    said.forEach((one, i) => marks.push(text(one, 0, top + 12 + i * 15, { size: 12 })));
    const y = top + 3 + said.length * 15 + set.height;
    marks.push(
      text(fit(`${t(lang, "layer")} ↓`, left - 6, 11), left - 8, y - 5, { size: 11, fill: "soft", anchor: "end" }),
    );
    marks.push(...drawColumnLabels(tokens, set, { x: left, y, step: cell }));
    marks.push(raster({ x: left, y, width: across, height: down, columns: count, rows: layers, values, scale }));
    for (let layer = 0; layer < layers; layer += 1) {
      const bold = layer === chosen;
      if (bold || (layer % every === 0 && (every === 1 || Math.abs(layer - chosen) >= every))) {
        marks.push(
          text(String(layer), left - 8, y + (layer + 0.5) * tall + size * 0.36, {
            size,
            anchor: "end",
            bold,
            fill: bold ? "ink" : "soft",
          }),
        );
      }
      if (rowOf(map, layer) < 0 && tall >= 12) {
        marks.push(
          text(t(lang, "layer-silent-short"), left + 4, y + (layer + 0.5) * tall + size * 0.36, {
            size: Math.min(size, 10),
            fill: "soft",
            italic: true,
          }),
        );
      }
      if (tall >= 12 && layer > 0) {
        marks.push(line(left, y + layer * tall, left + across, y + layer * tall, { stroke: "paper" }));
      }
    }
    if (digits) {
      values.forEach((value, i) => {
        const middle = left + ((i % count) + 0.5) * cell;
        const missing = Number.isNaN(value);
        marks.push(
          text(missing ? "" : printed(value), middle, y + (Math.floor(i / count) + 0.5) * tall + size * 0.36, {
            size,
            anchor: "middle",
            fill: missing ? "ink" : over(value, scale),
          }),
        );
      });
    }
    marks.push(rect({ x: left - 0.5, y: y - 0.5, width: across + 1, height: down + 1, fill: "none", stroke: "faint" }));
    marks.push(
      rect({
        x: left - 1,
        y: y + chosen * tall,
        width: across + 2,
        height: tall,
        fill: "none",
        stroke: "ink",
        strokeWidth: 1.25,
      }),
    );
    const none = { kind: "none" } as const;
    regions.push(
      {
        id: quantity,
        role: "cells",
        quiet: true,
        x: left,
        y,
        width: across,
        height: down,
        rows: layers,
        columns: count,
        row: { kind: "layer" },
        column: { ...AXIS, part: "key" },
      },
      {
        id: `tokens-${quantity}`,
        role: "label",
        x: left,
        y: y - set.height,
        width: across,
        height: set.height - 2,
        rows: 1,
        columns: count,
        row: none,
        column: AXIS,
        shear: set.shear,
        ...(set.every > 1 ? { tags: tokens.map(tokenName) } : {}),
      },
    );
    top = y + down + 14;
  }
  const ramp = Math.min(300, width - left - 8);
  const room = width - left - 2;
  top += 20 + captionRise(caption, room);
  marks.push(...legend(scale, { x: left, y: top, width: ramp, ticks, caption, room }));
  return {
    width: Math.max(left + across + set.overhang + 4, left + ramp + 8),
    height: top + 26,
    title: t(lang, "rollout-across-title", { token: own ? tokenName(own) : "", model: modelName(lang, model) }),
    description: t(lang, "rollout-across-description", { layers: sayLayers(lang, map), rows: count }),
    marks,
    regions,
  };
}
