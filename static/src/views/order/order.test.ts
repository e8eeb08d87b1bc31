import assert from "node:assert/strict";
import { test } from "node:test";
import { reversed } from "../../data/reversed.ts";
import { runsWithout } from "./aligned.ts";
import { hatched } from "../../plots/plot.ts";
import { blocksOf, differenceScale, lastStates, order } from "./scene.ts";
import { sayCell } from "./pictures.ts";
import { gatesOf, marksOf, tokensOf } from "../../../../tests/js/made.ts";
import type { Region, Scene } from "../../core/types.ts";

/** @param shift so that the sentences' numbers differ */
function sentence(words: string[], shift: number, units: number = 14) {
  const ids = new Map([
    ["[s]", 0],
    ["我", 1],
    ["吃", 2],
    ["苹果", 3],
    ["了", 4],
  ]);
  const tokens = tokensOf(
    words,
    words.map((word) => ({ id: ids.get(word) ?? 9 })),
  );
  const data = gatesOf(tokens, units);
  for (const values of Object.values(data.arrays)) {
    values.forEach((value, i) => (values[i] = value + shift * (1 + (i % 3))));
  }
  return { ...data, text: words.join("") };
}
const A = ["[s]", "我", "吃", "苹果"];
const B = ["[s]", "苹果", "吃", "我"];
const DATA = { a: sentence(A, 0), b: sentence(B, 0.01) };
const region = (scene: Scene, id: string) => scene.regions.find((one) => one.id === id) as Region;

test("every token of either sentence has its column, and a difference only where both have the token", () => {
  const { columns, first, second, between } = blocksOf(DATA, "gates.input");
  assert.deepEqual(
    columns.map(({ kind }) => kind),
    ["same", "a", "b", "same", "a", "b"],
  );
  const { units } = DATA.a;
  columns.forEach((column, at) => {
    for (let unit = 0; unit < units; unit += 1) {
      const i = at * units + unit;
      const own = column.a === null ? NaN : DATA.a.arrays["gates.input"]?.[column.a * units + unit];
      const other = column.b === null ? NaN : DATA.b.arrays["gates.input"]?.[column.b * units + unit];
      assert.ok(Object.is(first[i], own) && Object.is(second[i], other));
      assert.equal(Number.isNaN(between[i]), column.kind !== "same");
      if (column.kind === "same") assert.equal(between[i], Math.fround(Number(other) - Number(own)));
    }
  });
});

test("the pictures hold those numbers, units in carrier order, both sentences on one scale and the difference about 0", () => {
  const scene = order(DATA, { width: 900, array: "states.cell" });
  const { columns, first, second, between } = blocksOf(DATA, "states.cell");
  const units = DATA.a.units;
  for (const [id, values] of [
    ["a", first],
    ["b", second],
    ["between", between],
  ] as const) {
    const box = region(scene, id);
    const picture = marksOf(scene, "raster").find(({ x, y, rows }) => x === box.x && y === box.y && rows === box.rows);
    assert.ok(picture);
    DATA.a.order.slice(0, box.rows).forEach((unit, row) =>
      columns.forEach((_, at) => {
        assert.ok(Object.is(picture.values[row * columns.length + at], values[at * units + unit]));
      }),
    );
    const [low, high] = picture.scale.domain;
    assert.equal(low, -high);
    assert.equal(picture.scale.map, "signed");
  }
  const scales = ["a", "b"].map(
    (id) => marksOf(scene, "raster").find(({ x, y }) => x === region(scene, id).x && y === region(scene, id).y)?.scale,
  );
  assert.deepEqual(scales[0], scales[1]);
  const most = Math.max(
    ...[...(DATA.a.arrays["states.cell"] ?? []), ...(DATA.b.arrays["states.cell"] ?? [])].map(Math.abs),
  );
  assert.equal(scales[0]?.domain[1], most);
});

test("columns without a token are hatched and say so, and are never coloured", () => {
  const scene = order(DATA, { width: 900, array: "gates.forget" });
  const words = marksOf(scene, "text").map(({ text }) => text);
  assert.equal(words.filter((word) => word === "only B").length, 2);
  assert.equal(words.filter((word) => word === "only A").length, 2);
  assert.equal(words.filter((word) => word === "not in both").length, 2); // once a run of columns
  assert.deepEqual(runsWithout([null, null, ...DATA.a.tokens.slice(0, 2), null]), [
    { from: 0, count: 2 },
    { from: 4, count: 1 },
  ]);
  assert.equal(words.filter((word) => word === "我").length, 2); // once over A, once over B, never over the difference
  assert.equal(words.filter((word) => word === "吃").length, 3);
  assert.equal(marksOf(scene, "path").filter(({ stroke, fill }) => stroke === "faint" && fill === "none").length, 3);
});

test("a hatch stays inside its box", () => {
  const numbers = [...hatched(10, 20, 30, 50).matchAll(/-?[\d.]+ -?[\d.]+/g)].map(([pair]) =>
    pair.split(" ").map(Number),
  );
  assert.ok(numbers.length > 8);
  for (const [x = NaN, y = NaN] of numbers) assert.ok(x >= 10 && x <= 40 && y >= 20 && y <= 70);
});

test("the cursor is on the first sentence's own token: in B only where both have it", () => {
  const scene = order(DATA, { width: 900 });
  assert.deepEqual(region(scene, "a").column.tokens, [[0], [1], [], [2], [3], []]);
  assert.deepEqual(region(scene, "b").column.tokens, [[0], [], [], [2], [], []]);
  assert.deepEqual(region(scene, "between").column.tokens, [[0], [], [], [2], [], []]);
});

test("what is said is the number, for either sentence, their difference, and where there is none", () => {
  const value = (data: typeof DATA.a, token: number, unit: number) =>
    data.arrays["gates.input"]?.[token * data.units + unit] as number;
  assert.match(
    sayCell("en", DATA, "gates.input", "a", 5, 3),
    new RegExp(`^A, input gate at 吃: unit 5, carrier rank \\d+ of 14: ${value(DATA.a, 2, 5).toFixed(4)}$`),
  );
  assert.match(
    sayCell("en", DATA, "gates.input", "b", 5, 2),
    new RegExp(`^B, input gate at 苹果: .* ${value(DATA.b, 1, 5).toFixed(4)}$`),
  );
  const [a, b] = [value(DATA.a, 2, 5), value(DATA.b, 2, 5)];
  const said = sayCell("en", DATA, "gates.input", "between", 5, 3);
  assert.ok(said.endsWith(`${Math.fround(b - a).toFixed(4)} (A ${a.toFixed(4)}, B ${b.toFixed(4)})`), said);
  assert.equal(sayCell("en", DATA, "gates.input", "b", 5, 1), "我 is only in A: nothing to show for B here");
  assert.equal(sayCell("en", DATA, "gates.input", "between", null, 2), "苹果 is only in B: no difference here");
});

test("the last states: distance, lengths and cosine by hand", () => {
  const make = (end: number[]) => ({
    ...gatesOf(tokensOf(["x", "y"]), 2),
    arrays: { "states.hidden": Float32Array.from([9, 9, ...end]) },
  });
  assert.deepEqual(lastStates({ a: make([3, 4]), b: make([3, 0]) }), {
    distance: 4,
    lengthA: 5,
    lengthB: 3,
    cosine: 0.6,
  });
  assert.equal(lastStates({ a: make([0, 0]), b: make([1, 0]) }).cosine, null);
});

test("the difference's scale: gates differ by at most 1, states as far as they do", () => {
  assert.deepEqual(differenceScale("gates.input", [0.2]).domain, [-1, 1]);
  assert.deepEqual(differenceScale("states.cell", [NaN, -3, 2]).domain, [-3, 3]);
  assert.deepEqual(differenceScale("states.hidden", [NaN, 0.1]).domain, [-1, 1]);
});

test("every width holds its pictures; equal sentences have no hatch", () => {
  for (const width of [330, 700, 1400]) {
    const scene = order(DATA, { width });
    assert.ok(scene.width <= width, `${scene.width} of ${width}`);
    for (const { x, width: wide } of scene.regions) assert.ok(x + wide <= scene.width + 0.01);
  }
  const scene = order({ a: DATA.a, b: DATA.a }, { width: 900 });
  assert.ok(!marksOf(scene, "text").some(({ text }) => /only|not in both/.test(text)));
});

test("a sentence backwards, in English and Chinese", () => {
  assert.equal(reversed("The dog bit the man."), "man the bit dog The.");
  assert.equal(reversed("我吃苹果"), "苹果吃我");
  assert.equal(reversed("apple"), "");
  assert.equal(reversed(""), "");
  assert.equal(reversed("I know, so"), "so, know I");
});
