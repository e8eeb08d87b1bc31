/** Scene → DOM: a canvas with the rasters, and over it an SVG element with everything else. */
import { drawRasters } from "./canvas.ts";
import { classes, pathAttributes, textAttributes } from "./svg.ts";
import type { Mark, Scene, Theme } from "../types.ts";

const NS = "http://www.w3.org/2000/svg";

function element(doc: Document, name: string, attributes: Record<string, string | number | undefined>) {
  const node = doc.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(key, String(value));
  return node;
}

/** @returns rasters are the canvas's */
function node(doc: Document, mark: Mark): SVGElement | null {
  switch (mark.type) {
    case "raster":
      return null;
    case "group": {
      const made = element(doc, "g", { transform: `translate(${mark.x} ${mark.y})` });
      for (const child of mark.marks) {
        const inner = node(doc, child);
        if (inner) made.append(inner);
      }
      return made as SVGElement;
    }
    case "rect": {
      const { x, y, width, height, radius, strokeWidth } = mark;
      const look = { rx: radius, "stroke-width": strokeWidth, class: classes(mark.fill, mark.stroke) };
      return element(doc, "rect", { x, y, width, height, ...look }) as SVGElement;
    }
    case "line": {
      const { x1, y1, x2, y2 } = mark;
      const look = {
        "stroke-width": mark.strokeWidth,
        "stroke-dasharray": mark.dash,
        class: classes("none", mark.stroke),
      };
      return element(doc, "line", { x1, y1, x2, y2, ...look }) as SVGElement;
    }
    case "path": {
      return element(doc, "path", pathAttributes(mark)) as SVGElement;
    }
    case "text": {
      const made = element(doc, "text", textAttributes(mark));
      made.textContent = mark.text;
      return made as SVGElement;
    }
  }
}

/** A picture node for the scene. */
export function toDOM(
  scene: Scene,
  { document: doc, theme, ratio }: { document: Document; theme: Theme; ratio: number },
): HTMLDivElement {
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
