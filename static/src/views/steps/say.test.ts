import assert from "node:assert/strict";
import { test } from "node:test";
import { contiguous } from "../../data/layers.ts";
import { lastOf, looking, queryOf, questionOf } from "./source.ts";
import { putAnswers, ready } from "../../state/answers.ts";
import { storeFor } from "../../../../tests/js/stores.ts";
import { listed, unscaled } from "./numbers.ts";
import { short } from "../../core/numbers.ts";
import {
  sayCell,
  sayChecks,
  sayDimension,
  sayDimensions,
  sayHead,
  sayHeads,
  sayPlace,
  sayStep,
  sayUnscaled,
  sayWhole,
} from "./say.ts";
import { headStepOf } from "../../../../tests/js/inspector-made.ts";
import { MODEL, tokensOf } from "../../../../tests/js/made.ts";
import type { AttentionData } from "../../data/types.ts";

const LANGS = ["en", "zh"] as const;
const COLUMNS = ["keys", "products", "raw", "scaled", "capped", "added", "score", "weight", "values", "parts"];

test("of a model of two parts, each part is named", () => {
  const step = headStepOf();
  const parts = ["encoder", "decoder", "cross"] as const;
  for (const lang of LANGS) {
    const said = parts.map((part) =>
      sayPlace(lang, { ...step, family: "encoder-decoder", part, target_tokens: step.tokens }),
    );
    assert.equal(new Set(said).size, parts.length);
    for (const each of said) assert.ok(each.startsWith(`${sayPlace(lang, step)} · `), each);
  }
});

test("every sentence is whole in both languages", () => {
  for (const lang of LANGS) {
    for (const options of [
      {},
      { causal: true, query: 2 },
      { causal: true, query: 0 },
      { cap: 2 },
      { bias: true, scale: 1 },
    ]) {
      const step = headStepOf(options);
      const long = headStepOf({ ...options, words: Array.from({ length: 40 }, (_, i) => `w${i}`) });
      const said = [
        sayPlace(lang, step),
        sayStep(lang, step),
        sayUnscaled(lang, step, unscaled(step)),
        sayHeads(lang, step),
        sayHeads(lang, { ...step, contributions: null }),
        sayHead(lang, step, 1),
        sayHead(lang, step, -1),
        sayChecks(lang, step),
        sayDimensions(lang, step, 4),
        sayDimension(lang, step, 1, 2),
        ...["query", "output", "sum"].map((id) => sayWhole(lang, step, id, 1)),
        ...COLUMNS.filter(
          (column) => (column !== "capped" || step.cap !== null) && (column !== "added" || step.added !== null),
        ).flatMap((column) =>
          listed(long, { all: false, order: "reading" }).map((row) => sayCell(lang, long, row, column, 1)),
        ),
      ];
      for (const words of said) assert.ok(words.length > 4 && !/[{}]|undefined|NaN|inspect-/.test(words), words);
    }
  }
});

test("what is said has the numbers: products, the softmax's power and sum, and the share", () => {
  const step = headStepOf();
  const row = { kind: "key" as const, keys: [2] };
  const raw = step.raw_scores[2] ?? NaN;
  assert.ok(
    sayCell("en", step, row, "scaled", 0).endsWith(`${short(raw)} × ${short(step.scale)} = ${short(raw * step.scale)}`),
  );
  const power = Math.exp(step.scores[2] ?? NaN);
  const sum = step.scores.reduce((all: number, score) => all + Math.exp(score ?? NaN), 0);
  const weight = sayCell("en", step, row, "weight", 0);
  assert.ok(weight.includes(`= ${short(power)}, of the sum ${short(sum)}`), weight);
  const value = step.values[2]?.[1] ?? NaN;
  assert.ok(sayCell("en", step, row, "parts", 1).endsWith(`= ${short(value * (step.weights[2] ?? NaN))}`));
  assert.ok(sayDimensions("en", step, 2).includes(raw.toPrecision(8).replace("-", "−")));
  const masked = headStepOf({ causal: true, query: 1 });
  assert.ok(sayStep("en", masked).includes("3 of 5 tokens"));
  assert.ok(sayStep("en", headStepOf({ causal: true, query: 0 })).includes("nothing but"));
  assert.ok(sayCell("en", masked, { kind: "key", keys: [4] }, "weight", 0).includes("masked"));
  assert.ok(sayDimensions("en", masked, 4).includes("counts for nothing"));
});

const attentionOf = (change: Partial<AttentionData> = {}): AttentionData => ({
  model: MODEL,
  family: "encoder",
  text: "a b c",
  textPair: null,
  tokens: tokensOf(["[CLS]", "a", "b", "c", "."]),
  targetTokens: null,
  predicts: null,
  notices: [],
  forced: null,
  thumbnails: {
    codes: new Uint8Array(0),
    layers: contiguous(6, 12),
    bins: 5,
    definition: "",
    maxAbsError: 0,
    largest: null,
    free: null,
  },
  ...change,
});
function stateOf(query: string, change?: Partial<AttentionData>) {
  const store = storeFor(query, { themeInForce: "light", langInForce: "en" });
  putAnswers(store, { attention: ready(attentionOf(change)) });
  return store.snapshot();
}

test("the token that looks: the pinned one, else the last word, or a decoder's last token", () => {
  assert.equal(queryOf(stateOf("?pin=a2")), 2);
  assert.equal(queryOf(stateOf("?pin=a2.1")), 2);
  assert.equal(queryOf(stateOf("")), 3, "no punctuation, no special token");
  assert.equal(queryOf(stateOf("?pin=a99")), 3);
  assert.equal(queryOf(stateOf("", { family: "decoder" })), 4);
  assert.equal(lastOf(tokensOf(["[CLS]", "[SEP]"]), false), 1);
  const both = { family: "encoder-decoder", targetTokens: tokensOf(["x", "y"]) };
  assert.equal(queryOf(stateOf("?part=cross&pin=t0.3", both)), 0);
  assert.equal(queryOf(stateOf("?part=cross&pin=a0", both)), 1, "a token of the encoder does not look across");
  assert.deepEqual(
    [looking(stateOf("?part=decoder", both)).source, looking(stateOf("?part=encoder", both)).source],
    ["target", "attention"],
  );
});

test("asked is about the sentence and the model that the other pictures show", () => {
  const state = stateOf("?text=other&model=auto&layer=2&head=5&pin=a1");
  assert.deepEqual(questionOf(state), { text: "a b c", model: "made", layer: 2, head: 5, query: 1 });
  assert.deepEqual(
    questionOf(
      stateOf("?part=decoder&text_pair=", { targetTokens: tokensOf(["x"]), textPair: "written by the model" }),
    ),
    {
      text: "a b c",
      model: "made",
      layer: 3,
      head: 1,
      query: 0,
      part: "decoder",
    },
  );
  assert.equal(
    questionOf({
      ...state,
      answers: { ...state.answers, attention: { status: "loading", data: null, problem: null } },
    }),
    null,
  );
});
