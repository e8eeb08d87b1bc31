/** The tokens of a sentence as a horizontal axis under a picture, the same under every picture of a page. */
import { line, text } from "../core/scene/marks.ts";
import { textWidth } from "../core/scene/text.ts";
import { tokenLabel, tokenName, widestLabel } from "./labels.ts";
import type { Mark, Region } from "../core/types.ts";
import type { Token } from "../data/types.ts";

type TokenAxis = { left: number; step: number; across: number; right: number };

const SIZE = 12;
const LONGEST = 84;

/** Where each token stands: room for words on the left, for numbers on the right. */
export function tokenAxis(width: number, count: number): TokenAxis {
  const left = width < 520 ? 76 : 132;
  const right = width < 520 ? 34 : 44;
  const step = Math.max(2, Math.min(84, Math.floor((width - left - right) / Math.max(count, 1))));
  return { left, step, across: step * count, right };
}

/** The middle of a token's column. */
export const middle = ({ left, step }: TokenAxis, token: number) => left + (token + 0.5) * step;

/**
 * Labels hanging under y: level where they fit, else upright, thinned where even that is too narrow.
 * @param last the last token that counts here
 * @param marked the token that stands out
 */
export function hangingLabels(
  tokens: readonly Token[],
  axis: TokenAxis,
  y: number,
  last: number,
  marked: number = last,
): { marks: Mark[]; regions: Region[]; height: number } {
  const { left, step, across } = axis;
  const widest = Math.min(widestLabel(tokens, SIZE), LONGEST);
  const every = Math.max(1, Math.ceil((SIZE + 1) / step));
  const level = widest <= step - 3 && every === 1;
  const height = level ? SIZE + 8 : Math.ceil(widest) + 10;
  const marks = tokens.flatMap((token, i) => {
    if (i % every !== 0 && i !== marked) return [];
    if (i !== marked && every > 1 && Math.abs(i - marked) < every) return [];
    const x = middle(axis, i);
    const look = {
      size: SIZE,
      ...(i > last ? { fill: "soft" as const } : {}),
      ...(i === marked ? { bold: true } : {}),
    };
    return [
      level
        ? tokenLabel(token, x, y + SIZE + 1, step - 1, { ...look, anchor: "middle" })
        : tokenLabel(token, x + SIZE * 0.36, y + 4, LONGEST, { ...look, anchor: "end", rotate: -90 }),
    ];
  });
  const tags = every > 1 ? { tags: tokens.map(tokenName) } : {};
  return {
    marks,
    height,
    regions: [
      {
        id: "tokens",
        role: "label",
        x: left,
        y,
        width: across,
        height,
        rows: 1,
        columns: tokens.length,
        row: { kind: "none" },
        column: { kind: "token", source: "gates" },
        ...tags,
      },
    ],
  };
}

/**
 * How far each token is from the last: numbers where they fit.
 * @param name of the axis
 */
export function distances(axis: TokenAxis, y: number, last: number, name: string): Mark[] {
  const { left, step } = axis;
  const marks: Mark[] = [text(name, left - 8, y + 12, { size: 11, fill: "soft", anchor: "end" })];
  const wide = textWidth("00", 11) + 6;
  const every = [1, 2, 5, 10, 20, 50].find((one) => one * step >= wide) ?? 100;
  for (let k = 0; k <= last; k += every) {
    const x = middle(axis, last - k);
    marks.push(
      line(x, y - 1, x, y + 2, { stroke: "soft" }),
      text(String(k), x, y + 13, { size: 11, fill: "soft", anchor: "middle" }),
    );
  }
  return marks;
}
