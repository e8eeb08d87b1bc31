import assert from "node:assert/strict";
import { test } from "node:test";
import { contiguous } from "../../data/layers.ts";
import { meansOf, source } from "./source.ts";
import { putAnswers, ready } from "../../state/answers.ts";
import { storeFor } from "../../../../tests/js/stores.ts";
import { ATTENTION_TICKS, attentionScale } from "../../plots/heatmap.ts";
import { acrossLayers, rolloutSquare, weightsOf } from "./scene.ts";
import { MODEL, allOf, marksOf, tokensOf } from "../../../../tests/js/made.ts";
import type { RolloutData } from "../../data/types.ts";

const LOOK = { width: 700, scale: attentionScale("sqrt"), ticks: ATTENTION_TICKS.sqrt, caption: "" };

function made(family: string = "encoder"): RolloutData {
  const tokens = tokensOf(["a", "b", "c"]);
  const rollout = Float32Array.from({ length: 2 * 9 }, (_, i) => (i + 1) / 20);
  const means = [Float32Array.from({ length: 9 }, (_, i) => (i + 1) / 10), null];
  return { model: MODEL, family, text: "a b c", tokens, layers: contiguous(2, 12), rollout, means, definition: "" };
}

test("a layer's mean is the mean of its heads, cell by cell, at its own place", () => {
  const weights = Float32Array.from([0.1, 0.9, 0.3, 0.7, 0.5, 0.5, 1, 0]); // two layers of two heads of two cells
  const means = meansOf(weights, [0, 3], 2, 2, contiguous(4, 2));
  const near = (found: ArrayLike<number> | null | undefined, wanted: number[]) => {
    wanted.forEach((value, i) => assert.ok(Math.abs((found?.[i] ?? NaN) - value) < 1e-6));
  };
  near(means[0], [0.2, 0.8]);
  near(means[3], [0.75, 0.25]);
  assert.deepEqual([means[1], means[2]], [null, null]);
});

test("the square draws the chosen layer, of rollout and of the mean", () => {
  const data = made();
  const drawn = (quantity: "rollout" | "mean", layer: number) =>
    Array.from(marksOf(rolloutSquare(data, quantity, layer, LOOK), "raster")[0]?.values ?? []);
  assert.deepEqual(drawn("rollout", 1), Array.from(data.rollout.subarray(9)));
  assert.deepEqual(drawn("mean", 0), Array.from(data.means[0] ?? []));
  assert.equal(weightsOf(data, "mean", 1), null);
  const scene = rolloutSquare(data, "rollout", 1, LOOK);
  assert.match(scene.title, /after layer 1 of made/);
  assert.ok(marksOf(scene, "text").some(({ text }) => text.includes("Abnar & Zuidema 2020")));
  assert.ok(
    marksOf(rolloutSquare(data, "mean", 0, LOOK), "text").some(({ text }) =>
      text.startsWith("Derived: the mean of the weights of 12 heads"),
    ),
  );
});

test("a token's rows through the layers are the rows of each layer; what was not asked for is blank", () => {
  const data = made();
  const scene = acrossLayers(data, 1, 0, LOOK);
  const [first, second] = marksOf(scene, "raster");
  assert.deepEqual(Array.from(first?.values ?? []), [...data.rollout.subarray(3, 6), ...data.rollout.subarray(12, 15)]);
  assert.deepEqual(Array.from(second?.values ?? []).slice(0, 3), Array.from(data.means[0]?.subarray(3, 6) ?? []));
  assert.ok(
    Array.from(second?.values ?? [])
      .slice(3)
      .every(Number.isNaN),
  );
  assert.deepEqual([first?.rows, first?.columns], [2, 3]);
});

test("in a decoder, nothing after the token is drawn", () => {
  const data = made("decoder");
  const square = Array.from(marksOf(rolloutSquare(data, "rollout", 0, LOOK), "raster")[0]?.values ?? []);
  assert.deepEqual(square.map(Number.isNaN), [false, true, true, false, false, true, false, false, false]);
  const rows = Array.from(marksOf(acrossLayers(data, 0, 0, LOOK), "raster")[0]?.values ?? []);
  assert.deepEqual(rows.map(Number.isNaN), [false, true, true, false, true, true]);
});

test("another token has a picture of the same build", () => {
  const [before, after] = [0, 2].map((token) => acrossLayers(made(), token, 1, LOOK));
  assert.deepEqual(
    after?.marks.map(({ type }) => type),
    before?.marks.map(({ type }) => type),
  );
  assert.deepEqual(after?.regions, before?.regions);
});

test("a picture fits its width, with few tokens and with many", () => {
  for (const count of [2, 20, 128]) {
    const tokens = tokensOf(Array.from({ length: count }, (_, i) => `token${i}`));
    const size = count * count;
    const data = {
      ...made(),
      tokens,
      rollout: new Float32Array(2 * size).fill(1 / count),
      means: [new Float32Array(size), new Float32Array(size)],
    };
    for (const width of [360, 1376]) {
      const scene = acrossLayers(data, 1, 1, { ...LOOK, width });
      assert.ok(scene.width <= Math.max(width, 50 + 3 * count) + 8, `${count} tokens in ${width}: ${scene.width}`);
    }
  }
});

test("rollout is asked for once what there is to fetch is known, of long sentences with the heads of one layer", () => {
  const store = storeFor("", { themeInForce: "light", langInForce: "en" });
  const state = () => store.snapshot();
  assert.equal(source.ready?.(state()), false);
  const short = allOf(tokensOf(["The", "cat"]), { layers: 6, heads: 12 });
  store.set({ text: short.text });
  putAnswers(store, { attention: ready(short) });
  assert.equal(source.ready?.(state()), true);
  const asked = JSON.stringify(source.question?.(state()));
  store.set({ layer: 5 });
  assert.equal(JSON.stringify(source.question?.(state())), asked, "all layers came: another one asks for nothing");
  const tokens = tokensOf(Array.from({ length: 300 }, (_, i) => `t${i}`));
  putAnswers(store, {
    attention: ready({ ...allOf(tokens, { layers: 6, heads: 12, bins: 1 }), text: short.text }),
  });
  const long = JSON.stringify(source.question?.(state()));
  store.set({ layer: 2 });
  assert.notEqual(JSON.stringify(source.question?.(state())), long);
  putAnswers(store, { attention: ready({ ...short, targetTokens: short.tokens }) });
  assert.equal(source.ready?.(state()), false, "an encoder beside a decoder has none");
});
