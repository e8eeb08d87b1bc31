/** A place on the page for one scene: picture, cursor and pointer. The cursor never redraws the picture. */
import { toDOM } from "../scene/dom.js";
import { hit, litPaths } from "../scene/hit.js";

/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Theme} Theme */
/** @typedef {import("../types.js").Lit} Lit */
/** @typedef {import("../scene/hit.js").Hit} Hit */

const NS = "http://www.w3.org/2000/svg";

/** @param {Document} doc @param {string} name @param {string[]} paths class names */
function layer(doc, name, paths) {
  const svg = doc.createElementNS(NS, "svg");
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  const made = paths.map((kind) => {
    const path = doc.createElementNS(NS, "path");
    path.setAttribute("class", kind);
    svg.append(path);
    return path;
  });
  return { svg, made };
}

/**
 * @param {HTMLElement} host emptied and filled
 * @param {{point: (hit: Hit | null, event: PointerEvent) => void, pick: (hit: Hit) => void}} events
 */
export function createStage(host, events) {
  const doc = host.ownerDocument;
  const inner = doc.createElement("div");
  inner.className = "stage";
  const under = layer(doc, "under", ["lit-labels"]);
  const over = layer(doc, "over", ["lit-halo", "lit-cells"]);
  const holder = doc.createElement("div");
  inner.append(under.svg, holder, over.svg);
  host.replaceChildren(inner);

  /** @type {Scene | null} */
  let scene = null;
  /** @type {Lit | null} */
  let lit = null;

  /** @param {MouseEvent} event */
  const find = (event) => {
    if (!scene) return null;
    const box = inner.getBoundingClientRect();
    return hit(scene.regions, event.clientX - box.left, event.clientY - box.top);
  };
  inner.addEventListener("pointermove", (event) => events.point(find(event), event));
  inner.addEventListener("pointerleave", (event) => events.point(null, event));
  inner.addEventListener("click", (event) => {
    const found = find(event);
    if (found) events.pick(found);
  });

  const draw = () => {
    const { labels, cells } = scene && lit ? litPaths(scene.regions, lit) : { labels: "", cells: "" };
    under.made[0]?.setAttribute("d", labels);
    for (const path of over.made) path.setAttribute("d", cells);
  };

  return {
    inner,
    /** @param {Scene} next @param {Theme} theme */
    show(next, theme) {
      scene = next;
      const ratio = doc.defaultView?.devicePixelRatio ?? 1;
      holder.replaceChildren(toDOM(next, { document: doc, theme, ratio }));
      inner.style.width = `${next.width}px`;
      inner.style.height = `${next.height}px`;
      for (const svg of [under.svg, over.svg]) {
        svg.setAttribute("width", String(next.width));
        svg.setAttribute("height", String(next.height));
      }
      draw();
    },
    /** @param {Lit | null} next */
    light(next) {
      lit = next;
      draw();
    },
    scene: () => scene,
  };
}
