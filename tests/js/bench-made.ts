/** Stores filled with made-up answers for the attention workbench's views. They never leave the tests. */
import { contiguous } from "../../static/src/data/layers.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import { storeFor } from "./stores.ts";
import { headStepOf } from "./inspector-made.ts";
import { MODEL, allOf, fetchedOf, rowsOf, tokensOf } from "./made.ts";
import type { Lang } from "../../static/src/core/types.ts";
import type { ContributionsData } from "../../static/src/data/stats.ts";
import type { Token } from "../../static/src/data/types.ts";
import type { Run } from "../../static/src/views/change/runs.ts";
import type { ChangeData } from "../../static/src/views/change/source.ts";
import type { CompareData } from "../../static/src/views/compare/source.ts";
import type { FindData } from "../../static/src/views/find/scene.ts";
import type { LensData } from "../../static/src/views/lens/scene.ts";

export const ready = (data: any) => ({ status: "ready" as const, data, problem: null });
export const words = (count: number) => ["[CLS]", ...Array.from({ length: count - 1 }, (_, i) => `word${i}`)];

/** @param answers by source */
export function storeOf(
  query: string,
  tokens: Token[],
  answers: Record<string, any>,
  { lang = "en", all = {} }: { lang?: Lang; all?: object } = {},
) {
  const store = storeFor(query, { themeInForce: "light", langInForce: lang });
  const own = Object.fromEntries(Object.entries(answers).map(([name, data]) => [name, ready(data)]));
  putAnswers(store, { attention: ready({ ...allOf(tokens), ...all }), ...own });
  return store;
}

/** @param count of keys */
export const stepOf = (count: number, options: Parameters<typeof headStepOf>[0] = {}) =>
  headStepOf({ words: words(count), query: count - 1, ...options });

export const foundOf = (tokens: Token[], changes: Partial<FindData> = {}): FindData => ({
  model: MODEL,
  text: "",
  tokens,
  from: [1, 1],
  to: [0, 0],
  habit: null,
  chance: 0.125,
  chanceIs: "level",
  chanceByLayer: [0.125, 0.125],
  layers: contiguous(2, 3),
  definition: "",
  heads: [
    [1, 2, 0.8125],
    [0, 0, 0.5],
    [1, 0, 0.3],
    [0, 1, 0.25],
    [0, 2, 0.1],
    [1, 1, 0],
  ].map(([layer = 0, head = 0, score = 0]) => ({
    layer,
    head,
    score,
    mostly: head === 1 ? null : { name: "separator", share: 0.75, chance: 0.125 },
  })),
  ...changes,
});

/** Two layers of three heads. */
export const addedOf = (tokens: Token[]): ContributionsData => ({
  model: MODEL,
  text: "",
  tokens,
  layers: contiguous(2, 3),
  forced: [[], []],
  definition: "",
  norms: Float32Array.from({ length: 6 * tokens.length }, (_, i) => 0.5 + ((i * 7) % 11) / 8),
  residual: Float32Array.from({ length: 2 * tokens.length }, (_, i) => 4 + ((i * 5) % 7)),
});

/** The embedding and three layers. */
export const lensOf = (tokens: Token[]): LensData => ({
  model: MODEL,
  text: "",
  tokens,
  definition: "",
  layers: [0, 1, 2, 3].map((at) =>
    tokens.map((_, i) =>
      [`a${at}`, "end", `b${i}`].map((text, rank) => ({ text: ` ${text}`, probability: (0.5 + at / 16) / 2 ** rank })),
    ),
  ),
});

/**
 * Two layers of two heads.
 * @param shift of every weight
 */
export function runOf(tokens: Token[], changes: Partial<Run> = {}, shift: number = 0): Run {
  const weights = Float32Array.from(
    { length: 4 * tokens.length ** 2 },
    (_, i) => (rowsOf(tokens.length)[i % tokens.length ** 2] ?? 0) + (shift * (1 + (i % 3))) / 64,
  );
  return {
    model: MODEL,
    family: "encoder",
    tokens,
    targetTokens: null,
    layers: [0, 1],
    heads: [0, 1],
    forced: [[], []],
    weights,
    effect: null,
    mask: [],
    ablate: [],
    ...changes,
  };
}

export function changeOf(tokens: Token[], changes: Partial<Run> = {}): ChangeData {
  const expected = (first: string) =>
    tokens.map((_, i) => [
      { text: ` ${first}${i}`, probability: 0.75 },
      { text: " both", probability: 0.125 },
    ]);
  const effect = {
    moved: tokens.map((_, i) => i / 16),
    definition_moved: "1 − cosine",
    distance: tokens.map((_, i) => (i * 3) / 4),
    definition_distance: "relative distance",
    total_variation: tokens.map((_, i) => i / 64),
    definition_variation: "total variation",
    predictions_before: expected("old"),
    predictions_after: expected("new"),
  };
  const after = runOf(tokens, { mask: [1], ablate: [{ layer: 0, head: 1 }], effect, ...changes }, 1);
  return { text: "", before: runOf(tokens), after, refused: null, temperature: 1 };
}

export const compareOf = (a: string[], b: string[]): CompareData => ({
  against: "text",
  text: a.join(" "),
  textB: b.join(" "),
  a: fetchedOf(tokensOf(a)),
  b: fetchedOf(tokensOf(b), { head: 2 }),
});
