/** Accuracy against gap, from the cards: of the comparison, and of the nets that ship. */
import { getCard } from "../../data/lab-api.js";
import { ApiProblem } from "../../data/api.js";
import { inOrder } from "../../views/gaps.js";

/** @typedef {import("../../views/gaps.js").Plot} Plot */

const CELLS = /** @type {const} */ (["lstm", "gru", "rnn"]);

/** The comparison card as a plot. @param {any} card @returns {Plot} */
export const comparisonPlot = (card) => ({
  id: "comparison", gaps: card.gaps, chance: card.chance, trained: card.trained_gaps,
  series: inOrder(Object.keys(card.curves)).map((id) => ({
    id, values: card.mean[id],
    seeds: Object.entries(card.curves[id]).map(([seed, values]) => ({ seed, values: /** @type {number[]} */ (values) })),
  })),
});

/**
 * What the shipped nets' own cards say of one language; gaps that not every net was tried at are left out.
 * @param {Record<string, any>} cards by cell @param {"en" | "zh"} lang @returns {Plot | null}
 */
export function shippedPlot(cards, lang) {
  const own = Object.entries(cards).flatMap(([id, card]) => {
    const found = card?.results?.country_to_language?.[lang];
    return found ? [{ id, by: /** @type {Record<string, {all: number}>} */ (found.accuracy_by_gap), chance: /** @type {number} */ (found.chance) }] : [];
  });
  if (own.length === 0) return null;
  const gaps = Object.keys(/** @type {any} */ (own[0]).by).map(Number).filter((gap) => own.every(({ by }) => by[gap])).sort((a, b) => a - b);
  return {
    id: lang, gaps, chance: Math.max(...own.map(({ chance }) => chance)), trained: null,
    series: inOrder(own.map(({ id }) => id)).map((id) => ({
      id, seeds: [], values: gaps.map((gap) => /** @type {any} */ (own.find((one) => one.id === id)).by[gap].all),
    })),
  };
}

/** A card, or null where this installation has none. @param {string} id @param {import("../../types.js").Via} via */
async function cardOrNone(id, via) {
  try {
    return await getCard(id, via);
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 404) return null;
    throw error;
  }
}

/** @type {import("../../types.js").LabSource} */
export const source = {
  name: "gaps",
  views: ["gaps"],
  keys: [],
  async ask(_, via) {
    const [comparison, ...own] = await Promise.all([cardOrNone("comparison", via), ...CELLS.map((id) => getCard(id, via))]);
    const cards = Object.fromEntries(CELLS.map((id, i) => [id, own[i]]));
    const plots = [comparison && comparisonPlot(comparison), shippedPlot(cards, "en"), shippedPlot(cards, "zh")];
    return { comparison, cards, plots: plots.filter((plot) => plot !== null) };
  },
};
