import assert from "node:assert/strict";
import { test } from "node:test";
import { amount } from "./pictures.ts";
import { sayCost } from "./pictures.ts";
import { cost, linesOf, MEASURES } from "./scene.ts";
import { MODEL, marksOf } from "../../../../tests/js/made.ts";
import type { Region, Scene } from "../../core/types.ts";
import type { CostData } from "./scene.ts";

const LENGTHS = [8, 16, 32, 64];
const work = (scale: number, depth: (n: number) => number) => ({
  what: "",
  sequential_depth: LENGTHS.map(depth),
  pairs: null,
  milliseconds: LENGTHS.map((n) => scale * n + 0.0123456),
  multiply_adds: LENGTHS.map((n) => 1000 * n),
});
const DATA: CostData = {
  model: MODEL,
  cell: "gru",
  lengths: LENGTHS,
  repeats: 7,
  threads: 2,
  definition: "",
  attention: { ...work(0.001, () => 1), pairs: LENGTHS.map((n) => n * n) },
  cell_fused: work(0.01, (n) => n),
  cell_unrolled: work(0.1, (n) => n),
};
function middle(scene: Scene, id: string) {
  const box = scene.regions.find((one) => one.id === id) as Region;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

test("points lie where the logarithms of length and value say", () => {
  const scene = cost(DATA, { width: 1300 });
  for (const measure of MEASURES) {
    const lines = linesOf("en", DATA, measure);
    const values = lines.flatMap(({ values: own }) => own);
    const [x0 = 0] = middle(scene, `${measure}-0-0`);
    const [x3 = 0] = middle(scene, `${measure}-3-0`);
    const points = lines.flatMap((_, row) => LENGTHS.map((__, at) => middle(scene, `${measure}-${at}-${row}`)));
    const highest = values.indexOf(Math.max(...values));
    const lowest = values.indexOf(Math.min(...values));
    const [top = 0, bottom = 0] = [points[highest]?.[1], points[lowest]?.[1]];
    const tall = (bottom - top) / Math.log((values[highest] as number) / (values[lowest] as number));
    points.forEach(([x = 0, y = 0], i) => {
      assert.ok(Math.abs(x - (x0 + ((x3 - x0) * (i % 4)) / 3)) < 0.01);
      assert.ok(Math.abs(y - (top + Math.log((values[highest] as number) / (values[i] as number)) * tall)) < 0.01);
    });
  }
});

test("the n² is there: pairs rise twice as steeply as steps", () => {
  const scene = cost(DATA, { width: 1300 });
  const rows = linesOf("en", DATA, "products").map(({ id }) => id);
  const slope = (id: string) =>
    (middle(scene, `products-0-${rows.indexOf(id)}`)[1] ?? 0) -
    (middle(scene, `products-3-${rows.indexOf(id)}`)[1] ?? 0);
  assert.ok(Math.abs(slope("pairs") - 2 * slope("cell")) < 0.01);
  assert.deepEqual(linesOf("en", DATA, "products").find(({ id }) => id === "pairs")?.values, [64, 256, 1024, 4096]);
});

test("the sentence at hand has its mark, unless it is shorter or longer than what was measured", () => {
  const said = (tokens: number | null) =>
    marksOf(cost(DATA, { width: 1300, tokens }), "text").filter(({ text }) => text.startsWith("here"));
  assert.equal(said(13).length, 3);
  for (const none of [null, 4, 65]) assert.equal(said(none).length, 0);
});

test("what is said has the answer's numbers; how it was measured stands on the plot", () => {
  assert.equal(sayCost("en", DATA, "depth", 2), "32 tokens, steps one after the other: attention 1; GRU 32");
  assert.equal(sayCost("en", DATA, "ms", 1, 2), "16 tokens: GRU, unrolled 1.612 milliseconds");
  assert.equal(sayCost("en", DATA, "products", 3, 0), "64 tokens, multiplications and pairs: attention 64,000");
  assert.equal(amount("ms", 0.000123456), "0.0001235");
  const words = marksOf(cost(DATA, { width: 1300 }), "text").map(({ text }) => text);
  assert.ok(words.includes("2 threads, median of 7 runs"));
  assert.ok(!words.some((word) => word.includes("{")));
});

test("every width holds the plots, and lines are told apart by their dashes", () => {
  for (const width of [330, 700, 1000, 1600]) {
    const scene = cost(DATA, { width });
    assert.ok(scene.width <= width);
    for (const box of scene.regions) {
      assert.ok(box.x + box.width <= scene.width && box.y + box.height <= scene.height + 8, `${width}`);
    }
  }
  const dashes = linesOf("en", DATA, "ms").map(({ look }) => look.dash.join(" "));
  assert.equal(new Set(dashes).size, 3);
});
