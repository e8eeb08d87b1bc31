/** One head as one token looks: what was matched, weighed and summed. */
import { ApiProblem } from "../../data/api.js";
import { postHeadSteps } from "../../data/attn-api.js";
import { hasHead } from "../../data/layers.js";
import { litBy } from "../lit.js";
import { runFields } from "../run.js";

/** @typedef {import("../../types.js").HeadStep} HeadStep */
/** @typedef {import("../../types.js").Token} Token */
/** @typedef {import("../app.js").AppState} AppState */

/** How many numbers of earlier answers are kept: 16 MB. */
const KEPT_NUMBERS = 2e6;
/** Answers are functions of the question. */
const nothing = () => /** @type {Map<string, HeadStep>} */ (new Map());

/** @param {HeadStep} step */
const size = ({ keys, query }) => 3 * keys.length * query.length;

/** @param {Map<string, HeadStep>} known @param {string} question @param {HeadStep} answer */
function keep(known, question, answer) {
  known.set(question, answer);
  let numbers = [...known.values()].reduce((sum, one) => sum + size(one), 0);
  for (const [oldest, one] of known) {
    if (numbers <= KEPT_NUMBERS || oldest === question) break;
    known.delete(oldest);
    numbers -= size(one);
  }
}

/** The part of the model that is looked into, and whose tokens look there. @param {AppState} state */
export function looking({ attention: { data }, part }) {
  const both = data?.targetTokens ?? null;
  const decodes = both !== null && part !== "encoder";
  return { part: both ? part : null, source: /** @type {"attention" | "target"} */ (decodes ? "target" : "attention"), tokens: (decodes ? both : data?.tokens) ?? [] };
}

const WORD = /[\p{L}\p{N}]/u;

/** Where nothing is pinned: of a decoder the last token, which is about to say what comes next; else the last word. @param {readonly Token[]} tokens @param {boolean} decodes */
export function lastOf(tokens, decodes) {
  if (decodes) return tokens.length - 1;
  for (let i = tokens.length - 1; i >= 0; i -= 1) {
    const token = /** @type {Token} */ (tokens[i]);
    if (!token.special && WORD.test(token.text)) return i;
  }
  return tokens.length - 1;
}

/** The token that looks: the pinned one, or one that stands where a token of another panel is pinned. @param {AppState} state */
export function queryOf(state) {
  const { attention: { data }, gates, pin, part } = state;
  const { source, tokens } = looking(state);
  if (pin && data) {
    const known0 = { attention: data.tokens, target: data.targetTokens ?? [], gates: gates.data?.text === data.text ? gates.data.tokens : [] };
    const lit = litBy(pin, known0, { crossed: part === "cross" });
    const [row] = source === "target" ? (lit.target?.rows ?? []) : lit.attention.rows;
    if (row !== undefined && row < tokens.length) return row;
  }
  return lastOf(tokens, data?.family === "decoder" || source === "target");
}

/** What is asked for: of the sentence that the other pictures show, read by the model that reads it. @param {AppState} state */
export function questionOf(state) {
  const { attention: { data }, layer, head } = state;
  if (!data) return null;
  const { part } = looking(state);
  // Beside an encoder-decoder model's answer stands what it wrote itself, where nothing was asked for.
  const pair = data.targetTokens ? state.text_pair.trim() && state.text_pair : data.textPair;
  return {
    text: data.text, ...(pair ? { text_pair: pair } : {}), model: data.model.id, layer, head, query: queryOf(state),
    ...(part === null ? {} : { part }), ...runFields(data),
  };
}

/** Whether the model gives weights alone, and no q, k and v. @param {AppState} state */
export const onlyWeights = ({ models, attention: { data } }) => models?.models.find(({ id }) => id === data?.model.id)?.reading === "weights";

/** @type {import("../../types.js").AttnSource} */
export const source = {
  name: "steps",
  views: ["steps"],
  keys: [],
  wakes: ["attention", "models", "gates", "layer", "head", "part", "pin"],
  question: questionOf,
  ready(state) {
    const { attention: { data }, layer, head, part } = state;
    if (!data || onlyWeights(state) || looking(state).tokens.length === 0) return false;
    // A link made for a larger model may name a head that this one lacks: the page is about to choose another.
    const own = !data.targetTokens || part === "encoder";
    return !own || hasHead(data.thumbnails.layers, { layer, head });
  },
  async ask(state, via) {
    const question = questionOf(state);
    const written = JSON.stringify(question);
    const known = via.kept("steps", nothing);
    const found = known.get(written);
    if (found) return found;
    try {
      const answer = /** @type {HeadStep} */ (await postHeadSteps(/** @type {Record<string, unknown>} */ (question), via));
      keep(known, written, answer);
      return answer;
    } catch (error) {
      // A model that gives weights alone is no trouble: the view says so.
      if (error instanceof ApiProblem && error.problem.type.endsWith("#attention-not-readable")) return null;
      throw error;
    }
  },
};
