/** The view state ↔ the URL's query. Defaults are left out; whatever is in comes back the same. */
import { readForm, writeForm } from "../core/form.ts";
import { DEFAULTS, KEYS, isKey, readGiven, readWritten, schemaOf, writeValue } from "./values.ts";
import type { Key, ViewState } from "../state/keys.ts";

type QueryProblem = { pointer: string; detail: string };

/** @returns "" or "?…" */
export function toQuery(state: Partial<ViewState>): string {
  return writeForm(
    KEYS.flatMap((key) => {
      const value = state[key];
      if (value === undefined || value === null || value === DEFAULTS[key]) return [];
      const written = writeValue(key, value);
      return written === writeValue(key, DEFAULTS[key]) ? [] : [[key, written] as const];
    }),
  );
}

/**
 * What is not a key does no harm, what is not a value leaves the default.
 * @param written the URL's query
 */
export function fromQuery(written: string): ViewState {
  const found = new Map(readForm(written).reverse()); // the first of several holds
  const state = { ...DEFAULTS };
  for (const key of KEYS) {
    const value = found.get(key);
    const read = value === undefined ? undefined : readWritten(key, value);
    if (read !== undefined) (state as Record<string, any>)[key] = read;
  }
  return state;
}

/** As much of what was got as a person needs to find it. */
function shown(given: unknown) {
  const [...characters] = (JSON.stringify(given) ?? typeof given).replace(/\p{Surrogate}/gu, "\uFFFD");
  return characters.length > 60 ? `${characters.slice(0, 59).join("")}…` : characters.join("");
}

/** What a key may be, in words. */
function allowed(key: Key) {
  const { type, enum: values, minimum, maximum, minLength, maxLength, examples } = schemaOf(key);
  const kinds = typeof type === "string" ? [type] : type;
  const left = kinds.includes("null") ? ", or left out" : "";
  if (values) return `one of ${values.map((one) => JSON.stringify(one)).join(", ")}`;
  if (kinds.includes("boolean")) return "true or false";
  if (kinds.includes("integer")) return `a whole number from ${minimum} to ${maximum}${left}`;
  if (kinds.includes("number")) return `a number from ${minimum} to ${maximum}${left}`;
  if (examples) return `a string such as ${examples.map((one) => JSON.stringify(one)).join(" or ")}`;
  return maxLength === undefined
    ? "a string of whole characters"
    : `a string of ${minLength} to ${maxLength} characters`;
}

/** More problems than this are counted, not listed. */
const LISTED = 20;

const pointer = (key: string) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;

/**
 * Reads strictly: every key must be one, every value one of its key, each at most once.
 * @param written a query, or an object as JSON has it: numbers and truth values are themselves there, everything else
 *   is a string as in the query
 * @param also other keys that may stand there, which are left alone
 * @returns the state has the default of what is wrong
 */
export function readQuery(
  written: string | Readonly<Record<string, unknown>>,
  also: readonly string[] = [],
): { state: ViewState; problems: QueryProblem[] } {
  const fromText = typeof written === "string";
  const pairs = fromText ? readForm(written) : Object.entries(written);
  const state = { ...DEFAULTS };
  const problems: QueryProblem[] = [];
  let more = 0;
  const wrong = (key: string, detail: string) => {
    if (problems.length < LISTED) problems.push({ pointer: pointer(key), detail });
    else more += 1;
  };
  const seen: Set<string> = new Set();
  for (const [key, value] of pairs) {
    if (seen.has(key)) wrong(key, `may be given once; got another ${shown(value)}`);
    else if (isKey(key)) {
      const read = fromText ? readWritten(key, String(value)) : readGiven(key, value);
      if (read === undefined) wrong(key, `must be ${allowed(key)}; got ${shown(value)}`);
      else (state as Record<string, any>)[key] = read;
    } else if (!also.includes(key)) {
      wrong(key, `must be one of the keys ${[...KEYS, ...also].join(", ")}; got ${shown(key)}`);
    }
    seen.add(key);
  }
  if (more > 0) problems.push({ pointer: "", detail: `${more} more problems are not listed` });
  return { state, problems };
}
