/** Attention rollout after a layer, the mean of that layer's heads beside it, and one token's rows of both through the layers. */
import { allHeads, headsIn, nearestLayer, rowOf } from "../data/layers.js";
import { ATTENTION_TICKS, attentionScale } from "../views/heatmap.js";
import { isWord } from "../views/links.js";
import { acrossLayers, rolloutSquare, weightsOf } from "../views/rollout.js";
import { t } from "../ui/i18n.js";
import { name, percent } from "../ui/say.js";
import { saySilent } from "../ui/say-layers.js";
import { GAP } from "./compose.js";
import { anchorOf } from "./one-token.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").RolloutData} RolloutData */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").TableModel} TableModel */
/** @typedef {import("../views/rollout.js").Quantity} Quantity */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

export const QUANTITIES = /** @type {const} */ (["rollout", "mean"]);
const LARGEST = 44;

/** What there is to draw: nothing of a model with an encoder and a decoder. @param {Store} store @returns {RolloutData | null} */
export const rolloutIn = (store) => (store.get("attention").data?.targetTokens ? null : (store.get("attnData")["rollout"]?.data ?? null));

/** Why there is nothing, where there never will be. @param {Store} store */
export function why(store) {
  const { attention: { data }, words: lang } = store.snapshot();
  return data?.targetTokens ? t(lang, "rollout-not-here", { model: data.model.id }) : "";
}

/** The page's layer, as far as the model has it. @param {Store} store @param {RolloutData} found */
export const layerOf = (store, { layers }) => nearestLayer(layers, store.get("layer"));

/** The token whose rows are shown: the one that the cursor is about, or was, or the last word. @param {Store} store @param {RolloutData} found @param {number} [last] */
export function shownToken(store, { tokens }, last = -1) {
  const anchor = anchorOf(store);
  if (anchor?.source === "attention" && anchor.token < tokens.length) return anchor.token;
  return last >= 0 && last < tokens.length ? last : (tokens.filter(isWord).at(-1)?.index ?? 0);
}

/** @param {Lang} lang @param {RolloutData} found @param {Quantity} quantity @param {number} layer @param {number} query @param {number} key */
export function sayRollout(lang, found, quantity, layer, query, key) {
  const spoken = { layer, query: name(found.tokens, query), key: name(found.tokens, key), heads: headsIn(found.layers, layer) };
  if (rowOf(found.layers, layer) < 0) return t(lang, "layer-silent-say", spoken);
  if (found.family === "decoder" && key > query) return t(lang, "rollout-say-masked", spoken);
  const weight = weightsOf(found, quantity, layer)?.[query * found.tokens.length + key];
  return weight === undefined ? t(lang, "rollout-no-mean", spoken) : t(lang, `rollout-say-${quantity}`, { ...spoken, percent: percent(weight) });
}

/** Where the token holds most, itself and special tokens aside; −1 where it can hold of fewer than two. @param {RolloutData} data @param {number} layer @param {number} token */
function strongestOf({ tokens, rollout, layers }, layer, token) {
  const from = (rowOf(layers, layer) * tokens.length + token) * tokens.length;
  const others = tokens.flatMap(({ special }, key) => (!special && key !== token && (rollout[from + key] ?? 0) > 0 ? [key] : []));
  if (others.length < 2) return -1;
  return others.reduce((best, key) => ((rollout[from + key] ?? 0) > (rollout[from + best] ?? 0) ? key : best));
}

/** What a token holds most of, and what the heads give to that; empty where there are no two to choose from. @param {Lang} lang @param {RolloutData} found @param {number} layer @param {number} token */
export function sumUpRollout(lang, found, layer, token) {
  const strongest = strongestOf(found, layer, token);
  if (strongest < 0) return "";
  const [rollout, mean] = QUANTITIES.map((quantity) => weightsOf(found, quantity, layer)?.[token * found.tokens.length + strongest]);
  if (rollout === undefined || mean === undefined) return "";
  return t(lang, "rollout-summary", { layer, query: name(found.tokens, token), key: name(found.tokens, strongest), percent: percent(rollout), mean: percent(mean) });
}

/** Of which layers the mean has come, where not of all. @param {Lang} lang @param {RolloutData} found */
export const sayMissing = (lang, { means, layers, tokens }) =>
  means.some((mean) => mean === null) ? t(lang, "rollout-some-layers", { count: (allHeads(layers).length * tokens.length ** 2).toLocaleString("en") }) : "";

/** @param {Store} store @param {"rollout" | "mean" | "both"} what */
function look(store, what) {
  const { scale, colour, words: lang } = store.snapshot();
  // What is by row in one head has no row of its own among layers: all are drawn on one scale.
  const kind = scale === "row" ? "linear" : scale;
  const caption = t(lang, "rollout-legend", { what: t(lang, `rollout-what-${what}`), colour: t(lang, `colour-${colour}`), scale: t(lang, `scale-${kind}`) });
  return { lang, scale: attentionScale(kind, colour), ticks: ATTENTION_TICKS[kind], caption };
}

/** @param {Scene} scene pixels of a cell */
const cellSide = ({ regions: [cells] }) => (cells ? cells.width / cells.columns : 0);

/**
 * Both squares, with cells of one size, so that a row of one is at the height of the same row of the other.
 * @param {Store} store @param {RolloutData} found @param {number} layer @param {Record<Quantity, number>} widths @param {number} [minCell]
 * @returns {Partial<Record<Quantity, Scene>>} without what was not asked for
 */
export function squares(store, found, layer, widths, minCell) {
  const made = (/** @type {Quantity} */ quantity, /** @type {number} */ maxCell) =>
    rolloutSquare(found, quantity, layer, { width: widths[quantity], maxCell, ...(minCell === undefined ? {} : { minCell }), ...look(store, quantity) });
  const side = Math.min(...QUANTITIES.map((quantity) => cellSide(made(quantity, LARGEST))));
  return Object.fromEntries(QUANTITIES.flatMap((quantity) => (weightsOf(found, quantity, layer) ? [[quantity, made(quantity, side)]] : [])));
}

/** @param {Store} store @param {RolloutData} found @param {{token: number, layer: number, width: number, minCell?: number}} options */
export const acrossScene = (store, found, { token, layer, ...room }) => acrossLayers(found, token, layer, { ...room, ...look(store, "both") });

/** One token's weights; nothing where it may not look. @param {RolloutData} found @param {Quantity} quantity @param {number} layer @param {number} token @returns {Cell[]} */
function rowCells(found, quantity, layer, token) {
  const values = weightsOf(found, quantity, layer);
  return found.tokens.map((_, key) => cell(found.family === "decoder" && key > token ? null : values?.[token * found.tokens.length + key]));
}

/** @param {Lang} lang @param {RolloutData} found @param {Quantity} quantity @param {number} layer @returns {TableModel} */
export function squareTable(lang, found, quantity, layer) {
  const { tokens } = found;
  return {
    caption: t(lang, `rollout-heading-${quantity}`, { layer }),
    head: [t(lang, "table-query"), ...tokens.map((_, key) => name(tokens, key))],
    rows: tokens.map((_, query) => [name(tokens, query), ...rowCells(found, quantity, layer, query)]),
  };
}

/** @param {Lang} lang @param {RolloutData} found @param {number} token @returns {TableModel} */
export function acrossTable(lang, found, token) {
  const { tokens, layers } = found;
  return {
    caption: `${t(lang, "rollout-across-heading")}${t(lang, "list-comma")}${name(tokens, token)}`,
    head: [t(lang, "layer"), ...tokens.map((_, key) => name(tokens, key))],
    rows: QUANTITIES.flatMap((quantity) => layers.numbers.map((layer) => [t(lang, `rollout-heading-${quantity}`, { layer }), ...rowCells(found, quantity, layer, token)])),
  };
}

/** Narrower than this, squares that stand side by side cannot be read; so small, cells are worth a row of their own. */
const [NARROW, SMALL] = [300, 9];

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const found = rolloutIn(store);
  if (!found) return [];
  const lang = store.get("words");
  const layer = layerOf(store, found);
  const token = shownToken(store, found);
  const drawn = (/** @type {number} */ room) => squares(store, found, layer, { rollout: room, mean: room }, 1);
  const half = Math.floor((width - GAP) / 2);
  const small = half < NARROW ? null : drawn(half);
  const beside = small && (cellSide(/** @type {Scene} */ (small.rollout)) >= SMALL || !small.mean) ? small : null;
  const both = beside ?? drawn(width);
  const across = t(lang, "rollout-across-heading");
  return [
    ...QUANTITIES.flatMap((quantity) => {
      const scene = both[quantity];
      const heading = t(lang, `rollout-heading-${quantity}`, { layer });
      if (!scene) return [];
      return [{
        id: quantity, heading, scene, ...(beside ? { row: "squares" } : {}),
        ...(quantity === "rollout" ? { summary: sumUpRollout(lang, found, layer, token), definitions: [found.definition] } : {}),
        tables: [{ title: heading, make: () => squareTable(lang, found, quantity, layer) }],
      }];
    }),
    {
      id: "across", heading: across, scene: acrossScene(store, found, { token, layer, width, minCell: 1 }), notes: [saySilent(lang, found.layers), sayMissing(lang, found)].filter(Boolean),
      tables: [{ title: `${across}, ${name(found.tokens, token)}`, make: () => acrossTable(lang, found, token) }],
    },
  ];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "rollout", pictures, why, intro: (store) => t(store.get("words"), "rollout-intro") };
