/** Requests about attention: answers as the API has them in JSON. */
import { postJson } from "./api.ts";
import type { Via } from "./types.ts";

type Fields = Record<string, unknown>;
type Sentence = { text: string; text_pair: string; model: string };

/** The sentence. A second one of nothing but white space is none. */
export const sentenceFields = ({ text, text_pair: pair, model }: Sentence) => ({
  text,
  model,
  ...(pair.trim() === "" ? {} : { text_pair: pair }),
});

/** What `include` names; of heads in full those of `layers` and `heads`, none if they are []. */
export const postAttention = (fields: Fields, via: Via): Promise<any> => postJson("/api/v1/attention", fields, via);

/**
 * One head as one token looks.
 * @param fields text, layer, head, query …
 */
export const postHeadSteps = (fields: Fields, via: Via): Promise<any> =>
  postJson("/api/v1/attention/steps", fields, via);

/**
 * Heads by a link or a habit.
 * @param fields text, and from and to, or habit
 */
export const postFind = (fields: Fields, via: Via): Promise<any> => postJson("/api/v1/attention/find", fields, via);
