/** The sentence as it reads, shaded by what one token looks at and by what looks at it. */
import { matrices } from "../../state/selection.ts";
import { reading } from "./scene.ts";
import { t } from "../../core/words/index.ts";
import { name } from "../../plots/say.ts";
import { createChosen, notesOf, others, sayAll, sayNumber } from "../../panel/pictures/one-token.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Picture, TableModel } from "../../core/types.ts";
import type { DrawnMatrix } from "../../data/types.ts";
import type { Drawing, Maker, Room } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

/** The token as what looks and as what is looked at; −1: it is none. */
export type Place = { query: number; key: number };

/** @param all at least one */
function readingScene(store: Store, all: readonly DrawnMatrix[], { query, key }: Place, width: number) {
  const { langInForce: lang, scale, colour, direction, numbers } = store.snapshot();
  const large = width > 760 && (all[0]?.matrix.keys.labels.length ?? 0) <= 40;
  return reading(all, { width, query, key, direction, numbers, scale, colour, lang, size: large ? 19 : 16 });
}

/** What the token looks at in one head, and what looks at it, a line each. */
export function sayReading(store: Store, drawn: DrawnMatrix, { query, key }: Place) {
  const { langInForce: lang, direction } = store.snapshot();
  return [
    ...(direction !== "to" && query >= 0 ? [sayAll(lang, [drawn], "from", query)] : []),
    ...(direction !== "from" && key >= 0 ? [sayAll(lang, [drawn], "to", key)] : []),
  ];
}

/** What the shades sum to, and what was done to the numbers. */
function readingNotes(store: Store, all: readonly DrawnMatrix[]) {
  const lang = store.get("langInForce");
  const [first] = all;
  // Without the norms of values, without what is hidden, and between words too, a row is a whole.
  const sums = !first || first.matrix.quantity || first.matrix.cropped ? [] : [t(lang, "reading-sums")];
  return [...sums, ...notesOf(lang, all, store.snapshot())];
}

/** The token's name. */
const tokenAt = (drawn: DrawnMatrix | undefined, { query, key }: Place) =>
  drawn ? name(drawn.matrix.queries.labels, query) || name(drawn.matrix.keys.labels, key) : "";

/**
 * What the chosen token looks at and what looks at it, in every head: one table, or one of each where they are
 * different tokens.
 */
function tokenTables(store: Store, all: readonly DrawnMatrix[], { query, key }: Place): TableModel[] {
  const lang = store.get("langInForce");
  const [first] = all;
  if (!first) return [];
  const { queries, keys } = first.matrix;
  const same = queries === keys || queries.source === keys.source;
  const columns = all.flatMap((drawn) => {
    const found = (end: "from" | "to", at: number) =>
      new Map(at < 0 ? [] : others(drawn, end, at).map(({ other, weight }) => [other, weight]));
    return [
      {
        words: `${t(lang, "reading-table-from")}${t(lang, "list-comma")}${drawn.label}`,
        drawn,
        found: found("from", query),
        side: keys,
      },
      {
        words: `${t(lang, "reading-table-to")}${t(lang, "list-comma")}${drawn.label}`,
        drawn,
        found: found("to", key),
        side: queries,
      },
    ];
  });
  return (same ? [keys] : [keys, queries]).map((side) => {
    const own = columns.filter((column) => column.side === side || same);
    return {
      caption: `${all.map(({ label }) => label).join(" · ")}: ${tokenAt(first, { query, key })}`,
      head: [t(lang, "table-token"), ...own.map(({ words }) => words)],
      rows: side.labels.map((_, i) => [
        name(side.labels, i),
        ...own.map(({ found, drawn }) => cell(found.get(i), (weight) => sayNumber(drawn.truth, weight))),
      ]),
    };
  });
}

/**
 * @param all at least one
 * @param at the token that is shown
 * @returns on the page, what the token looks at is read off beside it
 */
export function pictureAt(
  store: Store,
  all: readonly DrawnMatrix[],
  at: Place,
  { width, live = false }: Room,
): Picture & { scene: ReturnType<typeof reading> } {
  return {
    id: "tokens",
    heading: all.map(({ label }) => label).join(" · "),
    scene: readingScene(store, all, at, width),
    ...(live ? {} : { summary: all.flatMap((drawn) => sayReading(store, drawn, at)).join(" · ") }),
    notes: readingNotes(store, all),
    definitions: [...new Set(all.flatMap(({ matrix }) => matrix.derived ?? []))],
    tables: tokenTables(store, all, at).map((model) => ({ title: model.caption, make: () => model })),
  };
}

export const pictures: Maker = (store, room) => {
  const all = matrices(store);
  const [first] = all;
  return first ? [pictureAt(store, all, createChosen(store).now(first.matrix), room)] : [];
};

export const figure: Drawing = { pictures, intro: (store) => t(store.get("langInForce"), "reading-intro") };
