/** Token labels and legends, the same in every view. */
import { raster, text } from "../core/scene/marks.ts";
import { MAP_NAMES, position } from "../core/scene/colour.ts";
import { fit, script, textWidth, visible } from "../core/scene/text.ts";
import { scaleLinear } from "../core/d3.ts";
import { t } from "../core/words/index.ts";
import { wrapped } from "./lines.ts";
import type { ColourScale, Lang, Mark, TextMark } from "../core/types.ts";
import type { ModelRef, Token } from "../data/types.ts";

/**
 * Circled numbers for the pieces of one character; past twenty, plain ones in parentheses.
 * @param part counted from 0
 */
const partMark = (part: number) => (part < 20 ? String.fromCodePoint(0x2460 + part) : `(${part + 1})`);

/** Text of joiners and selectors alone prints nothing. */
const NO_GLYPH = /^(?:\p{Cf}|\p{Mn})*$/u;

/** @param character whether a later piece repeats its character */
function read(token: Token, character: boolean) {
  if (token.special || token.unknown || NO_GLYPH.test(token.text)) return visible(token.piece);
  if (token.parts <= 1) return visible(token.text === " " && token.piece === "▁" ? "▁" : token.text);
  return `${character || token.part === 0 ? visible(token.text) : ""}${partMark(token.part)}`;
}

/**
 * What a view prints for a token. An unknown token shows the model's unknown piece, never the character that the
 * model did not see. Of a character that was split into bytes, the first piece shows it, and all count themselves: 苹①
 * ② ③.
 */
export const tokenText = (token: Token) => read(token, false);

/** As tokenText, where the token stands alone: 苹②. */
export const tokenName = (token: Token) => read(token, true);

/** A model's name beside its numbers: what was rounded before it was published is said with it. */
export function modelName(lang: Lang, { id, converted_from: from }: Pick<ModelRef, "id" | "converted_from">) {
  const bits = roundedTo(lang, from);
  return bits ? t(lang, "quantised-name", { id, bits }) : id;
}

/** What a net is called after its cell. */
export const cellName = (lang: Lang, cell: string) =>
  cell === "counter" ? t(lang, "cell-counter") : cell.toUpperCase();

/** To how many bits weights were rounded, by the name of their format: 4, or 4 and 8. */
export function roundedTo(lang: Lang, from: string | null | undefined) {
  const found = [...(from ?? "").matchAll(/(\d+)-bit|\bQ(\d+)/g)].map(([, words, format]) => words ?? format);
  return [...new Set(found)].join(lang === "zh" ? "、" : " and ");
}

/** Look of a token's label, shared by all views. */
export function tokenLook(token: Token): Partial<TextMark> {
  if (token.unknown) return { fill: "warn", underline: true };
  if (token.special) return { fill: "soft" };
  if (token.parts > 1) return { fill: token.part === 0 ? "ink" : "soft", ...script(token.text) };
  if (NO_GLYPH.test(token.text)) return { fill: "soft" };
  return { fill: "ink", ...script(token.text) };
}

export function tokenLabel(token: Token, x: number, y: number, width: number, rest: Partial<TextMark>): TextMark {
  const size = rest.size ?? 12;
  return text(fit(tokenText(token), width, size), x, y, { ...tokenLook(token), ...rest, size });
}

export const widestLabel = (tokens: readonly Token[], size: number) =>
  tokens.reduce((widest, token) => Math.max(widest, textWidth(tokenText(token), size)), 0);

/**
 * How labels along a horizontal axis are set: level where they fit, slanted, or upright and thinned.
 * @param step pixels from a label to the next
 */
export function columnLabels(
  tokens: readonly Token[],
  step: number,
  { size = 12, longest = 96 }: { size?: number; longest?: number } = {},
) {
  const widest = Math.min(widestLabel(tokens, size), longest);
  const every = Math.max(1, Math.ceil(size / step));
  if (widest <= step - 3 && every === 1) {
    return { angle: 0, height: size + 6, overhang: 0, shear: 0, every, longest, size };
  }
  if (every === 1 && step >= size + 3) {
    const rise = Math.ceil(widest * Math.SQRT1_2) + size;
    return { angle: -45, height: rise, overhang: Math.ceil(widest * Math.SQRT1_2), shear: rise, every, longest, size };
  }
  return { angle: -90, height: Math.ceil(widest) + 8, overhang: 0, shear: 0, every, longest, size };
}

/** The labels themselves, standing on the line y. */
export function drawColumnLabels(
  tokens: readonly Token[],
  set: ReturnType<typeof columnLabels>,
  { x, y, step }: { x: number; y: number; step: number },
): Mark[] {
  return tokens
    .map((token, i) => [token, i] as const)
    .filter(([, i]) => i % set.every === 0)
    .map(([token, i]) => {
      const middle = x + (i + 0.5) * step;
      const { size } = set;
      if (set.angle === 0) return tokenLabel(token, middle, y - 5, step - 1, { size, anchor: "middle" });
      if (set.angle === -90) return tokenLabel(token, middle + size * 0.36, y - 4, set.longest, { size, rotate: -90 });
      return tokenLabel(token, middle + 7 + size * 0.25, y - 7 + size * 0.25, set.longest, { size, rotate: -45 });
    });
}

const CAPTION = 11;
const CAPTION_LINE = 14;

/** What a legend's caption takes above its one line, where the room is too narrow for it. */
export const captionRise = (caption: string, room: number) =>
  (wrapped(caption, room, CAPTION).length - 1) * CAPTION_LINE;

/**
 * A ramp with numbers under it. Every colour in a picture can be read off one of these.
 * @param options room: for the caption, whose lines rise above the ramp
 */
export function legend(
  scale: ColourScale,
  {
    x,
    y,
    width,
    ticks,
    caption,
    room = Infinity,
    format = shortNumber,
  }: {
    x: number;
    y: number;
    width: number;
    ticks: number[];
    caption?: string;
    room?: number;
    format?: (v: number) => string;
  },
): Mark[] {
  const place = position(scale);
  const steps = 96;
  const values = Float32Array.from({ length: steps }, (_, i) => place.invert(i / (steps - 1)));
  const along = scaleLinear()
    .domain([0, 1])
    .range([x, x + width]);
  const marks: Mark[] = [raster({ x, y, width, height: 8, columns: steps, rows: 1, values, scale })];
  marks.push({ type: "rect", x, y, width, height: 8, fill: "none", stroke: "faint" });
  for (const tick of ticks) {
    const at = along(place(tick));
    marks.push({ type: "line", x1: at, x2: at, y1: y + 8, y2: y + 11, stroke: "soft" });
    marks.push(text(format(tick), at, y + 21, { size: 10, fill: "soft", anchor: "middle" }));
  }
  const lines = caption ? wrapped(caption, room, CAPTION) : [];
  lines.forEach((words, i) =>
    marks.push(text(words, x, y - 5 - (lines.length - 1 - i) * CAPTION_LINE, { size: CAPTION, fill: "soft" })),
  );
  return marks;
}

/** @param value such as 0, .05, 1, −.5 */
export function shortNumber(value: number) {
  const fine = Math.abs(value) < 0.0005 ? 10000 : 1000;
  const plain = String(Math.round(value * fine) / fine).replace("-", "−");
  return plain.replace(/^(−?)0\./, "$1.");
}

export { MAP_NAMES };
