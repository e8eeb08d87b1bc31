/** A query's keys and values, as URLSearchParams reads and writes them: a bare engine has the language alone. */

/** Half of a character of two halves: there is no UTF-8 for it. */
const HALF = /\p{Surrogate}/gu;
const REPLACEMENT = "\uFFFD";

export const isWhole = (text: string) => text.search(HALF) === -1;

/** What UTF-8 can hold of it. */
export const mended = (text: string) => text.replace(HALF, REPLACEMENT);

const encoded = (text: string) =>
  encodeURIComponent(mended(text))
    .replace(/[!'()~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");

/**
 * Bytes that no character is written with, among others that are good.
 * @param bytes such as %E4%BD%A0%FF
 */
function salvaged(bytes: string) {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    let length = 3;
    let found = REPLACEMENT;
    for (const many of [3, 6, 9, 12]) {
      try {
        found = decodeURIComponent(bytes.slice(at, at + many));
        length = many;
        break;
      } catch {
        // A character may have up to four bytes.
      }
    }
    text += found;
    at += length;
  }
  return text;
}

const decoded = (written: string) =>
  mended(written.replaceAll("+", " ")).replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return salvaged(bytes);
    }
  });

/**
 * What a browser reads, except that several bytes in a row that are no UTF-8 become one U+FFFD each.
 * @param query with or without its question mark
 */
export function readForm(query: string): [key: string, value: string][] {
  return query
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at === -1 ? [decoded(part), ""] : [decoded(part.slice(0, at)), decoded(part.slice(at + 1))];
    });
}

/** @returns "" or "?…" */
export function writeForm(pairs: readonly (readonly [key: string, value: string])[]): string {
  return pairs.length === 0 ? "" : `?${pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join("&")}`;
}
