/** The attention workbench's requests: answers as the API has them in JSON. */
import { runOf } from "../state/run.js";
import { postJson } from "./api.js";

/** @typedef {import("../state/permalink.js").ViewState} ViewState */
/** @typedef {Record<string, unknown>} Fields */

/** The sentence. A second one of nothing but white space is none. @param {Pick<ViewState, "text" | "text_pair" | "model">} state */
export const sentenceFields = ({ text, text_pair: pair, model }) => ({ text, model, ...(pair.trim() === "" ? {} : { text_pair: pair }) });

/** What every request about a sentence says: the sentence, and what is changed in the run that reads it. @param {Pick<ViewState, "text" | "text_pair" | "model"> & import("../state/run.js").Chosen} state */
export const readFields = (state) => ({ ...sentenceFields(state), ...runOf(state) });

/** What `include` names; of heads in full those of `layers` and `heads`, none if they are []. @param {Fields} fields @param {import("../types.js").Via} via @returns {Promise<any>} */
export const postAttention = (fields, via) => postJson("/api/v1/attention", fields, via);

/** One head as one token looks. @param {Fields} fields text, layer, head, query … @param {import("../types.js").Via} via @returns {Promise<any>} */
export const postHeadSteps = (fields, via) => postJson("/api/v1/attention/steps", fields, via);

/** Heads by a link or a habit. @param {Fields} fields text, and from and to, or habit @param {import("../types.js").Via} via @returns {Promise<any>} */
export const postFind = (fields, via) => postJson("/api/v1/attention/find", fields, via);
