/** From the one shared cursor to the tokens that light up in each panel. */
import { counterparts } from "../data/align.js";

/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../types.js").Lit} Lit */
/** @typedef {import("../types.js").Source} Source */

/** Nothing lit. @type {Lit} */
export const DARK = { attention: { rows: [], columns: [] }, gates: { rows: [], columns: [] } };

/**
 * @param {Cursor | null} cursor @param {Partial<Record<Source, readonly Token[]>>} tokens
 * @param {{words?: readonly number[][] | null, crossed?: boolean}} [reading] words that light up as a whole; whether a
 *   decoder's keys are the encoder's tokens
 * @returns {Lit}
 */
export function litBy(cursor, tokens, { words = null, crossed = false } = {}) {
  if (!cursor) return DARK;
  const own = tokens[cursor.source] ?? [];
  if (!own[cursor.token]) return DARK;
  if (cursor.source === "target") {
    const key = cursor.key === undefined ? [] : [cursor.key];
    const columns = crossed ? [] : key.length ? key : [cursor.token];
    return { ...DARK, attention: { rows: [], columns: crossed ? key : [] }, target: { rows: [cursor.token], columns } };
  }
  const other = cursor.source === "attention" ? "gates" : "attention";
  const whole = (/** @type {number[]} */ list) =>
    words ? [...new Set(list.flatMap((token) => words.find((word) => word.includes(token)) ?? [token]))] : list;
  const rows = cursor.source === "attention" ? whole([cursor.token]) : [cursor.token];
  const columns = cursor.key === undefined ? rows : whole([cursor.key]);
  const across = (/** @type {number[]} */ list) => {
    const met = [...new Set(list.flatMap((token) => counterparts(token, own, tokens[other] ?? [])))];
    return other === "attention" ? whole(met) : met;
  };
  const there = across(rows);
  const lit = { rows: there, columns: columns === rows ? there : across(columns) };
  return /** @type {Lit} */ ({ [cursor.source]: { rows, columns }, [other]: lit });
}

/**
 * What the cursor lights up in both panels, as far as they read the same sentence.
 * @param {Pick<import("./app.js").AppState, "attention" | "gates" | "oneHead" | "cursor" | "by" | "part">} state @returns {Lit}
 */
export function litNow({ attention, gates, oneHead, cursor, by, part }) {
  const own = cursor && (cursor.source === "gates" ? gates : attention).data;
  const tokens = (/** @type {{text: string, tokens: Token[]} | null} */ data) => (data && own && data.text === own.text ? data.tokens : []);
  const target = attention.data?.targetTokens ?? [];
  const words = by === "words" ? (oneHead.data?.words?.groups ?? null) : null;
  return litBy(cursor, { attention: tokens(attention.data), gates: tokens(gates.data), target }, { words, crossed: part === "cross" });
}
