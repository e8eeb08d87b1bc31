/** A made-up step, worked out here by the written equations: never by the code under test. */
import { MODEL, tokensOf } from "./made.ts";
import type { StepData, StepGate } from "../../static/src/data/types.ts";

const INPUTS = 4;
const UNITS = 12;
const UNIT = 2;

/** Numbers from −1 to 1 that look like nothing in particular, the same every time. */
function made(seed: number, count: number) {
  let state = seed * 2654435761;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.round((state / 2 ** 31 - 1) * 1e4) / 1e4;
  });
}
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const products = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value * (b[i] ?? NaN));
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

function gate(
  seed: number,
  x: readonly number[],
  h: readonly number[],
  name: "sigmoid" | "tanh",
  reset: number | null = null,
): StepGate {
  const [weights, recurrent, biases] = [made(seed, INPUTS), made(seed + 50, UNITS), made(seed + 90, 2)];
  const [terms, others] = [products(weights, x), products(recurrent, h)];
  const [inputBias = 0, recurrentBias = 0] = biases;
  const total = sum(terms) + inputBias + (reset ?? 1) * (sum(others) + recurrentBias);
  return {
    input_weights: weights,
    input_terms: terms,
    input_bias: inputBias,
    input_sum: sum(terms),
    recurrent_weights: recurrent,
    recurrent_terms: others,
    recurrent_bias: recurrentBias,
    recurrent_sum: sum(others),
    reset,
    sum: total,
    activation: name === "sigmoid" ? logistic(total) : Math.tanh(total),
    function: name,
  };
}

export function stepOf(
  kind: "lstm" | "gru" | "rnn",
  {
    token = 2,
    words = ["[s]", "in", "France", "."],
    change = {},
  }: { token?: number; words?: string[]; change?: Partial<StepData> } = {},
): StepData {
  const x = made(7, INPUTS);
  const h = token === 0 ? Array(UNITS).fill(0) : made(8, UNITS);
  const before = token === 0 ? 0 : -0.6333104372024536;
  const none = { kept: null, written: null, cell: null, squashed: null };
  const base = {
    model: MODEL,
    cell: kind,
    kind,
    checkpoint: "trained" as const,
    forget_bias: null,
    recurrent_scale: null,
    text: words.join(" "),
    tokens: tokensOf(words),
    notices: [],
    encoding: "float32",
    max_abs_error: 0,
    token,
    unit: UNIT,
    input: x,
    hidden_before: h,
    definition: "",
    check: { against: "torch", max_abs_error: 0, tolerance: 1e-5, first_apart: null, apart_tolerance: 0.01 },
  };
  if (kind === "lstm") {
    const [input, forget, candidate, output] = [
      gate(1, x, h, "sigmoid"),
      gate(2, x, h, "sigmoid"),
      gate(3, x, h, "tanh"),
      gate(4, x, h, "sigmoid"),
    ];
    const kept = forget.activation * before;
    const written = input.activation * candidate.activation;
    const cell = kept + written;
    const squashed = Math.tanh(cell);
    const update = { previous: before, kept, written, cell, squashed, hidden: output.activation * squashed };
    return { ...base, cell_before: before, gates: { input, forget, candidate, output }, update, ...change };
  }
  const previous = h[UNIT] ?? 0;
  if (kind === "gru") {
    const [reset, update] = [gate(1, x, h, "sigmoid"), gate(2, x, h, "sigmoid")];
    const candidate = gate(3, x, h, "tanh", reset.activation);
    const kept = update.activation * previous;
    const written = (1 - update.activation) * candidate.activation;
    return {
      ...base,
      cell_before: null,
      gates: { reset, update, candidate },
      update: { ...none, previous, kept, written, hidden: kept + written },
      ...change,
    };
  }
  const hidden = gate(5, x, h, "tanh");
  return {
    ...base,
    cell_before: null,
    gates: { hidden },
    update: { ...none, previous, hidden: hidden.activation },
    ...change,
  };
}
