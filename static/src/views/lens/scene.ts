/** The logit lens: what a decoder would say next if it stopped after a layer. */

import { line, text } from "../../core/scene/marks.ts";
import { fit, script, textWidth, visible } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { percent } from "../../plots/say.ts";
import { attentionScale } from "../../plots/heatmap.ts";
import {
  captionRise,
  columnLabels,
  drawColumnLabels,
  legend,
  modelName,
  tokenLabel,
  tokenName,
  widestLabel,
} from "../../plots/labels.ts";
import { lattice } from "../../plots/lattice.ts";
import { lines } from "../../plots/lines.ts";
import { along, keepApart, pointMark } from "../../plots/plot.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { ModelRef, Prediction, Token } from "../../data/types.ts";

/** What the API answers. */
export interface LensData {
  model: ModelRef;
  text: string;
  tokens: Token[];
  /** [layer][token], the embedding first: some candidates, likeliest first */
  layers: readonly (readonly (readonly Prediction[])[])[];
  definition: string;
}

/** Linear from 0 to 1. */
const SCALE = attentionScale("linear");
const LEAST = 38;

/** "emb", then the layers as they are counted elsewhere. */
export const layerName = (lang: Lang, at: number) => (at === 0 ? t(lang, "lens-embedding") : String(at - 1));

/** @returns the likeliest */
export const first = (data: LensData, at: number, token: number): Prediction | undefined =>
  data.layers[at]?.[token]?.[0];

/** A candidate's probability after every layer; null where it is not among those that the answer names. */
export const followed = (data: LensData, token: number, candidate: string): (number | null)[] =>
  data.layers.map((layer) => layer[token]?.find(({ text: words }) => words === candidate)?.probability ?? null);

/** The first layer from which on the likeliest stays what it is in the end. */
export function settled({ layers }: LensData, token: number) {
  const last = layers.at(-1)?.[token]?.[0]?.text;
  let at = layers.length - 1;
  while (at > 0 && layers[at - 1]?.[token]?.[0]?.text === last) at -= 1;
  return at;
}

/**
 * Whether layers stand one under the other, or side by side with the sentence running down: whichever gives words
 * more room.
 */
export function laid({ layers, tokens }: LensData, width: number, lang: Lang = "en") {
  const margin = Math.max(Math.min(110, widestLabel(tokens, 12)), textWidth(`${t(lang, "lens-token")} ↓`, 11)) + 18;
  const names = [t(lang, "lens-embedding"), `${t(lang, "layer")} ↓`].map((words) => textWidth(words, 11));
  const [down, across] = [(width - Math.max(...names) - 20) / tokens.length, (width - margin) / layers.length];
  const sideways = down < LEAST + 8 && across > down;
  const wide = Math.floor(Math.max(LEAST, Math.min(112, sideways ? across : down)));
  return { sideways, wide };
}

/** @param options token: the one that is looked into */
export function lens(
  data: LensData,
  { width, lang = "en", token = -1 }: { width: number; lang?: Lang; token?: number },
): Scene {
  const { layers, tokens, model } = data;
  const depth = layers.length;
  const count = tokens.length;
  const { sideways, wide } = laid(data, width, lang);
  const tall = 20;
  const [rows, columns] = sideways ? [count, depth] : [depth, count];
  const place = (at: number) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return sideways ? { at: column, token: row } : { at: row, token: column };
  };
  const found = (at: number) => {
    const where = place(at);
    return first(data, where.at, where.token);
  };
  const values = Float32Array.from({ length: rows * columns }, (_, at) => found(at)?.probability ?? NaN);
  const names = [t(lang, "lens-embedding"), `${t(lang, "layer")} ↓`];
  const left =
    Math.ceil(
      sideways
        ? Math.max(Math.min(110, widestLabel(tokens, 12)), textWidth(`${t(lang, "lens-token")} ↓`, 11))
        : Math.max(...names.map((words) => textWidth(words, 11))),
    ) + 14;
  const set = columnLabels(tokens, wide);
  const top = sideways ? 34 : set.height + 18;
  const ends = data.tokens.map((_, i) => settled(data, i));
  const marks: Mark[] = [];
  if (sideways) {
    marks.push(
      text(`${t(lang, "layer")} →`, left, 11, { size: 11, fill: "soft" }),
      text(`${t(lang, "lens-token")} ↓`, left - 8, top - 6, { size: 11, fill: "soft", anchor: "end" }),
    );
    for (let at = 0; at < depth; at += 1) {
      marks.push(
        text(at === 0 ? t(lang, "lens-embedding-short") : layerName(lang, at), left + (at + 0.5) * wide, top - 6, {
          size: 11,
          fill: "soft",
          anchor: "middle",
        }),
      );
    }
    tokens.forEach((one, row) =>
      marks.push(
        tokenLabel(one, left - 8, top + (row + 0.5) * tall + 4, left - 12, {
          size: 12,
          anchor: "end",
          bold: row === token,
        }),
      ),
    );
  } else {
    marks.push(
      text(`${t(lang, "lens-token")} →`, left, 11, { size: 11, fill: "soft" }),
      text(`${t(lang, "layer")} ↓`, left - 8, top - 6, { size: 11, fill: "soft", anchor: "end" }),
    );
    marks.push(...drawColumnLabels(tokens, set, { x: left, y: top, step: wide }));
    for (let at = 0; at < depth; at += 1) {
      marks.push(
        text(layerName(lang, at), left - 8, top + (at + 0.5) * tall + 4, { size: 11, fill: "soft", anchor: "end" }),
      );
    }
  }
  marks.push(
    ...lattice({
      x: left,
      y: top,
      wide,
      tall,
      rows,
      columns,
      values,
      scale: SCALE,
      set: "start",
      print: (at) => visible(found(at)?.text ?? ""),
      ...(wide >= 72 ? { beside: (at: number) => (found(at)?.probability ?? 0).toFixed(2).replace(/^0/, "") } : {}),
      look: (at) => {
        const where = place(at);
        const last = first(data, depth - 1, where.token)?.text;
        return { bold: found(at)?.text === last, ...script(found(at)?.text ?? "") };
      },
    }),
  );
  // From here on the likeliest stays what it is in the end.
  let d = "";
  ends.forEach((at, i) => {
    if (at === 0) return;
    d += sideways
      ? `M${left + at * wide} ${top + i * tall + 1}v${tall - 2}`
      : `M${left + i * wide + 1} ${top + at * tall}h${wide - 2}`;
  });
  marks.push(
    { type: "path", d, fill: "none", stroke: "paper", strokeWidth: 4 },
    { type: "path", d, fill: "none", stroke: "ink", strokeWidth: 2 },
  );
  if (token >= 0 && token < count) {
    const box = sideways
      ? `M${left} ${top + token * tall}h${depth * wide}v${tall}h${-depth * wide}z`
      : `M${left + token * wide} ${top}h${wide}v${depth * tall}h${-wide}z`;
    marks.push({ type: "path", d: box, fill: "none", stroke: "ink", strokeWidth: 2 });
  }
  const bottom = top + rows * tall;
  const key = lines(t(lang, "lens-key"), { x: 1, y: bottom + 18, width: width - 4 });
  marks.push(...key.marks);
  const long = Math.min(300, width - left - 20);
  const caption = t(lang, "lens-legend");
  const room = Math.max(width, left + columns * wide) - left - 4;
  const foot = bottom + 29 + key.height + captionRise(caption, room);
  marks.push(...legend(SCALE, { x: left, y: foot, width: long, ticks: [0, 0.25, 0.5, 0.75, 1], caption, room }));
  const none = { kind: "none" } as const;
  const axis = { kind: "token", source: "attention" } as const;
  const layerAxis = { kind: "layer" } as const;
  const regions: Region[] = [
    {
      id: "cells",
      role: "cells",
      x: left,
      y: top,
      width: wide * columns,
      height: rows * tall,
      rows,
      columns,
      row: sideways ? axis : layerAxis,
      column: sideways ? layerAxis : axis,
    },
    sideways
      ? {
          id: "tokens",
          role: "label",
          x: 0,
          y: top,
          width: left - 3,
          height: rows * tall,
          rows: count,
          columns: 1,
          row: axis,
          column: none,
        }
      : {
          id: "tokens",
          role: "label",
          x: left,
          y: top - set.height,
          width: wide * count,
          height: set.height - 2,
          rows: 1,
          columns: count,
          row: none,
          column: axis,
          shear: set.shear,
        },
  ];
  return {
    width: Math.max(
      left + columns * wide + 4 + (sideways ? 0 : Math.max(0, set.overhang - wide / 2)),
      left + long + 12,
    ),
    height: foot + 26,
    title: t(lang, "lens-title", { model: modelName(lang, model) }),
    description: t(lang, "lens-description", { layers: depth - 1, count }),
    marks,
    regions,
  };
}

/** Colours that stay apart to the colour-blind too, in the order of the final ranking; beside them, marks. */
const LOOKS = ["disc", "square", "ring", "cross", "disc"] as const;

/**
 * The final candidates of one token through the layers. Where one is not among those that the answer names after a
 * layer, its line breaks off.
 * @param options candidate: its rank in the end, counted from 0; still: no buttons over the picture name the final
 *   probabilities
 */
export function candidates(
  data: LensData,
  {
    width,
    lang = "en",
    token,
    candidate,
    still = false,
  }: { width: number; lang?: Lang; token: number; candidate: number; still?: boolean },
): Scene {
  const { layers, tokens } = data;
  const depth = layers.length;
  const ends = layers.at(-1)?.[token] ?? [];
  const share = ({ probability }: Prediction) => (still ? `  ${percent(probability)}` : "");
  const widest = Math.min(
    150,
    Math.max(90, width * 0.3),
    Math.max(40, ...ends.map((one) => textWidth(visible(one.text) + share(one), 12, true))),
  );
  const [left, top, down] = [36, 14, 190];
  const right = widest + 22;
  const step = Math.min(34, (width - left - right) / Math.max(depth - 1, 1));
  const across = step * (depth - 1);
  const px = (at: number) => left + at * step;
  const py = (value: number) => top + down * (1 - value);
  const marks: Mark[] = [];
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    marks.push(line(left, py(tick), left + across, py(tick)));
    marks.push(
      text(tick === 0 || tick === 1 ? String(tick) : String(tick).replace("0.", "."), left - 7, py(tick) + 4, {
        size: 11,
        fill: "soft",
        anchor: "end",
      }),
    );
  }
  const every = [1, 2, 5, 10].find((one) => one * step >= 20) ?? 20;
  for (let at = 1; at < depth; at += 1) {
    if ((at - 1) % every !== 0) continue;
    marks.push(
      line(px(at), top + down, px(at), top + down + 3, { stroke: "soft" }),
      text(String(at - 1), px(at), top + down + 16, { size: 11, fill: "soft", anchor: "middle" }),
    );
  }
  marks.push(
    line(px(0), top + down, px(0), top + down + 3, { stroke: "soft" }),
    text(t(lang, "lens-embedding-short"), px(0) - 4, top + down + (step * every < 34 ? 29 : 16), {
      size: 10,
      fill: "soft",
      anchor: "middle",
    }),
  );
  marks.push(text(`${t(lang, "layer")} →`, left + across, top + down + 31, { size: 11, fill: "soft", anchor: "end" }));
  const order = ends.map((_, i) => i).sort((a, b) => Number(a === candidate) - Number(b === candidate));
  const heights = keepApart(
    ends.map(({ probability }) => py(probability) + 4),
    15,
    top + 4,
    top + down + 4,
  );
  for (const i of order) {
    const one = ends[i];
    if (!one) continue;
    const own = i === candidate;
    const look = {
      stroke: own ? ("ink" as const) : ("soft" as const),
      width: own ? 2.5 : 1,
      dash: own
        ? []
        : ([
            [3, 3],
            [7, 3],
            [1.5, 3],
            [7, 3, 2, 3],
          ][i % 4] ?? []),
      mark: LOOKS[i] ?? "disc",
    };
    const values = followed(data, token, one.text);
    const runs: [number, number][][] = [];
    values.forEach((value, at) => {
      if (value === null) return;
      if (at === 0 || values[at - 1] === null || runs.length === 0) runs.push([]);
      runs.at(-1)?.push([px(at), py(value)]);
    });
    for (const run of runs) {
      if (run.length > 1) {
        marks.push({ type: "path", d: along(run), fill: "none", stroke: look.stroke, strokeWidth: look.width });
      }
    }
    for (const point of runs.flat()) marks.push(pointMark(point, look, own ? 3.5 : 2.5));
    const at = heights[i] as number;
    if (Math.abs(at - 4 - py(one.probability)) > 3) {
      marks.push(
        line(left + across + 5, py(one.probability), left + across + 12, at - 4, { stroke: "soft", strokeWidth: 0.75 }),
      );
    }
    const said = fit(visible(one.text), right - 18 - textWidth(share(one), 12, true), 12);
    marks.push(
      text(`${said}${share(one)}`, left + across + 15, at, {
        size: 12,
        bold: own,
        fill: own ? "ink" : "soft",
        ...script(one.text),
      }),
    );
  }
  const none = { kind: "none" } as const;
  const regions: Region[] = layers.map((_, at) => ({
    id: `layer-${at}`,
    role: "label",
    quiet: true,
    x: px(at) - step / 2,
    y: top - 6,
    width: Math.max(step, 4),
    height: down + 24,
    rows: 1,
    columns: 1,
    row: none,
    column: none,
  }));
  ends.forEach((_, i) => {
    regions.push({
      id: `candidate-${i}`,
      role: "label",
      quiet: true,
      x: left + across + 10,
      y: (heights[i] as number) - 12,
      width: right - 10,
      height: 15,
      rows: 1,
      columns: 1,
      row: none,
      column: none,
    });
  });
  return {
    width: Math.max(left + across + right, 200),
    height: top + down + 38,
    title: t(lang, "lens-follow-title", { token: tokenName(tokens[token] as Token) }),
    description: t(lang, "lens-follow-description"),
    marks,
    regions,
  };
}
