/** One value of the view state ↔ what is written for it, by its key's schema. */
import { isWhole } from "./form.js";
import { FORMATS } from "./formats.js";
import { KEY_SCHEMAS } from "./keys.js";

/** @typedef {import("./keys.js").Key} Key */
/** @typedef {import("./keys.js").Schema} Schema */
/** @typedef {import("./keys.js").ViewState} ViewState */

export const KEYS = /** @type {Key[]} */ (Object.keys(KEY_SCHEMAS));
/** @type {Record<Key, Schema>} */
const SCHEMAS = KEY_SCHEMAS;
/** @param {string} key @returns {key is Key} */
export const isKey = (key) => Object.hasOwn(KEY_SCHEMAS, key);
/** @param {Key} key @returns {Schema} */
export const schemaOf = (key) => SCHEMAS[key];

const PATTERNS = new Map(KEYS.flatMap((key) => (SCHEMAS[key].pattern === undefined ? [] : [[key, new RegExp(SCHEMAS[key].pattern, "u")]])));
/** @param {Schema} schema @returns {(typeof FORMATS)[keyof typeof FORMATS] | undefined} */
const formatOf = ({ format }) => FORMATS[/** @type {keyof typeof FORMATS} */ (format)];

/** As JavaScript prints a number, or a person: no blanks, no other bases. */
const NUMBER = /^-?[0-9]{1,16}(\.[0-9]{1,25})?(e-?[0-9]{1,3})?$/;
const WHOLE = /^-?[0-9]{1,16}$/;

/** @param {Schema} schema @param {string} one */
const takes = ({ type }, one) => (typeof type === "string" ? type === one : type.includes(one));

/** @param {Schema} schema @param {number} given */
function readNumber(schema, given) {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (!(given >= minimum && given <= maximum)) return undefined;
  if (!takes(schema, "number") && !Number.isInteger(given)) return undefined;
  return given + 0; // no negative zero: an address cannot tell it from zero
}

/** @param {Key} key @param {string} given */
function readString(key, given) {
  const schema = SCHEMAS[key];
  const { enum: allowed, minLength = 0, maxLength = Infinity } = schema;
  if (!isWhole(given) || (allowed && !allowed.includes(given)) || PATTERNS.get(key)?.test(given) === false) return undefined;
  if (given.length < minLength || (given.length > maxLength && [...given].length > maxLength)) return undefined;
  const format = formatOf(schema);
  if (!format) return given;
  return given === "" ? format.none() : format.read(given);
}

/**
 * A value as JSON has it.
 * @param {Key} key @param {unknown} given @returns {any} what the page holds; undefined: it is not a value of this key
 */
export function readGiven(key, given) {
  const schema = SCHEMAS[key];
  if (given === null) return takes(schema, "null") ? null : undefined;
  if (typeof given === "boolean") return takes(schema, "boolean") ? given : undefined;
  if (typeof given === "number") return takes(schema, "number") || takes(schema, "integer") ? readNumber(schema, given) : undefined;
  return typeof given === "string" && takes(schema, "string") ? readString(key, given) : undefined;
}

/**
 * A value as an address has it.
 * @param {Key} key @param {string} written @returns {any} what the page holds; undefined: it is not a value of this key
 */
export function readWritten(key, written) {
  const schema = SCHEMAS[key];
  if (takes(schema, "string")) return readString(key, written);
  if (takes(schema, "boolean")) return { true: true, false: false }[written];
  return (takes(schema, "number") ? NUMBER : WHOLE).test(written) ? readNumber(schema, Number(written)) : undefined;
}

/** @param {Key} key @param {any} value @returns {string} what stands for it in an address; "" for null and the empty list */
export const writeValue = (key, value) => (value === null ? "" : (formatOf(SCHEMAS[key])?.write ?? String)(value));

/** What is written for nothing else. @type {ViewState} */
export const DEFAULTS = /** @type {any} */ (Object.fromEntries(KEYS.map((key) => [key, readGiven(key, KEY_SCHEMAS[key].default)])));
