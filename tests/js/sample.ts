/** Values made by chance from the schemas of the permalink's keys; the same ones in every run. */
import type { Schema } from "../../static/src/state/keys.ts";

/** from 0 up to 1 */
type Random = () => number;

/** A small generator with a long period (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const whole = (random: Random, least: number, most: number) => least + Math.floor(random() * (most - least + 1));
export const one = <T>(random: Random, list: readonly T[]): T => list[whole(random, 0, list.length - 1)] as T;

const HARD = [
  "&",
  "=",
  "+",
  "%",
  "#",
  "?",
  "/",
  "%26",
  "%zz",
  ";",
  "'",
  '"',
  "\\",
  "<b>",
  "~",
  "!",
  "(",
  ")",
  "*",
  " ",
  "  ",
  "\n",
  "\r\n",
  "\t",
  "\0",
  "\u007f",
  "false",
  "0",
  "null",
  "苹果",
  "很好吃",
  "👩‍👩‍👧",
  "🍎",
  "é",
  "e\u0301",
  "שלום",
  "\u202E",
  "\u2066",
  "\uFEFF",
  "\uFFFD",
  "\u2028",
  "a",
  "The",
  "model=e5&layer=9",
  "__proto__",
];
/** @param most parts */
export const textOf = (random: Random, most: number) =>
  Array.from({ length: whole(random, 0, most) }, () => one(random, HARD)).join("");

/** The parts between bars outside of brackets. */
function branches(pattern: string) {
  const found = [""];
  for (let at = 0, depth = 0, inClass = false; at < pattern.length; at += 1) {
    let own = pattern[at] ?? "";
    if (own === "\\") own += pattern[(at += 1)];
    else if (own === "[") inClass = true;
    else if (own === "]") inClass = false;
    else if (!inClass && own === "(") depth += 1;
    else if (!inClass && own === ")") depth -= 1;
    if (own === "|" && depth === 0 && !inClass) found.push("");
    else found[found.length - 1] += own;
  }
  return found;
}

/**
 * @param pattern that starts with a group
 * @returns where the group ends
 */
function closing(pattern: string): number {
  for (let at = 0, depth = 0; at < pattern.length; at += 1) {
    if (pattern[at] === "\\") at += 1;
    else if (pattern[at] === "(") depth += 1;
    else if (pattern[at] === ")" && (depth -= 1) === 0) return at;
  }
  throw new SyntaxError(pattern);
}

/** A string that a pattern takes, of those that have literals, classes, groups, bars and counts alone. */
export function matching(random: Random, pattern: string): string {
  let rest = one(random, branches(pattern.replace(/^\^|\$$/g, "")));
  let text = "";
  while (rest !== "") {
    let make: () => string;
    let length: number;
    if (rest[0] === "(") {
      length = closing(rest) + 1;
      const inner = rest.slice(1, length - 1).replace(/^\?:/, "");
      make = () => matching(random, inner);
    } else if (rest[0] === "[") {
      length = rest.indexOf("]") + 1;
      const characters = rest.slice(1, length - 1).replace(/(.)-(.)/g, (_, from, to) => {
        const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
        return String.fromCharCode(...Array.from({ length: last - first + 1 }, (__, i) => first + i));
      });
      make = () => one(random, [...characters]);
    } else {
      length = rest[0] === "\\" ? 2 : 1;
      const own = rest[length - 1] ?? "";
      make = () => own;
    }
    rest = rest.slice(length);
    const counted = /^(?:\{(\d+)(?:,(\d+))?\}|\?)/.exec(rest);
    rest = rest.slice(counted?.[0].length ?? 0);
    const [least, most] = !counted
      ? [1, 1]
      : counted[0] === "?"
        ? [0, 1]
        : [Number(counted[1]), Number(counted[2] ?? counted[1])];
    // Long lists now and then: they take their time.
    const times = most > 40 && random() < 0.98 ? whole(random, least, 4) : whole(random, least, most);
    for (let i = 0; i < times; i += 1) text += make();
  }
  return text;
}

/** What JSON may hold for a key, the edges often. */
export function valueOf(random: Random, schema: Schema): unknown {
  const { type, enum: values, pattern, minimum = 0, maximum = 0, minLength = 0, maxLength = 60 } = schema;
  const kind = typeof type === "string" ? type : one(random, type);
  if (values) return one(random, values);
  if (kind === "null") return null;
  if (kind === "boolean") return random() < 0.5;
  if (kind === "integer") {
    return one(random, [
      minimum,
      maximum,
      whole(random, minimum, maximum),
      whole(random, minimum, Math.min(12, maximum)),
    ]);
  }
  if (kind === "number") {
    const within = minimum + random() * (maximum - minimum);
    return one(random, [
      minimum,
      maximum,
      within,
      Number(within.toFixed(2)),
      Math.max(minimum, 5e-324),
      Math.max(minimum, 1.2345678901234567e-6),
    ]);
  }
  if (pattern) return matching(random, pattern);
  const text = textOf(random, maxLength === 60 ? 60 : 20);
  return [...text].length < minLength ? "x" : [...text].slice(0, maxLength).join("");
}
