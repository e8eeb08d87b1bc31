/** All heads as a list of small pictures, the one with most of a statistic first. */
import { chanceIn, mostOf, strongestFirst } from "../data/stats.ts";
import { raster, rect, text } from "../core/scene/marks.ts";
import { textWidth } from "../core/scene/text.ts";
import { t } from "../core/words/index.ts";
import { pictures, pictureSide } from "./grid.ts";
import { ATTENTION_TICKS, attentionCaption, attentionScale, onScale } from "./heatmap.ts";
import { captionRise, legend, modelName } from "./labels.ts";
import { lines } from "./lines.ts";
import { triangle } from "./masked.ts";
import type { Lang, Mark, Region, Scene } from "../core/types.ts";
import type { Statistic } from "../data/stats.ts";
import type { AttentionData, HeadRef, Quarter } from "../data/types.ts";
import type { WeightScale, Colour } from "../core/scene/colour.ts";

type Options = {
  width: number;
  lang?: Lang;
  scale?: WeightScale;
  colour?: Colour;
  layer?: number;
  head?: number;
  others?: readonly HeadRef[];
  quarter?: Quarter;
  special?: "show" | "hide";
};

/** A statistic's number as it is printed: shares to three decimals, bits and tokens to two. */
export const amount = (unit: Statistic["unit"], value: number) => value.toFixed(unit === "share" ? 3 : 2);

const GAP = 12;
const FOOT = 24;
/** Narrower than this, type is small, so that a hundred heads are not one long band. */
const NARROW = 420;

/** How large the pictures are and how many stand in a row: large where there are few heads. */
export function tiles(width: number, count: number) {
  const wanted = width < NARROW && count > 24 ? 49 : count > 150 ? 60 : count > 60 ? 76 : 92;
  const columns = Math.max(1, Math.min(count, Math.floor((width + GAP) / (wanted + GAP))));
  const side = Math.min(110, Math.floor((width + GAP) / columns - GAP));
  return { columns, side, size: side < 60 ? 9 : 11 };
}

/** @param statistic of the same sentence */
export function sorted(
  data: AttentionData,
  statistic: Statistic,
  {
    width,
    lang = "en",
    scale: kind = "sqrt",
    colour = "blue",
    layer: chosenLayer,
    head: chosenHead,
    others = [],
    quarter = "",
    special = "show",
  }: Options,
): Scene {
  const shown = pictures(data, quarter, special);
  const scale = attentionScale(kind, colour);
  const list = strongestFirst(statistic);
  const most = mostOf(statistic);
  const { columns, side: room, size } = tiles(width - 2, Math.max(list.length, 1));
  const side = pictureSide(room, Math.max(shown.queries.bins.length, shown.keys.bins.length));
  const pitch = room + GAP;
  const tall = side + FOOT + GAP;
  const top = 3;
  const name = t(lang, `stat-${statistic.name}`);
  const marks: Mark[] = [];
  const regions: Region[] = [];
  let [frames, tracks, bars, ticks] = ["", "", "", ""];
  list.forEach(({ layer, head, value }, rank) => {
    const [x, y] = [1 + (rank % columns) * pitch, top + Math.floor(rank / columns) * tall];
    marks.push(
      raster({
        x,
        y,
        width: side,
        height: side,
        columns: shown.keys.bins.length,
        rows: shown.queries.bins.length,
        values: onScale(shown.values(layer, head), shown.keys.bins.length, kind),
        scale,
      }),
    );
    const chosen = layer === chosenLayer && head === chosenHead;
    if (chosen) {
      marks.push(
        rect({ x: x - 2, y: y - 2, width: side + 4, height: side + 4, fill: "none", stroke: "ink", strokeWidth: 2 }),
      );
    } else if (others.some((one) => one.layer === layer && one.head === head)) {
      marks.push(rect({ x: x - 1.5, y: y - 1.5, width: side + 3, height: side + 3, fill: "none", stroke: "ink" }));
    } else {
      frames += shown.causal
        ? triangle(x, y, side, shown.keys.bins.length)
        : `M${x - 0.5} ${y - 0.5}h${side + 1}v${side + 1}h${-side - 1}z`;
    }
    const [id, number] = [`${layer}.${head}`, amount(statistic.unit, value)];
    // Pictures of whole pixels may be narrower than their words.
    const right = x + Math.max(side, Math.min(room, textWidth(id, size, true) + textWidth(number, size) + 4));
    marks.push(
      text(id, x, y + side + 13, { size, bold: true }),
      text(number, right, y + side + 13, { size, anchor: "end", fill: "soft" }),
    );
    const foot = y + side + 17;
    const px = (share: number) => Math.round(share * side * 10) / 10;
    tracks += `M${x} ${foot}h${side}v4h${-side}z`;
    bars += `M${x} ${foot}h${px(value / most)}v4h${-px(value / most)}z`;
    const chance = chanceIn(statistic, layer);
    if (chance !== null) ticks += `M${x + px(chance / most)} ${foot - 2}v8`;
    regions.push({
      id: `head-${layer}-${head}`,
      role: "cells",
      x,
      y,
      width: side,
      height: side,
      rows: shown.queries.bins.length,
      columns: shown.keys.bins.length,
      layer,
      head,
      row: shown.row,
      column: shown.column,
    });
  });
  marks.push({ type: "path", d: frames, fill: "none", stroke: "faint" });
  marks.push(
    { type: "path", d: bars, fill: "soft" },
    { type: "path", d: tracks, fill: "none", stroke: "faint" },
    { type: "path", d: ticks, fill: "none", stroke: "ink", strokeWidth: 1.5 },
  );
  const bottom = top + Math.ceil(list.length / columns) * tall;
  const ends = amount(statistic.unit, most);
  const line = { level: "sorted-key", equal: "sorted-key-equal" }[statistic.chanceIs as string] ?? "sorted-key-even";
  const said =
    statistic.chance === null
      ? t(lang, `${line}-varies`, { most: ends })
      : t(lang, line, { most: ends, chance: amount(statistic.unit, statistic.chance) });
  const key = lines(said, { x: 1, y: bottom + 8, width: width - 4 });
  marks.push(...key.marks);
  const ramp = Math.min(300, width - 20);
  const caption = attentionCaption(lang, kind, colour);
  const foot = bottom + 19 + key.height + captionRise(caption, width - 12);
  marks.push(...legend(scale, { x: 9, y: foot, width: ramp, ticks: ATTENTION_TICKS[kind], caption, room: width - 12 }));
  return {
    width: Math.max(columns * pitch - GAP + 2, ramp + 20),
    height: foot + 26,
    title: t(lang, "sorted-title", { name, model: modelName(lang, data.model) }),
    description: t(lang, "sorted-description", { name, count: list.length }),
    marks,
    regions,
  };
}
