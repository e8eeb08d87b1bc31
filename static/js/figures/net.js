/** What the figures of one recurrent net share: its introduction, the step that is read, and what it expects there. */
import { arraysOf } from "../data/units.js";
import { litNow } from "../state/lit.js";
import { symbolOf } from "../views/bands.js";
import { expected } from "../views/expected.js";
import { spoken, t } from "../ui/i18n.js";
import { decimals, gateMean, gateValue, name } from "../ui/say.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("../types.js").TableModel} TableModel */
/** @typedef {import("../data/units.js").Sorted} Sorted */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** Alone in a figure, a column may be as narrow as this: nobody points at it. */
export const THIN = 0.5;

/** In lines that wrap, no letter stands apart from its number. */
const UNBROKEN = { is: "=", next: ", " };

/** @param {Store} store @param {"gates-intro" | "unit-intro"} key */
export function netIntro(store, key) {
  const { gates: { data }, words: lang } = store.snapshot();
  return spoken(lang, t(lang, key, { net: data ? t(lang, `cell-${data.cell}-long`) : "" }), data?.checkpoint === "initial" ? t(lang, "intro-untrained") : "");
}

/** How the order of the units was computed, as the API says it. @param {GatesData} data @param {Sorted["sort"]} sort */
export function orderDefined({ orderDefinition, saturationDefinition, halfLifeDefinition }, sort) {
  const said = { carrier: orderDefinition, saturation: saturationDefinition, "half-life": halfLifeDefinition }[/** @type {string} */ (sort)];
  return said ? [said] : [];
}

/**
 * The step that is read: the last of those that are lit, or else the sentence's last.
 * @param {GatesData} data @param {readonly number[]} steps that are lit
 */
export function stepRead({ tokens }, steps) {
  const lit = steps.at(-1);
  const found = lit === undefined ? undefined : tokens[lit];
  return { token: found?.index ?? tokens.length - 1, found };
}

/** The numbers of the step that is read. @param {Lang} lang @param {GatesData} data @param {readonly number[]} steps that are lit @param {number | undefined} unit none: the mean over all @param {{is: string, next: string}} [between] a letter and its number; a number and the next letter */
export function stepNumbers(lang, data, steps, unit, { is, next } = { is: " ", next: "   " }) {
  const { token } = stepRead(data, steps);
  const values = arraysOf(data).map((array) => {
    const value = unit === undefined ? gateMean(data, array, token) : gateValue(data, array, token, unit);
    return `${symbolOf(data.kind, array)}${is}${decimals(value)}`;
  });
  const whose = unit === undefined ? t(lang, "mean") : t(lang, "unit-n", { unit });
  const among = { count: steps.length, tokens: steps.map((each) => name(data.tokens, each)).join(" ") };
  const several = steps.length > 1 ? ` (${t(lang, "several-steps", among)})` : "";
  return `${several} · ${whose}: ${values.join(next)}`;
}

/** Every expectation after every token, in full. @param {Lang} lang @param {GatesData} data @returns {TableModel} */
export function expectedTable(lang, { tokens, predictions, cell: net }) {
  const head = ["table-token", "figure-rank", "figure-expected", "figure-probability"].map((key) => t(lang, key));
  const rows = tokens.flatMap((_, token) =>
    (predictions?.[token] ?? []).map(({ text, probability }, rank) => [name(tokens, token), cell(rank + 1, String), text, cell(probability, decimals)]));
  return { caption: t(lang, "figure-expected-of", { cell: t(lang, `cell-${net}`) }), head, rows };
}

/**
 * What the net expects after the step that is pinned, or the last.
 * @param {Store} store @param {GatesData} data @param {number | undefined} unit whose numbers are read out; none: the mean
 * @param {{width: number}} room @returns {Picture[]} none, where the net predicts nothing
 */
export function expectedPictures(store, data, unit, { width }) {
  const state = store.snapshot();
  const { words: lang } = state;
  const { rows: steps } = litNow(state).gates;
  const { token, found } = stepRead(data, steps);
  const list = data.predictions?.[token] ?? [];
  if (list.length === 0) return [];
  const heading = t(lang, "figure-expects", { token: name(data.tokens, token) });
  const title = t(lang, "figure-expected-of", { cell: t(lang, `cell-${data.cell}`) });
  return [{
    id: "expected", heading,
    scene: expected([{ heading: t(lang, `cell-${data.cell}`), list }], { width, title, description: heading }),
    notes: found ? [`${name(data.tokens, token)}${stepNumbers(lang, data, steps, unit, UNBROKEN)}`] : [],
    tables: [{ title, make: () => expectedTable(lang, data) }],
  }];
}

/** A pin is read off the page's own gates answer: where a view brings others of the same tokens, one of them does. @param {Store} store @param {GatesData | undefined} data */
export function lightBy(store, data) {
  if (data) store.set({ gates: { status: "ready", data, problem: null } });
}
