/** One head: what each token (a row, the query) gives to each token (a column, the key). */
import { line } from "../scene/marks.js";
import { t } from "../ui/i18n.js";
import { legend, modelName, shortNumber } from "./labels.js";
import { withoutMasked } from "./masked.js";
import { nextTokens } from "./next.js";
import { remarks, square } from "./square.js";

/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Side} Side */
/** @typedef {import("../types.js").Axis} Axis */
/** @typedef {import("../types.js").ColourScale} ColourScale */
/**
 * @typedef {object} Options
 * @property {number} width
 * @property {Lang} [lang]
 * @property {"sqrt" | "linear"} [scale]
 * @property {number} [maxCell]
 * @property {readonly (readonly import("../types.js").Prediction[])[] | null} [predictions] a list a column
 * @property {import("../types.js").Predicts} [predicts]
 */

export const ATTENTION_TICKS = { sqrt: [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1], linear: [0, 0.25, 0.5, 0.75, 1] };

/** @param {"sqrt" | "linear"} [kind] @returns {ColourScale} */
export const attentionScale = (kind = "sqrt") => ({ map: "attention", kind, domain: [0, 1] });

/** Below half a hundredth nothing is printed. @param {number} weight */
const printed = (weight) => (weight >= 0.005 ? weight.toFixed(2).replace(/^0/, "") : "");

/** Where the second sentence begins, if both are there. @param {readonly import("../types.js").Token[]} labels */
export function boundary(labels) {
  const at = labels.findIndex(({ sequence }) => sequence === 1);
  return at > 0 && labels.some(({ sequence }) => sequence === 0) ? at : -1;
}

/** @param {Side} side @param {"query" | "key"} part @returns {Axis} */
function axisOf({ source, tokens }, part) {
  const plain = tokens.every((own, i) => own.length === 1 && own[0] === i);
  return { kind: "token", source, part, ...(plain ? {} : { tokens }) };
}

/**
 * @param {Matrix} matrix weights [query * key], row by row
 * @param {Options} options
 * @returns {Scene}
 */
export function heatmap(matrix, { width, lang = "en", scale: kind = "sqrt", maxCell = 44, predictions = null, predicts = "next" }) {
  const { queries, keys, weights, layer, head, model, causal, derived, cropped } = matrix;
  const rows = queries.labels.length;
  const columns = keys.labels.length;
  const scale = attentionScale(kind);
  const expects = t(lang, predicts === "masked" ? "predicts-masked" : "predicts");
  const drawn = square({
    rows: queries.labels, columns: keys.labels, names: [t(lang, "query"), t(lang, "key")],
    row: axisOf(queries, "query"), column: axisOf(keys, "key"),
    values: causal ? withoutMasked(weights, columns) : weights, scale, print: printed,
    width, maxCell, beside: predictions ? [expects] : [], hatched: causal, about: { layer, head },
  });
  const { marks, left, top, across, down, cell } = drawn;
  const [between, beyond] = [boundary(queries.labels), boundary(keys.labels)];
  const edge = { stroke: /** @type {const} */ ("soft"), strokeWidth: 1.5 };
  if (between > 0) marks.push(line(4, top + between * cell, left + across, top + between * cell, edge));
  if (beyond > 0) marks.push(line(left + beyond * cell, top - 14, left + beyond * cell, top + down, edge));

  const next = predictions ? nextTokens(predictions, { x: left, y: top + down + 4, step: cell, label: expects }) : { marks: [], height: 0 };
  marks.push(...next.marks);
  const bottom = top + down + next.height + 30;
  const ramp = Math.min(300, width - left - 8);
  const caption = t(lang, `legend-attention-${kind}`);
  marks.push(...legend(scale, { x: left, y: bottom, width: ramp, ticks: ATTENTION_TICKS[kind], caption, format: shortNumber }));
  const said = remarks(
    [
      ...(causal && rows > 1 ? [{ words: t(lang, "legend-masked"), hatched: true }] : []),
      ...(between > 0 || beyond > 0 ? [{ words: t(lang, "legend-boundary") }] : []),
      ...(derived ? [{ words: t(lang, "legend-words") }] : []),
      ...(cropped ? [{ words: t(lang, "legend-cropped") }] : []),
    ],
    { x: left, y: bottom + 26, width },
  );
  marks.push(...said.marks);

  /** @type {import("../types.js").Region[]} */
  const regions = [...drawn.regions];
  if (next.height) {
    regions.push({ id: "predictions", role: "label", x: left, y: top + down + 3, width: across, height: next.height, rows: 1, columns, row: { kind: "none" }, column: { ...axisOf(keys, "key"), part: "query" }, quiet: true });
  }
  return {
    width: Math.max(drawn.right, left + ramp + 8),
    height: bottom + 26 + said.height,
    title: t(lang, derived ? "heatmap-title-words" : "heatmap-title", { layer, head, model: modelName(lang, model) }),
    description: t(lang, cropped ? "heatmap-description-cropped" : "heatmap-description", { rows, columns, layer, head }),
    marks,
    regions,
  };
}
