/** The tokens of both models, lined up under the sentence. */
import { modelName } from "../views/labels.js";
import { strip } from "../views/strip.js";
import { name } from "../ui/say.js";
import { t } from "../ui/i18n.js";

/** @typedef {import("../types.js").Source} Source */
/** @typedef {import("../views/strip.js").Lines} Lines */
/** @typedef {import("../views/strip.js").Row} Row */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/**
 * What each model reads, as far as it is one and the same sentence.
 * @param {Store} store @returns {(Lines & {pair: Lines | null}) | null}
 */
export function linesIn(store) {
  const { attention, gates, words: lang } = store.snapshot();
  // Only tokenizations of one and the same sentence may be lined up.
  const sentence = (attention.status === "ready" ? attention.data : null)?.text ?? gates.data?.text ?? attention.data?.text;
  if (sentence === undefined) return null;
  /** @type {Row[]} */
  const rows = [];
  /** @type {Lines | null} */
  let pair = null;
  if (attention.data?.text === sentence) {
    const { model, tokens, textPair, targetTokens } = attention.data;
    const second = tokens.findIndex((token) => token.sequence === 1);
    const paired = textPair !== null && second > 0;
    const source = /** @type {Source} */ ("attention");
    const called = modelName(lang, model);
    rows.push({ source, name: paired ? `${called} A` : called, tokens: paired ? tokens.slice(0, second) : tokens });
    if (paired) pair = { sentence: textPair, rows: [{ source, name: `${called} B`, tokens: tokens.slice(second) }] };
    if (targetTokens && textPair !== null) pair = { sentence: textPair, rows: [{ source: /** @type {Source} */ ("target"), name: called, tokens: targetTokens }] };
  }
  if (gates.data?.text === sentence) {
    const { model, read: tokens } = gates.data;
    rows.push({ source: /** @type {Source} */ ("gates"), name: pair ? `${modelName(lang, model)} A` : modelName(lang, model), tokens });
  }
  return rows.length ? { sentence, rows, pair } : null;
}

/** The rows of both sentences, as they stand under each other. @param {NonNullable<ReturnType<typeof linesIn>>} lines */
export const rowsOf = ({ rows, pair }) => [...rows, ...(pair?.rows ?? [])];

/** @param {import("../types.js").Lang} lang @param {NonNullable<ReturnType<typeof linesIn>>} lines @returns {import("../types.js").TableModel} a row a model */
function stripTable(lang, lines) {
  const rows = rowsOf(lines);
  const most = Math.max(...rows.map(({ tokens }) => tokens.length));
  return {
    caption: t(lang, "strip-title"),
    head: [t(lang, "figure-table-model"), ...Array.from({ length: most }, (_, i) => String(i))],
    rows: rows.map((row) => [row.name, ...Array.from({ length: most }, (_, i) => name(row.tokens, i))]),
  };
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const lines = linesIn(store);
  if (!lines) return [];
  const lang = store.get("words");
  const scene = strip(lines, { width, lang });
  return [{
    id: "strip", heading: scene.title, scene,
    summary: rowsOf(lines).map((row) => t(lang, "figure-strip-row", { model: row.name, count: row.tokens.length })).join(lang === "zh" ? "" : " "),
    tables: [{ title: scene.title, make: () => stripTable(lang, lines) }],
  }];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "strip", pictures, gates: true, why: () => "" };
