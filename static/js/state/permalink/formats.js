/** Parts of the view state that are written as a short string: a pin, lists of heads and tokens, a part of a matrix. */

/** @typedef {import("../../types.js").Cursor} Cursor */
/** @typedef {import("../../types.js").HeadRef} HeadRef */
/** @typedef {{first: number, count: number}} Span */
/** @typedef {{rows: Span, columns: Span}} Part of a matrix, in cells */

/** How many heads or tokens a list may name: as many as the API takes. */
export const MANY = 1024;

// As JSON Schema writes them: what each may be, besides nothing.
const INDEX = "[0-9]{1,6}";
const HEAD = "[0-9]{1,4}\\.[0-9]{1,4}";
const LIST = (/** @type {string} */ one) => `${one}(-${one}){0,${MANY - 1}}`;
const HEADS = LIST(HEAD);
const TOKENS = LIST(INDEX);
const PIN = `[at]${INDEX}(\\.${INDEX})?|g${INDEX}(-${INDEX}|(\\.${INDEX})?(\\.(gates|states)\\.[a-z]{1,20})?)`;
const PART = `r${INDEX}-${INDEX}\\.c${INDEX}-${INDEX}`;
const SCORE = "-?(1000|[0-9]{1,3}(\\.[0-9]{1,25})?(e-[0-9]{1,3})?)";
const SCORES = `${SCORE}(,${SCORE}){3}`;

const whole = (/** @type {string} */ pattern) => new RegExp(`^(?:${pattern})$`);
const [IS_HEADS, IS_TOKENS, IS_PIN, IS_PART, IS_SCORES] = [whole(HEADS), whole(TOKENS), whole(PIN), whole(PART), whole(SCORES)];

/** @param {Cursor} pin such as a7 (a token), a7.2 (query and key), t7.2 (of a decoder beside an encoder), g5.12.gates.input (token, unit, band), g7-2 (a state and what it holds) */
export function writePin(pin) {
  const { source, token, key, unit, array } = pin;
  if (source === "gates" && key !== undefined) return `g${token}-${key}`;
  if (source !== "gates") return key === undefined ? `${source[0]}${token}` : `${source[0]}${token}.${key}`;
  const rest = unit === undefined ? "" : `.${unit}`;
  return `g${token}${rest}${array === undefined ? "" : `.${array}`}`;
}

/** @param {string} written @returns {Cursor | undefined} */
export function readPin(written) {
  if (!IS_PIN.test(written)) return undefined;
  const [first = "", ...rest] = written.slice(1).split(/[.-]/);
  const token = Number(first);
  if (written[0] !== "g") {
    return { source: written[0] === "a" ? "attention" : "target", token, ...(rest[0] === undefined ? {} : { key: Number(rest[0]) }) };
  }
  if (written.includes("-")) return { source: "gates", token, key: Number(rest[0]) };
  const unit = /^[0-9]/.test(rest[0] ?? "") ? Number(rest.shift()) : undefined;
  return { source: "gates", token, ...(unit === undefined ? {} : { unit }), ...(rest.length === 0 ? {} : { array: rest.join(".") }) };
}

/** @param {readonly HeadRef[]} heads such as 3.1-5.11 */
export const writeHeads = (heads) => heads.map(({ layer, head }) => `${layer}.${head}`).join("-");

/** @param {string} written @returns {HeadRef[] | undefined} each once */
export function readHeads(written) {
  if (!IS_HEADS.test(written)) return undefined;
  /** @type {Map<string, HeadRef>} */
  const found = new Map();
  for (const one of written.split("-")) {
    const [layer = 0, head = 0] = one.split(".").map(Number);
    found.set(`${layer}.${head}`, { layer, head });
  }
  return [...found.values()];
}

/** @param {string} written such as 2-5 @returns {number[] | undefined} each once */
const readTokens = (written) => (IS_TOKENS.test(written) ? [...new Set(written.split("-").map(Number))] : undefined);

/** @param {Span} span */
const ends = ({ first, count }) => `${first}-${first + count - 1}`;

/** @param {Part} part such as r0-16.c4-20: rows 0 to 16, columns 4 to 20 */
export const writePart = ({ rows, columns }) => `r${ends(rows)}.c${ends(columns)}`;

/** @param {string} written @returns {Part | undefined} the ends of a span may stand in either order */
export function readPart(written) {
  if (!IS_PART.test(written)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = written.split(/\D+/).slice(1).map(Number);
  const span = (/** @type {number} */ one, /** @type {number} */ other) => ({ first: Math.min(one, other), count: Math.abs(one - other) + 1 });
  return { rows: span(a, b), columns: span(c, d) };
}

/** @param {string} written four numbers such as 8,5,1,-3.5 @returns {number[] | undefined} */
const readScores = (written) => (IS_SCORES.test(written) ? written.split(",").map((one) => Number(one) + 0) : undefined); // + 0: no negative zero

/**
 * By the `format` of a key: its pattern, how it is read and written, and what it is when nothing is written.
 * @type {Record<"pin" | "heads" | "tokens" | "window" | "scores", {pattern: string, read: (written: string) => any, write: (value: any) => string, none: () => unknown}>}
 */
export const FORMATS = {
  pin: { pattern: `^(${PIN})?$`, read: readPin, write: writePin, none: () => null },
  heads: { pattern: `^(${HEADS})?$`, read: readHeads, write: writeHeads, none: () => [] },
  tokens: { pattern: `^(${TOKENS})?$`, read: readTokens, write: (/** @type {readonly number[]} */ list) => list.join("-"), none: () => [] },
  window: { pattern: `^(${PART})?$`, read: readPart, write: writePart, none: () => null },
  scores: { pattern: `^(${SCORES})?$`, read: readScores, write: (/** @type {readonly number[]} */ list) => list.join(","), none: () => null },
};
