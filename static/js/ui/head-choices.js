/** The choices over one head: colour, quarter of a pair, pieces or words, part of an encoder-decoder, temperature. */
import { el, segments } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

const TEMPERATURES = [0.2, 0.5, 1, 1.5, 2];

/** @param {Store} store */
export function createHeadChoices(store) {
  const hosts = {
    part: el("span", { class: "segments" }),
    quarter: el("span", { class: "segments" }),
    by: el("span", { class: "segments" }),
    scale: el("span", { class: "segments" }),
    temperature: el("span", { class: "segments" }),
  };
  const label = el("span", { class: "soft choice-label" });
  const warm = el("span", { class: "choice" }, label, hosts.temperature);
  const nodes = [hosts.scale, hosts.part, hosts.by, hosts.quarter, warm];

  /**
   * @param {"part" | "quarter" | "by" | "scale"} key @param {string} name for screen readers
   * @param {{value: string, words: string}[]} choices none: the choice is not there
   */
  function offer(key, name, choices) {
    hosts[key].hidden = choices.length === 0;
    segments(hosts[key], name, choices, store.get(key), (value) => store.set(/** @type {any} */ ({ [key]: value })));
  }

  return {
    nodes,
    /** @param {{pair: boolean, predicts: boolean}} offered */
    draw({ pair, predicts }) {
      const { words: lang, temperature, oneHead: { data } } = store.snapshot();
      const named = (/** @type {string} */ prefix, /** @type {string[]} */ values) =>
        values.map((value) => ({ value, words: t(lang, `${prefix}-${value || "all"}`) }));
      const both = data?.targetTokens ?? null;
      offer("scale", t(lang, "scale"), named("scale", ["sqrt", "linear"]));
      offer("part", t(lang, "part"), both ? named("part", ["encoder", "decoder", "cross"]) : []);
      offer("by", t(lang, "by"), both ? [] : named("by", ["pieces", "words"]));
      offer("quarter", t(lang, "quarter"), pair ? named("quarter", ["", "aa", "ab", "ba", "bb"]) : []);
      warm.hidden = !predicts;
      label.textContent = t(lang, "temperature");
      const steps = [...new Set([...TEMPERATURES, temperature])].sort((a, b) => a - b);
      const choices = steps.map((value) => ({ value: String(value), words: value === 1 ? t(lang, "temperature-own") : String(value) }));
      segments(hosts.temperature, t(lang, "temperature"), choices, String(temperature), (value) => store.set({ temperature: Number(value) }));
    },
  };
}
