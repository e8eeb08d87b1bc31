/** The recurrent laboratory's requests: answers as the API has them in JSON. */
import { getJson, postJson } from "./api.js";

/** @typedef {import("../state/permalink.js").ViewState} ViewState */

/**
 * The fields of a request that say which net reads: what changes the untrained net goes along only where the net is untrained.
 * @param {Pick<ViewState, "cell" | "checkpoint" | "forget_bias" | "recurrent_scale">} state
 */
export function netFields({ cell, checkpoint, forget_bias: bias, recurrent_scale: scale }) {
  const untrained = checkpoint === "initial";
  return {
    cell, checkpoint,
    ...(untrained && bias !== null && cell !== "rnn" ? { forget_bias: bias } : {}),
    ...(untrained && scale !== null ? { recurrent_scale: scale } : {}),
  };
}

/** Gates, states and what `include` names. @param {Record<string, unknown>} fields @param {AbortSignal} signal @returns {Promise<any>} */
export const postGates = (fields, signal) => postJson("/api/v1/gates", fields, signal);

/** One step of one unit, product by product. @param {Record<string, unknown>} fields @param {AbortSignal} signal @returns {Promise<any>} */
export const postSteps = (fields, signal) => postJson("/api/v1/gates/steps", fields, signal);

/** @param {Record<string, string>} query @param {AbortSignal} signal @returns {Promise<any>} */
export const getCost = (query, signal) => getJson(`/api/v1/cost?${new URLSearchParams(query)}`, signal);

/** How a net was made, and its results. @param {string} id lstm, gru, rnn, counter or comparison @param {AbortSignal} signal @returns {Promise<any>} */
export const getCard = (id, signal) => getJson(`/api/v1/cards/${encodeURIComponent(id)}`, signal);
