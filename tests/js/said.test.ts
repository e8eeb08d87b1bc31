/** Sentences that say no more than was computed, of a model by its name, of one thing and of many. */
import { FIGURES } from "./stores.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { contribution, statsOf } from "../../static/src/data/stats.ts";
import { countLines } from "../../static/src/views/arcs/pictures.ts";
import { sayFormula } from "../../static/src/views/find/pictures.ts";
import { sayLargest } from "../../static/src/panel/heatmap/pictures.ts";
import { tableNote } from "../../static/src/views/reach/pictures.ts";
import { sayStatistic, sumUpOrder } from "../../static/src/panel/pictures/statistics.ts";
import { cell, gatesTable } from "../../static/src/panel/pictures/tables.ts";
import { sayChecks, sayDimensions } from "../../static/src/views/steps/say.ts";
import { t } from "../../static/src/core/words/index.ts";
import { checkWords, trainingWords } from "../../static/src/panel/memory-notes.ts";
import { quantised } from "../../static/src/panel/panel-words.ts";
import { sumUpShares } from "../../static/src/views/shares/say.ts";
import { gates } from "../../static/src/plots/gates.ts";
import { unitTracks } from "../../static/src/plots/unit.ts";
import { sorted } from "../../static/src/plots/sorted.ts";
import { addedOf, foundOf, lensOf, ready, storeOf, words } from "./bench-made.ts";
import { headStepOf } from "./inspector-made.ts";
import { allOf, gatesOf, headOf, marksOf, MODEL, tokensOf } from "./made.ts";
import { stepOf } from "./step-made.ts";
import { putAnswers } from "../../static/src/state/answers.ts";

const { find, lens, step } = FIGURES;

test("English counts one thing and two", () => {
  assert.match(t("en", "summary-grid", { layers: "1 layer", count: 1 }), /, 1 token\. /);
  assert.match(t("en", "summary-grid", { layers: "1 layer", count: 2 }), /, 2 tokens\. /);
  assert.match(t("en", "rollout-derived-mean", { heads: 1 }), /of 1 head\.$/);
  assert.match(t("en", "change-points", { value: "1.0" }), /1\.0 points/, "a measured number is no count");
});

test("what was rounded before it was published is said of a model by its name, whatever stands before", () => {
  const ref = { ...MODEL, id: "mine", converted_from: "GGUF Q4_1, embedding and output table Q8_0" };
  assert.match(quantised("en", ref), /^ Most weights of mine were quantised to 4 and 8 bits/);
  assert.match(quantised("zh", ref), /^mine 的大部分权重/, "no space after a Chinese full stop");
  assert.equal(quantised("en", MODEL), "");
});

test("a model that predicts nothing is not said to say anything next", () => {
  const tokens = tokensOf(words(3));
  const encoder = storeOf("?view=lens", tokens, {}, { all: { family: "encoder", predicts: null } });
  assert.doesNotMatch(lens.intro?.(encoder) ?? "", /made/);
  const decoder = storeOf(
    "?view=lens",
    tokens,
    { lens: lensOf(tokens) },
    { all: { family: "decoder", predicts: "next" } },
  );
  assert.match(lens.intro?.(decoder) ?? "", /^What made would say next/);
});

test("the largest products are so by magnitude, and rounding is told by how far the sum is from 1", () => {
  const data = headStepOf();
  assert.match(sayDimensions("en", data, 2), /The 3 largest in magnitude, /);
  const sum = data.weights.reduce((all, one) => all + one, 0);
  const found = /weights are (\S+) away from 1: rounding/.exec(sayChecks("en", data))?.[1] ?? "";
  assert.ok(Math.abs(Number(found.replaceAll("−", "-")) - Math.abs(sum - 1)) < 1e-8, `${found} ${sum}`);
});

test("a part of a row may be larger than the row's sum, so it is not said to be a part of it", () => {
  const tokens = tokensOf(["[s]", "法国", "说"]);
  const drawn = {
    side: { labels: tokens, tokens: [[0], [1], [2]] },
    states: [[0], [1], [2]],
    quantity: "projected",
    totals: [0.1, 0.5, 7.8],
    values: Float64Array.from([0.1, NaN, NaN, 0.2, 0.3, NaN, -1.3, 11.1, -2]),
    data: { rebuildError: 1e-7, unit: null },
  } as any;
  assert.equal(
    sumUpShares("en", drawn),
    "The largest part: at “说”, 11.1000 comes from “法国”; that row's parts, of either sign, sum to 7.8000. Rows rebuild the totals, computed apart from them, to 1.0e−7.",
  );
});

test("every penalty of a recipe is named, and none that it has not", () => {
  const net = {
    ...gatesOf(tokensOf(["[s]", "a"]), 2),
    kind: "gru",
    arrays: { "gates.update": new Float32Array(4) },
  } as any;
  const said = (recipe: any) =>
    trainingWords("en", net, { recipe: { steps: 9, seed: 1, write_penalty: 0.3, ...recipe } }).join(" ");
  assert.match(
    said({ half_open_penalty: 0.2, answer_noise: 0.5 }),
    /half-open gates: 0\.2 times the mean of w·\(1 − w\), where w is 1 − z\. Noise of deviation 0\.5/,
  );
  assert.doesNotMatch(said({ half_open_penalty: 0, answer_noise: 0 }), /half-open|Noise/);
});

test("the counter is called the LSTM that it is, not a cell of that name", () => {
  const counter = {
    ...gatesOf(tokensOf(["[s]", "a"]), 2),
    cell: "counter",
    kind: "lstm",
    model: { ...MODEL, id: "counter" },
  } as any;
  assert.equal(gates(counter, { width: 500 }).title, "Gates and states of the LSTM counter");
  assert.match(unitTracks(counter, { unit: 0, width: 500 }).title, /of the LSTM counter$/);
  const store = storeOf("?view=step", tokensOf(["a"]), {});
  putAnswers(store, { step: ready({ ...stepOf("lstm"), cell: "counter" } as any) });
  const [picture] = step.pictures(store, { width: 700 });
  assert.match(picture?.scene.title ?? "", /^One step of the counter aⁿbⁿ at /);
});

test("tables: a small probability is not nought, and a negative number has a minus", () => {
  const data = { ...gatesOf(tokensOf(["[s]", "a"]), 2), predictions: [[{ text: "to", probability: 0.00262 }], []] };
  assert.equal(gatesTable("en", data, 0).rows[0]?.at(-1), "to 0.262 %");
  assert.deepEqual(cell(-0.5), { value: -0.5, shown: "−0.5000" });
});

test("an equal share of a layer and the distance of even attention are no chance", () => {
  const tokens = tokensOf(words(4));
  const share = contribution(addedOf(tokens));
  const store = storeOf("?view=heads&order=contribution", tokens, { contributions: addedOf(tokens) });
  const drawn = marksOf(sorted(allOf(tokens), share, { width: 700 }), "text")
    .map(({ text }) => text)
    .join(" ");
  for (const said of [sumUpOrder(store, allOf(tokens)), drawn]) {
    assert.match(said, /equal share/);
    assert.doesNotMatch(said, /chance/);
  }
  const answer = {
    model: MODEL,
    text: "",
    tokens,
    attending: [0],
    head_stats: {
      layers: [0],
      statistics: [
        {
          name: "distance",
          habit: false,
          unit: "tokens",
          chance: 1.25,
          chance_is: "level",
          chance_by_layer: [1.25],
          values: [[1, 2]],
        },
      ],
    },
  };
  const [distance] = statsOf(answer).statistics;
  assert.ok(distance);
  assert.match(sayStatistic("en", distance), /in tokens, .*evenly over what it may see has 1\.25\.$/);
  assert.doesNotMatch(
    marksOf(sorted(allOf(tokens), distance, { width: 700 }), "text")
      .map(({ text }) => text)
      .join(" "),
    /chance/,
  );
});

test("a habit that no head can have here has neither a level nor a picture of no heads", () => {
  const tokens = tokensOf(words(3));
  const none = foundOf(tokens, {
    habit: "separator",
    from: null,
    to: null,
    heads: [],
    chance: null,
    chanceByLayer: [null, null],
  });
  const store = storeOf("?view=find&habit=separator", tokens, { find: none });
  assert.deepEqual(find.pictures(store, { width: 700 }), []);
  assert.match(find.why?.(store) ?? "", /This sentence has nothing to measure it on\.$/);
  assert.doesNotMatch(sayFormula("en", "separator", none), /chance/);
});

test("the largest of a part is said to be of that part", () => {
  const whole = headOf(tokensOf(["it", "animal"]));
  assert.match(sayLargest("en", whole), /the largest weight is/);
  assert.match(sayLargest("en", { ...whole, cropped: true }), /the largest weight \(of the part shown\) is/);
});

test("what lines hold is a share of the sum of what they stand for", () => {
  const scene = { possible: 9, hidden: 3, hiddenMass: 0.25 } as any;
  assert.match(
    countLines(storeOf("?view=arcs", tokensOf(["a"]), {}), scene),
    /hold 25 % of the sum of all attention weights\./,
  );
  assert.match(
    countLines(storeOf("?view=arcs&quantity=value&filter=least", tokensOf(["a"]), {}), scene),
    /of the sum of all norms of weight × projected value\.$/,
  );
});

test("what no trend means is said where a net has none", () => {
  const curve = { apart: null, slope: -0.5, halfLife: 1.4, doubling: null };
  const data = (...curves: any[]) => ({ token: 8, curves }) as any;
  assert.doesNotMatch(tableNote("en", data(curve, { ...curve, slope: null, halfLife: null })), /trend/);
  assert.match(tableNote("en", data(curve, { ...curve, halfLife: null })), /over these 9 points the slope is within/);
});

test("what a trace is held against is said in the reader's language, and what is not known as it is", () => {
  const against = "torch.nn.GRU, fused, float32, the same weights and input";
  const check = { against, max_abs_error: 5.5e-7 };
  assert.equal(
    checkWords("en", check),
    `Unrolled by hand; largest difference from ${against} on this sentence: 5.5e−7.`,
  );
  const alone = { ...check, against: `${against}, each step alone from the trace's own state before` };
  assert.match(checkWords("en", alone), /each step alone from the trace's own state before on this sentence/);
  for (const one of [check, alone]) assert.doesNotMatch(checkWords("zh", one), /the same weights|alone/);
  assert.match(checkWords("zh", { ...check, against: "numpy" }), /numpy/);
});
