/** Two sentences through one cell, token by token: the same words in another order. */
import { samePieces } from "../../data/edit-script.ts";
import { trackOf } from "../../data/units.ts";
import { means } from "../../plots/bands.ts";
import { tokenName } from "../../plots/labels.ts";
import { blocksOf, lastStates, order } from "./scene.ts";
import { clauses, labelled, ordinal, t } from "../../core/words/index.ts";
import { apartWords } from "../../panel/memory-notes.ts";
import { visible } from "../../core/scene/text.ts";
import { decimals, percent } from "../../plots/say.ts";
import { orderDefined, THIN } from "../../panel/pictures/net.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, TableModel } from "../../core/types.ts";
import type { Column } from "../../data/edit-script.ts";
import type { Token } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { OrderData } from "./scene.ts";

export type Block = "a" | "b" | "between";

/** What came for two sentences; nothing while there is no second one, or where the end of one is rounding alone. */
export const orderShown = (store: Store): OrderData | null => {
  const data = orderAnswered(store);
  return data && data.a.apart === null && data.b.apart === null ? data : null;
};

/** What came, whether or not its ends can be compared. */
const orderAnswered = (store: Store): OrderData | null =>
  store.get("text_b").trim() === "" ? null : (store.get("answers").order?.data ?? null);

/** Why two sentences that were read are not compared: of one of them the end is rounding; "" otherwise. */
export function orderLost(store: Store) {
  const data = orderAnswered(store);
  const lost = data && [data.a, data.b].find(({ apart }) => apart !== null);
  return lost ? apartWords(store.get("langInForce"), lost) : "";
}

/** The array that is drawn. */
export const arrayShown = (store: Store, data: OrderData) => trackOf(data.a, store.get("track"));

/**
 * What one cell of one block says.
 * @param unit null: the mean
 * @param at the column
 */
export function sayCell(lang: Lang, data: OrderData, array: string, block: Block, unit: number | null, at: number) {
  const { columns, first, second, between } = blocksOf(data, array);
  const column = columns[at];
  if (!column) return "";
  const token = tokenIn(data, column);
  const { units, order: carriers } = data.a;
  const of = (values: Float32Array) =>
    decimals(
      (unit === null ? means(values.subarray(at * units, (at + 1) * units), 1, units)[0] : values[at * units + unit]) ??
        NaN,
    );
  const whose =
    unit === null
      ? t(lang, "order-whose-mean", { count: units })
      : t(lang, "order-whose-unit", { unit, rank: carriers.indexOf(unit) + 1, count: units });
  const words = { band: t(lang, array), token: tokenName(token), whose };
  if (block === "between") {
    if (column.kind !== "same") return t(lang, "order-say-unmatched", { ...words, letter: column.kind.toUpperCase() });
    return t(lang, "order-say-between", { ...words, value: of(between), a: of(first), b: of(second) });
  }
  if (column[block] === null) {
    return t(lang, "order-say-gone", { ...words, letter: block === "a" ? "B" : "A", other: block.toUpperCase() });
  }
  return t(lang, "order-say", { ...words, letter: block.toUpperCase(), value: of(block === "a" ? first : second) });
}

/** A column's token: the first sentence's where it has one. */
const tokenIn = ({ a, b }: OrderData, column: Column) =>
  (column.a === null ? b.tokens[column.b ?? 0] : a.tokens[column.a]) as Token;

/** @param row of what a sentence is expected to go on with */
export function sayNext(lang: Lang, data: OrderData, letter: "a" | "b", row: number) {
  const one = data[letter].predictions?.at(-1)?.[row];
  return one
    ? t(lang, "order-say-next", {
        letter: letter.toUpperCase(),
        text: visible(one.text),
        percent: percent(one.probability),
        rank: ordinal(lang, row + 1),
      })
    : "";
}

/** @param at the column */
export function sayLabel(lang: Lang, data: OrderData, array: string, at: number) {
  const column = blocksOf(data, array).columns[at];
  const one = (letter: "a" | "b") => {
    const token = data[letter].tokens[column?.[letter] ?? -1];
    return token
      ? [t(lang, "order-say-token", { token: tokenName(token), index: token.index, letter: letter.toUpperCase() })]
      : [];
  };
  return clauses(lang, [...one("a"), ...one("b")]);
}

function orderTable(lang: Lang, data: OrderData, array: string): TableModel {
  const { columns, first, second, between } = blocksOf(data, array);
  const { units, order: carriers } = data.a;
  const strongest = carriers[0] ?? 0;
  const band = t(lang, array);
  const head = [t(lang, "order-table-column"), t(lang, "order-table-where")];
  for (const letter of ["A", "B", "B − A"]) {
    head.push(
      `${letter}, ${band}, ${t(lang, "mean")}`,
      `${letter}, ${band}, ${t(lang, "unit-n", { unit: strongest })}`,
    );
  }
  const rows = columns.map((column, at) => {
    const where = column.kind === "same" ? t(lang, "order-both") : column.kind.toUpperCase();
    return [
      tokenName(tokenIn(data, column)),
      where,
      ...[first, second, between].flatMap((values) => [
        cell(means(values.subarray(at * units, (at + 1) * units), 1, units)[0], decimals),
        cell(values[at * units + strongest], decimals),
      ]),
    ];
  });
  return { caption: t(lang, "lab-order"), head, rows };
}

/** What each sentence is expected to go on with. */
function endTable(lang: Lang, data: OrderData): TableModel {
  const head = ["table-token", "figure-rank", "figure-expected", "figure-probability"].map((key) => t(lang, key));
  const rows = (["a", "b"] as const).flatMap((letter) => {
    const { tokens, predictions } = data[letter];
    const last = tokens.at(-1);
    const said = labelled(lang, letter.toUpperCase(), last ? tokenName(last) : "");
    return (predictions?.at(-1) ?? []).map(({ text, probability }, rank) => [
      said,
      cell(rank + 1, String),
      text,
      cell(probability, decimals),
    ]);
  });
  return { caption: t(lang, "order-end"), head, rows };
}

/** What the order did, and how the sentences were lined up. */
function sumUpOrder(lang: Lang, data: OrderData) {
  const { columns } = blocksOf(data, "states.hidden");
  const count = (kind: string) => columns.filter((one) => one.kind === kind).length;
  const distance = decimals(lastStates(data).distance);
  const same = samePieces(data.a.tokens, data.b.tokens, ({ id }) => id);
  return same && count("a") > 0
    ? t(lang, "order-summary-same", { count: data.a.tokens.length, kept: count("same"), distance })
    : t(lang, "order-summary", { kept: count("same"), a: count("a"), b: count("b"), distance });
}

export const intro = (store: Store) => t(store.get("langInForce"), "order-intro");

export const pictures: Maker = (store, { width, live = false }) => {
  const data = orderShown(store);
  const lang = store.get("langInForce");
  if (!data) return [];
  const heading = t(lang, `cell-${data.a.cell}`);
  return [
    {
      id: "order",
      heading,
      scene: order(data, { width, lang, array: arrayShown(store, data), ...(live ? {} : { minColumn: THIN }) }),
      summary: sumUpOrder(lang, data),
      notes: [t(lang, "order-method")],
      definitions: orderDefined(data.a, "carrier"),
      tables: [
        { title: heading, make: () => orderTable(lang, data, arrayShown(store, data)) },
        { title: t(lang, "order-end"), make: () => endTable(lang, data) },
      ],
    },
  ];
};

const why = (store: Store) =>
  store.get("text_b").trim() === "" ? t(store.get("langInForce"), "figure-order-empty") : orderLost(store);

export const figure: Drawing = {
  pictures,
  intro,
  why,
};
