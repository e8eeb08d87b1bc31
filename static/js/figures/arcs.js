/** Lines from every token that looks to every token that is looked at; of one token alone with their numbers. */
import { matrices } from "../data/selection.js";
import { group } from "../scene/marks.js";
import { DARK } from "../state/lit.js";
import { arcLine, focusOnLine } from "../views/arc-line.js";
import { NUMBERED, arcs, focusOn } from "../views/arcs.js";
import { linksOf, strengths } from "../views/links.js";
import { t } from "../ui/i18n.js";
import { percent } from "../ui/say.js";
import { anchorOf, cellsAt, notesOf, sayEach } from "./one-token.js";
import { headTable } from "./tables.js";

/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").DrawnMatrix} DrawnMatrix */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */
/** @typedef {"query" | "key"} End */
/** One end of a token's lines: its row or its column. @typedef {{end: End, cell: number}} Focus */
/** @typedef {ReturnType<typeof arcs>} ColumnsScene */
/** @typedef {ReturnType<typeof arcLine>} LineScene */

/** Tokens on one line need room; beyond this many the two columns are drawn. */
const LINE_MOST = 80;
const MOST = 400;

/** Both ends, or the one that the reader chose. @param {Store} store @returns {End[]} */
export function chosenEnds(store) {
  const direction = store.get("direction");
  return direction === "both" ? ["query", "key"] : direction === "to" ? ["key"] : ["query"];
}

/** A token in the ends that the reader chose. @param {Store} store @param {Matrix} matrix @param {Cursor | null} token @returns {Focus[]} */
export function placed(store, matrix, token) {
  if (!token) return [];
  const at = cellsAt(matrix, token);
  const found = chosenEnds(store).filter((end) => at[end] >= 0).map((end) => ({ end, cell: at[end] }));
  // Of an encoder and a decoder, a token stands on one side only: then that side is meant.
  const other = /** @type {const} */ (["query", "key"]).find((end) => at[end] >= 0);
  return found.length || !other ? found : [{ end: other, cell: at[other] }];
}

/** The token that the cursor is about. @param {Store} store @param {Matrix} matrix */
export const focusedOf = (store, matrix) => placed(store, matrix, anchorOf(store));

/** Whether the same tokens stand on both sides, few enough for one line. @param {Matrix} matrix */
export const fitsLine = ({ queries, keys }) =>
  queries.source === keys.source && queries.labels.length === keys.labels.length && queries.labels.length <= LINE_MOST;

/** @param {ColumnsScene | LineScene} scene @returns {scene is LineScene} */
export const isLine = (scene) => "base" in scene;

/**
 * @param {Store} store @param {readonly DrawnMatrix[]} all at least one @param {{width: number, numbers?: boolean, line?: boolean}} options
 *   numbers: whether those of a token in focus are to find room; they are, if left out; line: whether one line of tokens is
 *   wanted; what the reader chose, if left out
 * @returns {ColumnsScene | LineScene}
 */
export function arcsScene(store, all, { width, numbers = true, line = store.get("layout") === "line" }) {
  const { words: lang, scale } = store.snapshot();
  const { matrix } = /** @type {DrawnMatrix} */ (all[0]);
  const options = { width, lang, scale, most: MOST };
  return line && fitsLine(matrix) ? arcLine(all, options) : arcs(all, { ...options, numbers });
}

/** The lines of the tokens in focus, with their numbers. @param {Store} store @param {readonly DrawnMatrix[]} all @param {ColumnsScene | LineScene} scene @param {readonly Focus[]} at */
export function focusMarks(store, all, scene, at) {
  const scale = store.get("scale");
  const [first] = at;
  if (!first) return [];
  if (isLine(scene)) return focusOnLine(all, scene.base, at.map(({ end }) => end), first.cell, scale);
  return at.flatMap(({ end, cell }) => focusOn(all, scene.layout, end, cell, scale));
}

/** What lights up with them: those that look on their side, those that are looked at on theirs. @param {Matrix | undefined} matrix @param {readonly Focus[]} at @returns {import("../types.js").Lit} */
export function litBy(matrix, at) {
  /** @returns {import("../types.js").LitTokens} */
  const none = () => ({ rows: [], columns: [] });
  const lit = { ...DARK, attention: none(), target: none() };
  for (const { end, cell } of matrix ? at : []) {
    const side = end === "query" ? matrix?.queries : matrix?.keys;
    if (side) lit[side.source][end === "query" ? "rows" : "columns"].push(...(side.tokens[cell] ?? []));
  }
  return lit;
}

/** What the tokens in focus look at and what looks at them, a line each. @param {Store} store @param {readonly DrawnMatrix[]} all @param {readonly Focus[]} at @returns {string[]} */
export const sayFocus = (store, all, at) => at.flatMap(({ end, cell }) => sayEach(store.get("words"), all, end === "query" ? "from" : "to", cell));

/** How many lines there are of the tokens in focus: what a token gives to itself once, whichever way it is read. @param {Store} store @param {readonly DrawnMatrix[]} all @param {readonly Focus[]} at */
export function focusCount(store, all, at) {
  const strongOf = strengths(all, store.get("scale"));
  const links = at.flatMap(({ end, cell }) => linksOf(all, end, cell)).filter(({ head, query, weight }) => strongOf(head, query, weight) > 0);
  return new Set(links.map(({ head, query, key }) => `${head}.${query}.${key}`)).size;
}

/**
 * How many of the lines are drawn: of all, or of the tokens in focus alone.
 * @param {Store} store @param {ColumnsScene | LineScene} scene @param {number | null} [focused] how many lines these have; null: none is in focus
 */
export function countLines(store, { possible, hidden, hiddenMass }, focused = null) {
  if (focused !== null) return t(store.get("words"), "arcs-focus", { possible: String(possible), drawn: String(focused) });
  const counts = { possible: String(possible), drawn: String(possible - hidden), hidden: String(hidden), mass: percent(hiddenMass), what: t(store.get("words"), `weights-what-${store.get("quantity") === "value" ? "value" : "attention"}`) };
  const filtered = store.get("filter") !== "none" && possible - hidden < MOST;
  return t(store.get("words"), hidden === 0 ? "arcs-all" : filtered ? "arcs-filtered" : "arcs-hidden", counts);
}

/** Whether there are too many tokens for all of one's numbers. @param {readonly DrawnMatrix[]} all */
export const isLong = ([one]) => Math.max(one?.matrix.queries.labels.length ?? 0, one?.matrix.keys.labels.length ?? 0) > NUMBERED;

/**
 * The picture of all lines, or of those in focus alone. What is too wide, and cannot be scrolled here, does without numbers,
 * and then without the one line.
 * @param {Store} store @param {readonly DrawnMatrix[]} all @param {readonly Focus[]} at @param {number} width
 */
function still(store, all, at, width) {
  const numbers = at.length > 0;
  let made = arcsScene(store, all, { width, numbers });
  if (made.width > width) made = arcsScene(store, all, { width, numbers: numbers && isLine(made), line: false });
  if (made.width > width) made = arcsScene(store, all, { width, numbers: false, line: false });
  if (!numbers) return made;
  return { ...made, description: countLines(store, made, focusCount(store, all, at)), marks: [group(0, 0, focusMarks(store, all, made, at)), ...made.marks.slice(1)] };
}

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const all = matrices(store);
  const [first] = all;
  if (!first) return [];
  const lang = store.get("words");
  const at = focusedOf(store, first.matrix);
  const scene = still(store, all, at, width);
  return [{
    id: "arcs", heading: all.map(({ label }) => label).join(" · "), scene, lit: litBy(first.matrix, at),
    summary: sayFocus(store, all, at).join(" "),
    notes: [
      countLines(store, scene, at.length ? focusCount(store, all, at) : null), ...(at.length && isLong(all) ? [t(lang, "arcs-numbers")] : []),
      ...notesOf(lang, all, store.snapshot()),
    ],
    definitions: [...new Set(all.flatMap(({ matrix }) => matrix.derived ?? []))],
    tables: all.map(({ matrix, label }) => ({ title: label, make: () => headTable(lang, matrix, label) })),
  }];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "arcs", pictures, intro: (store) => t(store.get("words"), "arcs-intro") };
