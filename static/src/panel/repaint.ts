/** From one drawn scene to another of the same build: only marks that differ are drawn anew. */
import { drawRasters } from "../core/scene/canvas.ts";
import { toDOM } from "../core/scene/dom.ts";
import { classes } from "../core/scene/svg.ts";
import type { Mark, Scene, Theme } from "../core/types.ts";

/** @param apart keys that may differ */
function same(a: any, b: any, apart: string[] = []) {
  if (a === b) return true;
  for (const key in a) {
    if (apart.includes(key)) continue;
    const [one, other] = [a[key], b[key]];
    if (Object.is(one, other)) continue;
    if (
      key === "values" &&
      one.length === other.length &&
      one.every((value: number, i: number) => Object.is(value, other[i]))
    ) {
      continue;
    }
    if (key === "scale" && one.map === other.map && one.kind === other.kind && one.domain[1] === other.domain[1]) {
      continue;
    }
    return false;
  }
  return Object.keys(a).length === Object.keys(b).length;
}

const LIGHT = ["text", "fill"];

/**
 * @param inner a stage's, in which `before` is drawn
 * @returns false where the two are not built alike: nothing was done, and the whole is to be drawn
 */
export function repaint(inner: HTMLElement, before: Scene, after: Scene, theme: Theme): boolean {
  const svg = inner.querySelector(".picture > svg");
  const canvas = inner.querySelector(".picture > canvas");
  const alike =
    before.marks.length === after.marks.length && before.marks.every((mark, i) => mark.type === after.marks[i]?.type);
  if (!svg || !canvas || !alike || before.width !== after.width || before.height !== after.height) return false;
  const changed: { mark: Mark; node: Element }[] = [];
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
    const made = toDOM(
      { ...after, width: 1, height: 1, marks: changed.map(({ mark }) => mark) },
      { document: inner.ownerDocument, theme, ratio },
    );
    const fresh = [...(made.querySelector("svg")?.children ?? [])];
    changed.forEach(({ node }, i) => node.replaceWith(fresh[i] as Element));
  }
  if (shaded) drawRasters(canvas as HTMLCanvasElement, after, { theme, ratio });
  return true;
}
