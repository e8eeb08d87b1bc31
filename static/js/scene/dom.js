/** Scene → DOM: a canvas with the rasters, and over it an SVG element with everything else. */
import { drawRasters } from "./canvas.js";
import { classes, pathAttributes, textAttributes } from "./svg.js";

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Theme} Theme */

const NS = "http://www.w3.org/2000/svg";

/** @param {Document} doc @param {string} name @param {Record<string, string | number | undefined>} attributes */
function element(doc, name, attributes) {
  const node = doc.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(key, String(value));
  return node;
}

/** @param {Document} doc @param {Mark} mark @returns {SVGElement | null} rasters are the canvas's */
function node(doc, mark) {
  switch (mark.type) {
    case "raster":
      return null;
    case "group": {
      const made = element(doc, "g", { transform: `translate(${mark.x} ${mark.y})` });
      for (const child of mark.marks) {
        const inner = node(doc, child);
        if (inner) made.append(inner);
      }
      return /** @type {SVGElement} */ (made);
    }
    case "rect": {
      const { x, y, width, height, radius, strokeWidth } = mark;
      const look = { rx: radius, "stroke-width": strokeWidth, class: classes(mark.fill, mark.stroke) };
      return /** @type {SVGElement} */ (element(doc, "rect", { x, y, width, height, ...look }));
    }
    case "line": {
      const { x1, y1, x2, y2 } = mark;
      const look = { "stroke-width": mark.strokeWidth, "stroke-dasharray": mark.dash, class: classes("none", mark.stroke) };
      return /** @type {SVGElement} */ (element(doc, "line", { x1, y1, x2, y2, ...look }));
    }
    case "path": {
      return /** @type {SVGElement} */ (element(doc, "path", pathAttributes(mark)));
    }
    case "text": {
      const made = element(doc, "text", textAttributes(mark));
      made.textContent = mark.text;
      return /** @type {SVGElement} */ (made);
    }
  }
}

/**
 * A picture node for the scene.
 * @param {Scene} scene @param {{document: Document, theme: Theme, ratio: number}} options
 * @returns {HTMLDivElement}
 */
export function toDOM(scene, { document: doc, theme, ratio }) {
  const root = doc.createElement("div");
  root.className = "picture";
  root.setAttribute("aria-hidden", "true");
  root.style.width = `${scene.width}px`;
  root.style.height = `${scene.height}px`;
  const canvas = doc.createElement("canvas");
  drawRasters(canvas, scene, { theme, ratio });
  const { width, height } = scene;
  const svg = element(doc, "svg", { width, height, viewBox: `0 0 ${width} ${height}`, focusable: "false" });
  for (const mark of scene.marks) {
    const made = node(doc, mark);
    if (made) svg.append(made);
  }
  root.append(canvas, svg);
  return root;
}
