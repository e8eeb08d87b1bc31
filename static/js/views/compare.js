/** Two heads on the axes that they share: A, B, and B − A. */
import { t } from "../ui/i18n.js";
import { differencePanel, weightPanel } from "./change-picture.js";
import { modelName } from "./labels.js";
import { triptych } from "./triptych.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../data/lined-up.js").LinedUp} LinedUp */

/** Whether a shared axis has places that only one of the two has. @param {import("../data/lined-up.js").SharedAxis} axis */
const uneven = ({ spots }) => spots.some(({ a, b }) => a.length === 0 || b.length === 0);

/**
 * @param {{against: "text" | "model" | "head", first: Matrix, second: Matrix, lined: LinedUp, bits: readonly number[], texts: readonly [string, string], hidden: boolean}} shown
 * @param {{width: number, lang: Lang, scale: import("./heatmap.js").Scale, colour: import("./heatmap.js").Colour}} options
 * @returns {Scene}
 */
export function compare({ against, first, second, lined, bits, texts, hidden }, { width, lang, scale, colour }) {
  const columns = lined.columns.labels.length;
  const look = { lang, scale, colour };
  const about = (/** @type {Matrix} */ { layer, head, model }) => ({ head: t(lang, "versus-short", { layer, head }), model: modelName(lang, model) });
  const missing = uneven(lined.rows) || uneven(lined.columns);
  const causal = first.causal || second.causal;
  const hatched = missing ? `versus-hatched-${against === "text" ? "text" : "model"}` : causal ? "versus-hatched-causal" : null;
  return triptych({
    rows: lined.rows.labels, columns: lined.columns.labels, names: [t(lang, "query"), t(lang, "key")],
    panels: [
      weightPanel({ id: "a", heading: t(lang, "versus-a", about(first)), says: against === "text" ? texts[0] : "" }, lined.a, columns, look),
      weightPanel({ id: "b", heading: t(lang, "versus-b", about(second)), says: against === "text" ? texts[1] : "" }, lined.b, columns, look),
      differencePanel({ id: "between", heading: t(lang, "versus-between"), says: t(lang, `versus-between-${against}`) }, lined.between, t(lang, "versus-ramp")),
    ],
    bars: { values: bits, heading: t(lang, "change-js") },
    says: [
      ...(hatched ? [{ words: t(lang, hatched), hatched: true }] : []),
      ...(lined.summed ? [{ words: t(lang, "versus-summed") }] : []),
      ...(first.derived || second.derived ? [{ words: t(lang, "legend-words") }] : []),
      ...(hidden ? [{ words: t(lang, "change-hidden") }] : []),
    ],
    title: t(lang, `versus-title-${against}`, { layer: first.layer, head: first.head, model: modelName(lang, first.model) }),
    description: t(lang, "versus-description", { rows: lined.rows.labels.length }),
  }, { width });
}
