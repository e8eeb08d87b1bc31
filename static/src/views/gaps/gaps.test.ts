import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { comparisonPlot, shippedPlot } from "./source.ts";
import { comparisonWords, measureWords } from "./pictures.ts";
import { sayGap } from "./pictures.ts";
import { gaps, inOrder, spread } from "./scene.ts";
import { dashed, framing, keepApart } from "../../plots/plot.ts";
import { marksOf } from "../../../../tests/js/made.ts";
import type { Region, Scene } from "../../core/types.ts";

const GAPS = [0, 10, 20, 30, 60];
/**
 * A made card of the comparison: straight lines, one a seed.
 * @param falls by cell, how much each seed loses a gap
 */
function cardOf(falls: Record<string, number[]>) {
  const lines = (fall: number) => GAPS.map((gap) => Math.round((1 - fall * gap) * 1e4) / 1e4);
  const curves = Object.fromEntries(
    Object.entries(falls).map(([cell, seeds]) => [
      cell,
      Object.fromEntries(seeds.map((fall, i) => [String(i + 1), lines(fall)])),
    ]),
  );
  const mean = Object.fromEntries(
    Object.entries(falls).map(([cell, seeds]) => [
      cell,
      GAPS.map(
        (_, at) =>
          Object.values(curves[cell] as Record<string, number[]>).reduce((sum, line) => sum + (line[at] ?? 0), 0) /
          seeds.length,
      ),
    ]),
  );
  return {
    id: "comparison",
    chance: 0.0625,
    trained_gaps: [0, 12],
    gaps: GAPS,
    seeds: [1, 2],
    curves,
    mean,
    parameters: { lstm: 21000, gru: 20900, rnn: 21100 },
    lstm_minus_rnn_gap_30: { by_seed: { 1: 0.21, 2: -0.3 }, mean: -0.045 },
  };
}
const CARD = cardOf({ rnn_identity: [0.002, 0.004], rnn: [0.012, 0.014], gru: [0.003, 0.005], lstm: [0.006, 0.01] });
const PLOT = comparisonPlot(CARD);
const region = (scene: Scene, id: string) => scene.regions.find((one) => one.id === id) as Region;

test("the cells come in the order of the pickers, variants after them", () => {
  assert.deepEqual(inOrder(Object.keys(CARD.curves)), ["lstm", "gru", "rnn", "rnn_identity"]);
  assert.deepEqual(
    PLOT.series.map(({ id }) => id),
    ["lstm", "gru", "rnn", "rnn_identity"],
  );
});

test("every point lies at its gap and its accuracy", () => {
  const scene = gaps({ plots: [PLOT] }, { width: 900 });
  const at = (series: number, gap: number) => {
    const box = region(scene, `comparison-${gap}-${series}`);
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [left = 0, one = 0] = at(0, 0); // all are right at a gap of 0
  const [right = 0] = at(0, 4);
  const [, low = 0] = at(2, 4);
  const across = (right - left) / 60;
  const down = (low - one) / (1 - (PLOT.series[2]?.values[4] ?? 0));
  PLOT.series.forEach(({ values }, series) =>
    GAPS.forEach((gap, i) => {
      const [x = 0, y = 0] = at(series, i);
      assert.ok(
        Math.abs(x - (left + gap * across)) < 0.01 && Math.abs(y - (one + (1 - (values[i] ?? 0)) * down)) < 0.01,
      );
    }),
  );
});

test("a thin line a seed, a mean, an area from the worst to the best; the trained range shaded; chance and ends labelled", () => {
  const scene = gaps({ plots: [PLOT] }, { width: 900 });
  const paths = marksOf(scene, "path");
  assert.equal(paths.filter(({ strokeWidth, fill }) => strokeWidth === 0.75 && fill === "none").length, 8);
  assert.equal(paths.filter(({ fill, stroke }) => fill === "faint" && stroke === undefined).length, 4);
  assert.deepEqual(spread(PLOT.series[0] as any, 3), [0.7, 0.82]);
  const [shade] = marksOf(scene, "raster");
  const frame = region(scene, "comparison-0-0");
  const zero = frame.x + frame.width / 2;
  const last = region(scene, "comparison-4-0");
  assert.ok(shade && Math.abs(shade.x - zero) < 0.01);
  assert.ok(Math.abs(shade.width - ((last.x + last.width / 2 - zero) * 12) / 60) < 0.01);
  const words = marksOf(scene, "text").map(({ text }) => text);
  for (const word of [
    "trained on gaps 0–12",
    "always the same language: .063",
    "LSTM",
    "GRU",
    "RNN",
    "RNN, identity",
  ]) {
    assert.ok(words.includes(word), word);
  }
});

test("lines are told apart without colour: by dash and mark", () => {
  const scene = gaps({ plots: [PLOT] }, { width: 900 });
  const means = marksOf(scene, "path").filter(({ strokeWidth, fill }) => fill === "none" && (strokeWidth ?? 0) > 1.5);
  const pieces = means.map(({ d }) => [...d.matchAll(/M/g)].length);
  assert.equal(new Set(pieces).size, pieces.length, String(pieces));
});

test("labels at the ends keep apart and inside", () => {
  assert.deepEqual(keepApart([10, 10, 10], 15, 0, 100), [10, 25, 40]);
  assert.deepEqual(keepApart([98, 99, 10], 15, 0, 100), [85, 100, 10]);
  assert.deepEqual(keepApart([], 15, 0, 100), []);
});

test("dashes cover their share of a curve, however its points lie", () => {
  const straight = dashed(
    [
      [0, 0],
      [100, 0],
    ],
    [6, 4],
  );
  const bent = dashed(
    [
      [0, 0],
      [3, 0],
      [33, 0],
      [100, 0],
    ],
    [6, 4],
  );
  const drawn = (d: string) => {
    let [sum, x] = [0, 0];
    for (const [, kind, to] of d.matchAll(/([ML])(-?[\d.]+) /g)) {
      if (kind === "L") sum += Number(to) - x;
      x = Number(to);
    }
    return sum;
  };
  assert.ok(Math.abs(drawn(straight) - 60) < 1e-6);
  assert.ok(Math.abs(drawn(bent) - 60) < 1e-6);
  assert.equal([...bent.matchAll(/M/g)].length, [...straight.matchAll(/M/g)].length);
});

test("powers that frame values", () => {
  assert.deepEqual(framing([1, 512]), [0, 3]);
  assert.deepEqual(framing([0.05, 0.3]), [-2, 0]);
  assert.deepEqual(framing([10, 10]), [1, 2]);
});

test("what is said has the card's digits; no cell is said to be unable", () => {
  assert.equal(sayGap("en", PLOT, 3, PLOT.series.slice(2, 3)), "gap 30: RNN 0.6100 (0.5800–0.6400 over 2 seeds)");
  assert.match(sayGap("en", PLOT, 3), /LSTM 0\.7600 .*; GRU 0\.8800 .*; RNN 0\.6100 .*; RNN, identity 0\.9100/);
  const words = comparisonWords("en", CARD).join(" ");
  assert.match(words, /At a gap of 30, LSTM minus RNN is −0\.0450 on average over seeds 1, 2 \(\+0\.2100, −0\.3000\)/);
  assert.match(words, /LSTM 21,000, GRU 20,900, RNN 21,100/);
  assert.match(words, /not what a cell can or cannot do/);
  assert.deepEqual(comparisonWords("en", null), []);
});

test("the shipped nets' own cards: gaps in order, only those that every net was tried at", () => {
  const by = (values: Record<string, number>) =>
    Object.fromEntries(Object.entries(values).map(([gap, all]) => [gap, { all }]));
  const card = (values: Record<string, number>) => ({
    results: {
      country_to_language: { en: { languages_to_choose_from: 25, accuracy_by_gap: by(values), chance: 0.12 } },
    },
  });
  const plot = shippedPlot(
    { rnn: card({ 0: 0.9, 5: 0.8, 60: 0.1 }), lstm: card({ 60: 1, 0: 0.99, 5: 0.98, 40: 1 }) },
    "en",
  );
  assert.deepEqual(plot?.gaps, [0, 5, 60]);
  assert.deepEqual(
    plot?.series.map(({ id, values }) => [id, values]),
    [
      ["lstm", [0.99, 0.98, 1]],
      ["rnn", [0.9, 0.8, 0.1]],
    ],
  );
  assert.equal(plot?.chance, 0.12, "not one in so many languages: some are asked for more often");
  assert.equal(plot?.trained, null);
  assert.equal(shippedPlot({ lstm: { results: {} } }, "zh"), null);
});

test("what the plots are of: the filler's length, not the distance, which the cards give; chance as the same page defines it", () => {
  const card = (id: string) =>
    JSON.parse(readFileSync(new URL(`../../../../app/models/recurrent/nets/${id}.json`, import.meta.url), "utf8"));
  const cards = Object.fromEntries(["lstm", "gru", "rnn"].map((id) => [id, card(id)]));
  const plots = [
    comparisonPlot(card("comparison")),
    ...(["en", "zh"] as const).map((lang) => shippedPlot(cards, lang) as any),
  ];
  assert.deepEqual(
    plots.map(({ chance }) => chance.toFixed(3)),
    ["0.038", "0.121", "0.121"],
  );
  const said = measureWords("en", { plots, cards, comparison: null }).join(" ");
  assert.match(said, /4–11 tokens more \(English\) and 4–13 more \(Chinese\)/);
  assert.match(said, /0\.038.*0\.121.*0\.121/);
  const words = marksOf(gaps({ plots }, { width: 1300 }), "text").map(({ text }) => text);
  assert.equal(words.filter((word) => word === "gap: length of the filler in tokens").length, 2);
  assert.equal(words.filter((word) => word === "gap: length of the filler in words, commas included").length, 1);
  assert.ok(!words.some((word) => word.includes("between the country")));
});

test("every width holds the plots", () => {
  const shipped = { ...PLOT, id: "en", trained: null, series: PLOT.series.map((one) => ({ ...one, seeds: [] })) };
  for (const width of [330, 700, 1100, 1600]) {
    const scene = gaps({ plots: [PLOT, shipped, { ...shipped, id: "zh" }] }, { width });
    assert.ok(scene.width <= width);
    for (const { x, y } of marksOf(scene, "text")) assert.ok(x >= 0 && x <= scene.width && y <= scene.height);
    for (const box of scene.regions) {
      assert.ok(box.x + box.width <= scene.width && box.y + box.height <= scene.height + 8);
    }
  }
});
