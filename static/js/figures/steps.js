/** The inspector: one head at one token, from query and keys to what the head adds. */
import { litNow } from "../state/lit.js";
import { onlyWeights } from "../state/attn/steps.js";
import { t } from "../ui/i18n.js";
import { sayDimensions, sayHeads, sayPlace, sayStep, sayUnscaled } from "../ui/attn/steps-say.js";
import { dimensions } from "../views/inspector/dims.js";
import { headParts } from "../views/inspector/heads.js";
import { FEW, MOST, isScaled, listed, ranked, sidesOf, unscaled } from "../views/inspector/numbers.js";
import { headRow } from "../views/inspector/row.js";
import { headsTable, stepTable, vectorsTable } from "./steps-tables.js";

/** @typedef {import("../types.js").HeadStep} HeadStep */
/** @typedef {import("../types.js").InspectorRow} InspectorRow */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Lit} Lit */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */
/** @typedef {{all: boolean, order: "reading" | "weight", strips: "keys" | "products", scaling: boolean}} ListChoice */

/** What the list shows, and how. @param {Store} store @returns {ListChoice} */
export function choiceIn(store) {
  const { all_keys: all, lines: order, strips, scaling } = store.snapshot();
  return { all, order, strips, scaling };
}

/** What was answered last. @param {Store} store @returns {HeadStep | null} */
export const stepIn = (store) => store.get("attnData")["steps"]?.data ?? null;

/** Whether there is nothing to look into: a model that gives weights alone. @param {Store} store */
export function nothingIn(store) {
  const state = store.snapshot();
  const { status, data } = state.attnData["steps"] ?? { status: "idle", data: null };
  return state.attention.data !== null && (onlyWeights(state) || (status === "ready" && data === null));
}

/** @param {Store} store */
export const sayNothing = (store) => t(store.get("words"), "inspect-only-weights", { model: store.get("attention").data?.model.id ?? "" });

/** The key that is pinned beside the query, if one is. @param {Store} store @param {HeadStep} step */
export function pinnedKey(store, step) {
  const pin = store.get("pin");
  return pin && pin.source === sidesOf(step).queries.source && pin.token === step.query_token ? pin.key : undefined;
}

/** The key that is looked into: the one under the cursor, or the pinned one, or the strongest. @param {Store} store @param {HeadStep} step */
export function keyOf(store, step) {
  const { cursor, pin } = store.snapshot();
  const lit = litNow(store.snapshot());
  const [column] = (sidesOf(step).keys.source === "target" ? lit.target?.columns : lit.attention.columns) ?? [];
  // A pinned query alone lights up its own token: that is no choice of a key.
  const query = cursor && pin && cursor.key === undefined && cursor.source === pin.source && cursor.token === pin.token;
  const chosen = cursor && !query ? column : undefined;
  const key = chosen ?? pinnedKey(store, step) ?? ranked(step)[0] ?? 0;
  return key < step.keys.length ? key : 0;
}

/** What lights up in the list: the line of a key. @param {HeadStep} step @param {number} key @returns {Lit} */
export function litKey(step, key) {
  const nowhere = { rows: [], columns: [] };
  return { attention: nowhere, gates: nowhere, [sidesOf(step).keys.source]: { rows: [], columns: [key] } };
}

/**
 * The lines of the list, and the step whose numbers stand in them: the model's own, or the toy without the scale.
 * @param {HeadStep} step @param {number | undefined} pinned @param {ListChoice} choice
 */
export function listOf(step, pinned, { all, order, scaling }) {
  const { queries, keys } = sidesOf(step);
  const toy = !scaling && isScaled(step);
  const keep = [pinned, ...(queries.source === keys.source ? [step.query_token] : [])];
  return { toy, drawn: toy ? unscaled(step) : step, rows: listed(step, { all, order, keep }) };
}

/** @param {HeadStep} step @param {ReturnType<typeof listOf>} list @param {{width: number, lang: Lang, strips: ListChoice["strips"]}} options */
export const listScene = (step, { toy, drawn, rows }, { width, lang, strips }) => headRow(drawn, { width, rows, lang, strips, own: toy ? step : null });

/** That the list is a toy, where it is one. @param {Lang} lang @param {HeadStep} step @param {ReturnType<typeof listOf>} list */
export const sayToy = (lang, step, { toy, drawn }) => (toy ? `${t(lang, "inspect-toy-row")}${lang === "zh" ? "" : " "}${sayUnscaled(lang, step, drawn)}` : "");

/** How many keys share a line. @param {Lang} lang @param {HeadStep} step @param {readonly InspectorRow[]} rows @param {boolean} all */
export function sayLeft(lang, step, rows, all) {
  const hidden = rows.filter(({ kind }) => kind !== "key").reduce((sum, { keys }) => sum + keys.length, 0);
  return hidden ? t(lang, all ? "inspect-left-most" : "inspect-left", { hidden, count: step.weights.length, few: FEW, most: MOST }) : "";
}

/** Narrower than this, the dimensions and the heads stand one under the other. */
const TWO = 820;
const GAP = 28;

/** @param {Store} store @param {HeadStep} step @param {number} key @param {number} width @returns {Picture[]} the dimensions of one key, and the layer's heads */
function sides(store, step, key, width) {
  const { words: lang, dims: order } = store.snapshot();
  const across = step.contributions !== null && width >= TWO;
  const left = across ? Math.floor(((width - GAP) * 1.15) / 2.15) : width;
  const dims = dimensions(step, key, { width: left, lang, order });
  /** @type {Picture} */
  const first = {
    id: "dims", heading: dims.title, scene: dims, row: "sides", summary: sayDimensions(lang, step, key),
    tables: [{ title: t(lang, "inspect-table-vectors-open"), make: () => vectorsTable(lang, step, key) }],
  };
  if (!step.contributions) return [first];
  const heading = t(lang, "inspect-heads-title", { layer: step.layer });
  const scene = headParts(step, { width: across ? width - GAP - left : width, lang });
  return [first, {
    id: "heads", heading, scene, row: across ? "sides" : "heads", summary: sayHeads(lang, step), definitions: [step.contributions.definition],
    tables: [{ title: t(lang, "inspect-heads-open"), make: () => headsTable(lang, step) }],
  }];
}

/** Not among them: the toy under the page's inspector, whose numbers are no model's. @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const step = stepIn(store);
  if (!step || nothingIn(store)) return [];
  const lang = store.get("words");
  const choice = choiceIn(store);
  const list = listOf(step, pinnedKey(store, step), choice);
  const key = keyOf(store, step);
  return [
    {
      id: "list", heading: sayPlace(lang, step), lit: litKey(step, key),
      scene: listScene(step, list, { width, lang, strips: choice.strips }),
      summary: sayStep(lang, step), notes: [sayToy(lang, step, list), sayLeft(lang, step, list.rows, choice.all)].filter(Boolean),
      definitions: step.definition ? [step.definition] : [],
      tables: [{ title: t(lang, "inspect-table"), make: () => stepTable(lang, step) }],
    },
    ...sides(store, step, key, width),
  ];
}

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), "inspect-intro");

/** @type {import("../types.js").FigureEntry} */
export const figure = {
  id: "steps", pictures, intro,
  why: (store) => (nothingIn(store) ? sayNothing(store) : t(store.get("words"), "figure-nothing")),
};
