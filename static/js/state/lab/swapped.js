/** What a net expects with a piece in a token's place that is none of its own rivals: the sentence with the piece in it, read anew. */
import { postGates } from "../../data/lab-api.js";

/** @typedef {import("../../types.js").Prediction} Prediction */
/** @typedef {import("../../types.js").Token} Token */
/** @typedef {{text: string, tokens: readonly Token[], token: number, last: number, piece: {id: number, text: string}, cells: readonly string[]}} Wanted */
/** @typedef {{question: string, cells: Record<string, Prediction[] | null>}} Swapped by cell; null where the sentence would fall into other pieces */

/** The sentence with a piece in the place of a token, which is counted in characters, not in UTF-16. @param {string} text @param {Token} token @param {string} piece */
export function replacedIn(text, { start, end }, piece) {
  const characters = [...text];
  return [...characters.slice(0, start), piece.trim(), ...characters.slice(end)].join("");
}

/** Whether this is the old sentence with that one piece changed, as far as it is read. @param {readonly Token[]} before @param {readonly Token[]} after @param {Wanted} wanted */
export const sameButOne = (before, after, { token, last, piece }) =>
  after.length === before.length && after.slice(0, last + 1).every(({ id }, i) => id === (i === token ? piece.id : before[i]?.id));

/** @param {ReturnType<typeof import("../app.js").createState>} store @param {import("../../data/transport.js").Reach} reach */
export function createSwapped(store, reach) {
  let asked = "";
  /** @type {AbortController | null} */
  let running = null;
  return {
    /** @param {Wanted} wanted @returns {Swapped | null} what is known; what is not is asked for, once */
    want(wanted) {
      const { text, tokens, token, last, piece, cells } = wanted;
      const question = JSON.stringify([text, token, last, piece, cells]);
      const known = /** @type {Swapped | null} */ (store.get("labData")["swapped"]?.data ?? null);
      if (known?.question === question) return known;
      const at = tokens[token];
      if (asked === question || cells.length === 0 || !at) return null;
      asked = question;
      running?.abort();
      const via = reach((running = new AbortController()).signal);
      const put = (/** @type {Swapped} */ data) =>
        store.set({ labData: { ...store.get("labData"), swapped: { status: "ready", data, problem: null } } });
      const changed = replacedIn(text, at, piece.text);
      void Promise.all(
        cells.map(async (cell) => {
          const answer = await postGates({ text: changed, cell, checkpoint: "trained", include: ["predictions"] }, via);
          return /** @type {const} */ ([cell, sameButOne(tokens, answer.tokens, wanted) ? answer.predictions[last] : null]);
        }),
      ).then(
        (found) => put({ question, cells: Object.fromEntries(found) }),
        () => {
          // The other numbers stand; this one is asked for again when the piece is chosen again.
          if (asked === question) asked = "";
        },
      );
      return null;
    },
  };
}
