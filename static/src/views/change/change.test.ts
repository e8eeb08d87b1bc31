/** Interventions: what is in and out, how much each head changed, bars, the board of heads, and two lists of predictions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contiguous } from "../../data/layers.ts";
import { toggledHead, toggledToken } from "./changed.ts";
import { lineUp, divergences } from "../../plots/lined-up.ts";
import { changeByHead, headIn, matrixIn } from "./runs.ts";
import { refusal } from "./refusal.ts";
import { walk } from "../../core/scene/marks.ts";
import { beforeAfter, pairs } from "./before-after.ts";
import { headBoard, most, movedBars } from "../../plots/change.ts";
import { changePicture } from "../../plots/change-picture.ts";
import { MODEL, marksOf, rowsOf, tokensOf } from "../../../../tests/js/made.ts";
import type { Run } from "./runs.ts";

const TOKENS = tokensOf(["[CLS]", "the", "cat", "[SEP]"]);
const SIZE = TOKENS.length ** 2;

/** Two layers of two heads, of which `shift` moves some weights. */
function runOf(changes: Partial<Run> = {}, shift: (at: number, i: number) => number = () => 0): Run {
  const weights = new Float32Array(4 * SIZE);
  for (let at = 0; at < 4; at += 1) {
    rowsOf(TOKENS.length).forEach((value, i) => (weights[at * SIZE + i] = value + shift(at, i)));
  }
  return {
    model: MODEL,
    family: "encoder",
    tokens: TOKENS,
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

test("tokens and heads go in and out, each once and in order", () => {
  const none = { mask: [], ablate: [] };
  assert.deepEqual(toggledToken({ ...none, mask: [5] }, 2), { mask: [2, 5] });
  assert.deepEqual(toggledToken({ ...none, mask: [2, 5] }, 2), { mask: [5] });
  const on = toggledHead({ ...none, ablate: [{ layer: 3, head: 1 }] }, { layer: 0, head: 7 });
  assert.deepEqual(on, {
    ablate: [
      { layer: 0, head: 7 },
      { layer: 3, head: 1 },
    ],
  });
  assert.deepEqual(toggledHead({ ...none, ...on }, { layer: 3, head: 1 }), { ablate: [{ layer: 0, head: 7 }] });
});

test("a run's heads are its own rows, in the API's order", () => {
  const run = runOf({}, (at) => at / 100);
  assert.equal(headIn(run, { layer: 1, head: 0 })?.own[0], run.weights[2 * SIZE]);
  assert.equal(headIn(run, { layer: 2, head: 0 }), null);
  assert.equal(matrixIn(runOf({ family: "decoder" }), { layer: 0, head: 0 }, "")?.causal, true);
});

test("how much a head changed is the mean over the cells that a query may see", () => {
  const moved = runOf({}, (at, i) => (at === 3 && i === 4 ? 0.5 : 0)); // the second query's first key
  assert.deepEqual(
    [...changeByHead(runOf(), moved)].map((x) => Math.round(x * 1e6) / 1e6),
    [0, 0, 0, 0.03125],
  ); // of 16
  const [, , , causal] = changeByHead(runOf({ family: "decoder" }), { ...moved, family: "decoder" });
  assert.ok(Math.abs((causal ?? NaN) - 0.05) < 1e-6); // of 10
  const unseen = runOf({ family: "decoder" }, (_, i) => (i === 3 ? 0.5 : 0)); // after its query
  assert.deepEqual([...changeByHead(runOf({ family: "decoder" }), unseen)], [0, 0, 0, 0]);
});

test("before, after and difference: what is masked is hatched after, yet its loss is in the difference", () => {
  const after = runOf({ mask: [2] }, (_, i) => (i % 4 === 2 ? -(rowsOf(4)[i] ?? 0) : 0));
  const [first, second] = [runOf(), after].map((run) => matrixIn(run, { layer: 0, head: 0 }, ""));
  assert.ok(first && second);
  const lined = lineUp(first, second, "same");
  const shown = { before: first, after: second, lined, bits: divergences(lined), masked: new Set([2]), hidden: false };
  const scene = changePicture(shown, {
    width: 1200,
    lang: "en",
    scale: "sqrt",
    colour: "blue",
    changed: "masked: cat",
  });
  const rasters: any[] = [];
  walk(scene.marks, (mark) => {
    if (mark.type === "raster" && mark.rows > 1) rasters.push(mark);
  });
  const [was, is, between] = rasters;
  assert.ok(Number.isNaN(is.values[2]) && !Number.isNaN(was.values[2]));
  assert.equal(between.values[2], -was.values[2]);
  assert.deepEqual(
    scene.regions.filter(({ role }) => role === "cells").map(({ id }) => id),
    ["before", "after", "difference"],
  );
  const alone = changePicture(
    { ...shown, after: null },
    { width: 1200, lang: "en", scale: "sqrt", colour: "blue", changed: "" },
  );
  assert.deepEqual(
    alone.regions.filter(({ role }) => role === "cells").map(({ id }) => id),
    ["before"],
  );
});

test("bars: as high as their values, the largest named, on every width", () => {
  const values = [0.1, 0.4, 0, 0.2];
  assert.equal(most(values), 1);
  for (const width of [330, 900]) {
    const scene = movedBars(TOKENS, [{ id: "moved", name: "1 − cosine", values }], {
      width,
      lang: "en",
      masked: new Set([2]),
    });
    assert.ok(scene.width <= width);
    const bars = marksOf(scene, "rect");
    const tall = scene.regions.find(({ id }) => id === "moved")?.height ?? NaN;
    values.forEach((value, i) => assert.ok(Math.abs((bars[i]?.height ?? NaN) - (tall * value) / 0.4) < 1e-9));
    assert.ok(marksOf(scene, "text").some(({ text }) => text === "0.4"));
    assert.ok(marksOf(scene, "text").some(({ text }) => text === "×"));
  }
});

test("the board: a cell a head, a cross for those that are off, a frame for the one that is looked at", () => {
  const scene = headBoard(
    {
      layers: contiguous(30, 9),
      off: [
        { layer: 1, head: 2 },
        { layer: 99, head: 0 },
      ],
      current: { layer: 3, head: 4 },
      change: new Float64Array(270),
    },
    { width: 380, lang: "en" },
  );
  const [region] = scene.regions;
  assert.deepEqual([region?.rows, region?.columns], [30, 9]);
  assert.equal(marksOf(scene, "path").length, 1);
  assert.ok(scene.width <= 380);
  const frame = marksOf(scene, "rect").find(({ strokeWidth }) => strokeWidth === 2.5);
  const cell = (region?.width ?? NaN) / 9;
  assert.equal(frame?.x, (region?.x ?? NaN) + 4 * cell + 1);
});

test("two lists: a token that one of them lacks is at most as likely as that list's last", () => {
  const before = [
    { text: "a", probability: 0.5 },
    { text: "b", probability: 0.3 },
    { text: "c", probability: 0.1 },
  ];
  const after = [
    { text: "b", probability: 0.6 },
    { text: "d", probability: 0.2 },
    { text: "a", probability: 0.15 },
  ];
  assert.deepEqual(pairs(before, after, 2), [
    { text: "a", before: 0.5, after: 0.15, beforeAtMost: false, afterAtMost: false },
    { text: "b", before: 0.3, after: 0.6, beforeAtMost: false, afterAtMost: false },
    { text: "d", before: 0.1, after: 0.2, beforeAtMost: true, afterAtMost: false },
  ]);
  const scene = beforeAfter(pairs(before, after, 2), { width: 400, names: ["before", "after"], title: "Next" });
  assert.ok(marksOf(scene, "text").some(({ text }) => text === "≤ 10 %"));
  const bars = marksOf(scene, "rect");
  assert.equal(bars.length, 6);
  assert.ok(Math.abs((bars[0]?.width ?? NaN) / (bars[3]?.width ?? NaN) - 0.5 / 0.6) < 1e-9);
});

test("refusals in the reader's words", () => {
  const problem = {
    type: "/docs#invalid-request",
    title: "",
    status: 422,
    detail: "With these tokens masked, token 0 has nothing left to attend to.",
    errors: [{ pointer: "/mask", detail: "" }],
  };
  assert.match(refusal("en", problem, runOf({ family: "decoder" }), { mask: [0] }), /reads from left to right/);
  assert.match(refusal("en", problem, runOf(), { mask: [0, 1, 2, 3] }), /“\[CLS\]” has nothing left/);
  assert.match(refusal("zh", { ...problem, type: "/docs#index-out-of-range" }, runOf(), { mask: [9] }), /另一个句子/);
  assert.match(
    refusal("en", { ...problem, detail: "no", errors: [{ pointer: "/ablate", detail: "" }] }, runOf(), { mask: [] }),
    /of which everything can be read/,
  );
});
