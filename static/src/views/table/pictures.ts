/** Every weight as a row of a table; the largest of them as a picture. */
import { cellsOfAll } from "./cells.ts";
import { asideIn, isFree } from "../../data/findings.ts";
import { matrices } from "../../state/selection.ts";
import { titleIn } from "../../state/listed.ts";
import { tokenName } from "../../plots/labels.ts";
import { DIGITS, weightList } from "./scene.ts";
import { clauses, series, spoken, t } from "../../core/words/index.ts";
import { drawingNotes, percent } from "../../plots/say.ts";
import { sayAside } from "../../plots/say-layers.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, TableModel } from "../../core/types.ts";
import type { DrawnMatrix, Side, Token } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { Order, Wanted } from "./cells.ts";

type Cells = ReturnType<typeof cellsOfAll>;

/** The largest first. */
export const LARGEST_FIRST: Order = { by: "weight", falling: true };
/** Of a longer table, so many rows leave the page: half a thousand tokens have a quarter of a million. */
const MOST = 20_000;
/** Queries whose hidden share is said one by one. */
const EACH = 60;

const EVERY = { query: "", key: "", head: "" };
export const weightCells = (shown: readonly DrawnMatrix[], order: Order = LARGEST_FIRST, wanted: Wanted = EVERY) =>
  cellsOfAll(shown, wanted, order, tokenName);

/** The largest weights that say something about their heads, and what was left out; all of them where none does. */
function findings(shown: readonly DrawnMatrix[]) {
  const free = cellsOfAll(shown, EVERY, LARGEST_FIRST, tokenName, isFree);
  const aside = shown.map(({ truth }) => asideIn(truth));
  const left = { special: aside.some(({ special }) => special), forced: aside.some(({ forced }) => forced) };
  return free.all ? { cells: free, left } : { cells: weightCells(shown), left: { special: false, forced: false } };
}

/** A weight as it is printed. */
export const printed = (weight: number) => weight.toFixed(DIGITS);

/** Of how many weights there are so many. */
export const countWeights = (lang: Lang, shown: readonly DrawnMatrix[], { count, all }: Cells) =>
  t(lang, "table-count", {
    count,
    all,
    label: clauses(
      lang,
      shown.map(({ label }) => label),
    ),
  });

/** What was done to the numbers, and what is hidden, a sentence each. */
export function weightNotes(store: Store, shown: readonly DrawnMatrix[]): string[] {
  const lang = store.get("langInForce");
  const [one] = shown;
  if (!one) return [];
  const said = drawingNotes(lang, one, store.snapshot());
  const forced = shown.length === 1 ? one.truth.queries.labels.filter((_, row) => one.truth.forced[row]) : [];
  if (forced.length && !one.truth.quantity) {
    said.push(t(lang, "table-forced", { tokens: forced.map(tokenName).join(" ") }));
  }
  if (one.truth.derived) said.push(t(lang, "legend-words"));
  if (one.hiddenMass && shown.length === 1 && !one.matrix.quantity) {
    const each = Array.from(
      one.hiddenMass,
      (mass, row) => `${tokenName(one.truth.queries.labels[row] as Token)} ${percent(mass)}`,
    );
    if (each.length <= EACH) said.push(spoken(lang, t(lang, "table-hidden"), series(lang, each)));
  }
  return said.map((line) => `${line[0]?.toUpperCase()}${line.slice(1)}${lang === "zh" ? "。" : "."}`);
}

/** What stands over the columns of names and numbers; the last is empty where rows are as the model gave them. */
export const weightColumns = (lang: Lang, shown: readonly DrawnMatrix[]) => ({
  query: t(lang, "query"),
  key: t(lang, "key"),
  weight: t(lang, shown[0]?.matrix.quantity ? "table-value" : "table-weight"),
  again: shown.some(({ matrix, truth }) => matrix !== truth) ? t(lang, "derived-renormalised") : "",
});

/** @returns the largest, as far as a table outside the page goes */
function weightTable(lang: Lang, shown: readonly DrawnMatrix[], cells: Cells): TableModel {
  const { query, key, weight, again } = weightColumns(lang, shown);
  const name = (side: Side, at: number) => {
    const label = side.labels[at];
    return [side.tokens[at]?.join("+") ?? "", label ? tokenName(label) : ""];
  };
  return {
    caption: countWeights(lang, shown, { ...cells, count: Math.min(cells.count, MOST) }),
    head: [
      t(lang, "head"),
      t(lang, "weights-place", { side: query }),
      query,
      t(lang, "weights-place", { side: key }),
      key,
      weight,
      ...(again ? [again] : []),
    ],
    rows: Array.from({ length: Math.min(cells.count, MOST) }, (_, i) => {
      const {
        shown: { id, truth },
        row,
        column,
        weight: own,
        again: other,
      } = cells.at(i);
      return [
        id,
        ...name(truth.queries, row),
        ...name(truth.keys, column),
        cell(own, printed),
        ...(again ? [cell(other, printed)] : []),
      ];
    }),
  };
}

export const pictures: Maker = (store, { width }) => {
  const shown = matrices(store);
  const lang = store.get("langInForce");
  if (shown.length === 0) return [];
  const cells = weightCells(shown);
  const { cells: largest, left } = findings(shown);
  return [
    {
      id: "table",
      heading: shown.map(({ label }) => label).join(" · "),
      scene: weightList(largest, { width, heads: shown, lang, aside: sayAside(lang, left) }),
      summary: countWeights(lang, shown, cells),
      notes: weightNotes(store, shown),
      definitions: [...new Set(shown.flatMap(({ matrix }) => matrix.derived ?? []))],
      tables: [{ title: t(lang, "attn-table"), make: () => weightTable(lang, shown, cells) }],
    },
  ];
};

export const figure: Drawing = {
  pictures,
  intro: (store) => t(store.get("langInForce"), "table-intro", { model: titleIn(store) }),
};
