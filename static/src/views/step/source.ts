/** One unit at one token, product by product. */
import { ApiProblem } from "../../data/api.ts";
import { netFields, ownGates, postGates, postSteps } from "../../data/gates-api.ts";
import type { StepData, Via } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";
import type { Source } from "../../state/source.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    step: StepData;
  }
}

/** At the first token there is nothing before it: the second shows more. */
const FIRST_SHOWN = 1;
const KEPT = 48;

/** Answers are functions of the question: the last ones are kept. */
const nothing = () => new Map() as Map<string, StepData>;

async function step(fields: Record<string, unknown>, via: Via): Promise<StepData> {
  const known = via.kept("step", nothing);
  const question = JSON.stringify(fields);
  const found = known.get(question);
  if (found) return found;
  const answer = (await postSteps(fields, via)) as StepData;
  known.set(question, answer);
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return answer;
}

/** The strongest carrier. */
async function carrier(state: AppState, via: Via): Promise<number> {
  const own = ownGates(state);
  if (own) return own.order[0] ?? 0;
  const answer = await postGates({ text: state.text, ...netFields(state), include: ["units"] }, via);
  return answer.units?.order?.[0] ?? 0;
}

export const source: Source<"step"> = {
  name: "step",
  keys: ["text", "cell", "checkpoint", "forget_bias", "recurrent_scale", "at", "unit"],
  async ask(state, via) {
    const own = ownGates(state);
    const has = state.unit !== null && (!own || state.unit < own.units);
    const unit = has ? state.unit : await carrier(state, via);
    const token = state.at !== null && (!own || state.at < own.tokens.length) ? state.at : FIRST_SHOWN;
    const fields = { text: state.text, ...netFields(state), token, unit };
    const read = await step(fields, via).catch(async (error) => {
      // A link made for another sentence or net may name a token or a unit that this one lacks.
      const beyond = error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range");
      if (!beyond) throw error;
      return step({ ...fields, token: FIRST_SHOWN, unit: await carrier(state, via) }, via);
    });
    // While this one is looked at, the next token's is fetched: the player does not stop between them.
    if (via.ahead && read.token + 1 < read.tokens.length) {
      void step({ ...fields, token: read.token + 1, unit: read.unit }, { ...via, signal: null }).catch(() => {});
    }
    return read;
  },
};
