/** What each head adds to the residual stream: all heads at once, and the heads of one layer at every token. */
import { hasHead, headsIn, placeOf, rowOf, silentIn } from "../../data/layers.ts";
import { relative, relativeNorms } from "../../data/stats.ts";
import { text } from "../../core/scene/marks.ts";
import { textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { sayLayers } from "../../plots/say-layers.ts";
import { columnLabels, drawColumnLabels, legend, modelName, shortNumber, tokenName } from "../../plots/labels.ts";
import { counted, lattice } from "../../plots/lattice.ts";
import { lines, wrapped } from "../../plots/lines.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { ContributionsData } from "../../data/stats.ts";

/** A share as it stands in a cell: hundredths. */
const small = (value: number) => (value >= 0.995 ? value.toFixed(1) : value.toFixed(2).replace(/^0/, ""));

/** A round end for a ramp that begins at 0. */
export function roundUp(most: number) {
  const base = 10 ** Math.floor(Math.log10(Math.max(most, 1e-9)));
  return base * ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * base >= most) ?? 10);
}

const ramp = (most: number) => ({
  scale: { map: "attention" as const, kind: "sqrt" as const, domain: [0, most] as [number, number] },
  ticks: [0, most / 16, most / 4, most / 2, most],
});

function drawRamp(
  marks: Mark[],
  { scale, ticks }: ReturnType<typeof ramp>,
  { x, y: from, width, caption }: { x: number; y: number; width: number; caption: string },
) {
  const said = lines(caption, { x, y: from - 5, width: width - 6 });
  const long = Math.max(...wrapped(caption, width - 6, 11).map((words) => textWidth(words, 11)));
  marks.push(...said.marks);
  const y = from + said.height - 15;
  marks.push(
    ...legend(scale, {
      x,
      y,
      width: Math.min(300, width - 16),
      ticks,
      format: (value) => shortNumber(Number(value.toPrecision(2))),
    }),
  );
  return { foot: y + 26, right: x + Math.max(long, Math.min(300, width - 16) + 8) };
}

/** Layers down, heads across: the mean over tokens of what a head adds, relative to what its layer read. */
export function overview(
  data: ContributionsData,
  { width, lang = "en", layer = -1, head = -1 }: { width: number; lang?: Lang; layer?: number; head?: number },
): Scene {
  const { layers, model } = data;
  const { total, width: heads } = layers;
  const means = relativeNorms(data);
  // A row for every layer of the model: those that do not attend stay empty.
  const values = Float64Array.from(
    { length: total * heads },
    (_, at) => means[placeOf(layers, { layer: Math.floor(at / heads), head: at % heads })] ?? NaN,
  );
  const { scale, ticks } = ramp(roundUp(Math.max(...means.filter((value) => !Number.isNaN(value)))));
  const [left, top] = [42, 34];
  const wide = Math.max(14, Math.min(56, Math.floor((width - left - 4) / heads)));
  const tall = total > 16 ? 17 : 26;
  const down = tall * total;
  const marks: Mark[] = [
    text(`${t(lang, "head")} →`, left, 10, { size: 11, fill: "soft" }),
    text(`${t(lang, "layer")} ↓`, 0, top - 7, { size: 11, fill: "soft" }),
    ...counted(heads, { x: left + wide / 2, y: top - 7, step: wide, bold: head }),
    ...counted(total, { x: left - 8, y: top + tall / 2, step: tall, down: true, bold: layer }),
    ...lattice({
      x: left,
      y: top,
      wide,
      tall,
      rows: total,
      columns: heads,
      values,
      scale,
      print: (at) => (wide >= 24 ? small(values[at] as number) : ""),
      size: tall < 20 ? 10 : 11,
    }),
    ...silentIn(layers).map((silent) =>
      text(t(lang, "layer-silent-short"), left + 4, top + (silent + 0.5) * tall + 4, {
        size: 10,
        fill: "soft",
        italic: true,
      }),
    ),
  ];
  if (hasHead(layers, { layer, head }) && head >= 0) {
    marks.push({
      type: "path",
      d: `M${left + head * wide} ${top + layer * tall}h${wide}v${tall}h${-wide}z`,
      fill: "none",
      stroke: "ink",
      strokeWidth: 2,
    });
  }
  const legends = drawRamp(
    marks,
    { scale, ticks },
    { x: left, y: top + down + 26, width: width - left, caption: t(lang, "contributions-legend-mean") },
  );
  return {
    width: Math.ceil(Math.max(left + wide * heads + 4, legends.right)),
    height: legends.foot,
    title: t(lang, "contributions-overview-title", { model: modelName(lang, model) }),
    description: t(lang, "contributions-overview-description", { layers: sayLayers(lang, layers) }),
    marks,
    regions: [
      {
        id: "overview",
        role: "cells",
        x: left,
        y: top,
        width: wide * heads,
        height: down,
        rows: total,
        columns: heads,
        row: { kind: "layer" },
        column: { kind: "head" },
      },
    ],
  };
}

/** The heads of one layer down, tokens across, with the norm of what the layer read under each token. */
export function ofLayer(
  data: ContributionsData,
  { width, lang = "en", layer, head = -1 }: { width: number; lang?: Lang; layer: number; head?: number },
): Scene {
  const { layers, tokens, residual, model } = data;
  const count = tokens.length;
  const heads = headsIn(layers, layer);
  const values = Float64Array.from({ length: heads * count }, (_, at) =>
    relative(data, layer, Math.floor(at / count), at % count),
  );
  const { scale, ticks } = ramp(roundUp(Math.max(...values)));
  const name = t(lang, "contributions-residual");
  const left = Math.ceil(Math.max(34, textWidth(name, 11))) + 12;
  const room = width - left - 4;
  let wide = Math.max(3, Math.min(56, Math.floor(room / count)));
  let set = columnLabels(tokens, wide);
  if (set.overhang) {
    wide = Math.max(3, Math.min(56, Math.floor((room - set.overhang + wide / 2) / count)));
    set = columnLabels(tokens, wide);
  }
  const tall = 24;
  const top = set.height + 18;
  const down = tall * heads;
  const read = Float64Array.from(
    { length: count },
    (_, token) => residual[rowOf(layers, layer) * count + token] as number,
  );
  const marks: Mark[] = [
    text(`${t(lang, "contributions-token")} →`, left, 10, { size: 11, fill: "soft" }),
    text(`${t(lang, "head")} ↓`, left - 8, top - 5, { size: 11, fill: "soft", anchor: "end" }),
    ...drawColumnLabels(tokens, set, { x: left, y: top, step: wide }),
    ...counted(heads, { x: left - 8, y: top + tall / 2, step: tall, down: true, bold: head }),
    ...lattice({
      x: left,
      y: top,
      wide,
      tall,
      rows: heads,
      columns: count,
      values,
      scale,
      print: (at) => (wide >= 24 ? small(values[at] as number) : ""),
    }),
  ];
  if (head >= 0 && head < heads) {
    marks.push({
      type: "path",
      d: `M${left - 0.5} ${top + head * tall - 0.5}h${wide * count + 1}v${tall + 1}h${-wide * count - 1}z`,
      fill: "none",
      stroke: "ink",
      strokeWidth: 2,
    });
  }
  // Under the picture, what the layer read: what the numbers are relative to.
  const foot = top + down + 8;
  const base = foot + 38;
  const most = Math.max(...read);
  let d = "";
  read.forEach((value, token) => {
    const high = Math.round((value / most) * 22 * 10) / 10;
    d += `M${left + token * wide + 1} ${base}v${-high}h${Math.max(1, wide - 2)}v${high}z`;
    if (wide >= 24) {
      marks.push(
        text(value.toFixed(value < 100 ? 1 : 0), left + (token + 0.5) * wide, base - high - 3, {
          size: 10,
          anchor: "middle",
          fill: "soft",
        }),
      );
    }
  });
  marks.push({ type: "path", d, fill: "soft" }, text(name, left - 8, base, { size: 11, fill: "soft", anchor: "end" }));
  const bottom = foot + 42;
  const legends = drawRamp(
    marks,
    { scale, ticks },
    { x: left, y: bottom + 22, width: width - left, caption: t(lang, "contributions-legend") },
  );
  const column = { kind: "token", source: "attention" } as const;
  const thinned = set.every > 1 ? { tags: tokens.map(tokenName) } : {};
  const regions: Region[] = [
    {
      id: "cells",
      role: "cells",
      x: left,
      y: top,
      width: wide * count,
      height: down,
      rows: heads,
      columns: count,
      row: { kind: "head" },
      column,
      layer,
    },
    {
      id: "residual",
      role: "cells",
      x: left,
      y: foot,
      width: wide * count,
      height: 40,
      rows: 1,
      columns: count,
      row: { kind: "none" },
      column,
    },
    {
      id: "tokens",
      role: "label",
      x: left,
      y: top - set.height,
      width: wide * count,
      height: set.height - 2,
      rows: 1,
      columns: count,
      row: { kind: "none" },
      column,
      shear: set.shear,
      ...thinned,
    },
  ];
  return {
    width: Math.ceil(Math.max(left + wide * count + 4 + Math.max(0, set.overhang - wide / 2), legends.right)),
    height: legends.foot,
    title: t(lang, "contributions-title", { layer, model: modelName(lang, model) }),
    description: t(lang, "contributions-description", { heads, count, layer }),
    marks,
    regions,
  };
}
