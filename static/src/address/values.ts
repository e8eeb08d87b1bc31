/** One value of the view state ↔ what is written for it, by its key's schema. */
import { isWhole } from "../core/form.ts";
import { FORMATS } from "../state/formats.ts";
import { SCHEMAS } from "./keys.ts";
import type { Key, Schema, ViewState } from "../state/keys.ts";

export const KEYS = Object.keys(SCHEMAS) as Key[];
export const isKey = (key: string): key is Key => Object.hasOwn(SCHEMAS, key);
export const schemaOf = (key: Key): Schema => SCHEMAS[key];

const PATTERNS = new Map(
  KEYS.flatMap((key) => (SCHEMAS[key].pattern === undefined ? [] : [[key, new RegExp(SCHEMAS[key].pattern, "u")]])),
);
const formatOf = ({ format }: Schema): (typeof FORMATS)[keyof typeof FORMATS] | undefined =>
  FORMATS[format as keyof typeof FORMATS];

/** As JavaScript prints a number, or a person: no blanks, no other bases. */
const NUMBER = /^-?[0-9]{1,16}(\.[0-9]{1,25})?(e-?[0-9]{1,3})?$/;
const WHOLE = /^-?[0-9]{1,16}$/;

const takes = ({ type }: Schema, one: string) => (typeof type === "string" ? type === one : type.includes(one));

function readNumber(schema: Schema, given: number) {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (!(given >= minimum && given <= maximum)) return undefined;
  if (!takes(schema, "number") && !Number.isInteger(given)) return undefined;
  return given + 0; // no negative zero: an address cannot tell it from zero
}

function readString(key: Key, given: string) {
  const schema = SCHEMAS[key];
  const { enum: allowed, minLength = 0, maxLength = Infinity } = schema;
  if (!isWhole(given) || (allowed && !allowed.includes(given)) || PATTERNS.get(key)?.test(given) === false) {
    return undefined;
  }
  if (given.length < minLength || (given.length > maxLength && [...given].length > maxLength)) return undefined;
  const format = formatOf(schema);
  if (!format) return given;
  return given === "" ? format.none() : format.read(given);
}

/**
 * A value as JSON has it.
 * @returns what the page holds; undefined: it is not a value of this key
 */
export function readGiven(key: Key, given: unknown): any {
  const schema = SCHEMAS[key];
  if (given === null) return takes(schema, "null") ? null : undefined;
  if (typeof given === "boolean") return takes(schema, "boolean") ? given : undefined;
  if (typeof given === "number") {
    return takes(schema, "number") || takes(schema, "integer") ? readNumber(schema, given) : undefined;
  }
  return typeof given === "string" && takes(schema, "string") ? readString(key, given) : undefined;
}

/**
 * A value as an address has it.
 * @returns what the page holds; undefined: it is not a value of this key
 */
export function readWritten(key: Key, written: string): any {
  const schema = SCHEMAS[key];
  if (takes(schema, "string")) return readString(key, written);
  if (takes(schema, "boolean")) return { true: true, false: false }[written];
  return (takes(schema, "number") ? NUMBER : WHOLE).test(written) ? readNumber(schema, Number(written)) : undefined;
}

/** @returns what stands for it in an address; "" for null and the empty list */
export const writeValue = (key: Key, value: any): string =>
  value === null ? "" : (formatOf(SCHEMAS[key])?.write ?? String)(value);

/** What is written for nothing else. */
export const DEFAULTS: ViewState = Object.fromEntries(
  KEYS.map((key) => [key, readGiven(key, SCHEMAS[key].default)]),
) as any;
