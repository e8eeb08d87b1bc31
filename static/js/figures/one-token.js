/** Which token a picture is about, and what is said of it: where it looks, and what looks at it. */
import { cellsOf } from "../data/matrix.js";
import { litNow } from "../state/lit.js";
import { tellingQuery, weightAt } from "../views/links.js";
import { t } from "../ui/i18n.js";
import { drawingNotes, name, percent } from "../ui/say.js";

/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").DrawnMatrix} DrawnMatrix */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {"from" | "to"} End what a token looks at, or what looks at it */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/**
 * Whether the cursor is on a cell of the pinned token: then that token stays the one that the picture is about.
 * @param {Cursor | null} cursor @param {Cursor | null} pin
 */
export const isPairOf = (cursor, pin) =>
  cursor !== null && pin !== null && cursor.key !== undefined && (cursor.token === pin.token || cursor.key === pin.token);

/** The token that the cursor, or else the pin, is about, in the Transformer's tokens. @param {Store} store @returns {Cursor | null} */
export function anchorOf(store) {
  const state = store.snapshot();
  const { cursor, pin } = state;
  const about = pin && isPairOf(cursor, pin) ? pin : (cursor ?? pin);
  if (!about || about.source !== "gates") return about;
  const [token] = litNow(state).attention.rows;
  return token === undefined ? null : { source: "attention", token };
}

/**
 * The row and the column of a token; −1 where there is none. What looks and what is looked at may be different tokens.
 * @param {Matrix} matrix @param {Cursor} cursor @returns {{query: number, key: number}}
 */
export function cellsAt({ queries, keys }, { source, token }) {
  const at = (/** @type {import("../types.js").Side} */ side) => (side.source === source ? (cellsOf(side, [token])[0] ?? -1) : -1);
  return { query: at(queries), key: at(keys) };
}

/**
 * Remembers the token that a picture was about last, so that it stays when the pointer leaves.
 * @param {Store} store
 */
export function createChosen(store) {
  /** @type {{query: Cursor | null, key: Cursor | null}} */
  const last = { query: null, key: null };
  return {
    /** @param {Matrix} matrix @returns {{query: number, key: number}} */
    now(matrix) {
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

/** @param {Matrix} matrix @param {number} query */
function strongestKey(matrix, query) {
  let best = 0;
  const at = (/** @type {number} */ key) => weightAt({ label: "", matrix, drawn: null }, query, key);
  matrix.keys.labels.forEach((_, key) => {
    if (at(key) > at(best)) best = key;
  });
  return best;
}

/** Punctuation stands in quotes in a list: else it would look like the list's own. @param {readonly import("../types.js").Token[]} labels @param {number} at */
function listed(labels, at) {
  const own = name(labels, at);
  return /^[\p{P}\p{S}]+$/u.test(own) ? `“${own}”` : own;
}

/** A weight as it is said; what has no upper bound, in four digits. @param {Matrix} matrix @param {number} weight */
export const sayNumber = ({ quantity }, weight) => (quantity ? String(Number(weight.toPrecision(4))) : percent(weight));

/** What there is of one token, strongest first, in true numbers. @param {DrawnMatrix} drawn @param {End} end @param {number} cell */
export function others({ truth }, end, cell) {
  const side = end === "from" ? truth.keys : truth.queries;
  const links = { label: "", matrix: truth, drawn: null };
  return side.labels
    .map((_, other) => ({ other, weight: end === "from" ? weightAt(links, cell, other) : weightAt(links, other, cell) }))
    .filter(({ weight }) => !Number.isNaN(weight))
    .sort((a, b) => b.weight - a.weight || a.other - b.other);
}

/** @param {Lang} lang @param {DrawnMatrix} drawn @param {End} end @param {number} cell @param {number} [most] */
export function sayOne(lang, drawn, end, cell, most = 5) {
  const { truth } = drawn;
  const [own, other] = end === "from" ? [truth.queries, truth.keys] : [truth.keys, truth.queries];
  const all = others(drawn, end, cell);
  const said = all.slice(0, most).map((one) => `${listed(other.labels, one.other)} ${sayNumber(truth, one.weight)}`);
  if (end === "from" && truth.forced[cell] && !truth.quantity && !truth.mean && all[0]) {
    return t(lang, "arcs-forced", { token: name(own.labels, cell), key: listed(other.labels, all[0].other), mass: percent(all[0].weight) });
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

/** The same of every head that is drawn. @param {Lang} lang @param {readonly DrawnMatrix[]} all @param {End} end @param {number} cell @returns {string[]} */
export function sayEach(lang, all, end, cell) {
  const most = all.length > 1 ? 3 : 5;
  return all.map((drawn) => t(lang, "arcs-head", { head: drawn.label, said: sayOne(lang, drawn, end, cell, most) }));
}

/** In one line. @param {Lang} lang @param {readonly DrawnMatrix[]} all @param {End} end @param {number} cell */
export const sayAll = (lang, all, end, cell) => sayEach(lang, all, end, cell).join(" · ");

/** What was done to the numbers, and what of them is not drawn: once where it holds of every head. @param {Lang} lang @param {readonly DrawnMatrix[]} all @param {{filter: string, least: number, mass: number}} choice */
export function notesOf(lang, all, choice) {
  const notes = all.map((drawn) => [...drawingNotes(lang, drawn, choice), ...(drawn.matrix.derived ? [t(lang, "legend-words")] : [])]);
  const shared = (notes[0] ?? []).filter((note) => notes.every((own) => own.includes(note)));
  const apart = notes.flatMap((own, i) => own.filter((note) => !shared.includes(note)).map((note) => t(lang, "arcs-head", { head: all[i]?.label ?? "", said: note })));
  return [...shared, ...apart];
}
