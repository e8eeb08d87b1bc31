/** Which layers attend, with how many heads, and what a finding leaves out: in words. No document. */
import { alike, rowOf, silentIn } from "../data/layers.js";
import { t } from "./i18n.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Layers} Layers */

/** Numbers in a list, three and more in a row as one: 0–2, 4 and 6. @param {Lang} lang @param {readonly number[]} numbers ascending */
export function sayNumbers(lang, numbers) {
  /** @type {[number, number][]} */
  const runs = [];
  for (const one of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === one - 1) last[1] = one;
    else runs.push([one, one]);
  }
  const said = runs.flatMap(([from, to]) => (to - from > 1 ? [`${from}–${to}`] : from === to ? [String(from)] : [String(from), String(to)]));
  const last = said.pop() ?? "";
  return said.length ? t(lang, "layers-and", { list: said.join(lang === "zh" ? "、" : ", "), last }) : last;
}

/** The layers that do not attend; empty where all do. @param {Lang} lang @param {Layers} layers */
export function saySilent(lang, layers) {
  const silent = silentIn(layers);
  return silent.length ? t(lang, silent.length === 1 ? "layer-silent" : "layers-silent", { list: sayNumbers(lang, silent) }) : "";
}

/** How many layers and heads there are: a noun. @param {Lang} lang @param {Layers} layers */
export function sayLayers(lang, layers) {
  const { numbers, total, each } = layers;
  const key = `layers-heads${numbers.length < total ? "-some" : ""}${alike(layers) ? "-alike" : ""}`;
  return t(lang, key, { layers: total, attending: numbers.length, heads: each[0] ?? 0, least: Math.min(...each), most: Math.max(...each) });
}

/** What was left out of a finding; empty where nothing was. @param {Lang} lang @param {import("../data/findings.js").Aside} aside */
export const sayAside = (lang, { special, forced }) => (special || forced ? t(lang, special && forced ? "aside-both" : special ? "aside-special" : "aside-forced") : "");

/** What a list of choices holds; off: shown, and not to be chosen. @typedef {{value: string, words: string, off?: boolean}} Choice */

/** Numbers from 0. @param {number} count @param {number} chosen which there is in any case @returns {Choice[]} */
export const numberChoices = (count, chosen) => Array.from({ length: Math.max(count, chosen + 1) }, (_, i) => ({ value: String(i), words: String(i) }));

/** Every layer of a model; those that do not attend say so and cannot be chosen. @param {Lang} lang @param {Layers} layers @param {number} chosen @returns {Choice[]} */
export const layerChoices = (lang, layers, chosen) =>
  numberChoices(layers.total, chosen).map((one, layer) => (layer < layers.total && rowOf(layers, layer) < 0 ? { ...one, words: t(lang, "layer-silent-option", { layer }), off: true } : one));
