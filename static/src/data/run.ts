/** Which run of the Transformer numbers are of: the sentence as it is, or with tokens masked and heads switched off. */
import type { HeadRef } from "./types.ts";

/** What a request says of it; of the sentence as it is nothing. */
export type Run = { mask?: readonly number[]; ablate?: readonly HeadRef[] };

export const runFields = ({
  mask = [],
  ablate = [],
}: {
  mask?: readonly number[] | undefined;
  ablate?: readonly HeadRef[] | undefined;
}): Run => ({ ...(mask.length ? { mask } : {}), ...(ablate.length ? { ablate } : {}) });

/** In a query. */
export const runQuery = ({ mask, ablate }: Run): Record<string, string> => ({
  ...(mask ? { mask: mask.join() } : {}),
  ...(ablate ? { ablate: ablate.map(({ layer, head }) => `${layer}.${head}`).join() } : {}),
});
