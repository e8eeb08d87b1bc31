/** The likeliest tokens under each column: words where there is room, the first alone and upright where not. */
import { rect, text } from "../core/scene/marks.ts";
import { fit, script, visible } from "../core/scene/text.ts";
import type { Mark } from "../core/types.ts";
import type { Prediction } from "../data/types.ts";

/** @param predictions a list a column, likeliest first */
export function nextTokens(
  predictions: readonly (readonly Prediction[])[],
  { x, y, step, label }: { x: number; y: number; step: number; label: string },
): { marks: Mark[]; height: number } {
  if (step < 12) return { marks: [], height: 0 };
  const level = step >= 34;
  const rows = level ? 3 : 1;
  const marks: Mark[] = [text(label, x - 8, y + 11, { size: 10, fill: "soft", anchor: "end" })];
  const height = level ? rows * 16 + 6 : 62;
  predictions.forEach((list, column) => {
    list.slice(0, rows).forEach(({ text: words, probability }, rank) => {
      const look = { size: 10.5, fill: rank === 0 ? ("ink" as const) : ("soft" as const), ...script(words) };
      const shown = visible(words);
      const from = x + column * step + 2;
      if (level) {
        const foot = y + 11 + rank * 16;
        marks.push(text(fit(shown, step - 3, 10.5), from, foot, look));
        marks.push(
          rect({ x: from, y: foot + 2, width: Math.max(0.5, (step - 6) * probability), height: 2, fill: "soft" }),
        );
      } else {
        marks.push(text(fit(shown, 56, 10.5), from + step / 2 + 1, y + 58, { ...look, rotate: -90 }));
      }
    });
  });
  return { marks, height };
}
