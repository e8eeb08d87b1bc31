/** One head as one token looks: what was matched, weighed and summed. */
import { ApiProblem } from "../../data/api.ts";
import { postHeadSteps } from "../../data/attention-api.ts";
import { hasHead } from "../../data/layers.ts";
import { litBy } from "../../state/lit.ts";
import { runFields } from "../../data/run.ts";
import type { HeadStep, Token } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";
import type { Source } from "../../state/source.ts";

declare module "../../state/answers.ts" {
  interface Answers {
    /** null: the model gives weights alone */
    steps: HeadStep | null;
  }
}

/** How many numbers of earlier answers are kept: 16 MB. */
const KEPT_NUMBERS = 2e6;
/** Answers are functions of the question. */
const nothing = () => new Map() as Map<string, HeadStep>;

const size = ({ keys, query }: HeadStep) => 3 * keys.length * query.length;

function keep(known: Map<string, HeadStep>, question: string, answer: HeadStep) {
  known.set(question, answer);
  let numbers = [...known.values()].reduce((sum, one) => sum + size(one), 0);
  for (const [oldest, one] of known) {
    if (numbers <= KEPT_NUMBERS || oldest === question) break;
    known.delete(oldest);
    numbers -= size(one);
  }
}

/** The part of the model that is looked into, and whose tokens look there. */
export function looking({
  answers: {
    attention: { data },
  },
  part,
}: AppState) {
  const both = data?.targetTokens ?? null;
  const decodes = both !== null && part !== "encoder";
  return {
    part: both ? part : null,
    source: (decodes ? "target" : "attention") as "attention" | "target",
    tokens: (decodes ? both : data?.tokens) ?? [],
  };
}

const WORD = /[\p{L}\p{N}]/u;

/** Where nothing is pinned: of a decoder the last token, which is about to say what comes next; else the last word. */
export function lastOf(tokens: readonly Token[], decodes: boolean) {
  if (decodes) return tokens.length - 1;
  for (let i = tokens.length - 1; i >= 0; i -= 1) {
    const token = tokens[i] as Token;
    if (!token.special && WORD.test(token.text)) return i;
  }
  return tokens.length - 1;
}

/** The token that looks: the pinned one, or one that stands where a token of another panel is pinned. */
export function queryOf(state: AppState) {
  const {
    answers: {
      attention: { data },
      gates,
    },
    pin,
    part,
  } = state;
  const { source, tokens } = looking(state);
  if (pin && data) {
    const known0 = {
      attention: data.tokens,
      target: data.targetTokens ?? [],
      gates: gates.data?.text === data.text ? gates.data.tokens : [],
    };
    const lit = litBy(pin, known0, { crossed: part === "cross" });
    const [row] = source === "target" ? (lit.target?.rows ?? []) : lit.attention.rows;
    if (row !== undefined && row < tokens.length) return row;
  }
  return lastOf(tokens, data?.family === "decoder" || source === "target");
}

/** What is asked for: of the sentence that the other pictures show, read by the model that reads it. */
export function questionOf(state: AppState) {
  const {
    answers: {
      attention: { data },
    },
    layer,
    head,
  } = state;
  if (!data) return null;
  const { part } = looking(state);
  // Beside an encoder-decoder model's answer stands what it wrote itself, where nothing was asked for.
  const pair = data.targetTokens ? state.text_pair.trim() && state.text_pair : data.textPair;
  return {
    text: data.text,
    ...(pair ? { text_pair: pair } : {}),
    model: data.model.id,
    layer,
    head,
    query: queryOf(state),
    ...(part === null ? {} : { part }),
    ...runFields(data),
  };
}

/** Whether the model gives weights alone, and no q, k and v. */
export const onlyWeights = ({
  answers: {
    models,
    attention: { data },
  },
}: AppState) => models.data?.models.find(({ id }) => id === data?.model.id)?.reading === "weights";

export const source: Source<"steps"> = {
  name: "steps",
  keys: [],
  wakes: ["answers.attention", "answers.models", "answers.gates", "layer", "head", "part", "pin"],
  question: questionOf,
  ready(state) {
    const {
      answers: {
        attention: { data },
      },
      layer,
      head,
      part,
    } = state;
    if (!data || onlyWeights(state) || looking(state).tokens.length === 0) return false;
    // A link made for a larger model may name a head that this one lacks: the page is about to choose another.
    const own = !data.targetTokens || part === "encoder";
    return !own || hasHead(data.thumbnails.layers, { layer, head });
  },
  async ask(state, via) {
    const question = questionOf(state);
    const written = JSON.stringify(question);
    const known = via.kept("steps", nothing);
    const found = known.get(written);
    if (found) return found;
    try {
      const answer = (await postHeadSteps(question as Record<string, unknown>, via)) as HeadStep;
      keep(known, written, answer);
      return answer;
    } catch (error) {
      // A model that gives weights alone is no trouble: the view says so.
      if (error instanceof ApiProblem && error.problem.type.endsWith("#attention-not-readable")) return null;
      throw error;
    }
  },
};
