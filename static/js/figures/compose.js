/** Pictures of a view, one under another, as one scene: what a figure in a paper or a blog shows. */
import { group, text } from "../scene/marks.js";
import { litPaths } from "../scene/hit.js";
import { textWidth } from "../scene/text.js";
import { wrapped } from "../views/lines.js";

/** @typedef {import("../types.js").Lit} Lit */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("../types.js").Scene} Scene */

const MARGIN = 16;
const HEADING = 13;
const SMALL = 10;
/** Between pictures, down and across. */
const GAP = 22;
/** A line of small print needs some room even under one word. */
const LEAST = 320;

/** A scene with what a pin lights up, as the page lights it. @param {Scene} scene @param {Lit | null} lit @returns {Mark[]} */
function lighted({ marks, regions }, lit) {
  if (!lit) return marks;
  const { labels, cells, small, ticks } = litPaths(regions, lit);
  const over = /** @type {const} */ ([["paper", 3.5, cells], ["ink", 1.25, cells], ["ink", 0.6, small], ["ink", 2, ticks]]);
  return [
    ...(labels ? [/** @type {const} */ ({ type: "path", d: labels, fill: "band" })] : []),
    ...marks,
    ...over.flatMap(([stroke, strokeWidth, d]) => (d ? [/** @type {const} */ ({ type: "path", d, fill: "none", stroke, strokeWidth })] : [])),
  ];
}

/** Pictures by the row that they stand in. @param {readonly Picture[]} pictures */
function rowsOf(pictures) {
  /** @type {Picture[][]} */
  const rows = [];
  for (const picture of pictures) {
    const last = rows.at(-1);
    if (picture.row !== undefined && last?.[0]?.row === picture.row) last.push(picture);
    else rows.push([picture]);
  }
  return rows;
}

/**
 * @param {readonly Picture[]} pictures @param {{title: string, small: readonly string[], lit?: Lit | null}} words
 *   what the whole is called, lines of small print under it, and what is lit
 * @returns {Scene} without regions: nobody points at it
 */
export function compose(pictures, { title, small, lit = null }) {
  /** @type {Mark[]} */
  const marks = [];
  let y = MARGIN;
  let widest = LEAST;
  for (const row of rowsOf(pictures)) {
    let x = MARGIN;
    let tallest = 0;
    for (const { heading, scene } of row) {
      const top = heading ? HEADING + 8 : 0;
      if (heading) marks.push(text(heading, x, y + HEADING - 2, { size: HEADING, bold: true }));
      marks.push(group(x, y + top, lighted(scene, lit)));
      tallest = Math.max(tallest, top + scene.height);
      x += Math.max(scene.width, heading ? textWidth(heading, HEADING, true) : 0) + GAP;
    }
    widest = Math.max(widest, x - GAP - MARGIN);
    y += tallest + GAP;
  }
  for (const line of small.flatMap((words) => wrapped(words, widest, SMALL))) {
    marks.push(text(line, MARGIN, y, { size: SMALL, fill: "soft" }));
    y += SMALL + 4;
  }
  return {
    width: Math.ceil(widest + 2 * MARGIN), height: Math.ceil(y + MARGIN - 4), title,
    description: pictures.map(({ heading, scene, summary }) => [heading, scene.description, summary].filter(Boolean).join(". ")).join(" "),
    marks, regions: [],
  };
}
