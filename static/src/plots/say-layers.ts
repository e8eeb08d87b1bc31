/** Which layers attend, with how many heads, and what a finding leaves out: in words. No document. */
import { alike, rowOf, silentIn } from "../data/layers.ts";
import { t } from "../core/words/index.ts";
import type { Lang } from "../core/types.ts";
import type { Aside } from "../data/findings.ts";
import type { Layers } from "../data/types.ts";

/**
 * Numbers in a list, three and more in a row as one: 0–2, 4 and 6.
 * @param numbers ascending
 */
export function sayNumbers(lang: Lang, numbers: readonly number[]) {
  const runs: [number, number][] = [];
  for (const one of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === one - 1) last[1] = one;
    else runs.push([one, one]);
  }
  const said = runs.flatMap(([from, to]) =>
    to - from > 1 ? [`${from}–${to}`] : from === to ? [String(from)] : [String(from), String(to)],
  );
  const last = said.pop() ?? "";
  return said.length ? t(lang, "layers-and", { list: said.join(lang === "zh" ? "、" : ", "), last }) : last;
}

/** The layers that do not attend; empty where all do. */
export function saySilent(lang: Lang, layers: Layers) {
  const silent = silentIn(layers);
  return silent.length
    ? t(lang, silent.length === 1 ? "layer-silent" : "layers-silent", { list: sayNumbers(lang, silent) })
    : "";
}

/** How many layers and heads there are: a noun. */
export function sayLayers(lang: Lang, layers: Layers) {
  const { numbers, total, each } = layers;
  const key = `layers-heads${numbers.length < total ? "-some" : ""}${alike(layers) ? "-alike" : ""}`;
  return t(lang, key, {
    layers: total,
    attending: numbers.length,
    heads: each[0] ?? 0,
    least: Math.min(...each),
    most: Math.max(...each),
  });
}

/** What was left out of a finding; empty where nothing was. */
export const sayAside = (lang: Lang, { special, forced }: Aside) =>
  special || forced ? t(lang, special && forced ? "aside-both" : special ? "aside-special" : "aside-forced") : "";

/** What a list of choices holds; off: shown, and not to be chosen. */
export type Choice = { value: string; words: string; off?: boolean };

/**
 * Numbers from 0.
 * @param chosen which there is in any case
 */
export const numberChoices = (count: number, chosen: number): Choice[] =>
  Array.from({ length: Math.max(count, chosen + 1) }, (_, i) => ({ value: String(i), words: String(i) }));

/** Every layer of a model; those that do not attend say so and cannot be chosen. */
export const layerChoices = (lang: Lang, layers: Layers, chosen: number): Choice[] =>
  numberChoices(layers.total, chosen).map((one, layer) =>
    layer < layers.total && rowOf(layers, layer) < 0
      ? { ...one, words: t(lang, "layer-silent-option", { layer }), off: true }
      : one,
  );
