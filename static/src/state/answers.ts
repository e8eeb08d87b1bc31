/** What was fetched for a state: each answer by its name, with whether it is on its way or was refused. */
import type {
  AttentionData,
  ContextData,
  GatesData,
  HeadData,
  ModelsAnswer,
  PredictionsData,
  Resource,
} from "../data/types.ts";
import type { Store } from "./app.ts";

/** What several views draw from. */
interface Shared {
  /** the server's list of models */
  models: ModelsAnswer;
  /** a sentence's attention, all heads in small */
  attention: AttentionData;
  /** one head in full */
  oneHead: HeadData;
  /** what a model that predicts expects at each token */
  predictions: PredictionsData;
  gates: GatesData;
  /** one word in two sentences, or in three */
  context: ContextData;
}

/** What an answer is, by the name of its source. A view declares its own beside its source. */

export interface Answers extends Shared {}

export type AnswerName = keyof Answers;

/** Those that several views draw from are always there, idle at first; of the others those that were asked for. */
export type AnswerMap = { readonly [N in keyof Shared]: Resource<Answers[N]> } & {
  readonly [N in Exclude<AnswerName, keyof Shared>]?: Resource<Answers[N]>;
};

/** Nothing was asked. */
export const IDLE: Resource<never> = Object.freeze({ status: "idle", data: null, problem: null });

/** In this order a figure names their models. */
export const noAnswers = (): AnswerMap => ({
  models: IDLE,
  attention: IDLE,
  oneHead: IDLE,
  gates: IDLE,
  predictions: IDLE,
  context: IDLE,
});

export const ready = <T>(data: T): Resource<T> => ({ status: "ready", data, problem: null });

/** An answer as far as it has come. */
export const answerIn = <N extends AnswerName>({ answers }: { answers: AnswerMap }, name: N): Resource<Answers[N]> =>
  (answers[name] as Resource<Answers[N]> | undefined) ?? IDLE;

/** Puts some answers in their places; the others stay. */
export const putAnswers = (store: Store, some: Partial<AnswerMap>) =>
  store.set({ answers: { ...store.get("answers"), ...some } as AnswerMap });
