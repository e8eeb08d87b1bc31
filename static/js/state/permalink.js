/** The whole view state ↔ the URL's query. Defaults are left out; whatever is in comes back the same. */

/** @typedef {import("../types.js").Cursor} Cursor */
/**
 * @typedef {object} ViewState
 * @property {string} text
 * @property {string} model
 * @property {"" | "heads" | "heatmap" | "gates"} view empty: everything side by side
 * @property {number} layer
 * @property {number} head
 * @property {"trained" | "initial"} checkpoint
 * @property {"sqrt" | "linear"} scale
 * @property {"auto" | "light" | "dark"} theme
 * @property {"" | "en" | "zh"} lang empty: the reader's own
 * @property {Cursor | null} pin
 */

/** Layer 3, head 1 of MiniLM links "it" to "animal" in the first sentence. @type {ViewState} */
export const DEFAULTS = {
  text: "The animal didn't cross the street because it was too tired.",
  model: "auto",
  view: "",
  layer: 3,
  head: 1,
  checkpoint: "trained",
  scale: "sqrt",
  theme: "auto",
  lang: "",
  pin: null,
};

/** @param {readonly string[]} allowed @returns {(value: string) => string | undefined} */
const oneOf = (allowed) => (value) => (allowed.includes(value) ? value : undefined);

/** @param {string} value @returns {number | undefined} */
const count = (value) => (/^\d{1,6}$/.test(value) ? Number(value) : undefined);

/** @param {Cursor} pin such as a7 (a token), a7.2 (query and key), g5.12.gates.input (token, unit, band) */
export function writePin(pin) {
  const { source, token, key, unit, array } = pin;
  if (source === "attention") return key === undefined ? `a${token}` : `a${token}.${key}`;
  const rest = unit === undefined ? "" : `.${unit}`;
  return `g${token}${rest}${array === undefined ? "" : `.${array}`}`;
}

/** @param {string} written @returns {Cursor | undefined} */
export function readPin(written) {
  const attention = /^a(\d{1,6})(?:\.(\d{1,6}))?$/.exec(written);
  if (attention) {
    const [, token, key] = attention;
    return { source: "attention", token: Number(token), ...(key === undefined ? {} : { key: Number(key) }) };
  }
  const gate = /^g(\d{1,6})(?:\.(\d{1,6}))?(?:\.((?:gates|states)\.[a-z]+))?$/.exec(written);
  if (!gate) return undefined;
  const [, token, unit, array] = gate;
  return {
    source: "gates",
    token: Number(token),
    ...(unit === undefined ? {} : { unit: Number(unit) }),
    ...(array === undefined ? {} : { array }),
  };
}

/** How each key is read; undefined means that the value is not one, and the default stays. */
const READ = /** @type {Record<keyof ViewState, (value: string) => any>} */ ({
  text: (value) => value,
  model: (value) => value || undefined,
  view: oneOf(["heads", "heatmap", "gates"]),
  layer: count,
  head: count,
  checkpoint: oneOf(["trained", "initial"]),
  scale: oneOf(["sqrt", "linear"]),
  theme: oneOf(["auto", "light", "dark"]),
  lang: oneOf(["en", "zh"]),
  pin: readPin,
});
const KEYS = /** @type {(keyof ViewState)[]} */ (Object.keys(DEFAULTS));

/**
 * @param {Partial<ViewState>} state
 * @returns {string} "" or "?…"
 */
export function toQuery(state) {
  const query = new URLSearchParams();
  for (const key of KEYS) {
    const value = state[key];
    if (value === undefined || value === null || value === DEFAULTS[key]) continue;
    query.set(key, key === "pin" ? writePin(/** @type {Cursor} */ (value)) : String(value));
  }
  const written = query.toString();
  return written && `?${written}`;
}

/** @param {string} written the URL's query @returns {ViewState} */
export function fromQuery(written) {
  const query = new URLSearchParams(written);
  const state = { ...DEFAULTS };
  for (const key of KEYS) {
    const value = query.get(key);
    if (value === null) continue;
    const read = READ[key](value);
    if (read !== undefined) /** @type {Record<string, any>} */ (state)[key] = read;
  }
  return state;
}
