/** What a net expects with a piece in a token's place that is none of its own rivals: the sentence with the piece in it, read anew. */
import { postGates } from "../../data/gates-api.ts";
import type { Reach } from "../../data/transport.ts";
import type { Prediction, Token, Via } from "../../data/types.ts";
import type { Store } from "../../state/app.ts";

export type Wanted = {
  text: string;
  tokens: readonly Token[];
  token: number;
  last: number;
  piece: { id: number; text: string };
  cells: readonly string[];
};
/** by cell; null where the sentence would fall into other pieces */
type Swapped = { question: string; cells: Record<string, Prediction[] | null> };

/** The sentence with a piece in the place of a token, which is counted in characters, not in UTF-16. */
export function replacedIn(text: string, { start, end }: Token, piece: string) {
  const characters = [...text];
  return [...characters.slice(0, start), piece.trim(), ...characters.slice(end)].join("");
}

/** Whether this is the old sentence with that one piece changed, as far as it is read. */
export const sameButOne = (before: readonly Token[], after: readonly Token[], { token, last, piece }: Wanted) =>
  after.length === before.length &&
  after.slice(0, last + 1).every(({ id }, i) => id === (i === token ? piece.id : before[i]?.id));

/** The same asks for the same. */
const questionOf = ({ text, token, last, piece, cells }: Wanted) => JSON.stringify([text, token, last, piece, cells]);

/** What is known of it. */
export function swappedIn(store: Store, wanted: Wanted): Swapped | null {
  const known = (store.get("labData")["swapped"]?.data ?? null) as Swapped | null;
  return known?.question === questionOf(wanted) ? known : null;
}

export async function askSwapped(wanted: Wanted, via: Via): Promise<Swapped> {
  const { text, tokens, token, last, piece, cells } = wanted;
  const changed = replacedIn(text, tokens[token] as Token, piece.text);
  const found = await Promise.all(
    cells.map(async (cell) => {
      const answer = await postGates({ text: changed, cell, checkpoint: "trained", include: ["predictions"] }, via);
      return [cell, sameButOne(tokens, answer.tokens, wanted) ? answer.predictions[last] : null] as const;
    }),
  );
  return { question: questionOf(wanted), cells: Object.fromEntries(found) };
}

export const putSwapped = (store: Store, data: Swapped) =>
  store.set({ labData: { ...store.get("labData"), swapped: { status: "ready", data, problem: null } } });

export function createSwapped(store: Store, reach: Reach) {
  let asked = "";
  let running: AbortController | null = null;
  return {
    /** What is not known is asked for, once. */
    want(wanted: Wanted) {
      const question = questionOf(wanted);
      if (asked === question || swappedIn(store, wanted)) return;
      asked = question;
      running?.abort();
      const via = reach((running = new AbortController()).signal);
      void askSwapped(wanted, via).then(
        (found) => putSwapped(store, found),
        () => {
          // The other numbers stand; this one is asked for again when the piece is chosen again.
          if (asked === question) asked = "";
        },
      );
    },
  };
}
