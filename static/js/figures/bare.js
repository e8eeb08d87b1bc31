/** What the modules use of a browser that a bare engine lacks: UTF-8 and queries. Elsewhere this does nothing. */

/** @param {Uint8Array} bytes @returns {string} malformed bytes become U+FFFD */
export function fromUtf8(bytes) {
  let out = "";
  for (let i = 0; i < bytes.length; ) {
    const first = /** @type {number} */ (bytes[i]);
    const more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
    let code = more <= 0 ? first : first & (0x3f >> more);
    let taken = 1;
    // The second byte also tells overlong forms, surrogates and what lies beyond U+10FFFF.
    let [low, high] = [first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80, first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf];
    while (taken <= more) {
      const next = bytes[i + taken] ?? 0;
      if (next < low || next > high) break;
      [low, high] = [0x80, 0xbf];
      code = (code << 6) | (next & 0x3f);
      taken += 1;
    }
    out += more < 0 || taken <= more ? "\ufffd" : String.fromCodePoint(code);
    i += taken;
  }
  return out;
}

/** @param {string} text half a surrogate pair becomes U+FFFD @returns {number[]} */
export function toUtf8(text) {
  /** @type {number[]} */
  const out = [];
  for (const character of text) {
    let code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    if (code < 0x80) out.push(code);
    else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return out;
}

const PLAIN = /[A-Za-z0-9*\-._]/;
/** @param {string} text as HTML forms write it */
const encode = (text) =>
  toUtf8(text).map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === " ") return "+";
    return PLAIN.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");

/** @param {string} text */
function decode(text) {
  const raw = toUtf8(text.replace(/\+/g, " "));
  /** @type {number[]} */
  const bytes = [];
  for (let i = 0; i < raw.length; i += 1) {
    const hex = raw[i] === 0x25 ? String.fromCharCode(raw[i + 1] ?? 0, raw[i + 2] ?? 0) : "";
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(parseInt(hex, 16));
      i += 2;
    } else bytes.push(/** @type {number} */ (raw[i]));
  }
  return fromUtf8(Uint8Array.from(bytes));
}

/** A query as the URL standard reads and writes it: as much of the class as the modules use. */
export class Query {
  /** @param {string | Iterable<readonly [string, string]> | Record<string, string>} [from] */
  constructor(from = "") {
    /** @type {[string, string][]} */
    this.list = [];
    if (typeof from === "string") {
      for (const part of from.replace(/^\?/, "").split("&")) {
        if (part === "") continue;
        const at = part.indexOf("=");
        this.list.push(at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1))]);
      }
    } else {
      const pairs = Symbol.iterator in from ? /** @type {Iterable<readonly [string, string]>} */ (from) : Object.entries(from);
      for (const [key, value] of pairs) this.list.push([String(key), String(value)]);
    }
  }

  /** @param {string} key */
  get(key) {
    return this.list.find(([own]) => own === key)?.[1] ?? null;
  }

  /** @param {string} key */
  getAll(key) {
    return this.list.filter(([own]) => own === key).map(([, value]) => value);
  }

  /** @param {string} key */
  has(key) {
    return this.list.some(([own]) => own === key);
  }

  /** @param {string} key @param {string} value */
  append(key, value) {
    this.list.push([key, String(value)]);
  }

  /** @param {string} key @param {string} value */
  set(key, value) {
    const first = this.list.find(([own]) => own === key);
    if (!first) this.append(key, value);
    else {
      first[1] = String(value);
      this.list = this.list.filter((one) => one === first || one[0] !== key);
    }
  }

  /** @param {string} key */
  delete(key) {
    this.list = this.list.filter(([own]) => own !== key);
  }

  keys() {
    return this.list.map(([key]) => key)[Symbol.iterator]();
  }

  entries() {
    return this.list[Symbol.iterator]();
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  toString() {
    return this.list.map(([key, value]) => `${encode(key)}=${encode(value)}`).join("&");
  }
}

class Decoder {
  /** @param {ArrayBuffer | Uint8Array} [bytes] */
  decode(bytes = new Uint8Array(0)) {
    return fromUtf8(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
  }
}

const world = /** @type {any} */ (globalThis);
world.URLSearchParams ??= Query;
world.TextDecoder ??= Decoder;
