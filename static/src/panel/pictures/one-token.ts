/** Which token a picture is about, and what is said of it: where it looks, and what looks at it. */
import { cellsOf } from "../../data/matrix.ts";
import { litNow } from "../../state/lit.ts";
import { tellingQuery, weightAt } from "../../plots/links.ts";
import { t } from "../../core/words/index.ts";
import { drawingNotes, name, percent } from "../../plots/say.ts";
import type { Cursor, Lang } from "../../core/types.ts";
import type { DrawnMatrix, Matrix, Side, Token } from "../../data/types.ts";
import type { Store } from "../../state/app.ts";

/** what a token looks at, or what looks at it */
type End = "from" | "to";

/** Whether the cursor is on a cell of the pinned token: then that token stays the one that the picture is about. */
export const isPairOf = (cursor: Cursor | null, pin: Cursor | null) =>
  cursor !== null &&
  pin !== null &&
  cursor.key !== undefined &&
  (cursor.token === pin.token || cursor.key === pin.token);

/** The token that the cursor, or else the pin, is about, in the Transformer's tokens. */
export function anchorOf(store: Store): Cursor | null {
  const state = store.snapshot();
  const { cursor, pin } = state;
  const about = pin && isPairOf(cursor, pin) ? pin : (cursor ?? pin);
  if (!about || about.source !== "gates") return about;
  const [token] = litNow(state).attention.rows;
  return token === undefined ? null : { source: "attention", token };
}

/**
 * The row and the column of a token; −1 where there is none. What looks and what is looked at may be different
 * tokens.
 */
export function cellsAt({ queries, keys }: Matrix, { source, token }: Cursor): { query: number; key: number } {
  const at = (side: Side) => (side.source === source ? (cellsOf(side, [token])[0] ?? -1) : -1);
  return { query: at(queries), key: at(keys) };
}

/** Remembers the token that a picture was about last, so that it stays when the pointer leaves. */
export function createChosen(store: Store) {
  const last: { query: Cursor | null; key: Cursor | null } = { query: null, key: null };
  return {
    now(matrix: Matrix): { query: number; key: number } {
      const anchor = anchorOf(store);
      if (anchor) {
        const at = cellsAt(matrix, anchor);
        if (at.query >= 0) last.query = anchor;
        if (at.key >= 0) last.key = anchor;
      }
      const same = matrix.queries.source === matrix.keys.source;
      let query = last.query ? cellsAt(matrix, last.query).query : -1;
      let key = last.key ? cellsAt(matrix, last.key).key : -1;
      if (query < 0 && (key < 0 || !same)) query = tellingQuery(matrix);
      if (key < 0) {
        const token = matrix.queries.tokens[query]?.[0] ?? 0;
        key = same ? cellsAt(matrix, { source: matrix.keys.source, token }).key : strongestKey(matrix, query);
      }
      return { query, key };
    },
  };
}

function strongestKey(matrix: Matrix, query: number) {
  let best = 0;
  const at = (key: number) => weightAt({ label: "", matrix, drawn: null }, query, key);
  matrix.keys.labels.forEach((_, key) => {
    if (at(key) > at(best)) best = key;
  });
  return best;
}

/** Punctuation stands in quotes in a list: else it would look like the list's own. */
function listed(labels: readonly Token[], at: number) {
  const own = name(labels, at);
  return /^[\p{P}\p{S}]+$/u.test(own) ? `“${own}”` : own;
}

/** A weight as it is said; what has no upper bound, in four digits. */
export const sayNumber = ({ quantity }: Matrix, weight: number) =>
  quantity ? String(Number(weight.toPrecision(4))) : percent(weight);

/** What there is of one token, strongest first, in true numbers. */
export function others({ truth }: DrawnMatrix, end: End, cell: number) {
  const side = end === "from" ? truth.keys : truth.queries;
  const links = { label: "", matrix: truth, drawn: null };
  return side.labels
    .map((_, other) => ({
      other,
      weight: end === "from" ? weightAt(links, cell, other) : weightAt(links, other, cell),
    }))
    .filter(({ weight }) => !Number.isNaN(weight))
    .sort((a, b) => b.weight - a.weight || a.other - b.other);
}

export function sayOne(lang: Lang, drawn: DrawnMatrix, end: End, cell: number, most: number = 5) {
  const { truth } = drawn;
  const [own, other] = end === "from" ? [truth.queries, truth.keys] : [truth.keys, truth.queries];
  const all = others(drawn, end, cell);
  const said = all.slice(0, most).map((one) => `${listed(other.labels, one.other)} ${sayNumber(truth, one.weight)}`);
  if (end === "from" && truth.forced[cell] && !truth.quantity && !truth.mean && all[0]) {
    return t(lang, "arcs-forced", {
      token: name(own.labels, cell),
      key: listed(other.labels, all[0].other),
      mass: percent(all[0].weight),
    });
  }
  const rest = all.slice(most);
  const sum = rest.reduce((total, { weight }) => total + weight, 0);
  // Only weights of one row are parts of a whole: those of several queries, and lengths of vectors, do not add up to anything.
  const adds = end === "from" && !truth.quantity;
  const words = { count: rest.length, mass: sayNumber(truth, sum), most: sayNumber(truth, rest[0]?.weight ?? 0) };
  const tail = rest.length ? t(lang, adds ? "arcs-rest" : "arcs-rest-each", words) : "";
  const list = said.length ? said.join(lang === "zh" ? "、" : ", ") + tail : t(lang, "arcs-nothing");
  return t(lang, `arcs-${end}`, { token: name(own.labels, cell), list });
}

/** The same of every head that is drawn. */
export function sayEach(lang: Lang, all: readonly DrawnMatrix[], end: End, cell: number): string[] {
  const most = all.length > 1 ? 3 : 5;
  return all.map((drawn) => t(lang, "arcs-head", { head: drawn.label, said: sayOne(lang, drawn, end, cell, most) }));
}

/** In one line. */
export const sayAll = (lang: Lang, all: readonly DrawnMatrix[], end: End, cell: number) =>
  sayEach(lang, all, end, cell).join(" · ");

/** What was done to the numbers, and what of them is not drawn: once where it holds of every head. */
export function notesOf(
  lang: Lang,
  all: readonly DrawnMatrix[],
  choice: { filter: string; least: number; mass: number },
) {
  const notes = all.map((drawn) => [
    ...drawingNotes(lang, drawn, choice),
    ...(drawn.matrix.derived ? [t(lang, "legend-words")] : []),
  ]);
  const shared = (notes[0] ?? []).filter((note) => notes.every((own) => own.includes(note)));
  const apart = notes.flatMap((own, i) =>
    own
      .filter((note) => !shared.includes(note))
      .map((note) => t(lang, "arcs-head", { head: all[i]?.label ?? "", said: note })),
  );
  return [...shared, ...apart];
}
