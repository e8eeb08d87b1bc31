/** What both panels stand on, asked for: a sentence's attention, what its model expects, a net's gates. */
import { ApiProblem, fetchAttention, fetchGates, fetchPredictions } from "../data/api.js";
import { netFields } from "../data/lab-api.js";

/** @typedef {import("./permalink.js").ViewState} ViewState */
/** @typedef {import("../types.js").Via} Via */

/**
 * Small pictures of all heads, and the chosen one in full.
 * @param {Pick<ViewState, "text" | "text_pair" | "model" | "by" | "layer" | "head">} state @param {Via} via
 */
export async function askAttention({ text, text_pair, model, by, layer, head }, via) {
  const read = { text, text_pair, model, by };
  return fetchAttention({ ...read, layer, head }, via).catch((error) => {
    // A link made for a larger model may name a head that this one lacks: show its first.
    const beyond = error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range");
    if (!beyond || (layer === 0 && head === 0)) throw error;
    return fetchAttention({ ...read, layer: 0, head: 0 }, via);
  });
}

/** @param {Pick<ViewState, "text" | "text_pair" | "model" | "temperature">} state @param {Via} via */
export const askPredictions = ({ text, text_pair, model, temperature }, via) => fetchPredictions({ text, text_pair, model, temperature }, via);

/** @param {ViewState} state @param {Via} via */
export const askGates = (state, via) => fetchGates({ text: state.text, ...netFields(state) }, via);
