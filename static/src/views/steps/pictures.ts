/** The inspector: one head at one token, from query and keys to what the head adds. */
import { litNow } from "../../state/lit.ts";
import { onlyWeights } from "./source.ts";
import { t } from "../../core/words/index.ts";
import { sayChecks, sayDimensions, sayHeads, sayPlace, sayStep, sayUnscaled } from "./say.ts";
import { dimensions } from "./dims.ts";
import { headParts } from "./heads.ts";
import { FEW, MOST, isScaled, listed, ranked, sidesOf, unscaled } from "./numbers.ts";
import { headRow } from "./row.ts";
import { headsTable, stepTable, vectorsTable } from "./tables.ts";
import type { Lang, Lit, Picture } from "../../core/types.ts";
import type { HeadStep, InspectorRow } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

type ListChoice = { all: boolean; order: "reading" | "weight"; strips: "keys" | "products"; scaling: boolean };

/** What the list shows, and how. */
export function choiceIn(store: Store): ListChoice {
  const { all_keys: all, lines: order, strips, scaling } = store.snapshot();
  return { all, order, strips, scaling };
}

/** What was answered last. */
export const stepIn = (store: Store): HeadStep | null => store.get("answers").steps?.data ?? null;

/** Whether there is nothing to look into: a model that gives weights alone. */
export function nothingIn(store: Store) {
  const state = store.snapshot();
  const { status, data } = state.answers.steps ?? { status: "idle", data: null };
  return state.answers.attention.data !== null && (onlyWeights(state) || (status === "ready" && data === null));
}

export const sayNothing = (store: Store) =>
  t(store.get("langInForce"), "inspect-only-weights", { model: store.get("answers").attention.data?.model.id ?? "" });

/** The key that is pinned beside the query, if one is. */
export function pinnedKey(store: Store, step: HeadStep) {
  const pin = store.get("pin");
  return pin && pin.source === sidesOf(step).queries.source && pin.token === step.query_token ? pin.key : undefined;
}

/** The key that is looked into: the one under the cursor, or the pinned one, or the strongest. */
export function keyOf(store: Store, step: HeadStep) {
  const { cursor, pin } = store.snapshot();
  const lit = litNow(store.snapshot());
  const [column] = (sidesOf(step).keys.source === "target" ? lit.target?.columns : lit.attention.columns) ?? [];
  // A pinned query alone lights up its own token: that is no choice of a key.
  const query = cursor && pin && cursor.key === undefined && cursor.source === pin.source && cursor.token === pin.token;
  const chosen = cursor && !query ? column : undefined;
  const key = chosen ?? pinnedKey(store, step) ?? ranked(step)[0] ?? 0;
  return key < step.keys.length ? key : 0;
}

/** What lights up in the list: the line of a key. */
export function litKey(step: HeadStep, key: number): Lit {
  const nowhere = { rows: [], columns: [] };
  return { attention: nowhere, gates: nowhere, [sidesOf(step).keys.source]: { rows: [], columns: [key] } };
}

/** The lines of the list, and the step whose numbers stand in them: the model's own, or the toy without the scale. */
export function listOf(step: HeadStep, pinned: number | undefined, { all, order, scaling }: ListChoice) {
  const { queries, keys } = sidesOf(step);
  const toy = !scaling && isScaled(step);
  const keep = [pinned, ...(queries.source === keys.source ? [step.query_token] : [])];
  return { toy, drawn: toy ? unscaled(step) : step, rows: listed(step, { all, order, keep }) };
}

const listScene = (
  step: HeadStep,
  { toy, drawn, rows }: ReturnType<typeof listOf>,
  { width, lang, strips }: { width: number; lang: Lang; strips: ListChoice["strips"] },
) => headRow(drawn, { width, rows, lang, strips, own: toy ? step : null });

/** That the list is a toy, where it is one. */
export const sayToy = (lang: Lang, step: HeadStep, { toy, drawn }: ReturnType<typeof listOf>) =>
  toy ? `${t(lang, "inspect-toy-row")}${lang === "zh" ? "" : " "}${sayUnscaled(lang, step, drawn)}` : "";

/** How many keys share a line. */
function sayLeft(lang: Lang, step: HeadStep, rows: readonly InspectorRow[], all: boolean) {
  const hidden = rows.filter(({ kind }) => kind !== "key").reduce((sum, { keys }) => sum + keys.length, 0);
  return hidden
    ? t(lang, all ? "inspect-left-most" : "inspect-left", { hidden, count: step.weights.length, few: FEW, most: MOST })
    : "";
}

/** Narrower than this, the dimensions and the heads stand one under the other. */
const TWO = 820;
const GAP = 28;

/** @param key whose dimensions */
export function dimsPicture(store: Store, step: HeadStep, key: number, width: number): Picture {
  const { langInForce: lang, dims: order } = store.snapshot();
  const scene = dimensions(step, key, { width, lang, order });
  return {
    id: "dims",
    heading: scene.title,
    scene,
    summary: sayDimensions(lang, step, key),
    tables: [{ title: t(lang, "inspect-table-vectors-open"), make: () => vectorsTable(lang, step, key) }],
  };
}

/** What the layer's heads add; nothing of a model that gives no such vectors. */
export function headsPictures(store: Store, { width }: { width: number }): Picture[] {
  const step = stepIn(store);
  const lang = store.get("langInForce");
  if (!step?.contributions) return [];
  return [
    {
      id: "heads",
      heading: t(lang, "inspect-heads-title", { layer: step.layer }),
      scene: headParts(step, { width, lang }),
      summary: sayHeads(lang, step),
      definitions: [step.contributions.definition],
      tables: [{ title: t(lang, "inspect-heads-open"), make: () => headsTable(lang, step) }],
    },
  ];
}

/** The list of keys. On the page, a key is lit as the cursor goes, and the checks of the sums stand under the list. */
export const listPictures: Maker = (store, { width, live = false }) => {
  const step = stepIn(store);
  if (!step || nothingIn(store)) return [];
  const lang = store.get("langInForce");
  const choice = choiceIn(store);
  const list = listOf(step, pinnedKey(store, step), choice);
  const left = sayLeft(lang, step, list.rows, choice.all);
  return [
    {
      id: "list",
      heading: sayPlace(lang, step),
      ...(live ? {} : { lit: litKey(step, keyOf(store, step)) }),
      scene: listScene(step, list, { width, lang, strips: choice.strips }),
      summary: sayStep(lang, step),
      notes: (live ? [left, list.toy ? "" : sayChecks(lang, step)] : [sayToy(lang, step, list), left]).filter(Boolean),
      definitions: step.definition ? [step.definition] : [],
      tables: [{ title: t(lang, "inspect-table"), make: () => stepTable(lang, step) }],
    },
  ];
};

/** The dimensions of one key, and the layer's heads. */
function sides(store: Store, step: HeadStep, width: number): Picture[] {
  const across = step.contributions !== null && width >= TWO;
  const left = across ? Math.floor(((width - GAP) * 1.15) / 2.15) : width;
  const dims = dimsPicture(store, step, keyOf(store, step), left);
  const heads = headsPictures(store, { width: across ? width - GAP - left : width });
  return [{ ...dims, row: "sides" }, ...heads.map((one) => ({ ...one, row: across ? "sides" : "heads" }))];
}

/** Not among them: the toy under the page's inspector, whose numbers are no model's. */
export const pictures: Maker = (store, room) => {
  const step = stepIn(store);
  const list = listPictures(store, room);
  return step && list.length ? [...list, ...sides(store, step, room.width)] : [];
};

export const intro = (store: Store) => t(store.get("langInForce"), "inspect-intro");

export const figure: Drawing = {
  pictures,
  intro,
  why: (store) => (nothingIn(store) ? sayNothing(store) : t(store.get("langInForce"), "figure-nothing")),
};
