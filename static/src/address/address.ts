/**
 * The view state ↔ query and fragment. What makes a query too long for a link goes into the fragment, as `#t=` and base64url
 * of a deflated JSON object; a server never sees it. So that a server cannot take such a link for one of the default
 * sentence, its query has an empty text.
 */
import { mended } from "../core/form.ts";
import { KEYS, isKey, readGiven, schemaOf, writeValue, DEFAULTS } from "./values.ts";
import { fromQuery, toQuery } from "./query.ts";
import type { ViewState } from "../state/keys.ts";

export type Address = { search: string; hash: string };
/** What a fragment may turn out to be. */
export type Trouble = "broken" | "too-large";

/** Of a query, in characters: with host and path, a link stays under the 2,000 that mail and chat programs leave whole. */
export const LONGEST_QUERY = 1900;

const MARK = "#t=";
const TEXTS = KEYS.filter((key) => schemaOf(key).format === "text");
const LISTS = KEYS.filter((key) => ["heads", "tokens"].includes(schemaOf(key).format ?? ""));
/** There are four boxes for sentences, and no UTF-16 unit takes more than three bytes of UTF-8. */
const BOXES = 4;
const BYTES = 3;

/** Whether the state's link has a part that a server never sees. */
export const isTooLong = (state: Partial<ViewState>) => toQuery(state).length > LONGEST_QUERY;

/** Whether the fragment is one of ours, and not a place on the page. */
export const holdsState = (hash: string) => hash.startsWith(MARK);

/** @returns null: there is more */
async function gather(stream: ReadableStream<Uint8Array>, mostBytes: number): Promise<Uint8Array | null> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > mostBytes) {
      await reader.cancel().catch(() => {});
      return null;
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function toBase64(bytes: Uint8Array) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @throws {Error} it is not base64url */
function fromBase64(written: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(written)) throw new SyntaxError("not base64url");
  return Uint8Array.from(atob(written.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
}

async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return toBase64((await gather(stream, Infinity)) as Uint8Array);
}

/**
 * @returns null: larger than that
 * @throws {Error} it is damaged
 */
async function unpacked(written: string, mostBytes: number): Promise<string | null> {
  const stream = new Blob([fromBase64(written)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = await gather(stream, mostBytes);
  return bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/**
 * What goes behind the page's path. Where the query is too long, its texts leave it, and its lists too if that is not
 * enough.
 */
export async function toAddress(state: Partial<ViewState>): Promise<Address> {
  const search = toQuery(state);
  if (search.length <= LONGEST_QUERY) return { search, hash: "" };
  const moved: Record<string, string> = {};
  let rest: Partial<ViewState> = { ...state };
  for (const keys of [TEXTS, LISTS]) {
    for (const key of keys) {
      const written = mended(writeValue(key, state[key] ?? DEFAULTS[key]));
      // The text is always among them: it is what the query must not seem to have.
      if (key === "text" || written !== writeValue(key, DEFAULTS[key])) moved[key] = written;
      delete rest[key];
    }
    rest = { ...rest, text: "" };
    if (toQuery(rest).length <= LONGEST_QUERY) break;
  }
  return { search: toQuery(rest), hash: MARK + (await packed(JSON.stringify(moved))) };
}

/**
 * The state of an address. A fragment that is not ours is none of its business.
 * @param mostChars what one box for a sentence holds, in UTF-16 units
 * @returns with trouble, the query's state alone
 */
export async function fromAddress(
  { search, hash }: Address,
  mostChars: number,
): Promise<{ state: ViewState; trouble: Trouble | null }> {
  const state = fromQuery(search);
  if (!holdsState(hash)) return { state, trouble: null };
  try {
    const json = await unpacked(hash.slice(MARK.length), BOXES * BYTES * mostChars);
    if (json === null) return { state, trouble: "too-large" };
    const moved = Object.entries(JSON.parse(json)).map(([key, written]) => {
      const read = isKey(key) && [...TEXTS, ...LISTS].includes(key) ? readGiven(key, written) : undefined;
      if (read === undefined) throw new TypeError(`${key} is not a key of the fragment`);
      return [key, read];
    });
    return { state: { ...state, ...Object.fromEntries(moved) }, trouble: null };
  } catch {
    return { state, trouble: "broken" };
  }
}
