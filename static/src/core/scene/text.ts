/** Widths of text without a document: one table for the metrics of Helvetica, Arial and Liberation Sans. */

/** The font stack that the table describes. */
export const FONT: string =
  '"Helvetica Neue", Helvetica, Arial, "Liberation Sans", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", ' +
  '"Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** Advance widths in em, by class of character. */
const CLASSES: [number, string][] = [
  [0.2, "'"],
  [0.225, "ijl‘’"],
  [0.26, "|"],
  [0.278, " !,./:;\\[]Ift·"],
  [0.335, "(){}-`r“”"],
  [0.36, '"'],
  [0.39, "*"],
  [0.4, "°"],
  [0.5, "ckvxyzsJ–"],
  [0.556, "abdeghnopqu0123456789#$?_L"],
  [0.584, "+<=>~−±×"],
  [0.611, "FTZ"],
  [0.667, "ABEKPSVXY&"],
  [0.722, "CDHNRUw"],
  [0.778, "GOQ"],
  [0.833, "Mm"],
  [0.889, "%"],
  [0.944, "W"],
  [1, "—…→←↑↓"],
  [1.015, "@"],
];
const TABLE: Map<string, number> = new Map(CLASSES.flatMap(([em, characters]) => [...characters].map((c) => [c, em])));

/** What a bold letter is wider by, in em; wide characters stay as they are. */
const BOLDER = 0.04;

const COMBINING = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2460-\u2473\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3ffff}]$/u;
const EMOJI = /^\p{Extended_Pictographic}$/u;

/** @returns em */
function advance(character: string): number {
  const known = TABLE.get(character);
  if (known !== undefined) return known;
  if (COMBINING.test(character)) return 0;
  if (WIDE.test(character)) return 1;
  if (EMOJI.test(character)) return 1.25;
  const base = character.normalize("NFD")[0] ?? "";
  return TABLE.get(base) ?? 0.58;
}

/**
 * Width of a text in pixels.
 * @param size font size in pixels
 */
export function textWidth(text: string, size: number, bold: boolean = false) {
  let em = 0;
  for (const character of text) {
    const width = advance(character);
    em += width + (bold && width > 0 && width < 1 && character !== " " ? BOLDER : 0);
  }
  return em * size;
}

/**
 * The text, or its longest beginning that fits with an ellipsis.
 * @param width pixels
 */
export function fit(text: string, width: number, size: number) {
  if (textWidth(text, size) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (textWidth(`${kept}${character}…`, size) > width) break;
    kept += character;
  }
  return kept === "" ? "" : `${kept}…`;
}

const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const JOINERS = new Set(["\u200c", "\u200d", "\ufe0e", "\ufe0f"]);

/** What to print for characters that print nothing, or that would reorder their neighbours. */
export function visible(text: string) {
  const shown = text.replace(HIDDEN, (c) => {
    if (c === "\n") return "⏎";
    if (c === "\t") return "⇥";
    if (JOINERS.has(c)) return c;
    return `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  });
  return shown.trim() === "" && shown !== "" ? "␣" : shown.trim();
}

const HAN = /\p{Script=Han}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;
const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Language and direction of a piece of text, as far as its script tells. */
export function script(text: string): { lang?: string; dir?: "ltr" | "rtl" } {
  const found: { lang?: string; dir?: "ltr" | "rtl" } = {};
  if (KANA.test(text)) found.lang = "ja";
  else if (HANGUL.test(text)) found.lang = "ko";
  else if (HAN.test(text)) found.lang = "zh";
  if (RTL.test(text)) found.dir = "rtl";
  return found;
}
