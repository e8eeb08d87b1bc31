/** The sentence as it reads, shaded by what one token looks at and by what looks at it. */
import { matrices } from "../data/selection.js";
import { reading } from "../views/reading.js";
import { t } from "../ui/i18n.js";
import { name } from "../ui/say.js";
import { createChosen, notesOf, others, sayAll, sayNumber } from "./one-token.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").DrawnMatrix} DrawnMatrix */
/** @typedef {import("../types.js").TableModel} TableModel */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */
/** The token as what looks and as what is looked at; −1: it is none. @typedef {{query: number, key: number}} Place */

/** @param {Store} store @param {readonly DrawnMatrix[]} all at least one @param {Place} at @param {number} width */
export function readingScene(store, all, { query, key }, width) {
  const { words: lang, scale, colour, direction, numbers } = store.snapshot();
  const large = width > 760 && (all[0]?.matrix.keys.labels.length ?? 0) <= 40;
  return reading(all, { width, query, key, direction, numbers, scale, colour, lang, size: large ? 19 : 16 });
}

/** What the token looks at in one head, and what looks at it, a line each. @param {Store} store @param {DrawnMatrix} drawn @param {Place} at */
export function sayReading(store, drawn, { query, key }) {
  const { words: lang, direction } = store.snapshot();
  return [
    ...(direction !== "to" && query >= 0 ? [sayAll(lang, [drawn], "from", query)] : []),
    ...(direction !== "from" && key >= 0 ? [sayAll(lang, [drawn], "to", key)] : []),
  ];
}

/** What the shades sum to, and what was done to the numbers. @param {Store} store @param {readonly DrawnMatrix[]} all */
export function readingNotes(store, all) {
  const lang = store.get("words");
  const [first] = all;
  // Without the norms of values, without what is hidden, and between words too, a row is a whole.
  const sums = !first || first.matrix.quantity || first.matrix.cropped ? [] : [t(lang, "reading-sums")];
  return [...sums, ...notesOf(lang, all, store.snapshot())];
}

/** The token's name. @param {DrawnMatrix | undefined} drawn @param {Place} at */
export const tokenAt = (drawn, { query, key }) => (drawn ? name(drawn.matrix.queries.labels, query) || name(drawn.matrix.keys.labels, key) : "");

/**
 * What the chosen token looks at and what looks at it, in every head: one table, or one of each where they are different tokens.
 * @param {Store} store @param {readonly DrawnMatrix[]} all @param {Place} at @returns {TableModel[]}
 */
export function tokenTables(store, all, { query, key }) {
  const lang = store.get("words");
  const [first] = all;
  if (!first) return [];
  const { queries, keys } = first.matrix;
  const same = queries === keys || queries.source === keys.source;
  const columns = all.flatMap((drawn) => {
    const found = (/** @type {"from" | "to"} */ end, /** @type {number} */ at) => new Map(at < 0 ? [] : others(drawn, end, at).map(({ other, weight }) => [other, weight]));
    return [
      { words: `${t(lang, "reading-table-from")}${t(lang, "list-comma")}${drawn.label}`, drawn, found: found("from", query), side: keys },
      { words: `${t(lang, "reading-table-to")}${t(lang, "list-comma")}${drawn.label}`, drawn, found: found("to", key), side: queries },
    ];
  });
  return (same ? [keys] : [keys, queries]).map((side) => {
    const own = columns.filter((column) => column.side === side || same);
    return {
      caption: `${all.map(({ label }) => label).join(" · ")}: ${tokenAt(first, { query, key })}`,
      head: [t(lang, "table-token"), ...own.map(({ words }) => words)],
      rows: side.labels.map((_, i) => [name(side.labels, i), ...own.map(({ found, drawn }) => cell(found.get(i), (weight) => sayNumber(drawn.truth, weight)))]),
    };
  });
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const all = matrices(store);
  const [first] = all;
  if (!first) return [];
  const at = createChosen(store).now(first.matrix);
  return [{
    id: "tokens", heading: all.map(({ label }) => label).join(" · "), scene: readingScene(store, all, at, width),
    summary: all.flatMap((drawn) => sayReading(store, drawn, at)).join(" · "),
    notes: readingNotes(store, all),
    definitions: [...new Set(all.flatMap(({ matrix }) => matrix.derived ?? []))],
    tables: tokenTables(store, all, at).map((model) => ({ title: model.caption, make: () => model })),
  }];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "tokens", pictures, intro: (store) => t(store.get("words"), "reading-intro") };
