/** Token labels and legends, the same in every view. */
import { raster, text } from "../scene/marks.js";
import { MAP_NAMES, position } from "../scene/colour.js";
import { fit, script, textWidth, visible } from "../scene/text.js";
import { scaleLinear } from "../d3.js";
import { t } from "../ui/i18n.js";
import { wrapped } from "./lines.js";

/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").TextMark} TextMark */
/** @typedef {import("../types.js").ColourScale} ColourScale */

/** Circled numbers for the pieces of one character; past twenty, plain ones in parentheses. @param {number} part counted from 0 */
const partMark = (part) => (part < 20 ? String.fromCodePoint(0x2460 + part) : `(${part + 1})`);

/** Text of joiners and selectors alone prints nothing. */
const NO_GLYPH = /^(?:\p{Cf}|\p{Mn})*$/u;

/** @param {Token} token @param {boolean} character whether a later piece repeats its character */
function read(token, character) {
  if (token.special || token.unknown || NO_GLYPH.test(token.text)) return visible(token.piece);
  if (token.parts <= 1) return visible(token.text === " " && token.piece === "▁" ? "▁" : token.text);
  return `${character || token.part === 0 ? visible(token.text) : ""}${partMark(token.part)}`;
}

/**
 * What a view prints for a token. An unknown token shows the model's unknown piece, never the character that the model
 * did not see. Of a character that was split into bytes, the first piece shows it, and all count themselves: 苹① ② ③.
 * @param {Token} token
 */
export const tokenText = (token) => read(token, false);

/** As tokenText, where the token stands alone: 苹②. @param {Token} token */
export const tokenName = (token) => read(token, true);

/**
 * A model's name beside its numbers: what was rounded before it was published is said with it.
 * @param {import("../types.js").Lang} lang @param {Pick<import("../types.js").ModelRef, "id" | "converted_from">} model
 */
export function modelName(lang, { id, converted_from: from }) {
  const bits = roundedTo(lang, from);
  return bits ? t(lang, "quantised-name", { id, bits }) : id;
}

/** What a net is called after its cell. @param {import("../types.js").Lang} lang @param {string} cell */
export const cellName = (lang, cell) => (cell === "counter" ? t(lang, "cell-counter") : cell.toUpperCase());

/** To how many bits weights were rounded, by the name of their format: 4, or 4 and 8. @param {import("../types.js").Lang} lang @param {string | null | undefined} from */
export function roundedTo(lang, from) {
  const found = [...(from ?? "").matchAll(/(\d+)-bit|\bQ(\d+)/g)].map(([, words, format]) => words ?? format);
  return [...new Set(found)].join(lang === "zh" ? "、" : " and ");
}

/**
 * Look of a token's label, shared by all views.
 * @param {Token} token @returns {Partial<TextMark>}
 */
export function tokenLook(token) {
  if (token.unknown) return { fill: "warn", underline: true };
  if (token.special) return { fill: "soft" };
  if (token.parts > 1) return { fill: token.part === 0 ? "ink" : "soft", ...script(token.text) };
  if (NO_GLYPH.test(token.text)) return { fill: "soft" };
  return { fill: "ink", ...script(token.text) };
}

/**
 * @param {Token} token @param {number} x @param {number} y @param {number} width
 * @param {Partial<TextMark>} rest @returns {TextMark}
 */
export function tokenLabel(token, x, y, width, rest) {
  const size = rest.size ?? 12;
  return text(fit(tokenText(token), width, size), x, y, { ...tokenLook(token), ...rest, size });
}

/** @param {readonly Token[]} tokens @param {number} size */
export const widestLabel = (tokens, size) =>
  tokens.reduce((widest, token) => Math.max(widest, textWidth(tokenText(token), size)), 0);

/**
 * How labels along a horizontal axis are set: level where they fit, slanted, or upright and thinned.
 * @param {readonly Token[]} tokens @param {number} step pixels from a label to the next
 * @param {{size?: number, longest?: number}} [options]
 */
export function columnLabels(tokens, step, { size = 12, longest = 96 } = {}) {
  const widest = Math.min(widestLabel(tokens, size), longest);
  const every = Math.max(1, Math.ceil(size / step));
  if (widest <= step - 3 && every === 1) return { angle: 0, height: size + 6, overhang: 0, shear: 0, every, longest, size };
  if (every === 1 && step >= size + 3) {
    const rise = Math.ceil(widest * Math.SQRT1_2) + size;
    return { angle: -45, height: rise, overhang: Math.ceil(widest * Math.SQRT1_2), shear: rise, every, longest, size };
  }
  return { angle: -90, height: Math.ceil(widest) + 8, overhang: 0, shear: 0, every, longest, size };
}

/**
 * The labels themselves, standing on the line y.
 * @param {readonly Token[]} tokens @param {ReturnType<typeof columnLabels>} set
 * @param {{x: number, y: number, step: number}} place @returns {Mark[]}
 */
export function drawColumnLabels(tokens, set, { x, y, step }) {
  return tokens
    .map((token, i) => /** @type {const} */ ([token, i]))
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

/** What a legend's caption takes above its one line, where the room is too narrow for it. @param {string} caption @param {number} room */
export const captionRise = (caption, room) => (wrapped(caption, room, CAPTION).length - 1) * CAPTION_LINE;

/**
 * A ramp with numbers under it. Every colour in a picture can be read off one of these.
 * @param {ColourScale} scale
 * @param {{x: number, y: number, width: number, ticks: number[], caption?: string, room?: number, format?: (v: number) => string}} options
 *   room: for the caption, whose lines rise above the ramp
 * @returns {Mark[]}
 */
export function legend(scale, { x, y, width, ticks, caption, room = Infinity, format = shortNumber }) {
  const place = position(scale);
  const steps = 96;
  const values = Float32Array.from({ length: steps }, (_, i) => place.invert(i / (steps - 1)));
  const along = scaleLinear().domain([0, 1]).range([x, x + width]);
  /** @type {Mark[]} */
  const marks = [raster({ x, y, width, height: 8, columns: steps, rows: 1, values, scale })];
  marks.push({ type: "rect", x, y, width, height: 8, fill: "none", stroke: "faint" });
  for (const tick of ticks) {
    const at = along(place(tick));
    marks.push({ type: "line", x1: at, x2: at, y1: y + 8, y2: y + 11, stroke: "soft" });
    marks.push(text(format(tick), at, y + 21, { size: 10, fill: "soft", anchor: "middle" }));
  }
  const lines = caption ? wrapped(caption, room, CAPTION) : [];
  lines.forEach((words, i) => marks.push(text(words, x, y - 5 - (lines.length - 1 - i) * CAPTION_LINE, { size: CAPTION, fill: "soft" })));
  return marks;
}

/** @param {number} value such as 0, .05, 1, −.5 */
export function shortNumber(value) {
  const fine = Math.abs(value) < 0.0005 ? 10000 : 1000;
  const plain = String(Math.round(value * fine) / fine).replace("-", "−");
  return plain.replace(/^(−?)0\./, "$1.");
}

export { MAP_NAMES };
