/** What an intervention is made of: tokens that are masked and heads that are off, each in or out. */

/** @typedef {import("../types.js").HeadRef} HeadRef */
/** @typedef {{mask: readonly number[], ablate: readonly HeadRef[]}} Changed */

/** @param {Changed} changed @param {number} token @returns {{mask: number[]}} in reading order */
export function toggledToken({ mask }, token) {
  return { mask: mask.includes(token) ? mask.filter((one) => one !== token) : [...mask, token].sort((a, b) => a - b) };
}

/** @param {Changed} changed @param {HeadRef} which @returns {{ablate: HeadRef[]}} by layer and head */
export function toggledHead({ ablate }, { layer, head }) {
  const without = ablate.filter((one) => one.layer !== layer || one.head !== head);
  if (without.length < ablate.length) return { ablate: without };
  return { ablate: [...ablate, { layer, head }].sort((a, b) => a.layer - b.layer || a.head - b.head) };
}
