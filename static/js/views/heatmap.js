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
 * @property {Scale} [scale]
 * @property {Colour} [colour]
 * @property {Uint8Array | null} [drawn] [query * key] 1 where a cell is drawn; null: all are
 * @property {boolean} [ramp] whether the legend is there; it is, if left out
 * @property {number} [maxCell]
 * @property {readonly (readonly import("../types.js").Prediction[])[] | null} [predictions] a list a column
 * @property {import("../types.js").Predicts} [predicts]
 */

/** @typedef {import("../state/permalink.js").ViewState["scale"]} Scale */
/** @typedef {import("../state/permalink.js").ViewState["colour"]} Colour */

const EVEN = [0, 0.25, 0.5, 0.75, 1];
/** @type {Record<Scale, number[]>} */
export const ATTENTION_TICKS = { sqrt: [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1], linear: EVEN, row: EVEN, log: [0.0001, 0.001, 0.01, 0.1, 1] };

/** What a logarithmic scale begins with: smaller weights look like it. */
const FOOT = 0.0001;

/** @param {Scale} [kind] @param {Colour} [colour] @returns {ColourScale} by row: of values that onScale has divided */
export const attentionScale = (kind = "sqrt", colour = "blue") => ({
  map: colour === "blue" ? "attention" : colour,
  kind: kind === "row" ? "linear" : kind, domain: kind === "log" ? [FOOT, 1] : [0, 1],
});

/** What a legend under attention weights says: what they are, and their scale by name. @param {Lang} lang @param {Scale} [kind] @param {Colour} [colour] */
export const attentionCaption = (lang, kind = "sqrt", colour = "blue") => t(lang, `legend-attention-${kind}`, { colour: t(lang, `colour-${colour}`) });

/**
 * Weights as a scale colours them: by row, each as a share of its row's largest.
 * @template {ArrayLike<number>} V
 * @param {V} weights [row * column] @param {number} columns @param {Scale} kind @returns {V | Float32Array} the same unless by row; NaN stays
 */
export function onScale(weights, columns, kind) {
  if (kind !== "row") return weights;
  const shown = new Float32Array(weights);
  for (let from = 0; from < shown.length; from += columns) {
    let most = 0;
    for (let i = from; i < from + columns; i += 1) if (/** @type {number} */ (shown[i]) > most) most = /** @type {number} */ (shown[i]);
    if (most > 0) for (let i = from; i < from + columns; i += 1) shown[i] = /** @type {number} */ (shown[i]) / most;
  }
  return shown;
}

/** Weights with nothing where a cell is not drawn. @param {ArrayLike<number>} weights @param {Uint8Array | null} drawn */
export function onlyDrawn(weights, drawn) {
  if (!drawn) return weights;
  const shown = new Float32Array(weights);
  for (let i = 0; i < shown.length; i += 1) if (drawn[i] === 0) shown[i] = NaN;
  return shown;
}

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
export function heatmap(matrix, { width, lang = "en", scale: kind = "sqrt", colour = "blue", drawn: kept = null, ramp: hasRamp = true, maxCell = 44, predictions = null, predicts = "next" }) {
  const { queries, keys, weights, layer, head, model, causal, derived, cropped, mean } = matrix;
  const rows = queries.labels.length;
  const columns = keys.labels.length;
  const scale = attentionScale(kind, colour);
  const seen = onlyDrawn(causal ? withoutMasked(weights, columns) : weights, kept);
  const expects = t(lang, predicts === "masked" ? "predicts-masked" : "predicts");
  const drawn = square({
    rows: queries.labels, columns: keys.labels, names: [t(lang, "query"), t(lang, "key")],
    row: axisOf(queries, "query"), column: axisOf(keys, "key"),
    values: onScale(seen, columns, kind), numbers: seen, scale, print: printed,
    width, maxCell, beside: predictions ? [expects] : [], hatched: causal, about: mean ? {} : { layer, head },
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
  const caption = attentionCaption(lang, kind, colour);
  if (hasRamp) marks.push(...legend(scale, { x: left, y: bottom, width: ramp, ticks: ATTENTION_TICKS[kind], caption, format: shortNumber }));
  const said = remarks(
    [
      ...(causal && rows > 1 ? [{ words: t(lang, "legend-masked"), hatched: true }] : []),
      ...(between > 0 || beyond > 0 ? [{ words: t(lang, "legend-boundary") }] : []),
      ...(derived ? [{ words: t(lang, "legend-words") }] : []),
      ...(cropped ? [{ words: t(lang, "legend-cropped") }] : []),
    ],
    { x: left, y: bottom + (hasRamp ? 26 : -20), width },
  );
  marks.push(...said.marks);

  /** @type {import("../types.js").Region[]} */
  const regions = [...drawn.regions];
  if (next.height) {
    regions.push({ id: "predictions", role: "label", x: left, y: top + down + 3, width: across, height: next.height, rows: 1, columns, row: { kind: "none" }, column: { ...axisOf(keys, "key"), part: "query" }, quiet: true });
  }
  return {
    width: Math.max(drawn.right, left + ramp + 8),
    height: bottom + (hasRamp ? 26 : -20) + said.height,
    title: mean
      ? t(lang, "heatmap-title-mean", { count: mean.length, model: modelName(lang, model) })
      : t(lang, derived ? "heatmap-title-words" : "heatmap-title", { layer, head, model: modelName(lang, model) }),
    description: t(lang, cropped ? "heatmap-description-cropped" : "heatmap-description", { rows, columns, layer, head }),
    marks,
    regions,
  };
}
