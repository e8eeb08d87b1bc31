import assert from "node:assert/strict";
import { test } from "node:test";
import { change, mean, runsOf, saturated, sorted, sortsOf, trackOf, trackValues } from "../../static/src/data/units.ts";
import { cellBox } from "../../static/src/core/scene/hit.ts";
import { toSVG } from "../../static/src/core/scene/svg.ts";
import { gates, keyNumber, sortWords } from "../../static/src/plots/gates.ts";
import { runWords, unitTracks } from "../../static/src/plots/unit.ts";
import { unitWords } from "../../static/src/panel/pictures/tracks.ts";
import { gatesOf, marksOf, tokensOf } from "./made.ts";
import type { GatesData } from "../../static/src/data/types.ts";

const TOKENS = tokensOf(["[s]", "keys", "are", "here"]);

/** Three units over four steps; each array's values are its own. */
const lstm = (changes: Partial<GatesData> = {}): GatesData => ({
  ...gatesOf(TOKENS, 3),
  arrays: {
    "gates.input": Float32Array.from([0, 0.5, 1, 0.5, 0.5, 1, 0, 0.5, 1, 1, 0.5, 1]),
    "states.cell": Float32Array.from([0, 2, -3, 0, 2, -3, 0.5, -2, 3, 0, 2, 3]),
  },
  order: [2, 0, 1],
  saturation: { input: { low: [0.5, 0, 0], high: [0.25, 0, 1] }, forget: { low: [0, 0.25, 0], high: [0.25, 0.5, 0] } },
  halfLife: [4, null, 4],
  ...changes,
});
const gru = (changes: Partial<GatesData> = {}): GatesData => ({
  ...gatesOf(TOKENS, 2),
  cell: "gru",
  kind: "gru",
  arrays: Object.fromEntries(
    ["gates.reset", "gates.update", "gates.candidate", "states.hidden"].map((name, n) => [
      name,
      Float32Array.from({ length: 8 }, (_, i) => (i + n) / 11),
    ]),
  ),
  ...changes,
});
const rnn = (changes: Partial<GatesData> = {}): GatesData => ({
  ...gatesOf(TOKENS, 2),
  cell: "rnn",
  kind: "rnn",
  arrays: { "states.hidden": Float32Array.from([0, 0.1, -0.2, 0.3, 0.9, -0.9, 1, -1]) },
  ...changes,
});

test("units: every order puts the largest key first, and equal ones by index", () => {
  const data = lstm();
  assert.deepEqual(sorted(data, "carrier", "").order, [2, 0, 1], "as the answer has it");
  assert.deepEqual(sorted(data, "index", "").order, [0, 1, 2]);
  // (0.5 + 0.25 + 0 + 0.25) / 2, (0 + 0 + 0.25 + 0.5) / 2, (0 + 1 + 0 + 0) / 2
  assert.deepEqual(saturated(data), [0.5, 0.375, 0.5]);
  assert.deepEqual(sorted(data, "saturation", "").order, [0, 2, 1]);
  assert.deepEqual(sorted(data, "half-life", "").order, [1, 0, 2], "what does not decay lasts longest");
  const by = sorted(data, "mean", "gates.input");
  assert.deepEqual([by.key, by.order, by.array], [[0.375, 0.5, 1], [2, 1, 0], "gates.input"]);
  // |0.5 − 0|, |0 − 0.5|, |1 − 0| over three changes; none; none
  assert.deepEqual(
    sorted(data, "change", "gates.input").key?.map((value) => Math.round((value ?? NaN) * 1e6) / 1e6),
    [0.666667, 0, 0],
  );
  assert.deepEqual(sorted(data, "change", "gates.input").order, [0, 1, 2], "ties stay in the order of the index");
});

test("units: mean and change of a single step", () => {
  assert.equal(mean([0.25]), 0.25);
  assert.equal(change([0.25]), 0);
});

test("units: a cell without gates offers no order that needs one, and what it lacks gives way", () => {
  const data = rnn();
  assert.deepEqual(sortsOf({ ...data, saturation: {} }), ["carrier", "index", "mean", "change"]);
  assert.equal(sorted(data, "half-life", "").sort, "carrier");
  assert.equal(trackOf(data, "gates.input"), "states.hidden");
  assert.equal(trackOf(gru(), "gates.update"), "gates.update");
  assert.deepEqual(
    [...trackValues(data, "states.hidden", 1)].map((value) => Math.round(value * 10) / 10),
    [0.1, 0.3, -0.9, -1],
  );
});

test("runs: at or above the threshold, in magnitude, told apart by sign", () => {
  assert.deepEqual(runsOf([0.5, 0.49, 0.9, 0.8, 0], 0.5), [
    { from: 0, to: 0, sign: 1 },
    { from: 2, to: 3, sign: 1 },
  ]);
  assert.deepEqual(runsOf([0.6, -0.6, -0.7], 0.5), [
    { from: 0, to: 0, sign: 1 },
    { from: 1, to: 2, sign: -1 },
  ]);
  assert.deepEqual(runsOf([NaN, 0.2], 0.5), []);
  assert.deepEqual(runsOf([0, 0], 0), [{ from: 0, to: 1, sign: 1 }]);
});

test("runs in words: ends of a run, signs, repeated tokens by index, long lists counted", () => {
  const data = { tokens: tokensOf(["a", "a", "keys", "are", "here"]) };
  const run = (from: number, to: number, sign: 1 | -1 = 1) => ({ from, to, sign });
  assert.equal(runWords("en", data, [run(0, 0), run(2, 2), run(3, 4)], false), "“a”₀ · “keys” · “are” “here”");
  assert.equal(runWords("en", data, [run(1, 4, -1)], true), "− “a”₁ … “here”");
  assert.match(runWords("en", data, Array(15).fill(run(2, 2)), false), / · 3 more runs$/);
  assert.equal(runWords("en", data, [], false), "");
});

test("gates: each cell has its own bands, letters and words", () => {
  for (const [data, letters] of [
    [gru(), /^(reset gate r|update gate z|candidate n|hidden state h)$/],
    [rnn(), /^hidden state h$/],
  ] as [GatesData, RegExp][]) {
    const scene = gates(data, { width: 700 });
    const headings = marksOf(scene, "text")
      .filter(({ bold }) => bold)
      .map(({ text }) => text);
    assert.equal(headings.length, Object.keys(data.arrays).length);
    for (const heading of headings) assert.match(heading, letters);
  }
  const says = marksOf(gates(gru(), { width: 1200 }), "text").map(({ text }) => text);
  assert.ok(says.some((text) => text.includes("z keeps")));
  assert.ok(!says.some((text) => text.includes("tanh(cell)")), "a GRU has no cell");
});

test("gates: rows follow the order chosen, and the picture says by what, of what, and how much", () => {
  const data = lstm();
  const by = sorted(data, "mean", "gates.input");
  const scene = gates(data, { width: 600, by });
  const box = scene.regions.find(({ id }) => id === "gates.input");
  const picture = marksOf(scene, "raster").find(({ x, y, rows }) => rows === box?.rows && x === box.x && y === box.y);
  assert.ok(picture);
  by.order.forEach((unit, row) => {
    TOKENS.forEach((_, token) =>
      assert.equal(picture.values[row * 4 + token], data.arrays["gates.input"]?.[token * 3 + unit]),
    );
  });
  const words = marksOf(scene, "text").map(({ text }) => text);
  assert.ok(words.includes("unit 2 · 1.00") && words.includes("unit 1 · .50"));
  assert.ok(words.some((text) => text.startsWith("units by the mean over the steps of input gate i")));
  assert.match(scene.description, /units by the mean/);
  assert.equal(keyNumber(sorted(data, "half-life", ""), 1), "∞");
  assert.match(sortWords("en", data, sorted(data, "half-life", "")), /half-life in tokens/);
});

test("unit: a point stands at its token and at its value, on the scale of its track", () => {
  const data = lstm();
  const scene = unitTracks(data, { unit: 2, width: 600, track: "states.cell", threshold: 2 });
  for (const [array, [low, high]] of [
    ["gates.input", [0, 1]],
    ["states.cell", [-3, 3]],
  ] as [string, [number, number]][]) {
    const region = scene.regions.find((one) => one.array === array);
    assert.ok(region);
    const frame = marksOf(scene, "rect").find(
      ({ y, fill }) => fill === "none" && y >= region.y && y < region.y + region.height,
    );
    assert.ok(frame);
    const path = marksOf(scene, "path").find(
      ({ d, fill }) =>
        fill === "none" &&
        Number(/M[\d.]+ ([\d.]+)/.exec(d)?.[1]) >= frame.y - 0.1 &&
        Number(/M[\d.]+ ([\d.]+)/.exec(d)?.[1]) <= frame.y + frame.height + 0.1,
    );
    const points = [...(path?.d ?? "").matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    assert.equal(points.length, 4);
    trackValues(data, array, 2).forEach((value, token) => {
      const box = cellBox(region, 0, token);
      const [x = 0, y = 0] = points[token] ?? [];
      assert.ok(Math.abs(x - (box.x + box.width / 2)) < 0.1);
      assert.ok(Math.abs(y - (frame.y + (frame.height * (high - value)) / (high - low))) < 0.1, `${array} ${token}`);
    });
  }
});

test("unit: what is on is shaded from the first to the last token of a run, and said", () => {
  const data = lstm();
  const scene = unitTracks(data, { unit: 0, width: 600, track: "gates.input", threshold: 0.5 });
  const shades = marksOf(scene, "rect").filter(({ fill }) => fill === "band");
  const [tokens] = scene.regions;
  assert.ok(tokens);
  // 0, .5, 0, 1: on at tokens 1 and 3
  assert.deepEqual(
    shades.map(({ x, width }) => [(x - tokens.x) / (tokens.width / 4), width / (tokens.width / 4)]),
    [
      [1, 1],
      [3, 1],
    ],
  );
  assert.equal(scene.description, "Unit 0 is on, with input gate i at .5 or more, at: “keys” · “here”.");
  const limits = marksOf(scene, "line").filter(({ dash }) => dash);
  assert.equal(limits.length, 1);
  assert.equal(
    marksOf(unitTracks(data, { unit: 0, width: 600, track: "states.cell", threshold: 0.5 }), "line").filter(
      ({ dash }) => dash,
    ).length,
    2,
    "both signs",
  );
  assert.match(
    unitTracks(data, { unit: 1, width: 600, track: "gates.input", threshold: 0.9 }).description,
    /at: no step\./,
  );
});

test("unit: fits its width and draws with one token, with two hundred, and for every cell", () => {
  for (const count of [1, 200]) {
    const tokens = tokensOf(Array.from({ length: count }, (_, i) => `w${i}`));
    for (const width of [340, 1300]) {
      const scene = unitTracks(gatesOf(tokens, 4), { unit: 3, width, tall: 20 });
      if (count === 1 || width > 700) assert.ok(scene.width <= width, `${count} tokens in ${scene.width} of ${width}`);
      assert.ok(toSVG(scene).startsWith("<svg "));
    }
  }
  for (const data of [gru(), rnn()]) {
    const scene = unitTracks(data, { unit: 1, width: 500, track: "gates.input", lang: "zh" });
    assert.equal(scene.regions.length, 1 + Object.keys(data.arrays).length);
  }
});

test("unit in words: saturation and half-life as they are in the answer, and what is not defined", () => {
  const said = unitWords("en", lstm(), 0);
  assert.match(said, /input gate i below 0\.1 at 50 % of the steps and above 0\.9 at 25 %/);
  assert.match(said, /from the geometric mean of the forget gate f: 4 tokens/);
  assert.match(unitWords("en", lstm(), 1), /the gate is 1 to the last digit of float32/);
  // Less than half is left after one token: at 0.25 tokens, a sixteenth.
  assert.match(
    unitWords("en", lstm({ halfLife: [0.25, null, 4] }), 0),
    /below one token, as 6\.25 % of what was held is left after one/,
  );
  assert.match(unitWords("zh", lstm({ halfLife: [0.25, null, 4] }), 0), /不到一个词元：一个词元之后只剩 6\.25 %/);
  assert.equal(keyNumber(sorted(lstm({ halfLife: [0.25, null, 4] }), "half-life", ""), 0), "< 1");
  assert.match(unitWords("en", rnn(), 0), /no gates/);
});
