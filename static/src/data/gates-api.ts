/** Requests about recurrent nets: answers as the API has them in JSON. */
import { writeForm } from "../core/form.ts";
import { getJson, postJson } from "./api.ts";
import type { GatesData, Resource, Via } from "./types.ts";

/** Which net reads; the last two are of the untrained net alone, null where it is as it is. */
export interface Net {
  cell: string;
  checkpoint: string;
  forget_bias: number | null;
  recurrent_scale: number | null;
}

/**
 * The fields of a request that say which net reads: what changes the untrained net goes along only where the net is
 * untrained.
 */
export function netFields({ cell, checkpoint, forget_bias: bias, recurrent_scale: scale }: Net) {
  const untrained = checkpoint === "initial";
  return {
    cell,
    checkpoint,
    ...(untrained && bias !== null && cell !== "rnn" ? { forget_bias: bias } : {}),
    ...(untrained && scale !== null ? { recurrent_scale: scale } : {}),
  };
}

/** The page's own gates answer, where it is of the same net and sentence. */
export function ownGates(state: Net & { text: string; answers: { gates: Resource<GatesData> } }) {
  const {
    answers: {
      gates: { data, status },
    },
    text,
  } = state;
  if (!data || status !== "ready" || data.text !== text) return null;
  const { cell, checkpoint, forget_bias: bias = null, recurrent_scale: scale = null } = netFields(state);
  const same =
    data.cell === cell && data.checkpoint === checkpoint && data.forgetBias === bias && data.recurrentScale === scale;
  return same ? data : null;
}

/** Gates, states and what `include` names. */
export const postGates = (fields: Record<string, unknown>, via: Via): Promise<any> =>
  postJson("/api/v1/gates", fields, via);

/** One step of one unit, product by product. */
export const postSteps = (fields: Record<string, unknown>, via: Via): Promise<any> =>
  postJson("/api/v1/gates/steps", fields, via);

export const getCost = (query: Record<string, string>, via: Via): Promise<any> =>
  getJson(`/api/v1/cost${writeForm(Object.entries(query))}`, via);

/**
 * How a net was made, and its results.
 * @param id lstm, gru, rnn, counter or comparison
 */
export const getCard = (id: string, via: Via): Promise<any> => getJson(`/api/v1/cards/${encodeURIComponent(id)}`, via);
