/** Parts of the view state that are written as a short string: a pin, lists of heads and tokens, a part of a matrix. */
import type { Cursor } from "../core/types.ts";
import type { HeadRef } from "../data/types.ts";

type Span = { first: number; count: number };
/** of a matrix, in cells */
export type Part = { rows: Span; columns: Span };

/** How many heads or tokens a list may name: as many as the API takes. */
export const MANY = 1024;

// As JSON Schema writes them: what each may be, besides nothing.
const INDEX = "[0-9]{1,6}";
const HEAD = "[0-9]{1,4}\\.[0-9]{1,4}";
const LIST = (one: string) => `${one}(-${one}){0,${MANY - 1}}`;
const HEADS = LIST(HEAD);
const TOKENS = LIST(INDEX);
const PIN = `[at]${INDEX}(\\.${INDEX})?|g${INDEX}(-${INDEX}|(\\.${INDEX})?(\\.(gates|states)\\.[a-z]{1,20})?)`;
const PART = `r${INDEX}-${INDEX}\\.c${INDEX}-${INDEX}`;
const SCORE = "-?(1000|[0-9]{1,3}(\\.[0-9]{1,25})?(e-[0-9]{1,3})?)";
const SCORES = `${SCORE}(,${SCORE}){3}`;

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);
const [IS_HEADS, IS_TOKENS, IS_PIN, IS_PART, IS_SCORES] = [
  whole(HEADS),
  whole(TOKENS),
  whole(PIN),
  whole(PART),
  whole(SCORES),
];

/**
 * @param pin such as a7 (a token), a7.2 (query and key), t7.2 (of a decoder beside an encoder), g5.12.gates.input
 *   (token, unit, band), g7-2 (a state and what it holds)
 */
export function writePin(pin: Cursor) {
  const { source, token, key, unit, array } = pin;
  if (source === "gates" && key !== undefined) return `g${token}-${key}`;
  if (source !== "gates") return key === undefined ? `${source[0]}${token}` : `${source[0]}${token}.${key}`;
  const rest = unit === undefined ? "" : `.${unit}`;
  return `g${token}${rest}${array === undefined ? "" : `.${array}`}`;
}

export function readPin(written: string): Cursor | undefined {
  if (!IS_PIN.test(written)) return undefined;
  const [first = "", ...rest] = written.slice(1).split(/[.-]/);
  const token = Number(first);
  if (written[0] !== "g") {
    return {
      source: written[0] === "a" ? "attention" : "target",
      token,
      ...(rest[0] === undefined ? {} : { key: Number(rest[0]) }),
    };
  }
  if (written.includes("-")) return { source: "gates", token, key: Number(rest[0]) };
  const unit = /^[0-9]/.test(rest[0] ?? "") ? Number(rest.shift()) : undefined;
  return {
    source: "gates",
    token,
    ...(unit === undefined ? {} : { unit }),
    ...(rest.length === 0 ? {} : { array: rest.join(".") }),
  };
}

/** @param heads such as 3.1-5.11 */
export const writeHeads = (heads: readonly HeadRef[]) => heads.map(({ layer, head }) => `${layer}.${head}`).join("-");

/** @returns each once */
export function readHeads(written: string): HeadRef[] | undefined {
  if (!IS_HEADS.test(written)) return undefined;
  const found: Map<string, HeadRef> = new Map();
  for (const one of written.split("-")) {
    const [layer = 0, head = 0] = one.split(".").map(Number);
    found.set(`${layer}.${head}`, { layer, head });
  }
  return [...found.values()];
}

/**
 * @param written such as 2-5
 * @returns each once
 */
const readTokens = (written: string): number[] | undefined =>
  IS_TOKENS.test(written) ? [...new Set(written.split("-").map(Number))] : undefined;

const ends = ({ first, count }: Span) => `${first}-${first + count - 1}`;

/** @param part such as r0-16.c4-20: rows 0 to 16, columns 4 to 20 */
export const writePart = ({ rows, columns }: Part) => `r${ends(rows)}.c${ends(columns)}`;

/** @returns the ends of a span may stand in either order */
export function readPart(written: string): Part | undefined {
  if (!IS_PART.test(written)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = written.split(/\D+/).slice(1).map(Number);
  const span = (one: number, other: number) => ({ first: Math.min(one, other), count: Math.abs(one - other) + 1 });
  return { rows: span(a, b), columns: span(c, d) };
}

/** @param written four numbers such as 8,5,1,-3.5 */
const readScores = (written: string): number[] | undefined =>
  IS_SCORES.test(written) ? written.split(",").map((one) => Number(one) + 0) : undefined; // + 0: no negative zero

/** By the `format` of a key: its pattern, how it is read and written, and what it is when nothing is written. */
export const FORMATS: Record<
  "pin" | "heads" | "tokens" | "window" | "scores",
  { pattern: string; read: (written: string) => any; write: (value: any) => string; none: () => unknown }
> = {
  pin: { pattern: `^(${PIN})?$`, read: readPin, write: writePin, none: () => null },
  heads: { pattern: `^(${HEADS})?$`, read: readHeads, write: writeHeads, none: () => [] },
  tokens: {
    pattern: `^(${TOKENS})?$`,
    read: readTokens,
    write: (list: readonly number[]) => list.join("-"),
    none: () => [],
  },
  window: { pattern: `^(${PART})?$`, read: readPart, write: writePart, none: () => null },
  scores: {
    pattern: `^(${SCORES})?$`,
    read: readScores,
    write: (list: readonly number[]) => list.join(","),
    none: () => null,
  },
};
