/** Accuracy against gap, from the cards: of the comparison, and of the nets that ship. */
import { getCard } from "../../data/gates-api.ts";
import { ApiProblem } from "../../data/api.ts";
import { inOrder } from "./scene.ts";
import type { Via } from "../../data/types.ts";
import type { Source } from "../../state/source.ts";
import type { Plot } from "./scene.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    gaps: { comparison: any; cards: Record<string, any>; plots: Plot[] };
  }
}

const CELLS = ["lstm", "gru", "rnn"] as const;

/** The comparison card as a plot. */
export const comparisonPlot = (card: any): Plot => ({
  id: "comparison",
  gaps: card.gaps,
  chance: card.chance,
  trained: card.trained_gaps,
  series: inOrder(Object.keys(card.curves)).map((id) => ({
    id,
    values: card.mean[id],
    seeds: Object.entries(card.curves[id]).map(([seed, values]) => ({ seed, values: values as number[] })),
  })),
});

/**
 * What the shipped nets' own cards say of one language; gaps that not every net was tried at are left out.
 * @param cards by cell
 */
export function shippedPlot(cards: Record<string, any>, lang: "en" | "zh"): Plot | null {
  const own = Object.entries(cards).flatMap(([id, card]) => {
    const found = card?.results?.country_to_language?.[lang];
    return found
      ? [{ id, by: found.accuracy_by_gap as Record<string, { all: number }>, chance: found.chance as number }]
      : [];
  });
  if (own.length === 0) return null;
  const gaps = Object.keys((own[0] as any).by)
    .map(Number)
    .filter((gap) => own.every(({ by }) => by[gap]))
    .sort((a, b) => a - b);
  return {
    id: lang,
    gaps,
    chance: Math.max(...own.map(({ chance }) => chance)),
    trained: null,
    series: inOrder(own.map(({ id }) => id)).map((id) => ({
      id,
      seeds: [],
      values: gaps.map((gap) => (own.find((one) => one.id === id) as any).by[gap].all),
    })),
  };
}

/** A card, or null where this installation has none. */
async function cardOrNone(id: string, via: Via) {
  try {
    return await getCard(id, via);
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.status === 404) return null;
    throw error;
  }
}

export const source: Source<"gaps"> = {
  name: "gaps",
  keys: [],
  async ask(_, via) {
    const [comparison, ...own] = await Promise.all([
      cardOrNone("comparison", via),
      ...CELLS.map((id) => getCard(id, via)),
    ]);
    const cards = Object.fromEntries(CELLS.map((id, i) => [id, own[i]]));
    const plots = [comparison && comparisonPlot(comparison), shippedPlot(cards, "en"), shippedPlot(cards, "zh")];
    return { comparison, cards, plots: plots.filter((plot) => plot !== null) };
  },
};
