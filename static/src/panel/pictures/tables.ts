/** The pictures' numbers as tables, without a document. */
import { arraysOf } from "../../data/units.ts";
import { asideOf, cellIn } from "../../data/findings.ts";
import { allHeads, rowOf } from "../../data/layers.ts";
import { headId } from "../../state/selection.ts";
import { t } from "../../core/words/index.ts";
import { coarse, decimals, gateMean, gateValue, name, percent, strongestPixel } from "../../plots/say.ts";
import { sayAside } from "../../plots/say-layers.ts";
import type { Cell, Lang, TableModel } from "../../core/types.ts";
import type { AttentionData, ContextData, GatesData, Matrix } from "../../data/types.ts";

/** A number as a cell: in full, and as the page shows it. Nothing where there is none. */
export const cell = (value: number | null | undefined, show: (value: number) => string = decimals): Cell =>
  value === null || value === undefined || Number.isNaN(value) ? "" : { value, shown: show(value) };

/** What the page shows of a cell. */
export const shown = (one: Cell) => (typeof one === "string" ? one : one.shown);

export function headTable(
  lang: Lang,
  { queries, keys, weights, causal, layer, head }: Matrix,
  caption: string = t(lang, "head-title", { layer, head }),
): TableModel {
  const count = keys.labels.length;
  const rows = queries.labels.map((_, row) => [
    name(queries.labels, row),
    ...keys.labels.map((__, column) => (causal && column > row ? "" : cell(weights[row * count + column]))),
  ]);
  return { caption, head: [t(lang, "table-query"), ...keys.labels.map((_, k) => name(keys.labels, k))], rows };
}

export function contextTable(lang: Lang, { main, reference }: ContextData): TableModel {
  const head = [t(lang, "context-table-layer"), "A, B", ...(reference ? ["A, C"] : [])];
  const rows = main.cosine.map((value, layer) => [
    layer === 0 ? t(lang, "context-embedding") : String(layer - 1),
    cell(value, decimals),
    ...(reference ? [cell(reference.cosine[layer], decimals)] : []),
  ]);
  return { caption: t(lang, "context"), head, rows };
}

/**
 * The largest weight of every head: of those that say something about it, and of all. Of figures frozen before the
 * answer had them, the strongest pixel of each picture.
 */
export function gridTable(lang: Lang, data: AttentionData): TableModel {
  const {
    tokens,
    forced,
    thumbnails: { layers, largest, free },
  } = data;
  const first = `${t(lang, "layer")}.${t(lang, "head")}`;
  const names = [t(lang, "table-weight"), t(lang, "query"), t(lang, "key")];
  const cells = (
    found: { query: number; key: number; weight: number } | null,
    show: (weight: number) => string,
  ): Cell[] => (found ? [cell(found.weight, show), name(tokens, found.query), name(tokens, found.key)] : ["", "", ""]);
  if (!largest || !free) {
    const rows = allHeads(layers).map((one) => [
      headId(one),
      ...cells(strongestPixel(data, one.layer, one.head), coarse),
    ]);
    return { caption: t(lang, "table-coarse"), head: [first, ...names], rows };
  }
  const [aside, all] = [sayAside(lang, asideOf(tokens, forced)), t(lang, "table-of-all")];
  const rows = allHeads(layers).map((one) => {
    const row = rowOf(layers, one.layer);
    return [
      headId(one),
      ...cells(cellIn(free, row, one.head), percent),
      ...(aside ? cells(cellIn(largest, row, one.head), percent) : []),
    ];
  });
  const head = [
    first,
    ...names.map((own) => `${own}${aside}`),
    ...(aside ? names.map((own) => `${own}${t(lang, "list-comma")}${all}`) : []),
  ];
  return { caption: t(lang, "table-heads"), head, rows };
}

/** @param unit means, one unit, and what comes next */
export function gatesTable(lang: Lang, data: GatesData, unit: number): TableModel {
  const bands = arraysOf(data);
  const head = [
    t(lang, "table-token"),
    ...bands.map((band) => `${t(lang, band)}${t(lang, "list-comma")}${t(lang, "mean")}`),
    ...bands.map((band) => `${t(lang, band)}${t(lang, "list-comma")}${t(lang, "unit-n", { unit })}`),
    t(lang, "table-next"),
  ];
  const rows = data.tokens.map((_, token) => [
    name(data.tokens, token),
    ...bands.map((band) => cell(gateMean(data, band, token), decimals)),
    ...bands.map((band) => cell(gateValue(data, band, token, unit), decimals)),
    (data.predictions?.[token] ?? []).map(({ text, probability }) => `${text} ${percent(probability)}`).join(" · "),
  ]);
  return { caption: t(lang, "lab-gates"), head, rows };
}

/** @param unit every gate and state of one unit */
export function unitTable(lang: Lang, data: GatesData, unit: number): TableModel {
  const names = arraysOf(data);
  const rows = data.tokens.map((_, token) => [
    name(data.tokens, token),
    ...names.map((array) => cell(gateValue(data, array, token, unit), decimals)),
  ]);
  return {
    caption: t(lang, "unit-n", { unit }),
    head: [t(lang, "table-token"), ...names.map((array) => t(lang, array))],
    rows,
  };
}
