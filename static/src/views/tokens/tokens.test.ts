import assert from "node:assert/strict";
import { test } from "node:test";
import { matrixOf } from "../../data/matrix.ts";
import { percent } from "../../plots/say.ts";
import { flow, reading } from "./scene.ts";
import { fetchedOf, headOf, marksOf, tokensOf } from "../../../../tests/js/made.ts";

const headWith = (tokens: string[]) => ({ label: "Layer 3, head 1", matrix: headOf(tokensOf(tokens)), drawn: null });
const float = (values: ArrayLike<number>) => Array.from(values, (value) => Math.fround(value));

test("tokens stand as far apart as the sentence has them", () => {
  const tokens = tokensOf(["The", "un", "known", "cat"], [{}, {}, { start: 6, end: 11 }, { start: 12, end: 15 }]);
  const { places } = flow(tokens, 900);
  const gap = (i: number) => (places[i]?.x ?? 0) - (places[i - 1]?.x ?? 0) - (places[i - 1]?.width ?? 0);
  assert.ok(gap(1) > 4, "a space");
  assert.equal(gap(2), 1, "pieces of a word touch");
  assert.ok(gap(3) > 4);
  const chinese = tokensOf(["苹果", "很", "好吃"], [{}, { start: 2, end: 3 }, { start: 3, end: 5 }]);
  const set = flow(chinese, 900).places;
  assert.equal((set[1]?.x ?? 0) - (set[0]?.x ?? 0) - (set[0]?.width ?? 0), 1, "Chinese has no spaces");
});

test("lines break within the width, a second sentence begins one, and Hebrew runs from the right", () => {
  const many = tokensOf(Array.from({ length: 200 }, (_, i) => `word${i}`));
  const { places, height } = flow(many, 340);
  for (const { x, width } of places) assert.ok(x >= 0 && x + width <= 340);
  const lines = new Set(places.map(({ y }) => y));
  assert.ok(lines.size > 10 && height > Math.max(...lines));
  places.forEach((place, i) => {
    const next = places[i + 1];
    assert.ok(!next || next.y > place.y || next.x >= place.x + place.width, "no box over another");
  });
  const pair = tokensOf(["a", "b", "c"], [{}, {}, { sequence: 1, start: 0, end: 1 }]);
  const [, b, c] = flow(pair, 900).places;
  assert.ok((c?.y ?? 0) > (b?.y ?? 0) && c?.x === 0);
  const hebrew = flow(tokensOf(["שלום", "עולם"]), 900).places;
  assert.ok((hebrew[0]?.x ?? 0) > (hebrew[1]?.x ?? 0));
});

test("each token is shaded by the row of what looks, then by the column of what is looked at", () => {
  const head = headWith(["a", "b", "c"]);
  const scene = reading([head], { width: 600, query: 1, key: 1 });
  const shades = marksOf(scene, "raster")
    .slice(0, 6)
    .map(({ values }) => values[0] ?? NaN);
  const { weights } = head.matrix;
  assert.deepEqual(
    float(shades.slice(0, 3)),
    [3, 4, 5].map((at) => weights[at]),
  );
  assert.deepEqual(
    float(shades.slice(3)),
    [1, 4, 7].map((at) => weights[at]),
  );
  assert.deepEqual(
    scene.blocks.map(({ end }) => end),
    ["from", "to"],
  );
  const one = reading([head], { width: 600, query: 1, key: 1, direction: "to" });
  assert.deepEqual(
    one.blocks.map(({ end }) => end),
    ["to"],
  );
});

test("numbers are the weights, in full when asked for, and never wider than their token", () => {
  const head = headWith(["a", "bb", "c"]);
  const full = reading([head], { width: 600, query: 2, key: 2, direction: "from", numbers: true });
  const printed = marksOf(full, "text").map(({ text }) => text);
  for (const at of [6, 7, 8]) assert.ok(printed.includes(percent(head.matrix.weights[at] ?? NaN)));
  const { places } = full.blocks[0] ?? { places: [] };
  const plain = reading([head], { width: 600, query: 2, key: 2, direction: "from" }).blocks[0]?.places ?? [];
  places.forEach(({ width }, i) => assert.ok(width >= (plain[i]?.width ?? 0)));
});

test("what is masked, and what the filter leaves out, has no shade", () => {
  const matrix = matrixOf(fetchedOf(tokensOf(["a", "b", "c"]), { family: "decoder" }));
  const shades = (drawn: ArrayLike<number> | null) =>
    marksOf(reading([{ label: "", matrix, drawn }], { width: 600, query: 1, key: 1, direction: "from" }), "raster")
      .slice(0, 3)
      .map(({ values }) => values[0] ?? NaN);
  assert.ok(Number.isNaN(shades(null)[2]));
  assert.ok(!Number.isNaN(shades(null)[0]));
  assert.ok(Number.isNaN(shades([1, 1, 1, 0, 1, 1, 1, 1, 1])[0]));
});

test("by row, a token's largest weight has the full colour", () => {
  const head = headWith(["a", "b", "c"]);
  const shades = marksOf(
    reading([head], { width: 600, query: 0, key: 0, direction: "from", scale: "row" }),
    "raster",
  ).slice(0, 3);
  assert.equal(shades[2]?.values[0], 1);
});

test("the chosen token is framed, special and unknown tokens are marked, several heads are named", () => {
  const matrix = headOf(tokensOf(["[CLS]", "cat", "[UNK]"], [{}, {}, { special: false, unknown: true }]));
  const heads = [
    { label: "Layer 0, head 0", matrix, drawn: null },
    { label: "Layer 1, head 2", matrix, drawn: null },
  ];
  const scene = reading(heads, { width: 600, query: 1, key: 1 });
  const frames = marksOf(scene, "rect");
  assert.deepEqual(
    frames.slice(0, 3).map(({ stroke }) => stroke),
    ["faint", "ink", "warn"],
  );
  const texts = marksOf(scene, "text");
  assert.equal(texts.find(({ text }) => text === "[CLS]")?.fill, "soft");
  assert.ok(texts.find(({ text }) => text === "[UNK]")?.underline);
  for (const { label } of heads) assert.ok(texts.some(({ text }) => text === label));
  assert.equal(scene.blocks.length, 4);
});

test("another token changes shades and numbers, and no place: the picture need not be drawn anew", () => {
  const head = headWith(["a", "longer", "c", "[SEP]"]);
  const [before, after] = [0, 2].map((at) => reading([head], { width: 300, query: at, key: at }));
  assert.deepEqual(
    after?.marks.map(({ type }) => type),
    before?.marks.map(({ type }) => type),
  );
  assert.deepEqual(after?.regions, before?.regions);
});

test("of a decoder and an encoder, one sentence is shaded by a token of the other", () => {
  const [source, target] = [tokensOf(["one", "two", "three"]), tokensOf(["un", "deux"])];
  const cross = Float32Array.from([0.2, 0.3, 0.5, 0.7, 0.2, 0.1]);
  const matrix = matrixOf(fetchedOf(source, { targetTokens: target, target: new Float32Array(4), cross }), {
    part: "cross",
  });
  const scene = reading([{ label: "", matrix, drawn: null }], { width: 600, query: 1, key: 2 });
  const shades = marksOf(scene, "raster").map(({ values }) => values[0] ?? NaN);
  assert.deepEqual(
    float(shades.slice(0, 3)),
    float([0.7, 0.2, 0.1]),
    "the encoder's tokens, by what the decoder's second gives them",
  );
  assert.deepEqual(
    float(shades.slice(3, 5)),
    float([0.5, 0.1]),
    "the decoder's tokens, by what they give the encoder's third",
  );
  assert.ok(marksOf(scene, "text").some(({ text }) => text === "what “deux” looks at"));
  assert.ok(marksOf(scene, "text").some(({ text }) => text === "what looks at “three”"));
});
