/** A list of what a net expects next, likeliest first, with bars and numbers. */
import { rect, text } from "../core/scene/marks.ts";
import { fit, script, textWidth, visible } from "../core/scene/text.ts";
import { percent } from "./say.ts";
import type { Mark } from "../core/types.ts";
import type { Prediction } from "../data/types.ts";

const ROW = 21;

export function guesses(
  list: readonly Prediction[],
  { x, y, width, heading }: { x: number; y: number; width: number; heading: string },
): { marks: Mark[]; height: number } {
  const marks: Mark[] = [text(fit(heading, width, 12), x, y + 11, { size: 12, fill: "soft" })];
  const numbers = Math.max(0, ...list.map(({ probability }) => textWidth(percent(probability), 12)));
  const words = Math.min(width * 0.4, Math.max(30, ...list.map((one) => textWidth(visible(one.text), 13)))) + 10;
  const from = x + words + numbers + 8;
  list.forEach(({ text: piece, probability }, i) => {
    const foot = y + 34 + i * ROW;
    const look = i === 0 ? ("ink" as const) : ("soft" as const);
    marks.push(
      text(fit(visible(piece), words - 8, 13), x, foot, { size: 13, fill: look, bold: i === 0, ...script(piece) }),
    );
    marks.push(text(percent(probability), x + words + numbers, foot, { size: 12, fill: "soft", anchor: "end" }));
    marks.push(
      rect({ x: from, y: foot - 9, width: Math.max(0.75, (x + width - from) * probability), height: 9, fill: look }),
    );
    marks.push(
      rect({ x: from, y: foot - 9, width: Math.max(1, x + width - from), height: 9, fill: "none", stroke: "faint" }),
    );
  });
  return { marks, height: 24 + list.length * ROW };
}
