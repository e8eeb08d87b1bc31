/** One head: what each token (a row, the query) gives to each token (a column, the key). */
import { line, raster, rect, text } from "../core/scene/marks.ts";
import { scaleLinear } from "../core/d3.ts";
import { t } from "../core/words/index.ts";
import { captionRise, legend, modelName, shortNumber } from "./labels.ts";
import { withoutMasked } from "./masked.ts";
import { nextTokens } from "./next.ts";
import { remarks, square } from "./square.ts";
import { isWhole, wholeOf } from "./window.ts";
import type { Colour, WeightScale } from "../core/scene/colour.ts";
import type { Axis, ColourScale, Lang, Mark, Region, Scene } from "../core/types.ts";
import type { Matrix, Prediction, Predicts, Side, Token } from "../data/types.ts";
import type { Span, Window } from "./window.ts";

interface Options {
  width: number;
  lang?: Lang;
  scale?: WeightScale;
  colour?: Colour;
  /** [query * key] 1 where a cell is drawn; null: all are */
  drawn?: Uint8Array | null;
  /** [query] what each row gives to keys that are not there: a column of its own */
  hidden?: Float64Array | null;
  /** what was done to the numbers or to the picture, a line each */
  notes?: readonly string[];
  /** the part that is on view; everything, if left out */
  window?: Window;
  /** whether the legend is there; it is, if left out */
  ramp?: boolean;
  maxCell?: number;
  minCell?: number;
  /** how high the cells may stand together, where they need not be smaller than three pixels for it */
  tall?: number;
  /** a list a column */
  predictions?: readonly (readonly Prediction[])[] | null;
  predicts?: Predicts;
}

const EVEN = [0, 0.25, 0.5, 0.75, 1];
export const ATTENTION_TICKS: Record<WeightScale, number[]> = {
  sqrt: [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1],
  linear: EVEN,
  row: EVEN,
  log: [0.0001, 0.001, 0.01, 0.1, 1],
};

/** What a logarithmic scale begins with: smaller weights look like it. */
const FOOT = 0.0001;

/**
 * @param most the largest value there is
 * @returns by row: of values that onScale has divided
 */
export const attentionScale = (kind: WeightScale = "sqrt", colour: Colour = "blue", most: number = 1): ColourScale => ({
  map: colour === "blue" ? "attention" : colour,
  kind: kind === "row" ? "linear" : kind,
  domain: kind === "row" ? [0, 1] : [kind === "log" ? FOOT * most : 0, most],
});

/** What a legend says: what the numbers are, and their scale by name. */
export const attentionCaption = (
  lang: Lang,
  kind: WeightScale = "sqrt",
  colour: Colour = "blue",
  what: "attention" | "value" = "attention",
) => t(lang, `legend-${what}-${kind}`, { colour: t(lang, `colour-${colour}`) });

/** The numbers under a legend. */
export function ticksOf(kind: WeightScale, most: number) {
  if (most === 1 || kind === "row") return ATTENTION_TICKS[kind];
  if (kind === "log") return ATTENTION_TICKS.log.map((share) => share * most);
  return scaleLinear()
    .domain([0, most])
    .ticks(kind === "sqrt" ? 4 : 5);
}

/**
 * Weights as a scale colours them: by row, each as a share of its row's largest.
 * @param weights [row * column]
 * @returns the same unless by row; NaN stays
 */
export function onScale<V extends ArrayLike<number>>(weights: V, columns: number, kind: WeightScale): V | Float32Array {
  if (kind !== "row") return weights;
  const shown = new Float32Array(weights);
  for (let from = 0; from < shown.length; from += columns) {
    let most = 0;
    for (let i = from; i < from + columns; i += 1) if ((shown[i] as number) > most) most = shown[i] as number;
    if (most > 0) for (let i = from; i < from + columns; i += 1) shown[i] = (shown[i] as number) / most;
  }
  return shown;
}

/** Weights with nothing where a cell is not drawn. */
export function onlyDrawn(weights: ArrayLike<number>, drawn: Uint8Array | null) {
  if (!drawn) return weights;
  const shown = new Float32Array(weights);
  for (let i = 0; i < shown.length; i += 1) if (drawn[i] === 0) shown[i] = NaN;
  return shown;
}

/** Below half a hundredth nothing is printed. */
const printed = (weight: number) => (weight >= 0.005 ? weight.toFixed(2).replace(/^0/, "") : "");

/** Where the second sentence begins, if both are there. */
export function boundary(labels: readonly Token[]) {
  const at = labels.findIndex(({ sequence }) => sequence === 1);
  return at > 0 && labels.some(({ sequence }) => sequence === 0) ? at : -1;
}

function axisOf({ source, tokens }: Side, part: "query" | "key"): Axis {
  const plain = tokens.every((own, i) => own.length === 1 && own[0] === i);
  return { kind: "token", source, part, ...(plain ? {} : { tokens }) };
}

/** @param values [row * column] */
function cut(
  values: readonly number[] | Float32Array | ArrayLike<number>,
  columns: number,
  { rows, columns: across }: Window,
) {
  const part = new Float32Array(rows.count * across.count);
  for (let row = 0, to = 0; row < rows.count; row += 1) {
    const from = (rows.first + row) * columns + across.first;
    for (let column = 0; column < across.count; column += 1, to += 1) part[to] = values[from + column] as number;
  }
  return part;
}

const partOf = (side: Side, { first, count }: Span): Side => ({
  ...side,
  labels: side.labels.slice(first, first + count),
  tokens: side.tokens.slice(first, first + count),
});

const MAP = 56;

/**
 * The whole matrix in small, and where in it one is.
 * @param values [row * column]
 */
function overview(
  values: ArrayLike<number>,
  [rows, columns]: readonly [number, number],
  scale: ColourScale,
  window: Window,
  { x, y, words }: { x: number; y: number; words: string },
): { marks: Mark[]; region: Region } {
  const side = (count: number) => (MAP * count) / Math.max(rows, columns);
  const [width, height] = [side(columns), side(rows)];
  const [across, down] = [Math.min(columns, MAP), Math.min(rows, MAP)];
  // The strongest cell of each block: a mean would wash out single links.
  const pooled = new Float32Array(across * down).fill(NaN);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = Math.floor((row * down) / rows) * across + Math.floor((column * across) / columns);
      const value = values[row * columns + column] as number;
      if (!((pooled[at] as number) >= value)) pooled[at] = Number.isNaN(value) ? (pooled[at] as number) : value;
    }
  }
  const box = {
    x: x + (window.columns.first * width) / columns,
    y: y + (window.rows.first * height) / rows,
    width: (window.columns.count * width) / columns,
    height: (window.rows.count * height) / rows,
  };
  return {
    marks: [
      raster({ x, y, width, height, columns: across, rows: down, values: pooled, scale }),
      rect({ x: x - 0.5, y: y - 0.5, width: width + 1, height: height + 1, fill: "none", stroke: "faint" }),
      rect({ ...box, fill: "none", stroke: "paper", strokeWidth: 4 }),
      rect({ ...box, fill: "none", stroke: "ink", strokeWidth: 1.5 }),
      text(words, x, y + height + 14, { size: 11, fill: "soft" }),
    ],
    region: {
      id: "overview",
      role: "cells",
      quiet: true,
      x,
      y,
      width,
      height,
      rows,
      columns,
      row: { kind: "none" },
      column: { kind: "none" },
    },
  };
}

const HIDDEN = 64;

/**
 * What each row gives to keys that are not there: a bar, and its number where there is room.
 * @param masses [row]
 * @param place over: where the name stands
 */
function hiddenColumn(
  masses: ArrayLike<number>,
  { x, y, cell, name, over }: { x: number; y: number; cell: number; name: string; over: number },
): Mark[] {
  const bar = Math.max(1, Math.min(cell - 3, 8));
  return [
    text(name, x, over, { size: 11, fill: "soft" }),
    ...Array.from(masses).flatMap((mass, row) => {
      const middle = y + (row + 0.5) * cell;
      const numbered = cell >= 12;
      return [
        rect({
          x,
          y: middle - bar / 2,
          width: Math.max(0.5, (numbered ? 26 : HIDDEN - 8) * mass),
          height: bar,
          fill: "soft",
        }),
        ...(numbered ? [text(printed(mass) || "0", x + 30, middle + 4, { size: 11, fill: "soft" })] : []),
      ];
    }),
  ];
}

/** @param matrix weights [query * key], row by row */
export function heatmap(matrix: Matrix, options: Options): Scene {
  const {
    width,
    lang = "en",
    scale: kind = "sqrt",
    colour = "blue",
    drawn: kept = null,
    hidden = null,
    notes = [],
    ramp: hasRamp = true,
  } = options;
  const { maxCell = 44, minCell, tall = Infinity, predictions = null, predicts = "next" } = options;
  const { weights, layer, head, model, causal, derived, cropped, mean, quantity } = matrix;
  const size = [matrix.queries.labels.length, matrix.keys.labels.length] as const;
  const window = options.window ?? wholeOf(size);
  const whole = isWhole(window, size);
  const [queries, keys] = whole
    ? [matrix.queries, matrix.keys]
    : [partOf(matrix.queries, window.rows), partOf(matrix.keys, window.columns)];
  const [rows, columns] = [window.rows.count, window.columns.count];
  const most = quantity ? weights.reduce((max, value) => Math.max(max, value), 0) || 1 : 1;
  const scale = attentionScale(kind, colour, most);
  const seen = onlyDrawn(causal ? withoutMasked(weights, size[1]) : weights, kept);
  const coloured = onScale(seen, size[1], kind);
  const expects = t(lang, predicts === "masked" ? "predicts-masked" : "predicts");
  // A part takes as much room as the whole.
  const grown = Math.floor(Math.min(maxCell * (size[1] / columns), Math.max(maxCell, 96), Math.max(tall / rows, 3)));
  const drawn = square({
    rows: queries.labels,
    columns: keys.labels,
    names: [t(lang, "query"), t(lang, "key")],
    row: axisOf(queries, "query"),
    column: axisOf(keys, "key"),
    values: whole ? coloured : cut(coloured, size[1], window),
    numbers: whole ? seen : cut(seen, size[1], window),
    scale,
    print: quantity
      ? (value) => (value >= most / 200 ? String(Number(value.toPrecision(2))).replace(/^0\./, ".") : "")
      : printed,
    width,
    maxCell: grown,
    after: hidden ? HIDDEN : 0,
    beside: predictions ? [expects] : [],
    hatched: causal,
    about: mean ? {} : { layer, head },
    measured: matrix.queries.labels,
    ...(minCell === undefined ? {} : { minCell }),
    ...(whole ? {} : { window }),
  });
  const { marks, left, top, across, down, cell } = drawn;
  const [between, beyond] = [boundary(queries.labels), boundary(keys.labels)];
  const edge = { stroke: "soft" as const, strokeWidth: 1.5 };
  if (between > 0) marks.push(line(4, top + between * cell, left + across, top + between * cell, edge));
  if (beyond > 0) marks.push(line(left + beyond * cell, top - 14, left + beyond * cell, top + down, edge));
  // Slanted labels lean over the column: its name stands above them.
  const over = drawn.regions[2].shear ? 11 : top - 5;
  if (hidden) {
    marks.push(
      ...hiddenColumn(hidden.slice(window.rows.first, window.rows.first + rows), {
        x: left + across + 10,
        y: top,
        cell,
        name: t(lang, "hidden"),
        over,
      }),
    );
  }

  const shownNext = predictions?.slice(window.columns.first, window.columns.first + columns);
  const next = shownNext
    ? nextTokens(shownNext, { x: left, y: top + down + 4, step: cell, label: expects })
    : { marks: [], height: 0 };
  marks.push(...next.marks);
  const ramp = Math.min(300, width - left - 8);
  const caption = attentionCaption(lang, kind, colour, quantity ?? "attention");
  const room = width - left - 2;
  const bottom = top + down + next.height + 30 + (hasRamp ? captionRise(caption, room) : 0);
  if (hasRamp) {
    marks.push(
      ...legend(scale, {
        x: left,
        y: bottom,
        width: ramp,
        ticks: ticksOf(kind, most),
        caption,
        room,
        format: quantity && kind !== "row" ? (value) => shortNumber(Number(value.toPrecision(3))) : shortNumber,
      }),
    );
  }
  let foot = bottom + (hasRamp ? 26 : -20);
  const regions: Region[] = [...drawn.regions];
  let right = Math.max(drawn.right + (hidden ? HIDDEN : 0), left + ramp + 8);
  if (!whole) {
    const from = [window.rows.first, window.columns.first];
    const words = t(lang, "window-where", {
      top: from[0] ?? 0,
      bottom: (from[0] ?? 0) + rows - 1,
      left: from[1] ?? 0,
      right: (from[1] ?? 0) + columns - 1,
      rows: size[0],
      columns: size[1],
    });
    const beside = hasRamp && left + ramp + 40 + MAP + 170 <= width;
    const place = beside ? { x: left + ramp + 40, y: bottom - 14 } : { x: left, y: foot + 8 };
    const small = overview(coloured, size, scale, window, { ...place, words });
    marks.push(...small.marks);
    regions.push(small.region);
    foot = Math.max(foot, place.y + small.region.height + 22);
    right = Math.max(right, place.x + 170);
  }
  const said = remarks(
    [
      ...(causal && size[0] > 1 ? [{ words: t(lang, "legend-masked"), hatched: true }] : []),
      ...(between > 0 || beyond > 0 ? [{ words: t(lang, "legend-boundary") }] : []),
      ...(derived ? [{ words: t(lang, "legend-words") }] : []),
      ...(cropped && !quantity ? [{ words: t(lang, "legend-cropped") }] : []),
      ...notes.map((words) => ({ words })),
    ],
    { x: left, y: foot, width },
  );
  marks.push(...said.marks);

  if (next.height) {
    regions.push({
      id: "predictions",
      role: "label",
      x: left,
      y: top + down + 3,
      width: across,
      height: next.height,
      rows: 1,
      columns,
      row: { kind: "none" },
      column: { ...axisOf(keys, "key"), part: "query" },
      quiet: true,
    });
  }
  const about = {
    rows: size[0],
    columns: size[1],
    layer,
    head,
    model: modelName(lang, model),
    count: mean?.length ?? 1,
  };
  const title = quantity
    ? mean
      ? "heatmap-title-value-mean"
      : "heatmap-title-value"
    : mean
      ? "heatmap-title-mean"
      : derived
        ? "heatmap-title-words"
        : "heatmap-title";
  return {
    width: Math.min(right, Math.max(width, drawn.right)),
    height: foot + said.height,
    title: t(lang, title, about),
    description: t(
      lang,
      quantity ? "heatmap-description-value" : cropped ? "heatmap-description-cropped" : "heatmap-description",
      about,
    ),
    marks,
    regions,
  };
}
