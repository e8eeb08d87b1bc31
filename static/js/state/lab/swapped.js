/** What a net expects with a piece in a token's place that is none of its own rivals: the sentence with the piece in it, read anew. */
import { postGates } from "../../data/lab-api.js";

/** @typedef {import("../../types.js").Prediction} Prediction */
/** @typedef {import("../../types.js").Token} Token */
/** @typedef {import("../../types.js").Via} Via */
/** @typedef {{text: string, tokens: readonly Token[], token: number, last: number, piece: {id: number, text: string}, cells: readonly string[]}} Wanted */
/** @typedef {{question: string, cells: Record<string, Prediction[] | null>}} Swapped by cell; null where the sentence would fall into other pieces */
/** @typedef {ReturnType<typeof import("../app.js").createState>} Store */

/** The sentence with a piece in the place of a token, which is counted in characters, not in UTF-16. @param {string} text @param {Token} token @param {string} piece */
export function replacedIn(text, { start, end }, piece) {
  const characters = [...text];
  return [...characters.slice(0, start), piece.trim(), ...characters.slice(end)].join("");
}

/** Whether this is the old sentence with that one piece changed, as far as it is read. @param {readonly Token[]} before @param {readonly Token[]} after @param {Wanted} wanted */
export const sameButOne = (before, after, { token, last, piece }) =>
  after.length === before.length && after.slice(0, last + 1).every(({ id }, i) => id === (i === token ? piece.id : before[i]?.id));

/** The same asks for the same. @param {Wanted} wanted */
const questionOf = ({ text, token, last, piece, cells }) => JSON.stringify([text, token, last, piece, cells]);

/** What is known of it. @param {Store} store @param {Wanted} wanted @returns {Swapped | null} */
export function swappedIn(store, wanted) {
  const known = /** @type {Swapped | null} */ (store.get("labData")["swapped"]?.data ?? null);
  return known?.question === questionOf(wanted) ? known : null;
}

/** @param {Wanted} wanted @param {Via} via @returns {Promise<Swapped>} */
export async function askSwapped(wanted, via) {
  const { text, tokens, token, last, piece, cells } = wanted;
  const changed = replacedIn(text, /** @type {Token} */ (tokens[token]), piece.text);
  const found = await Promise.all(
    cells.map(async (cell) => {
      const answer = await postGates({ text: changed, cell, checkpoint: "trained", include: ["predictions"] }, via);
      return /** @type {const} */ ([cell, sameButOne(tokens, answer.tokens, wanted) ? answer.predictions[last] : null]);
    }),
  );
  return { question: questionOf(wanted), cells: Object.fromEntries(found) };
}

/** @param {Store} store @param {Swapped} data */
export const putSwapped = (store, data) => store.set({ labData: { ...store.get("labData"), swapped: { status: "ready", data, problem: null } } });

/** @param {Store} store @param {import("../../data/transport.js").Reach} reach */
export function createSwapped(store, reach) {
  let asked = "";
  /** @type {AbortController | null} */
  let running = null;
  return {
    /** What is not known is asked for, once. @param {Wanted} wanted */
    want(wanted) {
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
