/** What survives of each step: shares of what was written, beside what one head of the Transformer looks at. */
import { matrixOf } from "../data/matrix.js";
import { headOfPlaces, ofPieces, ofPlaces, sharedPlaces } from "../data/shares.js";
import { heatmap } from "../views/heatmap.js";
import { cellName } from "../views/labels.js";
import { shares } from "../views/shares.js";
import { t } from "../ui/i18n.js";
import { apartWords } from "../ui/memory-notes.js";
import { name } from "../ui/say.js";
import { sumUpShares } from "../ui/say-memory.js";
import { GAP, sentences } from "./compose.js";
import { cell, headTable } from "./tables.js";

/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").SharesData} SharesData */
/** @typedef {import("../types.js").SharesSquare} SharesSquare */
/** What is drawn: the shares, and the head beside them where they are shown alone. @typedef {{shares: SharesSquare, head: Matrix | null}} Drawn */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** From this width on, two squares stand side by side whatever their cells; in less room only with cells that hold a number. */
const WIDE = 860;
const READABLE = 26;

/** Whether it is the only view: then a head stands beside it. @param {Store} store */
export const isAlone = (store) => store.get("view") === "shares";

/** The shares between pieces or words, and the head between the same; null before there are any. @param {Store} store @returns {Drawn | null} */
export function arranged(store) {
  const { share, by, joint, cell: net, oneHead, attention, labData } = store.snapshot();
  /** @type {SharesData | null} */
  const data = labData["shares"]?.data ?? null;
  if (!data || net === "rnn") return null;
  const shown = data.unit === null ? "projected" : share === "kept" ? "kept" : "unit";
  const other = labData["beside"]?.data;
  if (isAlone(store) && other && other.text === data.text) {
    if (joint === "pieces") return { shares: ofPieces(data, shown), head: matrixOf(other.head) };
    const all = sharedPlaces(other.head, data.tokens);
    return { shares: ofPlaces(data, shown, other.head.tokens, all), head: headOfPlaces(other.head, data.tokens, all) };
  }
  const head = oneHead.data;
  if (!isAlone(store) && by === "words" && head?.words && attention.data?.text === data.text && head.tokens === attention.data.tokens) {
    return { shares: ofPlaces(data, shown, head.tokens, sharedPlaces(head, data.tokens)), head: null };
  }
  return { shares: ofPieces(data, shown), head: null };
}

/** The side of a cell. @param {Scene} scene */
const sideOf = ({ regions: [cells] }) => (cells ? cells.width / cells.columns : 0);

/**
 * Both with cells of one size, so that a row of one is at the height of the same row of the other.
 * @param {Store} store @param {Drawn} drawn @param {{shares: number, head: number}} widths the room of each
 * @returns {{shares: Scene, head: Scene | null}}
 */
export function scenesOf(store, drawn, widths) {
  const { words: lang, scale } = store.snapshot();
  const most = isAlone(store) ? 60 : 44;
  const { head } = drawn;
  const right = (/** @type {number} */ maxCell) => shares(drawn.shares, { width: widths.shares, lang, maxCell });
  if (!head) return { shares: right(most), head: null };
  const left = (/** @type {number} */ maxCell) => heatmap(head, { width: widths.head, lang, scale, maxCell });
  const size = Math.min(sideOf(right(most)), sideOf(left(most)));
  return { shares: right(size), head: left(size) };
}

/** What a picture of the head is called. @param {Lang} lang @param {Matrix} head */
export const besideTitle = (lang, { layer, head }) => t(lang, "figure-panel", { panel: t(lang, "shares-beside"), view: t(lang, "head-title", { layer, head }) });

/** What must be known of a cell's shares. @param {Lang} lang @param {SharesSquare} drawn @returns {string[]} */
export function kindNotes(lang, { data, quantity, totals }) {
  const known = (totals ?? []).filter((total) => !Number.isNaN(total));
  return [
    apartWords(lang, data),
    data.kind === "gru" ? t(lang, "shares-z") : "",
    ...(quantity === "projected" ? [
      data.kind === "lstm" ? t(lang, "shares-tanh") : "",
      t(lang, "shares-difference", { negative: known.filter((total) => total < 0).length, rows: known.length }),
    ] : []),
  ].filter(Boolean);
}

/** @param {Lang} lang @param {SharesSquare} drawn @returns {import("../types.js").TableModel} */
export function sharesTable(lang, { side, values, totals }) {
  const count = side.labels.length;
  const rows = side.labels.map((_, row) => [
    name(side.labels, row),
    ...side.labels.map((__, column) => cell(values[row * count + column])),
    ...(totals ? [cell(totals[row])] : []),
  ]);
  const head = [t(lang, "shares-table"), ...side.labels.map((_, column) => name(side.labels, column)), ...(totals ? [t(lang, "shares-sum")] : [])];
  return { caption: t(lang, "lab-shares"), head, rows };
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const drawn = arranged(store);
  if (!drawn) return [];
  const { words: lang, joint } = store.snapshot();
  const { head, shares: { data } } = drawn;
  const half = Math.floor((width - GAP) / 2);
  const apart = scenesOf(store, drawn, { shares: half, head: half });
  const beside = head !== null && (width >= WIDE || sideOf(apart.shares) >= READABLE);
  const scenes = beside ? apart : scenesOf(store, drawn, { shares: width, head: width });
  const row = beside ? { row: "beside" } : {};
  const both = head === null ? "" : t(lang, joint === "pieces" ? "shares-own-axes" : beside ? "shares-same-axes" : "figure-shares-above", { cell: cellName(lang, data.cell) });
  return [
    ...(head && scenes.head ? [{
      id: "head", heading: besideTitle(lang, head), scene: scenes.head, ...row,
      tables: [{ title: besideTitle(lang, head), make: () => headTable(lang, head) }],
    }] : []),
    {
      id: "shares", heading: scenes.shares.title, scene: scenes.shares, summary: sumUpShares(lang, drawn.shares), ...row,
      notes: [both, ...kindNotes(lang, drawn.shares)].filter(Boolean), definitions: [data.definition],
      tables: [{ title: scenes.shares.title, make: () => sharesTable(lang, drawn.shares) }],
    },
  ];
}

/** @param {Store} store */
export const intro = (store) => t(store.get("words"), store.get("cell") === "rnn" ? "shares-intro-rnn" : "shares-intro");

/** What is said of a plain RNN, in paragraphs under a title. @param {Lang} lang */
export const refusal = (lang) => ({ title: t(lang, "shares-rnn-title"), said: [t(lang, "shares-rnn"), t(lang, "shares-rnn-not")] });

/** @param {Store} store */
function why(store) {
  const lang = store.get("words");
  const { title, said } = refusal(lang);
  return store.get("cell") === "rnn" ? sentences(lang, [title, ...said]) : t(lang, "figure-nothing");
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "shares", gates: true, pictures, intro, why };
