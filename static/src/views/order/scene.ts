/** Two sentences token by token: one array of a cell for each, second minus first where both have the token, and what each expects at its end. */
import { line, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { difference, onColumns, tokenColumns } from "../../data/edit-script.ts";
import { trackOf } from "../../data/units.ts";
import { t } from "../../core/words/index.ts";
import { alignedBand, axisLabels } from "./aligned.ts";
import { bandScale, columnStep, unitLayout } from "../../plots/bands.ts";
import { guesses } from "../../plots/guesses.ts";
import { tokenName } from "../../plots/labels.ts";
import { decimals } from "../../plots/say.ts";
import type { ColourScale, Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { GatesData } from "../../data/types.ts";
import type { Side } from "./aligned.ts";

export type OrderData = { a: GatesData; b: GatesData };

/** How far it can differ: gates by 1 either way; states as far as they do, yet not less than 1. */
export function differenceScale(array: string, values: ArrayLike<number>): ColourScale {
  let most = 1;
  if (array.startsWith("states.") || array === "gates.candidate") {
    for (let i = 0; i < values.length; i += 1) {
      if (Math.abs(values[i] as number) > most) most = Math.abs(values[i] as number);
    }
  }
  return { map: "signed", kind: "linear", domain: [-most, most] };
}

/** The last hidden states: how far apart, how long, and the cosine between them. */
export function lastStates({ a, b }: OrderData) {
  const end = ({ arrays, tokens, units }: GatesData) => {
    const hidden = arrays["states.hidden"] as Float32Array;
    return hidden.subarray((tokens.length - 1) * units, tokens.length * units);
  };
  const [x, y] = [end(a), end(b)];
  let [distance, dot, first, second] = [0, 0, 0, 0];
  x.forEach((value, i) => {
    const other = y[i] as number;
    distance += (value - other) ** 2;
    dot += value * other;
    first += value ** 2;
    second += other ** 2;
  });
  const [lengthA, lengthB] = [Math.sqrt(first), Math.sqrt(second)];
  return {
    distance: Math.sqrt(distance),
    lengthA,
    lengthB,
    cosine: lengthA && lengthB ? dot / (lengthA * lengthB) : null,
  };
}

/** Lining up long sentences takes its time, and every move of the pointer asks. */
const KEPT: WeakMap<OrderData, Map<string, ReturnType<typeof lineUp>>> = new WeakMap();

/** What each block of rows shows, on the shared axis. */
export function blocksOf(data: OrderData, array: string) {
  const known: Map<string, ReturnType<typeof lineUp>> = KEPT.get(data) ?? new Map();
  KEPT.set(data, known);
  const blocks = known.get(array) ?? lineUp(data, array);
  known.set(array, blocks);
  return blocks;
}

function lineUp({ a, b }: OrderData, array: string) {
  const columns = tokenColumns(a.tokens, b.tokens);
  const first = onColumns(a.arrays[array] as Float32Array, a.units, columns, "a");
  const second = onColumns(b.arrays[array] as Float32Array, b.units, columns, "b");
  const between = difference(first, second);
  // One scale for both sentences, or their colours could not be compared.
  const scale = bandScale(array, Float32Array.of(...extremes(first), ...extremes(second)));
  return { columns, first, second, between, scale, apart: differenceScale(array, between) };
}

/** @returns least and greatest, without NaN; 0, 0 of none */
function extremes(values: ArrayLike<number>): [number, number] {
  let [least, most] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** The margin that the words beside the rows need. */
function margin({ order, units }: GatesData, lang: Lang) {
  const names = order.slice(0, unitLayout(units).tall).map((unit) => t(lang, "unit-n", { unit }));
  return (
    Math.ceil(
      Math.max(...[t(lang, "mean"), t(lang, "others", { count: units }), ...names].map((word) => textWidth(word, 10))),
    ) + 12
  );
}

/** What the order did: the last states, and what each sentence is expected to go on with. */
function atEnd(data: OrderData, { x, y: top, width, lang }: { x: number; y: number; width: number; lang: Lang }) {
  const { distance, lengthA, lengthB, cosine } = lastStates(data);
  const words = {
    distance: decimals(distance),
    a: decimals(lengthA),
    b: decimals(lengthB),
    cosine: cosine === null ? "–" : decimals(cosine),
  };
  const marks: Mark[] = [text(t(lang, "order-end"), x, top + 12, { size: 13, bold: true })];
  const regions: Region[] = [];
  let y = top + 20;
  for (const part of ["order-distance", "order-lengths", "order-cosine"]) {
    marks.push(
      text(fit(t(lang, part, words), width, 12), x, y + 12, {
        size: 12,
        fill: part === "order-distance" ? "ink" : "soft",
      }),
    );
    y += 18;
  }
  y += 12;
  const beside = width >= 560;
  const each = beside ? (width - 40) / 2 : width;
  let bottom = y;
  (["a", "b"] as const).forEach((letter, i) => {
    const side = data[letter];
    const list = side.predictions?.at(-1) ?? [];
    const last = side.tokens.at(-1);
    const heading = t(lang, "order-expects", { letter: letter.toUpperCase(), token: last ? tokenName(last) : "" });
    const place = { x: beside ? x + i * (each + 40) : x, y: beside ? y : bottom, width: each };
    const drawn = guesses(list, { ...place, heading });
    marks.push(...drawn.marks);
    if (list.length) {
      regions.push({
        id: `next-${letter}`,
        role: "label",
        quiet: true,
        x: place.x,
        y: place.y + 20,
        width: each,
        height: drawn.height - 20,
        rows: list.length,
        columns: 1,
        row: { kind: "none" },
        column: { kind: "none" },
      });
    }
    bottom = Math.max(bottom, place.y + drawn.height + (beside ? 8 : 18));
  });
  return { marks, regions, bottom, right: x + width };
}

export function order(
  data: OrderData,
  {
    width,
    lang = "en",
    array: chosen = "states.hidden",
    maxColumn = 110,
    minColumn = 3,
  }: { width: number; lang?: Lang; array?: string; maxColumn?: number; minColumn?: number },
): Scene {
  const { a, b } = data;
  const array = trackOf(a, chosen);
  const { columns, first, second, between, scale, apart } = blocksOf(data, array);
  const left = margin(a, lang);
  const room = (right: number) =>
    columnStep(width - left - right, columns.length, { most: maxColumn, least: minColumn });
  let step = room(2);
  let set = axisLabels(columns, a.tokens, b.tokens, step);
  if (set.overhang) {
    step = room(Math.max(2, set.overhang - step / 2));
    set = axisLabels(columns, a.tokens, b.tokens, step);
  }
  const name = t(lang, array);
  const place = { x: left, step, width, columns, a: a.tokens, b: b.tokens, order: a.order, set, lang };
  const blocks: {
    id: string;
    side: Side;
    heading: string;
    says: string;
    gone: string;
    values: Float32Array;
    scale: ColourScale;
  }[] = [
    { id: "a", side: "a", heading: `A · ${name}`, says: a.text, gone: t(lang, "order-only-b"), values: first, scale },
    { id: "b", side: "b", heading: `B · ${name}`, says: b.text, gone: t(lang, "order-only-a"), values: second, scale },
    {
      id: "between",
      side: "both",
      heading: `B − A · ${name}`,
      says: t(lang, "order-between-says"),
      gone: t(lang, "order-not-both"),
      values: between,
      scale: apart,
    },
  ];
  const marks: Mark[] = [];
  const regions: Region[] = [];
  let y = 0;
  let right = left + step * columns.length + 2;
  for (const block of blocks) {
    const drawn = alignedBand(block, { ...place, y });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
    right = Math.max(right, drawn.right);
    y = drawn.bottom + 20;
  }

  // Beside the pictures where short sentences leave room, else under them.
  const free = width - right - 56;
  const aside = free >= 380;
  const end = atEnd(data, {
    x: aside ? right + 56 : 0,
    y: aside ? 0 : y + 4,
    width: Math.min(aside ? free : width - 2, aside ? 520 : 760),
    lang,
  });
  if (!aside) marks.push(line(0, y - 6, Math.max(right, 260), y - 6));
  marks.push(...end.marks);
  regions.push(...end.regions);
  return {
    width: Math.max(right, end.right),
    height: Math.max(y, end.bottom),
    title: t(lang, "order-title", { cell: t(lang, `cell-${a.cell}`), array: name }),
    description: t(lang, "order-description", {
      same: columns.filter(({ kind }) => kind === "same").length,
      a: columns.filter(({ kind }) => kind === "a").length,
      b: columns.filter(({ kind }) => kind === "b").length,
    }),
    marks,
    regions,
  };
}
