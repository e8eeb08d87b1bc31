/** Swap the word: a token, what it becomes, and what each net expects before and after. */
import { extremes, rivalsOf } from "../data/reach.js";
import { visible } from "../scene/text.js";
import { swappedIn } from "../state/lab/swapped.js";
import { swap } from "../views/swap.js";
import { clauses, t } from "../ui/i18n.js";
import { decimals, name, percent } from "../ui/say.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").CounterfactualData} CounterfactualData */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("../state/lab/swapped.js").Wanted} Wanted */
/** @typedef {import("../views/swap.js").SwapCell} SwapCell */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */
/**
 * A token and what it becomes.
 * @typedef {object} Chosen
 * @property {CounterfactualData} data
 * @property {number} token
 * @property {ReturnType<typeof rivalsOf>} rivals what any of the nets would have expected in its place
 * @property {ReturnType<typeof rivalsOf>[number] | null} piece null: a zero vector
 * @property {Wanted | null} wanted what no answer has yet of it: the piece is no rival of these nets' own
 */

/** Stands in the address for the zero vector: no piece is called so. */
export const UNKNOWN = "<unknown>";

/** The token that the state names, or else the one whose replacement moves the first net's prediction most. @param {Store} store @returns {Chosen | null} null: there is none to swap */
export function chosenIn(store) {
  const { labData, replaced, by_piece: named } = store.snapshot();
  /** @type {CounterfactualData | null} */
  const data = labData["counterfactual"]?.data ?? null;
  if (!data) return null;
  const { text, tokens, token: last } = data.reach;
  // A token of another sentence may lie beyond this one.
  const token = replaced !== null && replaced > 0 && replaced <= last ? replaced : extremes(data, 0).swapped.token;
  if (token <= 0 || token > last) return null;
  const rivals = rivalsOf(data.cells, token);
  const piece = named === UNKNOWN ? null : (rivals.find((rival) => rival.text === named) ?? rivals[0] ?? null);
  const lacking = piece ? data.cells.flatMap(({ cell: net }) => (piece.cells.includes(net) ? [] : [net])) : [];
  return { data, token, rivals, piece, wanted: piece && lacking.length ? { text, tokens, token, last, piece, cells: lacking } : null };
}

/** What a token becomes, in words. @param {Lang} lang @param {Chosen} chosen */
const pieceWords = (lang, { piece }) => (piece ? `“${visible(piece.text)}”` : t(lang, "swap-unknown"));

/** What each net expects before and after. @param {Store} store @param {Chosen} chosen @returns {SwapCell[]} */
export function cellsOf(store, { data, token, piece, wanted }) {
  const lang = store.get("words");
  const asked = wanted && swappedIn(store, wanted);
  return data.cells.map((found) => {
    const own = (found.replacements[token] ?? []).find(({ id }) => id === piece?.id);
    const after = own?.predictions ?? asked?.cells[found.cell] ?? [];
    const words = { piece: visible(piece?.text ?? ""), cell: found.cell.toUpperCase() };
    const moved = piece ? own?.totalVariation : found.unknown[token];
    const aside = own || !piece ? "" : after.length ? t(lang, "swap-asked", words) : asked ? "" : t(lang, "reach-computing");
    return {
      cell: found.cell, before: found.baseline, after, moved,
      missing: !piece ? t(lang, "swap-unknown-only") : after.length || !asked ? "" : t(lang, "swap-lacks", words),
      said: moved === undefined ? aside : t(lang, "swap-moved", { value: decimals(moved) }),
    };
  });
}

/** What the two lists of a net are called. @param {Lang} lang @param {Chosen} chosen */
export const listNames = (lang, chosen) => ({ before: t(lang, "swap-before"), after: t(lang, "swap-after", { piece: pieceWords(lang, chosen) }) });

/** @param {Lang} lang @param {Chosen} chosen @param {readonly SwapCell[]} cells @returns {import("../types.js").TableModel} a row a rank */
function swapTable(lang, chosen, cells) {
  const { before, after } = listNames(lang, chosen);
  const probability = t(lang, "figure-probability");
  const head = [t(lang, "reach-curve"), t(lang, "figure-rank"), before, probability, after, probability, t(lang, "figure-moved")];
  const rows = cells.flatMap((one) => Array.from({ length: Math.max(one.before.length, one.after.length) }, (_, i) => {
    const pair = (/** @type {import("../types.js").Prediction | undefined} */ guess) => [guess ? visible(guess.text) : "", cell(guess?.probability, percent)];
    return [one.cell.toUpperCase(), cell(i + 1, String), ...pair(one.before[i]), ...pair(one.after[i]), i === 0 ? cell(one.moved, decimals) : ""];
  }));
  return { caption: t(lang, "swap-heading"), head, rows };
}

/** @param {Store} store @param {{width: number}} room @returns {Picture[]} none where there is no token to swap */
export function swapPictures(store, { width }) {
  const chosen = chosenIn(store);
  if (!chosen) return [];
  const lang = store.get("words");
  const { data: { reach }, token } = chosen;
  const cells = cellsOf(store, chosen);
  const words = { token: name(reach.tokens, token), piece: pieceWords(lang, chosen), last: name(reach.tokens, reach.token) };
  const heading = t(lang, "figure-swap", words);
  const moved = cells.flatMap((one) => (one.moved === undefined ? [] : `${one.cell.toUpperCase()} ${one.said}`));
  return [{
    id: "swap", heading, summary: clauses(lang, moved),
    scene: swap(cells, { width, names: listNames(lang, chosen), title: t(lang, "figure-swap-title", words), description: t(lang, "figure-swap-description") }),
    notes: [t(lang, "swap-next", { token: words.last }).replace(/[:：]$/u, lang === "zh" ? "。" : "."), t(lang, "swap-note")],
    tables: [{ title: heading, make: () => swapTable(lang, chosen, cells) }],
  }];
}
