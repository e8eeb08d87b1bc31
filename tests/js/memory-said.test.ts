import assert from "node:assert/strict";
import { test } from "node:test";
import { known } from "../../static/src/data/known.ts";
import { cellsLegend, cellsStep, sumUpCells } from "../../static/src/views/cells/pictures.ts";
import { costTable, sentenceWords } from "../../static/src/views/cost/pictures.ts";
import { orderShown } from "../../static/src/views/order/pictures.ts";
import { linesIn } from "../../static/src/panel/strip/pictures.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import { FIGURES, storeFor } from "./stores.ts";
import { readingOf } from "../../static/src/views/cells/source.ts";
import { modelName } from "../../static/src/plots/labels.ts";
import { sayPlace } from "../../static/src/views/step/say.ts";
import { apartWords, trainingWords, writtenShares } from "../../static/src/panel/memory-notes.ts";
import { allOf, gatesOf, MODEL, tokensOf } from "./made.ts";
import { stepOf } from "./step-made.ts";

const { gates, order, step, unit } = FIGURES;

const WORDS = ["[s]", "the", "cat", "sat", "on", "it"];
const APART = 3;
const lost = {
  against: "torch.nn.LSTM",
  max_abs_error: 2e-6,
  tolerance: 1e-5,
  first_apart: APART,
  apart_tolerance: 0.01,
};
const whole = gatesOf(tokensOf(WORDS), 5);
const cut = known({ ...whole, check: lost });
const ready = (data: any) => ({ status: "ready" as const, data, problem: null });
function storeOf(query: string, lab: Record<string, any> = {}) {
  const store = storeFor(query, { themeInForce: "light", langInForce: "en" });
  store.set({ text: "" });
  putAnswers(store, {
    gates: ready(cut),
    ...Object.fromEntries(Object.entries(lab).map(([name, data]) => [name, ready(data)])),
  });
  return store;
}
test("a reading ends where float32 and float64 are apart: its numbers before are the API's own, its tokens are all there", () => {
  assert.deepEqual([cut.tokens.length, cut.read.length, cut.apart], [APART, WORDS.length, APART]);
  for (const [name, values] of Object.entries(cut.arrays)) {
    assert.deepEqual([...values], [...(whole.arrays[name] ?? [])].slice(0, APART * 5), name);
  }
  assert.equal(cut.predictions?.length, APART);
  const held = known({ ...whole, check: { ...lost, first_apart: null } });
  assert.deepEqual([held.tokens, held.arrays, held.apart], [whole.tokens, whole.arrays, null]);
  assert.equal(apartWords("en", held), "");
  const said = apartWords("en", cut);
  assert.match(said, /From “sat” \(token 3\) on.*0\.01 from the same in float64/);
  assert.match(apartWords("zh", cut), /“sat”（词元 3）.*0\.01/);
});

test("gates and units are drawn up to there and say why; the strip still shows every token", () => {
  for (const entry of [gates, unit]) {
    const [picture] = entry.pictures(storeOf(`?view=${entry.id}`), { width: 700 });
    const counts =
      picture?.scene.regions.filter(({ column }) => column.kind === "token").map((region) => region.columns) ?? [];
    assert.ok(counts.length > 0 && counts.every((count) => count === APART), `${entry.id}: ${counts}`);
    assert.ok(picture?.notes?.includes(apartWords("en", cut)), entry.id);
  }
  assert.equal(linesIn(storeOf("?view=strip"))?.rows[0]?.tokens.length, WORDS.length);
});

test("three cells share an axis: they end where the first of them is lost, which is named, and nothing is summed up", () => {
  const answer = (cell: string, check: any) => ({
    shape: [6, 1],
    cell,
    kind: "rnn",
    checkpoint: "initial",
    text: "",
    tokens: tokensOf(WORDS),
    notices: [],
    check,
    model: MODEL,
    predictions: WORDS.map(() => [{ text: "x", probability: 0.5 }]),
    gates: {},
    states: { hidden: WORDS.map((_, i) => [i]) },
    units: { order: [0] },
    following: WORDS.map(() => ({ id: 0, text: "x", probability: 0.5, rank: 1, bits: 1 })),
  });
  const readings = [answer("lstm", { ...lost, first_apart: null }), answer("rnn", lost)].map((one) =>
    readingOf(one, APART),
  );
  for (const { data, following } of readings) {
    assert.deepEqual([data.tokens.length, following.length, data.read.length], [APART, APART, WORDS.length]);
  }
  const said = cellsLegend("en", { regions: [] } as any, { readings }).join(" ");
  assert.match(said, /nothing of the RNN is drawn/);
  assert.ok(!said.includes("nothing of the LSTM"));
  assert.deepEqual(sumUpCells("en", { readings }), []);
  assert.ok(!cellsStep(storeOf("?view=cells"), { readings }).words.includes("last token"), "the sentence goes on");
});

test("a step that is rounding, and two sentences of which one ends in it, are not drawn, and it is said why", () => {
  const data = { ...stepOf("lstm", { token: 2 }), check: { ...lost, first_apart: 2 } };
  const store = storeOf("?view=step", { step: data });
  assert.deepEqual(step.pictures(store, { width: 700 }), []);
  assert.match(step.why?.(store) ?? "", /token 2\) on, nothing of the LSTM is drawn/);
  const before = storeOf("?view=step", { step: { ...data, token: 1 } });
  assert.ok(step.pictures(before, { width: 700 }).length > 0);
  const two = storeOf("?view=order&text_b=x", { order: { a: whole, b: cut } });
  assert.equal(orderShown(two), null);
  assert.equal(order.why?.(two), apartWords("en", cut));
});

test("of a penalty it is said what was measured, on this sentence and by the card, and nothing of nets without one", () => {
  const net = { ...whole, arrays: { "gates.input": Float32Array.from([9, 9, 9, 9, 9, 0.05, 0.1, 0.5, 0.95, 0.02]) } };
  assert.deepEqual(writtenShares(net), { low: 0.4, between: 0.4, high: 0.2 }, "the step at <s> is left out");
  const gru = {
    ...net,
    kind: "gru" as const,
    arrays: { "gates.update": Float32Array.from([9, 9, 0.95, 0.2]) },
    units: 2,
  };
  assert.deepEqual(writtenShares(gru), { low: 0.5, between: 0.5, high: 0 });
  const card = {
    recipe: { steps: 9, seed: 1, write_penalty: 0.3, recurrent: "default" },
    results: { writing: { en: { between: 0.3909 }, zh: { between: 0.4826 } } },
  };
  const said = trainingWords("en", net, card).join(" ");
  assert.match(said, /values of i on this sentence, 40 % are below \.1, 40 % lie between and 20 % are above \.9/);
  assert.match(said, /held-out graded sentences 39\.\d+ % \(English\) and 48\.\d+ % \(Chinese\)/);
  assert.ok(!/clear|legib|without/.test(said), said);
});

test("torch's default initialisation is called that; where training began is the card's to say", () => {
  const net = { ...whole, checkpoint: "initial" };
  const began = (value: boolean | undefined) =>
    trainingWords("en", net, value === undefined ? null : { recipe: { training_began_at_initial: value } }).join(" ");
  assert.match(began(true), /torch's default initialisation.*Training of the net began from them/);
  assert.match(began(false), /torch's default initialisation.*did not begin from them/);
  assert.ok(!/began|begin/.test(began(undefined)), "nothing is claimed without a card");
});

test("cost: of a causal model both are said, the pairs that are computed and those that are visible", () => {
  const data = {
    model: MODEL,
    cell: "gru",
    lengths: [8, 10],
    repeats: 1,
    threads: 1,
    definition: "",
    ...Object.fromEntries(
      ["attention", "cell_fused", "cell_unrolled"].map((way) => [
        way,
        {
          what: "",
          sequential_depth: [1, 1],
          pairs: way === "attention" ? [64, 100] : null,
          visible_pairs: way === "attention" ? [36, 55] : null,
          milliseconds: [1, 2],
          multiply_adds: [1, 2],
        },
      ]),
    ),
  } as any;
  const ten = tokensOf([...WORDS, "a", "b", "c", "d"]);
  const said = (family: "decoder" | "encoder") => {
    const store = storeOf("?view=cost");
    putAnswers(store, { attention: ready({ ...allOf(ten), text: "", family }) });
    return sentenceWords(store, data);
  };
  assert.match(said("decoder"), /10² = 100 pairs.*of these 100 pairs 55 are visible/);
  assert.ok(!said("encoder").includes("visible"));
  const table = costTable("en", data);
  const at = table.head.indexOf("visible pairs");
  assert.deepEqual(
    table.rows.map((row) => (row[at] as any).value),
    [36, 55],
  );
});

test("tokens are counted from 0; carriers have a rank, and it is called that", () => {
  assert.match(sayPlace("en", stepOf("lstm", { token: 1 })), /token 1 \(\d+ in all\)/);
  assert.match(sayPlace("zh", stepOf("lstm", { token: 1 })), /词元 1，共 \d+ 个）/);
});

test("a model that was rounded to two widths is called by both", () => {
  const from = "GGUF Q4_1, embedding and output table Q8_0, dequantised to float32";
  assert.equal(modelName("en", { id: "s", converted_from: from }), "s (quantised to 4 and 8 bits)");
  assert.equal(modelName("zh", { id: "s", converted_from: from }), "s（4、8 位量化）");
});
