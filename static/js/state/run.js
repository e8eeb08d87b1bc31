/** Which run of the Transformer the numbers are of: the sentence as it is, or with tokens masked and heads switched off. */
import { attentionView } from "./permalink.js";

/** @typedef {import("../types.js").HeadRef} HeadRef */
/** @typedef {{mask?: readonly number[], ablate?: readonly HeadRef[]}} Run what a request says of it; of the sentence as it is nothing */
/** @typedef {Pick<import("./permalink.js").ViewState, "view" | "attend" | "mask" | "ablate">} Chosen */

/** @param {{mask?: readonly number[] | undefined, ablate?: readonly HeadRef[] | undefined}} changed @returns {Run} */
export const runFields = ({ mask = [], ablate = [] }) => ({ ...(mask.length ? { mask } : {}), ...(ablate.length ? { ablate } : {}) });

/** What the state's views ask for. The view of a change reads both runs itself, beside the sentence as it is. @param {Chosen} state @returns {Run} */
export const runOf = (state) => (attentionView(state) === "change" ? {} : runFields(state));

/** In a query. @param {Run} run @returns {Record<string, string>} */
export const runQuery = ({ mask, ablate }) => ({
  ...(mask ? { mask: mask.join() } : {}),
  ...(ablate ? { ablate: ablate.map(({ layer, head }) => `${layer}.${head}`).join() } : {}),
});

/** Whether an answer is of the run that the state asks for. @param {Run | null} data of the answer @param {Chosen} state */
export const isOfRun = (data, state) => JSON.stringify(runFields(data ?? {})) === JSON.stringify(runOf(state));
