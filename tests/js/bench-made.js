/** Stores filled with made-up answers for the attention workbench's views. They never leave the tests. */
import { contiguous } from "../../static/js/data/layers.js";
import { createState } from "../../static/js/state/app.js";
import { headStepOf } from "./inspector-made.js";
import { MODEL, allOf, fetchedOf, rowsOf, tokensOf } from "./made.js";

/** @typedef {import("../../static/js/types.js").Lang} Lang */
/** @typedef {import("../../static/js/types.js").Token} Token */
/** @typedef {import("../../static/js/data/runs.js").Run} Run */

export const ready = (/** @type {any} */ data) => ({ status: /** @type {const} */ ("ready"), data, problem: null });
export const words = (/** @type {number} */ count) => ["[CLS]", ...Array.from({ length: count - 1 }, (_, i) => `word${i}`)];

/** @param {string} query @param {Token[]} tokens @param {Record<string, any>} answers by source @param {{lang?: Lang, all?: object}} [more] */
export function storeOf(query, tokens, answers, { lang = "en", all = {} } = {}) {
  const store = createState(query, { look: "light", words: lang });
  const attnData = Object.fromEntries(Object.entries(answers).map(([name, data]) => [name, ready(data)]));
  store.set({ attention: ready({ ...allOf(tokens), ...all }), attnData });
  return store;
}

/** @param {number} count of keys @param {Parameters<typeof headStepOf>[0]} [options] */
export const stepOf = (count, options = {}) => headStepOf({ words: words(count), query: count - 1, ...options });

/** @param {Token[]} tokens @param {Partial<import("../../static/js/views/find.js").FindData>} [changes] @returns {import("../../static/js/views/find.js").FindData} */
export const foundOf = (tokens, changes = {}) => ({
  model: MODEL, text: "", tokens, from: [1, 1], to: [0, 0], habit: null, chance: 0.125, chanceIs: "level", chanceByLayer: [0.125, 0.125], layers: contiguous(2, 3), definition: "",
  heads: [[1, 2, 0.8125], [0, 0, 0.5], [1, 0, 0.3], [0, 1, 0.25], [0, 2, 0.1], [1, 1, 0]].map(([layer = 0, head = 0, score = 0]) => ({ layer, head, score, mostly: head === 1 ? null : { name: "separator", share: 0.75, chance: 0.125 } })), ...changes,
});

/** Two layers of three heads. @param {Token[]} tokens @returns {import("../../static/js/data/stats.js").ContributionsData} */
export const addedOf = (tokens) => ({
  model: MODEL, text: "", tokens, layers: contiguous(2, 3), forced: [[], []], definition: "",
  norms: Float32Array.from({ length: 6 * tokens.length }, (_, i) => 0.5 + ((i * 7) % 11) / 8),
  residual: Float32Array.from({ length: 2 * tokens.length }, (_, i) => 4 + ((i * 5) % 7)),
});

/** The embedding and three layers. @param {Token[]} tokens @returns {import("../../static/js/views/lens.js").LensData} */
export const lensOf = (tokens) => ({
  model: MODEL, text: "", tokens, definition: "",
  layers: [0, 1, 2, 3].map((at) => tokens.map((_, i) => [`a${at}`, "end", `b${i}`].map((text, rank) => ({ text: ` ${text}`, probability: (0.5 + at / 16) / 2 ** rank })))),
});

/** Two layers of two heads. @param {Token[]} tokens @param {Partial<Run>} [changes] @param {number} [shift] of every weight @returns {Run} */
export function runOf(tokens, changes = {}, shift = 0) {
  const weights = Float32Array.from({ length: 4 * tokens.length ** 2 }, (_, i) => (rowsOf(tokens.length)[i % tokens.length ** 2] ?? 0) + (shift * (1 + (i % 3))) / 64);
  return { model: MODEL, family: "encoder", tokens, targetTokens: null, layers: [0, 1], heads: [0, 1], forced: [[], []], weights, effect: null, mask: [], ablate: [], ...changes };
}

/** @param {Token[]} tokens @param {Partial<Run>} [changes] @returns {import("../../static/js/state/attn/change.js").ChangeData} */
export function changeOf(tokens, changes = {}) {
  const expected = (/** @type {string} */ first) => tokens.map((_, i) => [{ text: ` ${first}${i}`, probability: 0.75 }, { text: " both", probability: 0.125 }]);
  const effect = {
    moved: tokens.map((_, i) => i / 16), definition_moved: "1 − cosine", distance: tokens.map((_, i) => (i * 3) / 4), definition_distance: "relative distance",
    total_variation: tokens.map((_, i) => i / 64), definition_variation: "total variation", predictions_before: expected("old"), predictions_after: expected("new"),
  };
  const after = runOf(tokens, { mask: [1], ablate: [{ layer: 0, head: 1 }], effect, ...changes }, 1);
  return { text: "", before: runOf(tokens), after, refused: null, temperature: 1 };
}

/** @param {string[]} a @param {string[]} b @returns {import("../../static/js/state/attn/compare.js").CompareData} */
export const compareOf = (a, b) => ({ against: "text", text: a.join(" "), textB: b.join(" "), a: fetchedOf(tokensOf(a)), b: fetchedOf(tokensOf(b), { head: 2 }) });
