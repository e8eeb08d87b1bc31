/** A sentence with its words in reverse order, as an example of what order alone changes. */

const NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const CLOSING = /^[\p{P}\p{S}]+$/u;

/**
 * Words and marks from the last to the first; the mark that ends the sentence still ends it.
 * @returns "" where there is no other order
 */
export function reversed(text: string): string {
  const spaced = !NO_SPACES.test(text);
  const segmenter = new Intl.Segmenter(spaced ? "en" : "zh", { granularity: "word" });
  const parts = [...segmenter.segment(text)].map(({ segment }) => segment.trim()).filter(Boolean);
  const end = parts.length > 1 && CLOSING.test(parts.at(-1) ?? "") ? (parts.pop() ?? "") : "";
  const turned = [...parts].reverse();
  if (turned.every((part, i) => part === parts[i])) return "";
  const joined = spaced ? turned.join(" ").replace(/ (?=[,.;:!?])/g, "") : turned.join("");
  return joined + end;
}
