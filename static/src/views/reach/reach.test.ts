import assert from "node:assert/strict";
import { test } from "node:test";
import { extremes, merged, reached, heldOf } from "../../data/reach.ts";
import { hit } from "../../core/scene/hit.ts";
import { sayAllReach, sayReach, significant } from "./say.ts";
import { decades, power, reach } from "./scene.ts";
import { middle, tokenAxis } from "../../plots/token-axis.ts";
import { curveNotes, curvesTable, linesTable, tableNote } from "./pictures.ts";
import { marksOf, tokensOf } from "../../../../tests/js/made.ts";
import type { ReachCurve } from "../../data/types.ts";

/** A curve that loses the same share at every token. */
const curveOf = (
  cell: "lstm" | "gru" | "rnn",
  checkpoint: "trained" | "initial",
  factor: number,
  count: number,
): ReachCurve => {
  const ratios = Array.from({ length: count }, (_, k) => factor ** k);
  return {
    cell,
    checkpoint,
    forgetBias: null,
    recurrentScale: null,
    ratios,
    norms: ratios.map((ratio) => 2 * ratio),
    slope: Math.log(factor),
    rSquared: 1,
    halfLife: Math.log(0.5) / Math.log(factor),
    doubling: null,
    definition: "",
    apart: null,
  };
};
const WORDS = ["[s]", "i", "grew", "up", "in", "france", "so"];
const dataOf = (words: string[], token: number, curves: ReachCurve[]) => ({
  text: words.join(" "),
  tokens: tokensOf(words),
  token,
  curves,
});
const CELLS = ["lstm", "gru", "rnn"] as const;

/** The first point of a path such as M10 20a3 3 … */
const start = (d: string) => (/^M(-?[\d.]+) (-?[\d.]+)/.exec(d) ?? []).slice(1).map(Number) as [number, number];

test("reach: equal factors lie on a straight line, a tenth per decade of height", () => {
  const data = dataOf(WORDS, 6, [curveOf("lstm", "trained", 0.1, 7)]);
  assert.deepEqual(decades(data.curves, "ratio"), [-6, 0]);
  const scene = reach(data, { width: 700 });
  const plot = scene.regions[0];
  assert.ok(plot);
  const [line] = marksOf(scene, "path").filter(
    ({ strokeWidth, d }) => strokeWidth === 2.25 && d.split("L").length === 7,
  );
  assert.ok(line);
  const points = line.d
    .slice(1)
    .split("L")
    .map((point) => point.split(" ").map(Number));
  points.forEach(([x, y], token) => {
    assert.ok(Math.abs((x ?? 0) - middle(tokenAxis(700, 7), token)) < 0.06);
    assert.ok(Math.abs((y ?? 0) - (plot.y + ((6 - token) / 6) * plot.height)) < 0.06, `token ${token}`);
  });
});

test("reach: distance runs back from T, and what comes after T has none", () => {
  const curve = curveOf("gru", "trained", 0.5, 4);
  assert.equal(reached(curve, "ratio", 3, 3), 1);
  assert.equal(reached(curve, "ratio", 3, 0), 0.125);
  assert.equal(reached(curve, "norm", 3, 1), 0.5);
  assert.equal(reached(curve, "ratio", 3, 4), undefined);
  const data = dataOf(WORDS, 3, [curve]);
  const scene = reach(data, { width: 900 });
  const printed = marksOf(scene, "text");
  const zero = printed.find(({ text, anchor }) => text === "0" && anchor === "middle");
  assert.equal(zero?.x, middle(tokenAxis(900, 7), 3));
  assert.ok(printed.some(({ text }) => text === "not read yet"));
  assert.ok(printed.filter(({ text }) => text === "in" || text === "france").every(({ fill }) => fill === "soft"));
});

test("reach: 0 and what float64 cannot hold leave a gap, not a point", () => {
  const curve = { ...curveOf("rnn", "trained", 0.5, 5), ratios: [1, 0.5, 0, null, 0.0625] };
  const scene = reach(dataOf(WORDS.slice(0, 5), 4, [curve]), { width: 700 });
  const plot = scene.regions[0];
  const inside = marksOf(scene, "path").filter(({ d }) => start(d)[0] > (plot?.x ?? 0) + 1);
  const places = new Set(inside.map(({ d }) => Math.round((start(d)[0] - (plot?.x ?? 0)) / 84)));
  assert.ok(!marksOf(scene, "path").some(({ d }) => d.includes("NaN")));
  assert.ok(places.size <= 3);
});

test("reach: six lines have six labels that keep apart, and differ by more than tone", () => {
  const curves = CELLS.flatMap((cell) => [curveOf(cell, "trained", 0.97, 7), curveOf(cell, "initial", 0.96, 7)]);
  const scene = reach(dataOf(WORDS, 6, curves), { width: 800 });
  const labels = marksOf(scene, "text")
    .filter(({ text }) => / (trained|default)$/.test(text))
    .sort((a, b) => a.y - b.y);
  assert.equal(labels.length, 6);
  labels.slice(1).forEach((label, i) => assert.ok(label.y - (labels[i]?.y ?? 0) >= 14, label.text));
  assert.equal(labels.filter(({ bold }) => bold).length, 3);
});

test("reach: an explosion and a vanishing share one axis whose powers are marked", () => {
  const curves = [curveOf("rnn", "initial", 30, 40), curveOf("lstm", "trained", 1e-3, 40)];
  assert.deepEqual(decades(curves, "ratio"), [-24, 58]);
  const words = Array.from({ length: 40 }, (_, i) => `w${i}`);
  for (const width of [340, 700, 1300]) {
    const scene = reach(dataOf(words, 39, curves), { width });
    assert.ok(scene.width <= width + 1, `${width}: ${scene.width}`);
    assert.ok(!marksOf(scene, "path").some(({ d }) => /NaN|Infinity/.test(d)));
    const ticks = marksOf(scene, "text")
      .filter(({ text }) => /^1e/.test(text))
      .sort((a, b) => a.y - b.y);
    assert.ok(ticks.length >= 4 && ticks.length <= 9);
    ticks.slice(1).forEach((tick, i) => assert.ok(tick.y - (ticks[i]?.y ?? 0) > 12));
  }
  assert.deepEqual([-4, -3, -1, 0, 1, 4, 5].map(power), ["1e−4", ".001", ".1", "1", "10", "10000", "1e5"]);
});

test("reach: no significant trend is not no decay, less than a token is no half-life, and what float64 lost is not drawn", () => {
  const flat = { ...curveOf("lstm", "trained", 0.85, 9), slope: -0.16, halfLife: null };
  const steep = curveOf("gru", "initial", 0.2, 9);
  const lost = { ...curveOf("rnn", "initial", 1.5, 9), recurrentScale: 10, apart: 5 };
  const data = dataOf([...WORDS, "fluent", "french"], 8, [flat, steep, lost]);
  const rows = linesTable("en", data).rows.map((row) => row.slice(0, 2));
  assert.deepEqual(rows, [
    ["LSTM trained", "no significant trend"],
    ["GRU default", "below 1: 20 % a token"],
    ["RNN changed", "lost in rounding"],
  ]);
  assert.equal(linesTable("zh", data).rows[0]?.[1], "无显著趋势");
  assert.match(tableNote("en", data), /over these 9 points.*two standard errors/);
  const notes = curveNotes("en", data).join(" ");
  assert.match(notes, /Not drawn: RNN changed.*from token 5 on/);
  assert.match(notes, /torch's default initialisation.*did not begin from it/);
  assert.equal(curvesTable("en", data).head.length, 2 + 2 * 2, "no column of rounding");
  assert.deepEqual(heldOf(data).curves, [flat, steep]);
});

test("reach: what is said has four digits of the API's numbers, however small", () => {
  const curve = {
    ...curveOf("rnn", "trained", 0.5, 7),
    norms: [4.0196, 1, 1, 1, 1, 2.2259e-15, null],
    ratios: [1, 1, 1, 1, 1, 5.5372e-16, null],
  };
  const data = dataOf(WORDS, 6, [curve]);
  assert.equal(sayReach("en", data, curve, 1), "RNN trained, i, distance 5: norm 2.226e−15, ratio 5.537e−16");
  assert.equal(sayReach("en", data, curve, 6), "RNN trained, so, distance 0: norm 4.02, ratio 1");
  assert.ok(sayReach("zh", data, curve, 0).includes("—"));
  assert.equal(sayAllReach("en", data, "norm", 1), "i, distance 5: RNN trained 2.226e−15");
  assert.deepEqual([0, 123456, 0.00099, 12.3456, NaN, null].map(significant), [
    "0",
    "1.235e5",
    "9.900e−4",
    "12.35",
    "—",
    "—",
  ]);
});

test("reach: the untrained nets are shown only where they are about the same token of the same sentence", () => {
  const trained = dataOf(WORDS, 6, [curveOf("lstm", "trained", 0.9, 7)]);
  const initial = dataOf(WORDS, 6, [curveOf("lstm", "initial", 0.5, 7)]);
  assert.equal(merged(initial, trained).curves.length, 2);
  assert.equal(merged({ ...initial, token: 5 }, trained).curves.length, 1);
  assert.equal(merged({ ...initial, text: "another" }, trained).curves.length, 1);
  assert.equal(merged(null, trained).curves.length, 1);
});

test("reach: every token of the axis answers where it is drawn", () => {
  const scene = reach(dataOf(WORDS, 4, [curveOf("lstm", "trained", 0.9, 5)]), { width: 700 });
  const axis = tokenAxis(700, 7);
  WORDS.forEach((_, token) => {
    assert.equal(hit(scene.regions, middle(axis, token), 100)?.column, token);
    const label = scene.regions.find(({ id }) => id === "tokens");
    assert.equal(hit(scene.regions, middle(axis, token), (label?.y ?? 0) + 4)?.column, token);
  });
});

test("the strongest swap and the steepest gradient are looked for before T, without <s>", () => {
  const curve = { ...curveOf("rnn", "trained", 0.5, 4), norms: [9, 3, 0.5, 8], ratios: [1, 1 / 3, 1 / 18, 8 / 9] };
  const cell = {
    cell: "rnn" as const,
    values: [0, 0.7, 0.2, 0.9],
    unknown: [0, 0, 0, 0],
    replacements: [[], [], [], []],
    baseline: [],
    definition: "",
  };
  const found = extremes({ reach: dataOf(WORDS.slice(0, 4), 3, [curve]), cells: [cell] }, 0);
  assert.deepEqual(found.swapped, { token: 1, distance: 2, moved: 0.7, norm: 0.5, ratio: 1 / 18 });
  assert.deepEqual([found.steepest.token, found.steepest.norm, found.rank, found.count], [2, 3, 2, 2]);
});
