/** Two sentences through one cell, token by token: the same words in another order. */
import { samePieces } from "../data/edit-script.js";
import { trackOf } from "../data/units.js";
import { means } from "../views/bands.js";
import { tokenName } from "../views/labels.js";
import { blocksOf, lastStates, order } from "../views/order.js";
import { labelled, t } from "../ui/i18n.js";
import { apartWords } from "../ui/memory-notes.js";
import { decimals } from "../ui/say.js";
import { lightBy, orderDefined, THIN } from "./net.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").TableModel} TableModel */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../views/order.js").OrderData} OrderData */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */
/** @typedef {"a" | "b" | "between"} Block */

/** What came for two sentences; nothing while there is no second one, or where the end of one is rounding alone. @param {Store} store @returns {OrderData | null} */
export const orderShown = (store) => {
  const data = orderAnswered(store);
  return data && data.a.apart === null && data.b.apart === null ? data : null;
};

/** What came, whether or not its ends can be compared. @param {Store} store @returns {OrderData | null} */
const orderAnswered = (store) => (store.get("text_b").trim() === "" ? null : (store.get("labData")["order"]?.data ?? null));

/** Why two sentences that were read are not compared: of one of them the end is rounding; "" otherwise. @param {Store} store */
export function orderLost(store) {
  const data = orderAnswered(store);
  const lost = data && [data.a, data.b].find(({ apart }) => apart !== null);
  return lost ? apartWords(store.get("words"), lost) : "";
}

/** The array that is drawn. @param {Store} store @param {OrderData} data */
export const arrayShown = (store, data) => trackOf(data.a, store.get("track"));

/**
 * What one cell of one block says.
 * @param {Lang} lang @param {OrderData} data @param {string} array @param {Block} block
 * @param {number | null} unit null: the mean @param {number} at the column
 */
export function sayCell(lang, data, array, block, unit, at) {
  const { columns, first, second, between } = blocksOf(data, array);
  const column = columns[at];
  if (!column) return "";
  const token = tokenIn(data, column);
  const { units, order: carriers } = data.a;
  const of = (/** @type {Float32Array} */ values) =>
    decimals((unit === null ? means(values.subarray(at * units, (at + 1) * units), 1, units)[0] : values[at * units + unit]) ?? NaN);
  const whose = unit === null ? t(lang, "order-whose-mean", { count: units }) : t(lang, "order-whose-unit", { unit, rank: carriers.indexOf(unit) + 1, count: units });
  const words = { band: t(lang, array), token: tokenName(token), whose };
  if (block === "between") {
    if (column.kind !== "same") return t(lang, "order-say-unmatched", { ...words, letter: column.kind.toUpperCase() });
    return t(lang, "order-say-between", { ...words, value: of(between), a: of(first), b: of(second) });
  }
  if (column[block] === null) return t(lang, "order-say-gone", { ...words, letter: block === "a" ? "B" : "A", other: block.toUpperCase() });
  return t(lang, "order-say", { ...words, letter: block.toUpperCase(), value: of(block === "a" ? first : second) });
}

/** A column's token: the first sentence's where it has one. @param {OrderData} data @param {import("../data/edit-script.js").Column} column */
const tokenIn = ({ a, b }, column) => /** @type {Token} */ (column.a === null ? b.tokens[column.b ?? 0] : a.tokens[column.a]);

/** @param {Lang} lang @param {OrderData} data @param {string} array @returns {TableModel} */
export function orderTable(lang, data, array) {
  const { columns, first, second, between } = blocksOf(data, array);
  const { units, order: carriers } = data.a;
  const strongest = carriers[0] ?? 0;
  const band = t(lang, array);
  const head = [t(lang, "order-table-column"), t(lang, "order-table-where")];
  for (const letter of ["A", "B", "B − A"]) head.push(`${letter}, ${band}, ${t(lang, "mean")}`, `${letter}, ${band}, ${t(lang, "unit-n", { unit: strongest })}`);
  const rows = columns.map((column, at) => {
    const where = column.kind === "same" ? t(lang, "order-both") : column.kind.toUpperCase();
    return [tokenName(tokenIn(data, column)), where, ...[first, second, between].flatMap((values) =>
      [cell(means(values.subarray(at * units, (at + 1) * units), 1, units)[0], decimals), cell(values[at * units + strongest], decimals)])];
  });
  return { caption: t(lang, "lab-order"), head, rows };
}

/** What each sentence is expected to go on with. @param {Lang} lang @param {OrderData} data @returns {TableModel} */
export function endTable(lang, data) {
  const head = ["table-token", "figure-rank", "figure-expected", "figure-probability"].map((key) => t(lang, key));
  const rows = /** @type {const} */ (["a", "b"]).flatMap((letter) => {
    const { tokens, predictions } = data[letter];
    const last = tokens.at(-1);
    const said = labelled(lang, letter.toUpperCase(), last ? tokenName(last) : "");
    return (predictions?.at(-1) ?? []).map(({ text, probability }, rank) => [said, cell(rank + 1, String), text, cell(probability, decimals)]);
  });
  return { caption: t(lang, "order-end"), head, rows };
}

/** What the order did, and how the sentences were lined up. @param {Lang} lang @param {OrderData} data */
export function sumUpOrder(lang, data) {
  const { columns } = blocksOf(data, "states.hidden");
  const count = (/** @type {string} */ kind) => columns.filter((one) => one.kind === kind).length;
  const distance = decimals(lastStates(data).distance);
  const same = samePieces(data.a.tokens, data.b.tokens, ({ id }) => id);
  return same && count("a") > 0
    ? t(lang, "order-summary-same", { count: data.a.tokens.length, kept: count("same"), distance })
    : t(lang, "order-summary", { kept: count("same"), a: count("a"), b: count("b"), distance });
}

/** @param {Store} store @param {OrderData} data @param {{width: number, minColumn?: number}} room */
export const orderScene = (store, data, room) => order(data, { ...room, lang: store.get("words"), array: arrayShown(store, data) });

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), "order-intro");

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const data = orderShown(store);
  const lang = store.get("words");
  if (!data) return [];
  const heading = t(lang, `cell-${data.a.cell}`);
  return [{
    id: "order", heading, scene: orderScene(store, data, { width, minColumn: THIN }),
    summary: sumUpOrder(lang, data),
    notes: [t(lang, "order-method")], definitions: orderDefined(data.a, "carrier"),
    tables: [
      { title: heading, make: () => orderTable(lang, data, arrayShown(store, data)) },
      { title: t(lang, "order-end"), make: () => endTable(lang, data) },
    ],
  }];
}

/** @param {Store} store */
const why = (store) => (store.get("text_b").trim() === "" ? t(store.get("words"), "figure-order-empty") : orderLost(store));

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "order", pictures, intro, why, lights: (store) => lightBy(store, orderShown(store)?.a) };
