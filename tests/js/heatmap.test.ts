import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOfAll, tsvOf } from "../../static/src/views/table/cells.ts";
import { filtered } from "../../static/src/data/filter.ts";
import { matrixOf } from "../../static/src/data/matrix.ts";
import { scaleLog } from "../../static/src/core/d3.ts";
import { codes, over, position } from "../../static/src/core/scene/colour.ts";
import { t } from "../../static/src/core/words/index.ts";
import { attentionScale, heatmap, onScale } from "../../static/src/plots/heatmap.ts";
import { grid } from "../../static/src/plots/grid.ts";
import { hatch } from "../../static/src/plots/masked.ts";
import { isClosest, isWhole, panned, revealing, wholeOf, zoomed } from "../../static/src/plots/window.ts";
import { allOf, fetchedOf, headOf, marksOf, tokensOf } from "./made.ts";
import type { DrawnMatrix, Matrix, Token } from "../../static/src/data/types.ts";

const words = (count: number) => tokensOf(Array.from({ length: count }, (_, i) => `w${i}`));
const shownOf = (matrix: Matrix, changes: Partial<DrawnMatrix> = {}): DrawnMatrix => ({
  id: "3.1",
  label: "",
  heads: [{ layer: 3, head: 1 }],
  matrix,
  truth: matrix,
  derived: null,
  hiddenMass: null,
  hiddenRows: 0,
  hiddenKeys: 0,
  drawn: null,
  ...changes,
});
const plain = { query: "", key: "", head: "" };
const nameOf = (token: Token) => token.text;

test("a part is whole cells of the matrix: closer, farther, moved, never beyond its edges", () => {
  const size = [20, 10] as const;
  const all = wholeOf(size);
  assert.ok(isWhole(all, size));
  const close = zoomed(all, size, 2, { row: 0, column: 9 });
  assert.deepEqual(close, { rows: { first: 0, count: 10 }, columns: { first: 5, count: 5 } });
  // The cell under the pointer stays under it.
  const about = zoomed(all, size, 2, { row: 10, column: 4 });
  assert.deepEqual(about, { rows: { first: 5, count: 10 }, columns: { first: 2, count: 5 } });
  assert.deepEqual(panned(about, size, -100, 2.4), { rows: { first: 0, count: 10 }, columns: { first: 4, count: 5 } });
  assert.deepEqual(panned(about, size, 100, 100), { rows: { first: 10, count: 10 }, columns: { first: 5, count: 5 } });
  assert.deepEqual(zoomed(close, size, 0.01), all);
  let window = all;
  for (let i = 0; i < 30; i += 1) window = zoomed(window, size, 1.01);
  assert.ok(isClosest(window, size), "each step shows, however small");
  assert.deepEqual(revealing(about, size, 7, 3), about, "what is on view moves nothing");
  assert.deepEqual(revealing(about, size, 4, 9), { rows: { first: 4, count: 10 }, columns: { first: 5, count: 5 } });
  assert.deepEqual(zoomed(wholeOf([1, 1]), [1, 1], 2), wholeOf([1, 1]));
});

test("a part of a heatmap has its own weights, its own labels in full, and says where it is", () => {
  const data = headOf(words(60));
  const window = { rows: { first: 10, count: 6 }, columns: { first: 30, count: 6 } };
  const scene = heatmap(data, { width: 600, window });
  const [cells] = scene.regions;
  const [picture] = marksOf(scene, "raster");
  assert.deepEqual(
    [cells?.rows, cells?.columns, cells?.row.tokens?.[0], cells?.column.tokens?.[5]],
    [6, 6, [10], [35]],
  );
  Array.from(picture?.values ?? []).forEach((value, i) =>
    assert.equal(value, data.weights[(10 + Math.floor(i / 6)) * 60 + 30 + (i % 6)]),
  );
  const texts = marksOf(scene, "text").map(({ text }) => text);
  for (const label of ["w10", "w15", "w30", "w35"]) assert.ok(texts.includes(label), label);
  assert.ok(!texts.includes("w9") && !texts.includes("w36"));
  assert.ok(texts.includes("queries 10–15 of 60, keys 30–35 of 60"));
  const small = scene.regions.find(({ id }) => id === "overview");
  assert.deepEqual([small?.rows, small?.columns], [60, 60]);
  const frame = marksOf(scene, "rect").find(({ stroke, x }) => stroke === "ink" && x >= (small?.x ?? Infinity));
  assert.ok(
    frame &&
      small &&
      Math.abs(frame.x - small.x - small.width / 2) < 0.01 &&
      Math.abs(frame.width - small.width / 10) < 0.01,
  );
  assert.ok(!heatmap(data, { width: 600 }).regions.some(({ id }) => id === "overview"), "the whole needs none");
});

test("of a causal head, the part above the diagonal stays blank and hatched wherever one is", () => {
  const data = { ...headOf(words(30)), causal: true };
  const scene = heatmap(data, {
    width: 600,
    window: { rows: { first: 10, count: 8 }, columns: { first: 12, count: 8 } },
  });
  const [picture] = marksOf(scene, "raster");
  Array.from(picture?.values ?? []).forEach((value, i) =>
    assert.equal(Number.isNaN(value), 12 + (i % 8) > 10 + Math.floor(i / 8)),
  );
  const { d } = hatch({
    x: 0,
    y: 0,
    cell: 10,
    count: 26,
    rows: { first: 10, count: 8 },
    columns: { first: 12, count: 8 },
  });
  const points = [...d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x) / 10, Number(y) / 10]);
  assert.ok(points.length > 8);
  for (const [x = 0, y = 0] of points) {
    assert.ok(x >= -0.01 && x <= 8.01 && y >= -0.01 && y <= 8.01, `${x} ${y}`);
    assert.ok(x + 12 >= y + 10 - 0.1, `${x} ${y}`);
  }
});

test("four scales, each named: the logarithm from .0001 up, by row each row by its largest", () => {
  const log = attentionScale("log", "viridis");
  assert.deepEqual(log, { map: "viridis", kind: "log", domain: [0.0001, 1] });
  const d3 = scaleLog().domain([0.0001, 1]).range([1, 254]);
  for (const value of [0.0001, 0.003, 0.25, 1]) {
    assert.equal(codes([value], log)[0], Math.round(d3(value)), String(value));
  }
  assert.deepEqual([...codes([0, 0.00001, NaN], log)], [1, 1, 0], "0 has a colour, what is not there has none");
  assert.ok(Math.abs(position(log)(0.01) - 0.5) < 1e-9);
  assert.deepEqual(
    [...onScale([0.1, 0.2, NaN, 0, 0, 0], 3, "row")].map((value) => Math.round(value * 100) / 100),
    [0.5, 1, NaN, 0, 0, 0],
  );
  const weights = [0.5, 0.5];
  assert.equal(onScale(weights, 2, "sqrt"), weights);
  for (const scale of ["sqrt", "linear", "row", "log"] as const) {
    for (const colour of ["blue", "viridis", "cividis"] as const) {
      for (const scene of [
        heatmap(headOf(words(5)), { width: 500, scale, colour }),
        grid(allOf(words(5)), { width: 500, scale, colour }),
      ]) {
        const caption = t("en", `legend-attention-${scale}`, { colour });
        assert.ok(
          marksOf(scene, "text").some(({ text }) => text === caption),
          caption,
        );
        assert.ok(
          marksOf(scene, "raster").every((mark) => mark.scale.map === (colour === "blue" ? "attention" : colour)),
        );
      }
    }
  }
  // viridis and cividis run from dark to light, whatever the theme.
  assert.deepEqual([over(0, log), over(1, log)], ["on-dark", "on-light"]);
});

test("by row, the numbers in the cells are still the weights", () => {
  const data = headOf(words(4));
  const scene = heatmap(data, { width: 400, scale: "row" });
  const [cells] = scene.regions;
  const inside = marksOf(scene, "text")
    .filter(({ text, y }) => /^\.\d\d$/.test(text) && y < (cells?.y ?? 0) + (cells?.height ?? 0))
    .map(({ text }) => text);
  assert.deepEqual(
    inside,
    [...data.weights].map((weight) => weight.toFixed(2).replace(/^0/, "")),
  );
});

test("what is not drawn has no colour and no number; what is hidden has a column of its own", () => {
  const tokens = tokensOf(["[CLS]", "a", "b", "[SEP]"]);
  const shown = filtered(matrixOf(fetchedOf(tokens)), {
    special: "hide",
    renormalise: false,
    filter: "least",
    least: 0.26,
    mass: 1,
  });
  const scene = heatmap(shown.matrix, { width: 500, drawn: shown.drawn, hidden: shown.hiddenMass });
  const [picture] = marksOf(scene, "raster");
  Array.from(picture?.values ?? []).forEach((value, i) =>
    assert.equal(Number.isNaN(value), (shown.matrix.weights[i] ?? 0) < 0.26),
  );
  const texts = marksOf(scene, "text").map(({ text }) => text);
  assert.ok(texts.includes("hidden"));
  assert.ok(texts.includes((shown.hiddenMass?.[0] ?? 0).toFixed(2).replace(/^0/, "")));
  assert.ok(scene.width <= 500);
});

test("small pictures without special tokens: their bins are left out", () => {
  const tokens = tokensOf(["[CLS]", "a", "b", "[SEP]"]);
  const data = allOf(tokens, { layers: 1, heads: 1 });
  const scene = grid(data, { width: 400, special: "hide" });
  const [picture] = marksOf(scene, "raster");
  const whole = marksOf(grid(data, { width: 400 }), "raster")[0];
  assert.deepEqual(
    Array.from(picture?.values ?? []),
    [5, 6, 9, 10].map((i) => whole?.values[i]),
  );
  assert.deepEqual(scene.regions[0]?.column.tokens, [[1], [2]]);
});

test("the table's rows: sorted either way, filtered by name, without what is masked or not drawn", () => {
  const data = {
    ...headOf(tokensOf(["The", "cat", "the"])),
    causal: true,
    weights: Float32Array.of(1, 0, 0, 0.25, 0.75, 0, 0.5, 0.125, 0.375),
  };
  const list = ({ count, at }: ReturnType<typeof cellsOfAll>) =>
    Array.from({ length: count }, (_, i) => [at(i).row, at(i).column, at(i).weight]);
  const falling = cellsOfAll([shownOf(data)], plain, { by: "weight", falling: true }, nameOf);
  assert.deepEqual(
    list(falling).map(([, , weight]) => weight),
    [1, 0.75, 0.5, 0.375, 0.25, 0.125],
  );
  assert.deepEqual([falling.count, falling.all], [6, 6]);
  assert.deepEqual(
    list(cellsOfAll([shownOf(data)], plain, { by: "key", falling: false }, nameOf)).map(
      ([row, column]) => `${row}${column}`,
    ),
    ["00", "10", "20", "11", "21", "22"],
  );
  assert.deepEqual(
    list(cellsOfAll([shownOf(data)], { ...plain, query: "THE", key: "ca" }, { by: "weight", falling: false }, nameOf)),
    [[2, 1, 0.125]],
  );
  const drawn = Uint8Array.of(1, 1, 1, 0, 1, 1, 0, 0, 0);
  assert.equal(cellsOfAll([shownOf(data, { drawn })], plain, { by: "head", falling: false }, nameOf).count, 2);
  const two = cellsOfAll(
    [shownOf(data), shownOf({ ...data, layer: 0 }, { id: "0.1" })],
    { ...plain, head: "0.1" },
    { by: "head", falling: true },
    nameOf,
  );
  assert.deepEqual([two.count, two.all, two.at(0).shown.id], [6, 12, "0.1"]);
  assert.equal(cellsOfAll([], plain, { by: "weight", falling: true }, nameOf).count, 0);
});

test("copied rows carry every digit of a 32-bit number, and tokens cannot break a line", () => {
  const data = { ...headOf(tokensOf(["a\tb", "c"])), weights: Float32Array.of(1 / 3, 2 / 3, 1e-9, 1) };
  const shown = shownOf(data, { matrix: { ...data, weights: Float32Array.of(0.5, 1, 0, 1) } });
  const lines = tsvOf(cellsOfAll([shown], plain, { by: "query", falling: false }, nameOf), nameOf)
    .trimEnd()
    .split("\n");
  assert.equal(lines[0], "head\tquery_index\tquery\tkey_index\tkey\tweight\trenormalised");
  assert.deepEqual(lines[1]?.split("\t").slice(0, 5), ["3.1", "0", "a b", "0", "a b"]);
  for (const [i, weight] of data.weights.entries()) {
    assert.equal(Math.fround(Number(lines[i + 1]?.split("\t")[5])), weight);
  }
});
