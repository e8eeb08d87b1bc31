/** From the one shared cursor to the tokens that light up in each panel. */
import { counterparts } from "../data/align.ts";
import type { Cursor, Lit, Source } from "../core/types.ts";
import type { Token } from "../data/types.ts";
import type { AppState } from "./app.ts";

/** Nothing lit. */
export const DARK: Lit = { attention: { rows: [], columns: [] }, gates: { rows: [], columns: [] } };

/** @param reading words that light up as a whole; whether a decoder's keys are the encoder's tokens */
export function litBy(
  cursor: Cursor | null,
  tokens: Partial<Record<Source, readonly Token[]>>,
  { words = null, crossed = false }: { words?: readonly number[][] | null; crossed?: boolean } = {},
): Lit {
  if (!cursor) return DARK;
  const own = tokens[cursor.source] ?? [];
  if (!own[cursor.token]) return DARK;
  if (cursor.source === "target") {
    const key = cursor.key === undefined ? [] : [cursor.key];
    const columns = crossed ? [] : key.length ? key : [cursor.token];
    return { ...DARK, attention: { rows: [], columns: crossed ? key : [] }, target: { rows: [cursor.token], columns } };
  }
  const other = cursor.source === "attention" ? "gates" : "attention";
  const whole = (list: number[]) =>
    words ? [...new Set(list.flatMap((token) => words.find((word) => word.includes(token)) ?? [token]))] : list;
  const rows = cursor.source === "attention" ? whole([cursor.token]) : [cursor.token];
  const columns = cursor.key === undefined ? rows : whole([cursor.key]);
  const across = (list: number[]) => {
    const met = [...new Set(list.flatMap((token) => counterparts(token, own, tokens[other] ?? [])))];
    return other === "attention" ? whole(met) : met;
  };
  const there = across(rows);
  const lit = { rows: there, columns: columns === rows ? there : across(columns) };
  return { [cursor.source]: { rows, columns }, [other]: lit } as Lit;
}

/** What the cursor lights up in both panels, as far as they read the same sentence. */
export function litNow({
  answers: { attention, gates, oneHead },
  cursor,
  by,
  part,
}: Pick<AppState, "answers" | "cursor" | "by" | "part">): Lit {
  const own = cursor && (cursor.source === "gates" ? gates : attention).data;
  const tokens = (data: { text: string; tokens: Token[] } | null) =>
    data && own && data.text === own.text ? data.tokens : [];
  const target = attention.data?.targetTokens ?? [];
  const words = by === "words" ? (oneHead.data?.words?.groups ?? null) : null;
  return litBy(
    cursor,
    { attention: tokens(attention.data), gates: tokens(gates.data), target },
    { words, crossed: part === "cross" },
  );
}
