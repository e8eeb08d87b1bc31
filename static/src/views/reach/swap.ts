/** What each net expects before a token is swapped and after, and how far that moves its prediction. */
import { group, rect, text } from "../../core/scene/marks.ts";
import { textWidth } from "../../core/scene/text.ts";
import { guesses } from "../../plots/guesses.ts";
import { lines, wrapped } from "../../plots/lines.ts";
import type { Mark, Scene } from "../../core/types.ts";
import type { Prediction } from "../../data/types.ts";

/** One net. */
export interface SwapCell {
  cell: string;
  before: readonly Prediction[];
  /** none where nobody can say */
  after: readonly Prediction[];
  /** total variation between the two, where it is known */
  moved: number | undefined;
  /** of how far it moves, or where its list is from */
  said: string;
  /** why there is no list; empty where there is one */
  missing: string;
}

/** From this width on the nets stand side by side. */
const WIDE = 840;
const [GAP, BETWEEN] = [36, 20];
const MOST = 640;

function block(
  { cell, before, after, moved, said, missing }: SwapCell,
  width: number,
  names: { before: string; after: string },
): { marks: Mark[]; height: number } {
  const half = (width - BETWEEN) / 2;
  const first = guesses(before, { x: 0, y: 22, width: half, heading: names.before });
  const second = guesses(after, { x: half + BETWEEN, y: 22, width: half, heading: names.after });
  const why = lines(missing, { x: half + BETWEEN, y: 22 + 32, width: half });
  let y = 22 + Math.max(first.height, second.height, missing ? why.height + 24 : 0);
  const marks: Mark[] = [
    text(cell.toUpperCase(), 0, 12, { size: 13, bold: true }),
    ...first.marks,
    ...second.marks,
    ...(missing ? why.marks : []),
  ];
  const told = wrapped(said, width, 12);
  told.forEach((words, i) =>
    marks.push(
      text(words, 0, y + 12 + i * 16, { size: 12, ...(moved === undefined ? { fill: "soft" as const } : {}) }),
    ),
  );
  y += told.length * 16 + 6;
  if (moved !== undefined) {
    marks.push(
      rect({ x: 0, y, width: Math.max(0.75, width * moved), height: 6, fill: "ink" }),
      rect({ x: 0, y, width, height: 6, fill: "none", stroke: "faint" }),
    );
    y += 8;
  }
  return { marks, height: y };
}

/** @returns without regions: every number is printed */
export function swap(
  cells: readonly SwapCell[],
  {
    width,
    names,
    title,
    description,
  }: { width: number; names: { before: string; after: string }; title: string; description: string },
): Scene {
  const across = width >= WIDE ? cells.length : 1;
  const each = Math.min(MOST, (width - GAP * (across - 1)) / across);
  const marks: Mark[] = [];
  let y = 0;
  for (let from = 0; from < cells.length; from += across) {
    const made = cells.slice(from, from + across).map((one) => block(one, each, names));
    made.forEach((one, i) => marks.push(group(i * (each + GAP), y, one.marks)));
    y += Math.max(...made.map(({ height }) => height)) + 18;
  }
  const named = Math.max(0, ...[names.before, names.after].map((one) => textWidth(one, 12)));
  return {
    width: Math.max(across * (each + GAP) - GAP, Math.min(named, width)),
    height: Math.max(y - 18, 0),
    title,
    description,
    marks,
    regions: [],
  };
}
