/** From the one shared cursor to the tokens that light up in each panel. */
import { counterparts } from "../data/align.js";

/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../types.js").Lit} Lit */
/** @typedef {import("../types.js").Source} Source */

/** Nothing lit. @type {Lit} */
export const DARK = { attention: { rows: [], columns: [] }, gates: { rows: [], columns: [] } };

/**
 * @param {Cursor | null} cursor @param {Record<Source, readonly Token[]>} tokens
 * @returns {Lit}
 */
export function litBy(cursor, tokens) {
  if (!cursor) return DARK;
  const own = tokens[cursor.source];
  const other = /** @type {Source} */ (cursor.source === "attention" ? "gates" : "attention");
  if (!own[cursor.token]) return DARK;
  const rows = [cursor.token];
  const columns = cursor.key === undefined ? rows : [cursor.key];
  const across = (/** @type {number[]} */ list) => list.flatMap((token) => counterparts(token, own, tokens[other]));
  const there = across(rows);
  const lit = { rows: there, columns: columns === rows ? there : across(columns) };
  return /** @type {Lit} */ ({ [cursor.source]: { rows, columns }, [other]: lit });
}
