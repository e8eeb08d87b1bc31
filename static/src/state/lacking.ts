/** Heads that are asked for and that the model lacks: the link was made for a larger one. */

import { hasHead } from "../data/layers.ts";
import type { HeadRef, Layers } from "../data/types.ts";
import type { Store } from "./app.ts";

/** Nothing lacks: always the same list, so that nobody hears of a change. */
export const NONE: readonly HeadRef[] = [];

/**
 * @param heads that were chosen
 * @param model its layers
 * @param also what is known to lack
 * @returns what to set: the heads where not all can stay
 */
export function withinModel(
  heads: readonly HeadRef[],
  model: Layers,
  also: readonly HeadRef[],
): { lacking: readonly HeadRef[]; heads?: readonly HeadRef[] } {
  const kept = heads.filter((one) => hasHead(model, one));
  if (kept.length === heads.length) return { lacking: also };
  const lacking = [...also, ...heads.filter((one) => !kept.includes(one))];
  return {
    lacking: lacking.filter(
      ({ layer, head }, i) => lacking.findIndex((one) => one.layer === layer && one.head === head) === i,
    ),
    heads: kept,
  };
}

/** Lets go of heads that the model lacks as soon as they are chosen. */
export function keepWithinModel(store: Store) {
  store.on(["heads"], () => {
    const {
      answers: {
        attention: { status, data },
      },
      heads,
      lacking,
    } = store.snapshot();
    if (status === "ready" && data) store.set(withinModel(heads, data.thumbnails.layers, lacking));
  });
}
