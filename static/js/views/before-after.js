/** What a model expects next, before a change and after it: two bars for each token that is likely in either. */
import { rect, text } from "../scene/marks.js";
import { fit, script, textWidth, visible } from "../scene/text.js";
import { percent } from "../ui/say.js";

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Prediction} Prediction */
/** @typedef {import("../types.js").Scene} Scene */
/**
 * One token in both lists. Where a list lacks it, it is at most as likely as that list's last.
 * @typedef {{text: string, before: number, after: number, beforeAtMost: boolean, afterAtMost: boolean}} Pair
 */

const ROW = 38;

/**
 * The first few of either list, those before first.
 * @param {readonly Prediction[]} before @param {readonly Prediction[]} after both likeliest first @param {number} [first]
 * @returns {Pair[]}
 */
export function pairs(before, after, first = 5) {
  const wanted = [...new Set([...before.slice(0, first), ...after.slice(0, first)].map((one) => one.text))];
  const find = (/** @type {readonly Prediction[]} */ list, /** @type {string} */ word) => {
    const found = list.find((one) => one.text === word);
    return { share: found?.probability ?? list.at(-1)?.probability ?? 0, atMost: !found };
  };
  return wanted.map((word) => {
    const [old, now] = [find(before, word), find(after, word)];
    return { text: word, before: old.share, after: now.share, beforeAtMost: old.atMost, afterAtMost: now.atMost };
  });
}

/** @param {number} share @param {boolean} atMost */
export const shareWords = (share, atMost) => `${atMost ? "≤ " : ""}${percent(share)}`;

/**
 * @param {readonly Pair[]} list @param {{width: number, names: readonly [before: string, after: string], title: string}} options
 * @returns {Scene}
 */
export function beforeAfter(list, { width, names, title }) {
  const words = Math.min(width * 0.3, Math.max(40, ...list.map((one) => textWidth(visible(one.text), 13, true)))) + 10;
  const named = Math.max(...names.map((name) => textWidth(name, 10))) + 6;
  const numbers = Math.max(...list.flatMap((one) => [textWidth(shareWords(one.before, one.beforeAtMost), 11), textWidth(shareWords(one.after, one.afterAtMost), 11)])) + 8;
  const from = words + named;
  const room = Math.max(20, width - from - numbers - 2);
  const top = Math.max(...list.flatMap(({ before, after }) => [before, after]), 1e-12);
  /** @type {Mark[]} */
  const marks = [];
  list.forEach((one, i) => {
    const y = 4 + i * ROW;
    marks.push(text(fit(visible(one.text), words - 8, 13), 0, y + 20, { size: 13, bold: true, ...script(one.text) }));
    [[one.before, one.beforeAtMost], [one.after, one.afterAtMost]].forEach(([share, atMost], n) => {
      const wide = (room * Number(share)) / top;
      const at = y + 2 + n * 15;
      marks.push(text(/** @type {string} */ (names[n]), from - 6, at + 9.5, { size: 10, fill: "soft", anchor: "end" }));
      // What is only known to be at most so likely is an outline with nothing in it, as is what was before.
      const look = atMost ? { fill: /** @type {const} */ ("none"), stroke: /** @type {const} */ ("faint") } : n === 0 ? { fill: /** @type {const} */ ("faint"), stroke: /** @type {const} */ ("soft") } : { fill: /** @type {const} */ ("ink") };
      marks.push(rect({ x: from, y: at, width: Math.max(0.75, wide), height: 11, ...look }));
      marks.push(text(shareWords(Number(share), Boolean(atMost)), from + wide + 6, at + 9.5, { size: 11, fill: n === 0 ? "soft" : "ink" }));
    });
  });
  return {
    width, height: 4 + list.length * ROW, title, description: title, marks,
    regions: [{ id: "expected", role: "label", quiet: true, x: 0, y: 4, width, height: list.length * ROW, rows: list.length, columns: 1, row: { kind: "none" }, column: { kind: "none" } }],
  };
}
