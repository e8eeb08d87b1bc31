/** The recurrent net: units (rows, in the order chosen) over tokens (columns), a band for each gate and state. */
import { textWidth } from "../core/scene/text.ts";
import { t } from "../core/words/index.ts";
import { arraysOf, sorted } from "../data/units.ts";
import { band, columnStep, symbolOf, unitLayout } from "./bands.ts";
import { columnLabels, drawColumnLabels, tokenName } from "./labels.ts";
import { lines } from "./lines.ts";
import { nextTokens } from "./next.ts";
import type { Lang, Region, Scene } from "../core/types.ts";
import type { GatesData } from "../data/types.ts";
import type { Sorted } from "../data/units.ts";

/** by: the order of the units */
type Options = { width: number; lang?: Lang; maxColumn?: number; minColumn?: number; by?: Sorted };

/** How the units are sorted, in words. */
export function sortWords(lang: Lang, { kind }: GatesData, { sort, array }: Sorted) {
  const of = array === null ? "" : `${t(lang, array)} ${symbolOf(kind, array)}`;
  return t(lang, `sort-${sort}-${array === null ? "says" : "of"}`, { of });
}

/** The number that a unit was placed by, where there is one. */
export function keyNumber({ sort, key }: Sorted, unit: number) {
  if (key === null) return "";
  const value = key[unit];
  if (value === null || value === undefined) return "∞";
  return sort === "half-life"
    ? value >= 1000
      ? "> 999"
      : value < 1
        ? "< 1"
        : value.toPrecision(2).replace(/e.*/, "")
    : value
        .toFixed(2)
        .replace("-", "−")
        .replace(/^(−?)0\./, "$1.");
}

/** The tall rows' names, with what they were placed by. */
const rowNames = (lang: Lang, { units }: GatesData, by: Sorted) =>
  by.order
    .slice(0, unitLayout(units).tall)
    .map((unit) => [t(lang, "unit-n", { unit }), keyNumber(by, unit)].filter(Boolean).join(" · "));

/** The margin that the words beside the bands need. */
function margin({ units }: GatesData, names: readonly string[], lang: Lang) {
  const words = [t(lang, "predicts"), t(lang, "mean"), t(lang, "others", { count: units })];
  return Math.ceil(Math.max(...[...words, ...names].map((word) => textWidth(word, 10)))) + 12;
}

export function gates(
  data: GatesData,
  { width, lang = "en", maxColumn = 54, minColumn = 3, by = sorted(data, "carrier", "") }: Options,
): Scene {
  const { tokens, units, arrays, predictions, model, checkpoint, kind } = data;
  const count = tokens.length;
  const names = rowNames(lang, data, by);
  const left = margin(data, names, lang);
  const room = (right: number) => columnStep(width - left - right, count, { most: maxColumn, least: minColumn });
  let step = room(2);
  let set = columnLabels(tokens, step);
  if (set.overhang) {
    step = room(Math.max(2, set.overhang - step / 2));
    set = columnLabels(tokens, step);
  }
  const across = step * count;
  const column = { kind: "token", source: "gates" } as const;
  const row = { kind: "none" } as const;
  const labels = { role: "label" as const, x: left, width: across, rows: 1, columns: count, row, column };

  const marks = drawColumnLabels(tokens, set, { x: left, y: set.height, step });
  const tags = set.every > 1 ? { tags: tokens.map(tokenName) } : {};
  const regions: Region[] = [{ id: "tokens", ...labels, y: 0, height: set.height - 2, shear: set.shear, ...tags }];
  let y = set.height + 4;
  if (predictions) {
    const next = nextTokens(predictions, { x: left, y, step, label: t(lang, "predicts") });
    marks.push(...next.marks);
    if (next.height) regions.push({ id: "predictions", ...labels, y, height: next.height, quiet: true });
    y += next.height;
  }
  let right = left + across + Math.max(2, set.overhang - step / 2);
  const order = sortWords(lang, data, by);
  const says = lines(order, { x: left, y: y + 14, width: width - left });
  marks.push(...says.marks);
  right = Math.max(right, left + Math.min(textWidth(order, 11), width - left));
  y += 3 + says.height;
  for (const name of arraysOf(data)) {
    const values = arrays[name] as Float32Array;
    const drawn = band(name, values, { x: left, y: y + 20, step, width, count, order: by.order, kind, names, lang });
    marks.push(...drawn.marks);
    regions.push(...drawn.regions);
    right = Math.max(right, drawn.right);
    y = drawn.bottom + 8;
  }
  return {
    width: right,
    height: y,
    title: t(lang, "gates-title", { cell: kind.toUpperCase(), model: model.id }),
    description: t(lang, "gates-description", { units, count, checkpoint: t(lang, checkpoint), order }),
    marks,
    regions,
  };
}
