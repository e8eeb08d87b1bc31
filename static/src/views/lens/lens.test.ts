import assert from "node:assert/strict";
import { test } from "node:test";
import { sayCandidates, sayLens, whereWords } from "./pictures.ts";
import { candidates, followed, laid, lens, settled } from "./scene.ts";
import { MODEL, marksOf, tokensOf } from "../../../../tests/js/made.ts";
import type { LensData } from "./scene.ts";

const TOKENS = tokensOf(["When", "Mary", "to"]);
const list = (words: string[], first: number) => words.map((text, i) => ({ text, probability: first / 2 ** i }));
/** The embedding and three layers. */
const DATA: LensData = {
  model: MODEL,
  text: "When Mary to",
  tokens: TOKENS,
  definition: "",
  layers: [
    [list([" a", " b"], 0.9), list([" Mary", " x"], 0.5), list([" to", " the"], 0.99)],
    [list([" a", " c"], 0.25), list([" x", " y"], 0.5), list([" the", " his"], 0.6)],
    [list([" c", " a"], 0.5), list([" x", " y"], 0.5), list([" his", " the"], 0.5)],
    [list([" a", " c"], 0.5), list([" x", " y"], 0.75), list([" Mary", " the"], 0.8)],
  ],
};

test("one cell a layer and token: the likeliest token, shaded by its probability", () => {
  const scene = lens(DATA, { width: 700 });
  const [cells] = marksOf(scene, "raster");
  assert.deepEqual([cells?.rows, cells?.columns], [4, 3]);
  assert.deepEqual(
    Array.from(cells?.values ?? []),
    DATA.layers.flat().map((own) => Math.fround(own[0]?.probability ?? NaN)),
  );
  assert.deepEqual(cells?.scale.domain, [0, 1]);
  const texts = marksOf(scene, "text").map(({ text }) => text);
  for (const words of ["Mary", "the", "his", "c", "embedding", "0", "2"]) assert.ok(texts.includes(words), words);
});

test("what it says in the end is bold wherever it stands", () => {
  const bold = marksOf(lens(DATA, { width: 700 }), "text")
    .filter(({ bold: own }) => own)
    .map(({ text }) => text);
  assert.deepEqual(bold, ["a", "a", "x", "x", "a", "x", "Mary"]);
});

test("settled: the first layer from which on the likeliest is the last one's", () => {
  assert.equal(settled(DATA, 0), 3);
  assert.equal(settled(DATA, 1), 1);
  assert.equal(settled(DATA, 2), 3);
});

test("a long sentence runs down, so that words have room; the numbers stay with their cells", () => {
  const many = tokensOf(Array.from({ length: 40 }, (_, i) => `word${i}`));
  const long = {
    ...DATA,
    tokens: many,
    layers: DATA.layers.map((_, at) => many.map((__, i) => list([` t${i}`, " x"], (at * 40 + i + 1) / 200))),
  };
  assert.equal(laid(long, 900).sideways, true);
  assert.equal(laid(DATA, 900).sideways, false);
  const [cells] = marksOf(lens(long, { width: 900 }), "raster");
  assert.deepEqual([cells?.rows, cells?.columns], [40, 4]);
  assert.equal(cells?.values[7 * 4 + 2], Math.fround((2 * 40 + 7 + 1) / 200));
});

test("a candidate is followed as far as the answer names it; elsewhere its line breaks off", () => {
  assert.deepEqual(followed(DATA, 2, " the"), [0.495, 0.6, 0.25, 0.4]);
  assert.deepEqual(followed(DATA, 2, " Mary"), [null, null, null, 0.8]);
  assert.deepEqual(followed(DATA, 0, " c"), [null, 0.125, 0.5, 0.25]);
  const scene = candidates(DATA, { width: 700, token: 2, candidate: 1 });
  const strong = marksOf(scene, "path").filter(({ strokeWidth, fill }) => strokeWidth === 2.5 && fill === "none");
  const points = (strong[0]?.d ?? "")
    .split(/[ML]/)
    .slice(1)
    .map((pair) => pair.split(" ").map(Number));
  assert.equal(points.length, 4);
  const [top = 0, bottom = 0] = [Math.min(...points.map(([, y = 0]) => y)), Math.max(...points.map(([, y = 0]) => y))];
  points.forEach(([, y = 0], i) => {
    const value = [0.495, 0.6, 0.25, 0.4][i] as number;
    assert.ok(Math.abs((bottom - y) / (bottom - top) - (value - 0.25) / 0.35) < 0.01);
  });
});

test("what is said names layer and token, and what the answer does not name", () => {
  assert.equal(sayLens("en", DATA, 0, 1), "after “Mary”, embedding alone: Mary 50 %, x 25 %");
  assert.equal(sayLens("en", DATA, 3, 2), "after “to”, layer 2: Mary 80 %, the 40 %");
  assert.equal(sayCandidates("en", DATA, 1, 2), "layer 0: Mary not among the 2 likeliest; the 60 %");
  assert.equal(whereWords("zh", 3), "第 2 层之后");
});
