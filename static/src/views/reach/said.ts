/** Sentences set in type: what leads, a point each, and what follows from them. */
import { text } from "../../core/scene/marks.ts";
import { textWidth } from "../../core/scene/text.ts";
import { wrapped } from "../../plots/lines.ts";
import type { Mark, Scene, TextMark } from "../../core/types.ts";

const SIZE = 12;
const LEAD = 17;
/** Longer lines are not read. */
const LONGEST = 700;

/** @returns its description is its words */
export function said(
  { lead = "", points, after = "" }: { lead?: string; points: readonly string[]; after?: string },
  { width, title }: { width: number; title: string },
): Scene {
  const room = Math.min(width, LONGEST);
  const marks: Mark[] = [];
  let y = 0;
  let right = 0;
  const put = (paragraph: string, x: number, look: Partial<TextMark>) => {
    if (paragraph === "") return;
    // Bold type is a little wider than lines are broken for.
    for (const line of wrapped(paragraph, (room - x) * (look.bold ? 0.93 : 1), SIZE)) {
      marks.push(text(line, x, y + SIZE, { size: SIZE, ...look }));
      right = Math.max(right, x + textWidth(line, SIZE, look.bold));
      y += LEAD;
    }
    y += 5;
  };
  put(lead, 0, { bold: true });
  for (const point of points) {
    marks.push(text("·", 3, y + SIZE, { size: SIZE, bold: true }));
    put(point, 14, {});
  }
  put(after, 0, { fill: "soft" });
  return {
    width: right,
    height: Math.max(y - 5, 0),
    title,
    description: [lead, ...points, after].filter(Boolean).join(" "),
    marks,
    regions: [],
  };
}
