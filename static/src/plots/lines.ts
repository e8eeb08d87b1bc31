/** Small type in as many lines as it needs. */
import { text } from "../core/scene/marks.ts";
import { textWidth } from "../core/scene/text.ts";
import type { Mark } from "../core/types.ts";

/** Where a line may break: at spaces, and between wide characters; it begins with no stop and ends with no opening mark. */
const PIECES =
  /[“（「『]*(?:[\u2e80-\u9fff\uff00-\uff60]|[^\s\u2e80-\u9fff\uff00-\uff60]*[^\s\u2e80-\u9fff\uff00-\uff60“])[，。；：、！？）」』”]*\s*|\S|\s+/gu;

export function wrapped(words: string, width: number, size: number): string[] {
  const lines: string[] = [""];
  for (const piece of words.match(PIECES) ?? []) {
    const now = `${lines.at(-1)}${piece}`;
    if (lines.at(-1) !== "" && textWidth(now.trimEnd(), size) > width) lines.push(piece.trimStart());
    else lines[lines.length - 1] = now;
  }
  return lines.map((line) => line.trimEnd());
}

/** @param place y: the foot of the first line */
export function lines(
  words: string,
  { x, y, width, size = 11 }: { x: number; y: number; width: number; size?: number },
): { marks: Mark[]; height: number } {
  const all = wrapped(words, width, size);
  return { marks: all.map((line, i) => text(line, x, y + i * 15, { size, fill: "soft" })), height: all.length * 15 };
}
