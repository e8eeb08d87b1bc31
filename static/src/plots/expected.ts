/** What nets expect after one token: a list each, side by side where there is room. */
import { text } from "../core/scene/marks.ts";
import { guesses } from "./guesses.ts";
import { wrapped } from "./lines.ts";
import type { Mark, Scene } from "../core/types.ts";
import type { Prediction } from "../data/types.ts";

/** note: what stands under the list */
type Expected = { heading: string; list: readonly Prediction[]; note?: string };

const LEAST = 200;
const MOST = 440;
const GAP = 32;
const SMALL = 11;

/** @returns without regions: nothing is pointed at */
export function expected(
  lists: readonly Expected[],
  { width, title, description }: { width: number; title: string; description: string },
): Scene {
  const across = Math.max(1, Math.min(lists.length, Math.floor((width + GAP) / (LEAST + GAP))));
  const each = Math.min(MOST, (width - GAP * (across - 1)) / across);
  const marks: Mark[] = [];
  let [top, bottom] = [0, 0];
  lists.forEach(({ heading, list, note = "" }, i) => {
    if (i % across === 0) top = i === 0 ? 0 : bottom + 14;
    const x = (i % across) * (each + GAP);
    const drawn = guesses(list, { x, y: top, width: each, heading });
    marks.push(...drawn.marks);
    let foot = top + drawn.height;
    for (const line of note ? wrapped(note, each, SMALL) : []) {
      marks.push(text(line, x, foot + 10, { size: SMALL, fill: "soft" }));
      foot += 15;
    }
    bottom = Math.max(bottom, foot + 4);
  });
  return { width: across * each + GAP * (across - 1), height: bottom, title, description, marks, regions: [] };
}
