/** A place on the page for one scene: picture, cursor and pointer. The cursor never redraws the picture. */
import { toDOM } from "../core/scene/dom.ts";
import { textWidth } from "../core/scene/text.ts";
import { hit, litPaths, litTags } from "../core/scene/hit.ts";
import type { Hit } from "../core/scene/hit.ts";
import type { Lit, Scene, Theme } from "../core/types.ts";

const NS = "http://www.w3.org/2000/svg";

/** A pointer that has stayed for so long rests. */
const RESTING_MS = 100;

const NOTHING = { labels: "", cells: "", small: "", ticks: "" };

/** @param paths class names */
function layer(doc: Document, name: string, paths: string[]) {
  const svg = doc.createElementNS(NS, "svg");
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  const made = paths.map((kind) => {
    const path = doc.createElementNS(NS, "path");
    path.setAttribute("class", kind);
    path.setAttribute("d", "");
    svg.append(path);
    return path;
  });
  return { svg, made };
}

/** A lit label over thinned ones. */
function tagNode(doc: Document, { text, x, y, angle }: ReturnType<typeof litTags>[number]) {
  const width = textWidth(text, 12) + 8;
  const group = doc.createElementNS(NS, "g");
  group.setAttribute("transform", `translate(${x} ${y}) rotate(${angle})`);
  const back = doc.createElementNS(NS, "rect");
  for (const [name, value] of Object.entries({ x: angle ? 0 : 5 - width, y: -8, width, height: 16, class: "f-band" })) {
    back.setAttribute(name, String(value));
  }
  const words = doc.createElementNS(NS, "text");
  for (const [name, value] of Object.entries({
    x: angle ? 4 : 1,
    y: 4.3,
    "font-size": 12,
    "text-anchor": angle ? "start" : "end",
    class: "f-ink",
  })) {
    words.setAttribute(name, String(value));
  }
  words.textContent = text;
  group.append(back, words);
  return group;
}

/** @param host emptied and filled */
export function createStage(
  host: HTMLElement,
  events: { point: (hit: Hit | null, event: PointerEvent) => void; pick: (hit: Hit, event: MouseEvent) => void },
) {
  const doc = host.ownerDocument;
  const inner = doc.createElement("div");
  inner.className = "stage";
  const under = layer(doc, "under", ["lit-labels"]);
  const over = layer(doc, "over", ["lit-halo", "lit-cells", "lit-small", "lit-ticks"]);
  const tags = doc.createElementNS(NS, "g");
  over.svg.append(tags);
  const holder = doc.createElement("div");
  inner.append(under.svg, holder, over.svg);
  host.replaceChildren(inner);

  let scene: Scene | null = null;
  let lit: Lit | null = null;

  const find = (event: MouseEvent) => {
    if (!scene) return null;
    const box = inner.getBoundingClientRect();
    return hit(scene.regions, event.clientX - box.left, event.clientY - box.top);
  };
  inner.addEventListener("pointermove", (event) => events.point(find(event), event));
  inner.addEventListener("pointerleave", (event) => events.point(null, event));
  inner.addEventListener("click", (event) => {
    const found = find(event);
    if (found) events.pick(found, event);
  });

  const paths = [...under.made, ...over.made];
  /** What they hold: setting a path to what it is would have it laid out and painted again. */
  const drawn = paths.map(() => "");
  let tagged = "";

  const draw = () => {
    const { labels, cells, small, ticks } = scene && lit ? litPaths(scene.regions, lit) : NOTHING;
    [labels, cells, cells, small, ticks].forEach((d, i) => {
      if (drawn[i] === d) return;
      drawn[i] = d;
      paths[i]?.setAttribute("d", d);
    });
    const wanted = scene && lit ? litTags(scene.regions, lit) : [];
    const said = wanted.length ? JSON.stringify(wanted) : "";
    if (said === tagged) return;
    tagged = said;
    tags.replaceChildren(...wanted.map((tag) => tagNode(doc, tag)));
  };

  /** Whether the stage is in sight. What is not is lit when the pointer rests, or when it comes into sight. */
  let seen = true;
  let resting: ReturnType<typeof setTimeout> | undefined;
  const Watcher = doc.defaultView?.IntersectionObserver;
  if (Watcher) {
    new Watcher((entries) => {
      const now = entries.at(-1)?.isIntersecting ?? true;
      if (now && !seen && resting !== undefined) {
        clearTimeout(resting);
        resting = undefined;
        draw();
      }
      seen = now;
    }).observe(inner);
  }

  return {
    inner,
    show(next: Scene, theme: Theme) {
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
    light(next: Lit | null) {
      if (next === lit) return;
      lit = next;
      clearTimeout(resting);
      resting = seen
        ? undefined
        : setTimeout(() => {
            resting = undefined;
            draw();
          }, RESTING_MS);
      if (seen) draw();
    },
    scene: () => scene,
  };
}
