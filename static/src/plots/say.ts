/** Sentences about single cells, the same for the eye, the keyboard and the screen reader. No document. */
import { asideOf, cellIn } from "../data/findings.ts";
import { rowOf as layerRow } from "../data/layers.ts";
import { thumbnail } from "./grid.ts";
import { means } from "./bands.ts";
import { modelName, tokenName } from "./labels.ts";
import { tokenOf } from "../core/scene/hit.ts";
import { ordinal, t } from "../core/words/index.ts";
import { sayAside } from "./say-layers.ts";
import type { Lang } from "../core/types.ts";
import type { AttentionData, DrawnMatrix, GatesData, Matrix, ModelRef, Token } from "../data/types.ts";

/** Three significant digits of a share, as a percentage. */
export function percent(value: number) {
  const hundredth = value * 100;
  if (hundredth === 0) return "0 %";
  if (hundredth < 0.001) return `${hundredth.toExponential(1)} %`;
  return `${Number(hundredth.toPrecision(3))} %`;
}

/** Four decimals, with a true minus. */
export const decimals = (value: number) => value.toFixed(4).replace("-", "−");

export function name(tokens: readonly Token[], index: number) {
  const token = tokens[index];
  return token ? tokenName(token) : "";
}

/**
 * One query's row, as far as the query may look.
 * @returns [key]
 */
export function rowOf({ weights, keys, causal }: Matrix, query: number): Float32Array {
  const count = keys.labels.length;
  return weights.subarray(query * count, query * count + (causal ? query + 1 : count));
}

/** The sum of a row as it is, in double precision. */
export const rowSum = (matrix: Matrix, query: number) => rowOf(matrix, query).reduce((sum, weight) => sum + weight, 0);

/** Keys of a row, the strongest first; equal ones in reading order. */
export function ranked(matrix: Matrix, query: number): number[] {
  const row = rowOf(matrix, query);
  const at = (key: number) => row[key] as number;
  return [...row.keys()].sort((a, b) => at(b) - at(a) || a - b);
}

/**
 * @param query a row
 * @param key a column
 */
export function sayWeight(lang: Lang, matrix: Matrix, query: number, key: number) {
  const row = rowOf(matrix, query);
  const { queries, keys, layer, head, mean, quantity } = matrix;
  const words = {
    query: name(queries.labels, query),
    key: name(keys.labels, key),
    layer,
    head,
    heads: mean?.length ?? 1,
  };
  if (key >= row.length) return t(lang, mean ? "say-masked-mean" : "say-masked", words);
  const weight = row[key] ?? 0;
  const rank = 1 + row.reduce((count, other) => count + (other > weight ? 1 : 0), 0);
  if (matrix.forced[query] && !quantity && !mean) {
    return t(lang, weight > 0 ? "say-forced" : "say-unseen", { ...words, percent: percent(weight) });
  }
  const said = { ...words, rank: ordinal(lang, rank), count: row.length };
  if (quantity === "value") {
    return t(lang, mean ? "say-value-mean" : "say-value", { ...said, value: Number(weight.toPrecision(4)) });
  }
  return t(lang, mean ? "say-weight-mean" : "say-weight", { ...said, percent: percent(weight) });
}

/** A cell as it is drawn: the model's own number first, then what the choices over the picture made of it. */
export function sayDrawn(lang: Lang, { matrix, truth, drawn }: DrawnMatrix, query: number, key: number) {
  const own = sayWeight(lang, truth, query, key);
  const at = query * matrix.keys.labels.length + key;
  if (key >= rowOf(matrix, query).length) return own;
  const again = matrix === truth ? "" : t(lang, "say-renormalised", { percent: percent(matrix.weights[at] ?? 0) });
  return own + again + (drawn?.[at] === 0 ? t(lang, "say-not-drawn") : "");
}

/** What was done to a picture's numbers, and what of it is not drawn, a line each: for its legend and its summary. */
export function drawingNotes(
  lang: Lang,
  { matrix, truth, hiddenMass, hiddenRows, hiddenKeys, drawn }: DrawnMatrix,
  { filter, least, mass }: { filter: string; least: number; mass: number },
) {
  const notes = [];
  if (matrix.mean) {
    notes.push(
      t(lang, "note-mean", {
        count: matrix.mean.length,
        heads: matrix.mean.map(({ layer, head }) => `${layer}.${head}`).join(", "),
      }),
    );
  }
  if (matrix.quantity) notes.push(t(lang, "note-value"));
  if (hiddenMass) {
    const mean = hiddenMass.reduce((sum, one) => sum + one, 0) / hiddenMass.length;
    const [low, high] = [Math.min(...hiddenMass), Math.max(...hiddenMass)];
    const said = (one: number) => (matrix.quantity ? String(Number(one.toPrecision(3))) : percent(one));
    notes.push(
      t(lang, "note-special", {
        rows: hiddenRows,
        keys: hiddenKeys,
        mean: said(mean),
        least: said(low),
        most: said(high),
      }),
    );
  }
  if (matrix !== truth) notes.push(t(lang, "note-renormalised"));
  if (drawn) {
    const all = matrix.queries.labels.reduce((sum, _, row) => sum + rowOf(matrix, row).length, 0);
    const count = all - drawn.reduce((sum, one) => sum + one, 0);
    notes.push(t(lang, filter === "least" ? "note-least" : "note-mass", { least, mass: percent(mass), count, all }));
  }
  return notes;
}

/** The strongest cell of a small picture, where the weights themselves are not at hand. */
export function strongestPixel(data: AttentionData, layer: number, head: number) {
  const { bins } = data.thumbnails;
  const values = thumbnail(data.thumbnails, layer, head);
  let best = 0;
  for (let i = 1; i < values.length; i += 1) {
    if ((values[i] as number) > (values[best] as number)) best = i;
  }
  const axis = { kind: "token" as const, count: data.tokens.length };
  const query = tokenOf(axis, Math.floor(best / bins), bins);
  return { weight: values[best] ?? 0, query, key: tokenOf(axis, best % bins, bins) };
}

/** Whole percents. */
export const coarse = (weight: number) => `${Math.round(weight * 100)} %`;

/** The largest weight that says something about a head. */
export function sayHead(lang: Lang, data: AttentionData, layer: number, head: number) {
  const {
    tokens,
    thumbnails: { free, layers },
    forced,
  } = data;
  const row = layerRow(layers, layer);
  if (row < 0) return t(lang, "layer-silent-say", { layer });
  const found = free ? cellIn(free, row, head) : strongestPixel(data, layer, head);
  const words = { layer, head, aside: sayAside(lang, asideOf(tokens, forced)) };
  if (!found) return t(lang, "say-head-none", words);
  const cell = {
    query: name(tokens, found.query),
    key: name(tokens, found.key),
    percent: free ? percent(found.weight) : coarse(found.weight),
  };
  return t(lang, free ? "say-head" : "say-head-coarse", { ...words, ...cell });
}

export const gateValue = (data: GatesData, array: string, token: number, unit: number) =>
  data.arrays[array]?.[token * data.units + unit] ?? NaN;

export function gateMean(data: GatesData, array: string, token: number) {
  const { units } = data;
  return means(data.arrays[array]?.subarray(token * units, (token + 1) * units) ?? [], 1, units)[0] ?? NaN;
}

export function sayGate(lang: Lang, data: GatesData, array: string, token: number, unit: number | undefined) {
  const words = { band: t(lang, array), token: name(data.tokens, token), count: data.units };
  if (unit === undefined) return t(lang, "say-mean", { ...words, value: decimals(gateMean(data, array, token)) });
  const rank = data.order.indexOf(unit) + 1;
  return t(lang, "say-gate", { ...words, unit, rank, value: decimals(gateValue(data, array, token, unit)) });
}

export function sayToken(lang: Lang, token: Token, model: ModelRef) {
  const words = { token: tokenName(token), index: token.index, name: modelName(lang, model) };
  if (token.parts > 1 && !token.unknown) {
    return t(lang, "say-part", { ...words, part: token.part + 1, parts: token.parts });
  }
  return t(lang, token.unknown ? "say-unknown" : "say-token", words);
}
