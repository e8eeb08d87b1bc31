/** Heads that are asked for and that the model lacks: the link was made for a larger one. */

import { hasHead } from "../data/layers.js";

/** @typedef {import("../types.js").HeadRef} HeadRef */

/** Nothing lacks: always the same list, so that nobody hears of a change. @type {readonly HeadRef[]} */
export const NONE = [];

/**
 * @param {readonly HeadRef[]} heads that were chosen
 * @param {import("../types.js").Layers} model its layers
 * @param {readonly HeadRef[]} also what is known to lack
 * @returns {{lacking: readonly HeadRef[], heads?: readonly HeadRef[]}} what to set: the heads where not all can stay
 */
export function withinModel(heads, model, also) {
  const kept = heads.filter((one) => hasHead(model, one));
  if (kept.length === heads.length) return { lacking: also };
  const lacking = [...also, ...heads.filter((one) => !kept.includes(one))];
  return { lacking: lacking.filter(({ layer, head }, i) => lacking.findIndex((one) => one.layer === layer && one.head === head) === i), heads: kept };
}
