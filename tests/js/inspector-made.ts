/** A made-up head at one token, worked out here by the written equations: never by the code under test. */
import { MODEL, tokensOf } from "./made.ts";
import type { HeadStep } from "../../static/src/data/types.ts";

/** Numbers from −2 to 2 that look like nothing in particular, the same every time. */
function made(seed: number, count: number) {
  let state = seed * 2654435761;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.round((state / 2 ** 30 - 2) * 1e4) / 1e4;
  });
}

export function headStepOf({
  words = ["[CLS]", "the", "animal", "it", "was"],
  query = 3,
  dim = 8,
  scale = 1 / Math.sqrt(8),
  cap = null,
  bias = false,
  causal = false,
  change = {},
}: {
  words?: string[];
  query?: number;
  dim?: number;
  scale?: number;
  cap?: number | null;
  bias?: boolean;
  causal?: boolean;
  change?: Partial<HeadStep>;
} = {}): HeadStep {
  const count = words.length;
  const q = made(3, dim);
  const keys = words.map((_, key) => made(10 + key, dim));
  const values = words.map((_, key) => made(90 + key, dim));
  const raw = keys.map((k) => k.reduce((sum, value, d) => sum + value * (q[d] ?? NaN), 0));
  const masked = words.map((_, key) => causal && key > query);
  const offsets = bias ? made(7, count) : null;
  const scores = raw.map((value, key) => {
    if (masked[key]) return null;
    const scaled = value * scale;
    return (cap === null ? scaled : cap * Math.tanh(scaled / cap)) + (offsets?.[key] ?? 0);
  });
  const powers = scores.map((score) => (score === null ? 0 : Math.exp(score)));
  const all = powers.reduce((sum, power) => sum + power, 0);
  const weights = powers.map((power) => power / all);
  const parts = values.map((v, key) => v.map((value) => value * (weights[key] ?? NaN)));
  const output = q.map((_, d) => parts.reduce((sum, part) => sum + (part[d] ?? NaN), 0));
  return {
    model: MODEL,
    family: causal ? "decoder" : "encoder",
    text: words.join(" "),
    text_pair: null,
    tokens: tokensOf(words),
    target_tokens: null,
    notices: [],
    layer: 3,
    head: 1,
    query_token: query,
    part: causal ? "decoder" : "encoder",
    query: q,
    keys,
    values,
    raw_scores: raw,
    scale,
    cap,
    masked,
    added: offsets?.map((value, key) => (masked[key] ? null : value)) ?? null,
    scores,
    weights,
    weighted_values: parts,
    output,
    contributions: { definition: "", norms: [0.5, 2.25, 1.75], shares: [0.125, 0.75, -0.0625], bias_share: 0.1875 },
    definition: "",
    encoding: "float32",
    max_abs_error: 0,
    mask: [],
    ablate: [],
    ...change,
  };
}
