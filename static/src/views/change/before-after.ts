/** What a model expects next, before a change and after it: two bars for each token that is likely in either. */
import { rect, text } from "../../core/scene/marks.ts";
import { fit, script, textWidth, visible } from "../../core/scene/text.ts";
import { percent } from "../../plots/say.ts";
import type { Mark, Scene } from "../../core/types.ts";
import type { Prediction } from "../../data/types.ts";

/** One token in both lists. Where a list lacks it, it is at most as likely as that list's last. */
export type Pair = { text: string; before: number; after: number; beforeAtMost: boolean; afterAtMost: boolean };

const ROW = 38;

/**
 * The first few of either list, those before first.
 * @param after both likeliest first
 */
export function pairs(before: readonly Prediction[], after: readonly Prediction[], first: number = 5): Pair[] {
  const wanted = [...new Set([...before.slice(0, first), ...after.slice(0, first)].map((one) => one.text))];
  const find = (list: readonly Prediction[], word: string) => {
    const found = list.find((one) => one.text === word);
    return { share: found?.probability ?? list.at(-1)?.probability ?? 0, atMost: !found };
  };
  return wanted.map((word) => {
    const [old, now] = [find(before, word), find(after, word)];
    return { text: word, before: old.share, after: now.share, beforeAtMost: old.atMost, afterAtMost: now.atMost };
  });
}

export const shareWords = (share: number, atMost: boolean) => `${atMost ? "≤ " : ""}${percent(share)}`;

export function beforeAfter(
  list: readonly Pair[],
  { width, names, title }: { width: number; names: readonly [before: string, after: string]; title: string },
): Scene {
  const words = Math.min(width * 0.3, Math.max(40, ...list.map((one) => textWidth(visible(one.text), 13, true)))) + 10;
  const named = Math.max(...names.map((name) => textWidth(name, 10))) + 6;
  const numbers =
    Math.max(
      ...list.flatMap((one) => [
        textWidth(shareWords(one.before, one.beforeAtMost), 11),
        textWidth(shareWords(one.after, one.afterAtMost), 11),
      ]),
    ) + 8;
  const from = words + named;
  const room = Math.max(20, width - from - numbers - 2);
  const top = Math.max(...list.flatMap(({ before, after }) => [before, after]), 1e-12);
  const marks: Mark[] = [];
  list.forEach((one, i) => {
    const y = 4 + i * ROW;
    marks.push(text(fit(visible(one.text), words - 8, 13), 0, y + 20, { size: 13, bold: true, ...script(one.text) }));
    [
      [one.before, one.beforeAtMost],
      [one.after, one.afterAtMost],
    ].forEach(([share, atMost], n) => {
      const wide = (room * Number(share)) / top;
      const at = y + 2 + n * 15;
      marks.push(text(names[n] as string, from - 6, at + 9.5, { size: 10, fill: "soft", anchor: "end" }));
      // What is only known to be at most so likely is an outline with nothing in it, as is what was before.
      const look = atMost
        ? { fill: "none" as const, stroke: "faint" as const }
        : n === 0
          ? { fill: "faint" as const, stroke: "soft" as const }
          : { fill: "ink" as const };
      marks.push(rect({ x: from, y: at, width: Math.max(0.75, wide), height: 11, ...look }));
      marks.push(
        text(shareWords(Number(share), Boolean(atMost)), from + wide + 6, at + 9.5, {
          size: 11,
          fill: n === 0 ? "soft" : "ink",
        }),
      );
    });
  });
  return {
    width,
    height: 4 + list.length * ROW,
    title,
    description: title,
    marks,
    regions: [
      {
        id: "expected",
        role: "label",
        quiet: true,
        x: 0,
        y: 4,
        width,
        height: list.length * ROW,
        rows: list.length,
        columns: 1,
        row: { kind: "none" },
        column: { kind: "none" },
      },
    ],
  };
}
