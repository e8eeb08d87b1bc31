/** A sentence read as it is, and again with tokens masked and heads switched off. */
import { ApiProblem } from "../../data/api.ts";
import { sentenceFields } from "../../data/attention-api.ts";
import { nearestHead } from "../../data/layers.ts";
import { MOST_WEIGHTS, fetchRun } from "./runs.ts";
import type { Problem, Via } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";
import type { Source } from "../../state/source.ts";
import type { Run } from "./runs.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    change: ChangeData;
  }
}

export interface ChangeData {
  text: string;
  before: Run;
  /** null where nothing is changed, or the change was refused */
  after: Run | null;
  /** why */
  refused: Problem | null;
  temperature: number;
}

/** Enough to find a token that was likely before in the list after. */
const TOP = 20;

/** What was read as it is, by question: changing the mask does not ask for it again. */
const nothing = () => new Map() as Map<string, Run>;

/** All heads where they are few enough, to see where a change arrives. */
function wholeRun({
  answers: {
    attention: { data },
  },
}: AppState) {
  if (!data) return true;
  const { layers } = data.thumbnails;
  return layers.numbers.length * layers.width * data.tokens.length ** 2 <= MOST_WEIGHTS;
}

async function readAsItIs(fields: Record<string, unknown>, via: Via) {
  const known = via.kept("change", nothing);
  const question = JSON.stringify(fields);
  const found = known.get(question) ?? (await fetchRun(fields, via));
  known.set(question, found);
  const [oldest] = known.keys();
  if (known.size > 4 && oldest !== undefined) known.delete(oldest);
  return found;
}

/** Whether the API refused the change, not the sentence. */
const isRefusal = (error: unknown) =>
  error instanceof ApiProblem &&
  error.problem.status === 422 &&
  (error.problem.errors ?? []).some(({ pointer }) => /^\/(mask|ablate|include)/.test(pointer));

export const source: Source<"change"> = {
  name: "change",
  keys: ["text", "text_pair", "model", "mask", "ablate", "temperature"],
  wakes: ["layer", "head", "answers.attention"],
  // Where all heads are here, choosing another asks for nothing.
  question: (state) => (wholeRun(state) ? null : [state.layer, state.head]),
  ready: ({
    answers: {
      attention: { data },
    },
    text,
  }) => data?.text === text,
  async ask(state, via): Promise<ChangeData> {
    const {
      text,
      mask,
      ablate,
      temperature,
      answers: {
        attention: { data },
      },
    } = state;
    const shown = data ? nearestHead(data.thumbnails.layers, state) : { layer: 0, head: 0 };
    const which = wholeRun(state) ? {} : { layers: [shown.layer], heads: [shown.head] };
    // What is read is the page's own sentence, by the page's own model: a second sentence that it does not read is left out.
    const fields = {
      ...sentenceFields(state),
      ...(data?.textPair === null && data.family !== "encoder-decoder" ? { text_pair: undefined } : {}),
      model: data?.model.id ?? state.model,
      ...which,
    };
    const before = await readAsItIs(fields, via);
    if (mask.length === 0 && ablate.length === 0) return { text, before, after: null, refused: null, temperature };
    try {
      const after = await fetchRun({ ...fields, mask, ablate, include: ["effect"], top: TOP, temperature }, via);
      return { text, before, after, refused: null, temperature };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { text, before, after: null, refused: (error as ApiProblem).problem, temperature };
    }
  },
};
