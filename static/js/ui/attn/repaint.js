/** From one drawn scene to another of the same build: only marks that differ are drawn anew. */
import { drawRasters } from "../../scene/canvas.js";
import { toDOM } from "../../scene/dom.js";
import { classes } from "../../scene/svg.js";

/** @typedef {import("../../types.js").Mark} Mark */
/** @typedef {import("../../types.js").Scene} Scene */
/** @typedef {import("../../types.js").Theme} Theme */

/** @param {any} a @param {any} b @param {string[]} [apart] keys that may differ */
function same(a, b, apart = []) {
  if (a === b) return true;
  for (const key in a) {
    if (apart.includes(key)) continue;
    const [one, other] = [a[key], b[key]];
    if (Object.is(one, other)) continue;
    if (key === "values" && one.length === other.length && one.every((/** @type {number} */ value, /** @type {number} */ i) => Object.is(value, other[i]))) continue;
    if (key === "scale" && one.map === other.map && one.kind === other.kind && one.domain[1] === other.domain[1]) continue;
    return false;
  }
  return Object.keys(a).length === Object.keys(b).length;
}

const LIGHT = ["text", "fill"];

/**
 * @param {HTMLElement} inner a stage's, in which `before` is drawn
 * @param {Scene} before @param {Scene} after @param {Theme} theme
 * @returns {boolean} false where the two are not built alike: nothing was done, and the whole is to be drawn
 */
export function repaint(inner, before, after, theme) {
  const svg = inner.querySelector(".picture > svg");
  const canvas = inner.querySelector(".picture > canvas");
  const alike = before.marks.length === after.marks.length && before.marks.every((mark, i) => mark.type === after.marks[i]?.type);
  if (!svg || !canvas || !alike || before.width !== after.width || before.height !== after.height) return false;
  /** @type {{mark: Mark, node: Element}[]} */
  const changed = [];
  let shaded = false;
  let at = 0;
  after.marks.forEach((mark, i) => {
    const isSame = same(before.marks[i], mark);
    if (mark.type === "raster") shaded ||= !isSame;
    else {
      const node = svg.children[at];
      if (!isSame && node) {
        if (mark.type === "text" && same(before.marks[i], mark, LIGHT)) {
          // Other words in the same place: cheaper than another node.
          if (node.textContent !== mark.text) node.textContent = mark.text;
          node.setAttribute("class", classes(mark.fill));
        } else changed.push({ mark, node });
      }
      at += 1;
    }
  });
  const ratio = inner.ownerDocument.defaultView?.devicePixelRatio ?? 1;
  if (changed.length > 0) {
    const made = toDOM({ ...after, width: 1, height: 1, marks: changed.map(({ mark }) => mark) }, { document: inner.ownerDocument, theme, ratio });
    const fresh = [...(made.querySelector("svg")?.children ?? [])];
    changed.forEach(({ node }, i) => node.replaceWith(/** @type {Element} */ (fresh[i])));
  }
  if (shaded) drawRasters(/** @type {HTMLCanvasElement} */ (canvas), after, { theme, ratio });
  return true;
}
