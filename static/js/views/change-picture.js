/** A head before a change, after it, and the difference. */
import { t } from "../ui/i18n.js";
import { ATTENTION_TICKS, attentionCaption, attentionScale, onScale } from "./heatmap.js";
import { modelName } from "./labels.js";
import { differenceScale, printedDifference, rampNumber, triptych } from "./triptych.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../data/lined-up.js").LinedUp} LinedUp */

/** Below half a hundredth nothing is printed. @param {number} weight */
const printed = (weight) => (weight >= 0.005 ? weight.toFixed(2).replace(/^0/, "") : "");

/** The panel of one matrix of weights. @param {{id: string, heading: string, says: string}} words @param {ArrayLike<number>} values @param {number} columns @param {{lang: Lang, scale: import("./heatmap.js").Scale, colour: import("./heatmap.js").Colour}} options */
export const weightPanel = (words, values, columns, { lang, scale, colour }) => ({
  ...words, values: onScale(values, columns, scale), numbers: values, scale: attentionScale(scale, colour), print: printed,
  ramp: { ticks: ATTENTION_TICKS[scale], caption: attentionCaption(lang, scale, colour) },
});

/** The panel of a difference. @param {{id: string, heading: string, says: string}} words @param {ArrayLike<number>} between @param {string} caption */
export function differencePanel(words, between, caption) {
  const scale = differenceScale(between);
  const [low, high] = scale.domain;
  return { ...words, values: between, numbers: between, scale, print: printedDifference, ramp: { ticks: [low, low / 2, 0, high / 2, high], caption, format: rampNumber } };
}

/**
 * @param {{before: Matrix, after: Matrix | null, lined: LinedUp, bits: readonly number[], masked: ReadonlySet<number>, hidden: boolean}} shown
 * @param {{width: number, lang: Lang, scale: import("./heatmap.js").Scale, colour: import("./heatmap.js").Colour, changed: string}} options changed: in words
 * @returns {Scene}
 */
export function changePicture({ before, after, lined, bits, masked, hidden }, { width, lang, scale, colour, changed }) {
  const { layer, head, model, keys, causal } = before;
  const columns = lined.columns.labels.length;
  const look = { lang, scale, colour };
  /** @type {import("./triptych.js").Panel[]} */
  const panels = [weightPanel({ id: "before", heading: t(lang, after ? "change-before" : "change-as-it-is"), says: after ? t(lang, "change-before-says") : "" }, lined.a, columns, look)];
  const out = keys.tokens.map((own) => own.some((token) => masked.has(token)));
  if (after) {
    // What is masked is there to nobody: not a small weight, but none. The difference knows what it was.
    const seen = lined.b.map((value, i) => (out[i % columns] ? NaN : value));
    panels.push(weightPanel({ id: "after", heading: t(lang, "change-after"), says: changed }, seen, columns, look));
    panels.push(differencePanel({ id: "difference", heading: t(lang, "change-difference"), says: t(lang, "change-difference-says") }, lined.between, t(lang, "change-ramp")));
  }
  const hatched = out.includes(true) && after ? (causal ? "change-hatched" : "change-hatched-masked") : causal ? "change-hatched-causal" : null;
  return triptych({
    rows: lined.rows.labels, columns: lined.columns.labels, names: [t(lang, "query"), t(lang, "key")], panels,
    bars: after ? { values: bits, heading: t(lang, "change-js") } : null,
    says: [
      ...(hatched ? [{ words: t(lang, hatched), hatched: true }] : []),
      ...(hidden ? [{ words: t(lang, "change-hidden") }] : []),
    ],
    title: t(lang, "change-title", { layer, head, model: modelName(lang, model) }),
    description: t(lang, "change-description", { rows: lined.rows.labels.length }),
  }, { width });
}
