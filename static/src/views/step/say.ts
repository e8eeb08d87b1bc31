/** Sentences about a step, the same for the eye and the screen reader. No document. */
import { tokenName } from "../../plots/labels.ts";
import { MOVES, moveOf, parts, quantities, symbol } from "./moves.ts";
import { bracketed, full, short } from "../../core/numbers.ts";
import { termsOf } from "./terms.ts";
import { spoken, t } from "../../core/words/index.ts";
import type { Lang } from "../../core/types.ts";
import type { StepData, StepGate } from "../../data/types.ts";
import type { Move } from "./moves.ts";

/** The numbers of a step for sentences, short. */
function shown(data: StepData): Record<string, string | number> {
  const words: Record<string, string | number> = {};
  for (const [id, { value }] of quantities(data)) {
    words[id] = short(value);
    words[`${id}_`] = bracketed(value);
  }
  const { kind, gates } = data;
  if (kind === "rnn") {
    const { own, sum } = parts(data, "hidden");
    Object.assign(words, {
      own: short(own ?? NaN),
      sum: short(sum),
      terms: data.input.length + data.hidden_before.length,
    });
  }
  if (kind === "gru") words["seen"] = short((gates["reset"] as StepGate).activation);
  return words;
}

export const tokenOfStep = (data: StepData) => {
  const token = data.tokens[data.token];
  return token ? tokenName(token) : "";
};

/** Where the player is. */
export const sayPlace = (lang: Lang, data: StepData) =>
  t(lang, "step-place", {
    cell: t(lang, `cell-${data.cell}`),
    token: tokenOfStep(data),
    index: data.token,
    count: data.tokens.length,
    unit: data.unit,
  });

/** The move in words. */
export function sayMove(lang: Lang, data: StepData, move: number) {
  const { kind } = data;
  const at = moveOf(kind, move);
  const { key } = MOVES[kind][at] as Move;
  const which = { number: at + 1, moves: MOVES[kind].length, name: t(lang, `step-move-${kind}-${key}`) };
  return spoken(
    lang,
    t(lang, kind === "rnn" ? "step-one-move" : "step-which", which),
    t(lang, `step-say-${kind}-${key}`, shown(data)),
  );
}

/** In how many tokens half is gone, at a gate's value between 0 and 1. */
const halfLife = (gate: number) => Math.log(0.5) / Math.log(gate);

/** How fast a gate that keeps still lets go. */
function sayFading(lang: Lang, gate: number, letter: string) {
  if (gate >= 1) return t(lang, "step-fades-not", { letter });
  if (gate <= 0) return t(lang, "step-shuts", { letter });
  if (gate < 0.5) return t(lang, "step-fades-at-once", { letter, value: short(gate) });
  const tokens = halfLife(gate);
  return t(lang, "step-fades", {
    letter,
    value: short(gate),
    tokens: tokens < 10 ? tokens.toFixed(1) : String(Math.round(tokens)),
  });
}

/** What is worth knowing at this move, true of this net. */
export function sayTruths(lang: Lang, data: StepData, move: number): string[] {
  const { kind, gates, token } = data;
  const { key } = MOVES[kind][moveOf(kind, move)] as Move;
  const said = [t(lang, `step-truth-${kind}-${key}`, shown(data))];
  if (key === "erase") said.push(sayFading(lang, gates["forget"]?.activation ?? NaN, "f"));
  if (key === "share") said.push(sayFading(lang, gates["update"]?.activation ?? NaN, "z"));
  if (token === 0) said.unshift(t(lang, kind === "lstm" ? "step-zero-lstm" : "step-zero"));
  return said;
}

/** A number of the picture or of the list of terms, with every digit. */
export function sayNumber(lang: Lang, data: StepData, id: string) {
  const { kind } = data;
  const of = quantities(data);
  const quantity = of.get(id);
  if (quantity) return `${t(lang, `step-name-${kind}-${id}`)}, ${symbol(lang, kind, id)} = ${full(quantity.value)}`;
  if (id === "hidden_before" || id === "input") {
    return t(lang, `step-say-${id}`, { count: data[id].length, token: tokenOfStep(data) });
  }
  const [gate = "", part = ""] = id.split(".");
  if (data.gates[gate] && part) return sayPart(lang, data, gate, part);
  return "";
}

function sayPart(lang: Lang, data: StepData, gate: string, part: string) {
  const found = parts(data, gate);
  const name = t(lang, `step-gate-${data.kind}-${gate}`);
  const value = {
    input_sum: found.fromInput,
    recurrent_sum: found.fromState,
    bias: found.bias,
    input_bias: found.inputBias,
    admitted: found.admitted,
    others: found.fromState - (found.own ?? 0),
    own: found.own ?? NaN,
    sum: found.sum,
  }[part];
  const biases = {
    input: full(found.inputBias),
    state: full(found.stateBias),
    fromState: full(found.fromState),
    reset: full(found.reset ?? 1),
  };
  return t(lang, `step-part-${part}`, { gate: name, value: full(value ?? NaN), ...biases });
}

/** A row of the list of terms, with every digit. */
export function sayTerm(lang: Lang, data: StepData, gate: string, id: string, value: string) {
  const term = gate === "" ? undefined : termsOf(data, gate).find(({ from, index }) => id === `term-${from}-${index}`);
  if (!term) {
    return id === "rest" || id === "bias" || id === "total"
      ? t(lang, `step-row-${id}`, { value })
      : sayNumber(lang, data, id);
  }
  const { from, index, weight, value: factor, term: product, share } = term;
  const said = t(lang, `step-term-${from}`, { index, weight: full(weight), value: full(factor), term: full(product) });
  return share === product ? said : spoken(lang, said, t(lang, "step-term-reset", { share: full(share) }));
}
