/** The recurrent laboratory's requests: answers as the API has them in JSON. */
import { writeForm } from "../state/permalink/form.js";
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

/** Gates, states and what `include` names. @param {Record<string, unknown>} fields @param {import("../types.js").Via} via @returns {Promise<any>} */
export const postGates = (fields, via) => postJson("/api/v1/gates", fields, via);

/** One step of one unit, product by product. @param {Record<string, unknown>} fields @param {import("../types.js").Via} via @returns {Promise<any>} */
export const postSteps = (fields, via) => postJson("/api/v1/gates/steps", fields, via);

/** @param {Record<string, string>} query @param {import("../types.js").Via} via @returns {Promise<any>} */
export const getCost = (query, via) => getJson(`/api/v1/cost${writeForm(Object.entries(query))}`, via);

/** How a net was made, and its results. @param {string} id lstm, gru, rnn, counter or comparison @param {import("../types.js").Via} via @returns {Promise<any>} */
export const getCard = (id, via) => getJson(`/api/v1/cards/${encodeURIComponent(id)}`, via);
