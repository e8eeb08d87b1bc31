/** Two heads on shared axes: places, sums, divergences and the picture of three squares. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { divergence, divergences, largest, lineUp, meanDifference, sharedAxis } from "../../plots/lined-up.ts";
import { secondModel } from "./source.ts";
import { points, small } from "../../plots/difference.ts";
import { sayCompared } from "./pictures.ts";
import { walk } from "../../core/scene/marks.ts";
import { compare } from "./scene.ts";
import { wrapped } from "../../plots/lines.ts";
import { hatchEmpty, reach } from "../../plots/triptych.ts";
import { textWidth } from "../../core/scene/text.ts";
import { headOf, tokensOf } from "../../../../tests/js/made.ts";
import type { Scene } from "../../core/types.ts";
import type { Matrix, Token } from "../../data/types.ts";

const made = (words: string[], changes?: Partial<Token>[]): Matrix => headOf(tokensOf(words, changes));

const A = made(["[CLS]", "dog", "bit", "man", "[SEP]"]);
const B = made(["[CLS]", "man", "bit", "dog", "[SEP]"]);

const weight = ({ weights, keys }: Matrix, query: number, key: number) =>
  weights[query * keys.labels.length + key] ?? NaN;

test("two sentences: what is in one alone has no cell in the other, and no difference", () => {
  const { columns, a, b, between } = lineUp(A, B, "script");
  const names = columns.labels.map(({ special, piece, text }) => (special ? piece : text));
  assert.deepEqual(names, ["[CLS]", "dog (A)", "man (B)", "bit", "man (A)", "dog (B)", "[SEP]"]);
  const wide = columns.spots.length;
  const at = (row: number, column: number) => row * wide + column;
  assert.equal(a[at(3, 1)], weight(A, 2, 1)); // bit → dog of A
  assert.ok(Number.isNaN(b[at(3, 1)]) && Number.isNaN(between[at(3, 1)]));
  assert.equal(b[at(3, 2)], weight(B, 2, 1)); // bit → man of B
  assert.ok(Number.isNaN(a[at(3, 2)]));
  assert.equal(between[at(0, 3)], weight(B, 0, 2) - weight(A, 0, 2));
  assert.equal(meanDifference(between).count, 9); // [CLS], bit and [SEP] are in both
});

test("moved tokens can be matched: every cell of the first then has one of the second", () => {
  const { rows, a, b, between } = lineUp(A, B, "moved");
  assert.deepEqual(
    rows.spots.map(({ a: [first], b: [second] }) => [first, second]),
    [
      [0, 0],
      [1, 3],
      [2, 2],
      [3, 1],
      [4, 4],
    ],
  );
  assert.deepEqual([...a], [...A.weights]);
  assert.equal(b[1 * 5 + 3], weight(B, 3, 1)); // dog → man, wherever they stand
  assert.equal(meanDifference(between).count, 25);
});

test("of two tokens alike, each is matched once; a piece of a character is not another piece of it", () => {
  const spots = sharedAxis(made(["a", "b", "a"]).keys, made(["a", "a", "a"]).keys, "moved").spots;
  assert.deepEqual(spots.flatMap(({ b }) => b).sort(), [0, 1, 2]);
  assert.equal(spots.filter(({ a, b }) => a.length && b.length).length, 2);
  const parts = [
    { part: 0, parts: 2 },
    { part: 1, parts: 2 },
  ];
  const whole = sharedAxis(made(["苹", "苹"], parts).keys, made(["苹"]).keys, "script").spots;
  assert.equal(whole.filter(({ a, b }) => a.length && b.length).length, 1);
});

test("two tokenizers meet where they share a character: sums over keys, means over queries", () => {
  const one = made(["[CLS]", "didn't", "[SEP]"], [{}, { start: 0, end: 6 }, {}]);
  const two = made(
    ["[B]", "didn", "'", "t", "[E]"],
    [{}, { start: 0, end: 4 }, { start: 4, end: 5 }, { start: 5, end: 6 }, {}],
  );
  const { rows, a, b, summed } = lineUp(one, two, "spans");
  assert.deepEqual(rows.spots, [
    { a: [0], b: [0] },
    { a: [1], b: [1, 2, 3] },
    { a: [2], b: [4] },
  ]);
  assert.ok(summed);
  assert.deepEqual([...a], [...one.weights]);
  const expected =
    [1, 2, 3].reduce((sum, query) => sum + weight(two, query, 1) + weight(two, query, 2) + weight(two, query, 3), 0) /
    3;
  assert.ok(Math.abs((b[4] ?? NaN) - expected) < 1e-6);
  for (let row = 0; row < 3; row += 1) {
    assert.ok(Math.abs([0, 1, 2].reduce((sum, column) => sum + (b[row * 3 + column] ?? NaN), 0) - 1) < 1e-6);
  }
});

test("many to many: pieces that overlap crosswise make one place", () => {
  const one = made(
    ["abc", "def"],
    [
      { start: 0, end: 3 },
      { start: 3, end: 6 },
    ],
  );
  const two = made(
    ["ab", "cd", "ef"],
    [
      { start: 0, end: 2 },
      { start: 2, end: 4 },
      { start: 4, end: 6 },
    ],
  );
  assert.deepEqual(sharedAxis(one.keys, two.keys, "spans").spots, [{ a: [0, 1], b: [0, 1, 2] }]);
});

test("what stands for no character meets its like, or nothing", () => {
  const one = made(["[CLS]", "x", "[SEP]"], [{}, { start: 0, end: 1 }, {}]);
  const bare = { start: 0, end: 0, text: "" };
  const two = made(["[s]", "_", "x"], [{}, bare, { start: 0, end: 1 }]);
  const { spots, labels } = sharedAxis(one.keys, two.keys, "spans");
  assert.deepEqual(spots, [
    { a: [0], b: [0] },
    { a: [], b: [1] },
    { a: [1], b: [2] },
    { a: [2], b: [] },
  ]);
  assert.equal(labels.at(-1)?.piece, "[SEP] (A)");
});

test("a decoder's masked cells are nothing, not 0", () => {
  const decoder = { ...made(["x", "y"]), causal: true };
  const { a, between } = lineUp(decoder, made(["x", "y"]), "same");
  assert.ok(Number.isNaN(a[1]) && Number.isNaN(between[1]));
  assert.equal(a[2], weight(decoder, 1, 0));
});

test("Jensen–Shannon divergence: by hand, 0 and 1 at the ends, over what both have", () => {
  const [p, q] = [
    [0.5, 0.5, 0],
    [0.25, 0.25, 0.5],
  ];
  const entropy = (list: number[]) => -list.reduce((sum, x) => sum + (x > 0 ? x * Math.log2(x) : 0), 0);
  // The entropy of the mean less the mean of the entropies: another way to the same number.
  const expected = entropy(p.map((x, i) => (x + (q[i] ?? 0)) / 2)) - (entropy(p) + entropy(q)) / 2;
  assert.ok(Math.abs(divergence(p, q, 0, 3) - expected) < 1e-12);
  assert.equal(divergence([1, 0], [0, 1], 0, 2), 1);
  assert.equal(divergence(p, p, 0, 3), 0);
  assert.ok(Math.abs(divergence([0.2, 0.2, NaN], [0.4, 0.4, 0.2], 0, 3)) < 1e-12); // renormalised, they are the same
  assert.ok(Number.isNaN(divergence([NaN, 1], [1, NaN], 0, 2)));
});

test("the largest differences, and none that are no difference", () => {
  assert.deepEqual(largest([0.1, -0.5, NaN, 0.3, 0], 3), [1, 3, 0]);
  assert.deepEqual(largest([0, NaN], 3), []);
  assert.deepEqual(meanDifference([0.1, -0.3, NaN]), { mean: 0.2, count: 2 });
  assert.equal(reach([0, 0]), 1);
  assert.equal(reach([-0.21, 0.1]), 0.3);
  assert.equal(reach([0.0007]), 0.0008);
  assert.equal(reach([0.99]), 1);
});

test("a cell says both weights and the difference, or who has it not", () => {
  const lined = lineUp(A, B, "script");
  assert.match(sayCompared("en", lined, 3, 1), /^“bit” → “dog \(A\)”: A [\d.]+ %; B has no such cell$/);
  const [first, second] = [weight(A, 2, 0), weight(B, 2, 0)];
  const said = sayCompared("en", lined, 3, 0);
  assert.ok(
    said.startsWith(
      `“bit” → “[CLS]”: A ${Number((first * 100).toPrecision(3))} %, B ${Number((second * 100).toPrecision(3))} %`,
    ),
    said,
  );
  assert.ok(said.endsWith(points("en", second - first)));
  assert.equal(points("en", -0.99123), "−99.1 points");
  assert.equal(points("en", 0.0000004), "+4.0e−5 points");
  assert.equal(points("en", 0), "0 points");
  assert.equal(small(0.00012345), "1.23e−4");
});

test("the second model is the named one, or another that reads as the first does", () => {
  const info = (id: string, family: string) => ({ id, family, state: "ready" }) as any;
  const models = {
    default: "minilm",
    models: [info("minilm", "encoder"), info("smollm2", "decoder"), info("e5", "encoder"), info("lstm", "recurrent")],
  };
  assert.equal(secondModel("auto", "minilm", models), "e5");
  assert.equal(secondModel("auto", "smollm2", models), "minilm");
  assert.equal(secondModel("smollm2", "minilm", models), "smollm2");
});

function flat(scene: Scene, type: string) {
  const found: any[] = [];
  walk(scene.marks, (mark, dx, dy) => {
    if (mark.type === type) found.push({ ...mark, dx, dy });
  });
  return found;
}

test("the hatch lies over empty cells, and over every one of them, and nowhere else", () => {
  const values = Float32Array.from([1, NaN, 1, 1, 1, NaN, NaN, 1, 1, 1, 1, NaN]); // 3 rows of 4
  const [rows, columns, cell, x, y] = [3, 4, 20, 30, 10];
  const mark = hatchEmpty(values, rows, columns, { x, y, cell });
  const touched = new Set();
  for (const [, x1, y1, x2, y2] of (mark?.d ?? "").matchAll(/M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)/g)) {
    const [ax, ay, bx, by] = [x1, y1, x2, y2].map(Number);
    for (const t of [0.02, 0.25, 0.5, 0.75, 0.98]) {
      const [px, py] = [
        (ax as number) + t * ((bx as number) - (ax as number)),
        (ay as number) + t * ((by as number) - (ay as number)),
      ];
      const at = Math.floor((py - y) / cell) * columns + Math.floor((px - x) / cell);
      assert.ok(Number.isNaN(values[at]), `${px} ${py}`);
      touched.add(at);
    }
  }
  assert.deepEqual(
    [...touched].sort((i, j) => Number(i) - Number(j)),
    [...values].flatMap((value, i) => (Number.isNaN(value) ? [i] : [])),
  );
  assert.equal(hatchEmpty([1, 1], 1, 2, { x, y, cell }), null);
});

test("three squares of one size on every width, with their own regions", () => {
  const lined = lineUp(A, B, "script");
  const shown = {
    against: "text" as const,
    first: A,
    second: B,
    lined,
    bits: divergences(lined),
    texts: ["dog bit man", "man bit dog"] as [string, string],
    hidden: false,
  };
  for (const width of [330, 700, 1376]) {
    const scene = compare(shown, { width, lang: "en", scale: "sqrt", colour: "blue" });
    assert.ok(scene.width <= width, `${scene.width} of ${width}`);
    const cells = scene.regions.filter(({ role }) => role === "cells");
    assert.deepEqual(
      cells.map(({ id }) => id),
      ["a", "b", "between"],
    );
    assert.equal(new Set(cells.map((one) => `${one.width} ${one.height}`)).size, 1);
    for (const region of scene.regions) {
      assert.ok(
        region.x >= 0 && region.x + region.width <= scene.width + 0.01 && region.y + region.height <= scene.height,
        region.id,
      );
    }
    // A region lies where its raster is.
    const rasters = flat(scene, "raster").filter(({ rows }) => rows > 1);
    cells.forEach((region, i) =>
      assert.deepEqual([rasters[i].x + rasters[i].dx, rasters[i].y + rasters[i].dy], [region.x, region.y]),
    );
  }
  const scene = compare(shown, { width: 1376, lang: "zh", scale: "row", colour: "viridis" });
  const [, , third] = flat(scene, "raster").filter(({ rows }) => rows > 1);
  assert.equal(third.scale.map, "signed");
  assert.equal(third.scale.domain[0], -third.scale.domain[1]);
});

test("lines that wrap keep every word, in Chinese too", () => {
  for (const words of [
    "Hatched: after the query, which it may not see",
    "斜线：在查询之后，看不到；推导：共有字符的词元合为一处",
  ]) {
    const lines = wrapped(words, 120, 11);
    assert.ok(lines.length > 1);
    assert.equal(lines.join("").replaceAll(" ", ""), words.replaceAll(" ", ""));
    for (const line of lines) assert.ok(textWidth(line, 11) <= 121, line);
  }
});
