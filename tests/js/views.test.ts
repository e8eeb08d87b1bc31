import assert from "node:assert/strict";
import { test } from "node:test";
import { cellBox, cellOf, hit, litPaths, tokenOf } from "../../static/src/core/scene/hit.ts";
import { textWidth } from "../../static/src/core/scene/text.ts";
import { ARRAYS } from "../../static/src/data/units.ts";
import { bandScale, means, unitRows } from "../../static/src/plots/bands.ts";
import { gates } from "../../static/src/plots/gates.ts";
import { DECODED, grid, thumbnail } from "../../static/src/plots/grid.ts";
import { heatmap } from "../../static/src/plots/heatmap.ts";
import { boundaries, strip } from "../../static/src/plots/strip.ts";
import { tokenText } from "../../static/src/plots/labels.ts";
import { allOf, gatesOf, headOf, marksOf, tokensOf } from "./made.ts";
import type { Region, Scene } from "../../static/src/core/types.ts";
import type { Token } from "../../static/src/data/types.ts";

const WORDS = ["[CLS]", "the", "animal", "was", "tired", "[SEP]"];
const region = (scene: Scene, id: string) => scene.regions.find((r) => r.id === id) as Region;

test("heatmap: the raster holds the weights as they are, on a scale from 0 to 1", () => {
  const data = headOf(tokensOf(WORDS));
  const [cells] = marksOf(heatmap(data, { width: 600 }), "raster");
  assert.equal(cells?.values, data.weights);
  assert.deepEqual(cells?.scale, { map: "attention", kind: "sqrt", domain: [0, 1] });
  assert.equal(cells?.columns, 6);
});

test("heatmap: square cells, labels beside their rows and over their columns", () => {
  const scene = heatmap(headOf(tokensOf(WORDS)), { width: 600 });
  const cells = region(scene, "cells");
  assert.equal(cells.width, cells.height);
  const labels = marksOf(scene, "text").filter(({ text }) => text === "animal");
  assert.equal(labels.length, 2);
  const [column, row] = labels;
  const box = cellBox(cells, 2, 2);
  assert.ok(row && Math.abs(row.y - (box.y + box.height / 2)) < 8 && row.x < cells.x, "row label");
  assert.ok(column && Math.abs(column.x - (box.x + box.width / 2)) < 8 && column.y <= cells.y, "column label");
  assert.ok(scene.width <= 600);
});

test("heatmap: the numbers printed in cells are the weights at their places", () => {
  const data = headOf(tokensOf(WORDS));
  const scene = heatmap(data, { width: 600 });
  const cells = region(scene, "cells");
  const printed = marksOf(scene, "text").filter(({ text }) => /^(\.\d\d|1\.00)$/.test(text));
  // The legend's own numbers have no two decimals but .01, .05 and .25; those lie under the cells.
  const inside = printed.filter(({ y }) => y < cells.y + cells.height);
  assert.equal(inside.length, 36);
  for (const { text, x, y } of inside) {
    const found = hit(scene.regions, x, y - 4);
    assert.equal(found?.region.id, "cells");
    const weight = data.weights[(found?.row ?? 0) * 6 + (found?.column ?? 0)] ?? NaN;
    assert.equal(text, weight.toFixed(2).replace(/^0/, ""));
  }
});

test("heatmap: nothing overlaps with one token, with sixty, or with two hundred", () => {
  for (const count of [1, 3, 12, 60, 200]) {
    const words = Array.from({ length: count }, (_, i) => `w${"o".repeat(i % 7)}${i}`);
    const scene = heatmap(headOf(tokensOf(words)), { width: 668 });
    const names = new Set(words);
    const rows = marksOf(scene, "text").filter((mark) => mark.anchor === "end" && names.has(mark.text));
    rows.sort((a, b) => a.y - b.y);
    rows.slice(1).forEach((mark, i) => assert.ok(mark.y - (rows[i] as any).y >= mark.size, `${count} tokens`));
    assert.ok(rows.length >= Math.min(count, 40), `${count} tokens have ${rows.length} labels`);
    if (count <= 60) assert.equal(rows.length, count);
    for (const mark of rows) assert.ok(mark.x - textWidth(mark.text, mark.size) >= -1);
  }
});

test("heatmap: unknown tokens are marked, and never show what the model did not see", () => {
  const tokens = tokensOf(["苹果", "good"], [{ unknown: true, piece: "[UNK]" }, {}]);
  const scene = heatmap(headOf(tokens), { width: 400 });
  const words = marksOf(scene, "text");
  assert.ok(!words.some(({ text }) => /[苹果]/.test(text)));
  const unknown = words.filter(({ text }) => text === "[UNK]");
  assert.equal(unknown.length, 2);
  assert.ok(
    unknown.every(({ underline, fill }) => underline && fill === "warn"),
    "not by colour alone",
  );
});

test("unknown tokens are marked at the edges where labels are missing: in every small picture, and in long heatmaps", () => {
  const words = Array.from({ length: 150 }, (_, i) => `w${i}`);
  const tokens = tokensOf(words, [{}, {}, { unknown: true }]);
  for (const scene of [
    grid(allOf(tokens, { layers: 1, heads: 1, bins: 64 }), { width: 600 }),
    heatmap(headOf(tokens), { width: 600 }),
  ]) {
    const paths = marksOf(scene, "path").filter(({ stroke }) => stroke === "warn");
    const [box] = scene.regions;
    assert.ok(box);
    const cell = box.rows === 64 ? 1 : 2; // token 2 of 150 lies in the second of 64 bins
    const at = box.y + ((cell + 0.5) * box.height) / box.rows;
    const d = paths.map((path) => path.d).join("");
    assert.ok(d.startsWith(`M${box.x - 1} ${Math.round(at * 10) / 10}h-3`), d);
    assert.equal([...d.matchAll(/M/g)].length, 2);
  }
  const known = grid(allOf(tokensOf(WORDS)), { width: 600 });
  assert.equal(marksOf(known, "path").filter(({ stroke }) => stroke === "warn").length, 0);
});

test("grid: each head's picture is its own codes decoded, at its place", () => {
  const data = allOf(tokensOf(WORDS), { layers: 2, heads: 3 });
  const scene = grid(data, { width: 600, layer: 1, head: 2 });
  const pictures = marksOf(scene, "raster").slice(0, 6);
  pictures.forEach((picture, i) => {
    const [layer, head] = [Math.floor(i / 3), i % 3];
    assert.deepEqual([...thumbnail(data.thumbnails, layer, head)], [...Array.from(picture.values)]);
    const box = region(scene, `head-${layer}-${head}`);
    assert.deepEqual([picture.x, picture.y], [box.x, box.y]);
    const code = data.thumbnails.codes[i * 36] ?? 0;
    assert.equal(picture.values[0], Math.fround((code / 255) ** 2));
  });
  const [first, second] = [region(scene, "head-0-0"), region(scene, "head-1-1")];
  assert.ok(second.x > first.x + first.width && second.y > first.y + first.height);
  assert.equal(DECODED[255], 1);
  assert.equal(DECODED[0], 0);
});

test("grid: models of all shapes fit the width", () => {
  for (const [layers, heads] of [
    [6, 12],
    [12, 12],
    [30, 9],
  ]) {
    const scene = grid(allOf(tokensOf(WORDS), { layers, heads }), { width: 668 });
    assert.ok(scene.width <= 668 && scene.height < 1100, `${layers} × ${heads}: ${scene.width} × ${scene.height}`);
  }
});

test("tokens fall into the bins of the definition: bin b holds ⌊b·n/B⌋ up to ⌊(b+1)·n/B⌋", () => {
  for (const count of [1, 5, 63, 64, 65, 100, 192, 200, 511]) {
    const bins = Math.min(count, 64);
    const axis = { kind: "token" as const, count };
    for (let token = 0; token < count; token += 1) {
      const bin = cellOf(axis, token, bins);
      assert.ok(
        Math.floor((bin * count) / bins) <= token && token < Math.floor(((bin + 1) * count) / bins),
        `${token} of ${count}`,
      );
    }
    for (let bin = 0; bin < bins; bin += 1) assert.equal(cellOf(axis, tokenOf(axis, bin, bins), bins), bin);
  }
});

test("gates: rows are units in carrier order, columns tokens, and each band has its scale", () => {
  const tokens = tokensOf(["the", "animal", "slept"]);
  const data = gatesOf(tokens, 40);
  const scene = gates(data, { width: 600 });
  for (const name of ARRAYS.lstm) {
    for (const box of [region(scene, name), region(scene, `rest-${name}`)]) {
      const picture = marksOf(scene, "raster").find(
        ({ x, y, rows }) => rows === box.rows && x === box.x && y === box.y,
      );
      assert.ok(picture, box.id);
      data.order.slice(box.row.from, (box.row.from ?? 0) + box.rows).forEach((unit, row) => {
        tokens.forEach((_, token) => {
          assert.equal(
            picture.values[row * 3 + token],
            data.arrays[name]?.[token * 40 + unit],
            `${name} ${unit} ${token}`,
          );
        });
      });
    }
    assert.equal(region(scene, name).rows + region(scene, `rest-${name}`).rows, 40);
  }
  assert.deepEqual(bandScale("gates.input", []).domain, [0, 1]);
  assert.deepEqual(bandScale("states.hidden", []).domain, [-1, 1]);
  assert.deepEqual(bandScale("states.cell", [0.1, -3]).domain, [-3, 3]);
});

test("gates: the mean strip is the mean over units", () => {
  assert.deepEqual([...means([0, 1, 0.5, 0.25], 2, 2)], [0.5, 0.375]);
  assert.deepEqual([...unitRows([1, 2, 3, 4], 2, [1, 0])], [2, 4, 1, 3]);
});

test("gates: every token shows its likeliest next token under it", () => {
  const scene = gates(gatesOf(tokensOf(["the", "animal", "slept"]), 4), { width: 600 });
  const box = region(scene, "tokens");
  for (const token of [0, 1, 2]) {
    const label = marksOf(scene, "text").find(({ text }) => text === `next${token}`);
    const from = box.x + (token * box.width) / 3;
    assert.ok(label && label.x >= from && label.x < from + box.width / 3 && label.y > box.y + box.height);
  }
});

test("strip: a token begins and ends where its characters do, in both rows", () => {
  const sentence = "learning apples";
  const a = tokensOf(
    ["[CLS]", "learn", "ing", "apples", "[SEP]"],
    [{}, { start: 0, end: 5 }, { start: 5, end: 8 }, { start: 9, end: 15 }, {}],
  );
  const b = tokensOf(
    ["learning", "app", "les"],
    [
      { start: 0, end: 8 },
      { start: 9, end: 12 },
      { start: 12, end: 15 },
    ],
  );
  const rows = [
    { source: "attention" as const, name: "a", tokens: a },
    { source: "gates" as const, name: "b", tokens: b },
  ];
  const at = boundaries(rows, sentence);
  for (let c = 1; c < at.length; c += 1) assert.ok((at[c] as number) >= (at[c - 1] as number));
  const scene = strip({ sentence, rows }, { width: 800 });
  const box = (id: string) => region(scene, id);
  assert.equal(box("attention-1").x, box("gates-0").x);
  assert.equal(box("attention-2").x + box("attention-2").width, box("gates-0").x + box("gates-0").width);
  assert.equal(box("attention-3").x, box("gates-1").x);
  for (const token of [...a.slice(1, 4).map((t) => [t, "attention"]), ...b.map((t) => [t, "gates"])]) {
    const [found, source] = token as [Token, string];
    assert.ok(box(`${source}-${found.index}`).width >= textWidth(tokenText(found), 13), tokenText(found));
  }
});

test("strip: long sentences wrap where no token is cut, and every token is there once", () => {
  const words = Array.from({ length: 120 }, (_, i) => `word${i}`);
  const tokens = tokensOf(words);
  const scene = strip(
    { sentence: words.join(" "), rows: [{ source: "attention", name: "a", tokens }] },
    { width: 500 },
  );
  assert.equal(scene.regions.length, 120);
  assert.equal(new Set(scene.regions.map(({ id }) => id)).size, 120);
  for (const { x, width } of scene.regions) assert.ok(x + width <= 500);
  assert.ok(new Set(scene.regions.map(({ y }) => y)).size > 5);
});

test("strip: what follows the sentence stays inside the width too", () => {
  const words = Array.from({ length: 40 }, (_, i) => `w${i}`);
  const tokens = tokensOf(["[CLS]", ...words, "[SEP]"]);
  for (let width = 300; width < 900; width += 7) {
    const scene = strip({ sentence: words.join(" "), rows: [{ source: "attention", name: "a", tokens }] }, { width });
    for (const region of scene.regions) assert.ok(region.x + region.width <= width, `${region.id} at ${width}`);
  }
});

test("pointing and lighting up agree: what is hit is what is outlined", () => {
  const scene = heatmap(headOf(tokensOf(WORDS)), { width: 600 });
  const cells = region(scene, "cells");
  const { x, y, width, height } = cellBox(cells, 4, 2);
  const found = hit(scene.regions, x + width / 2, y + height / 2);
  assert.deepEqual([found?.region.id, found?.row, found?.column], ["cells", 4, 2]);
  const lit = { attention: { rows: [4], columns: [2] }, gates: { rows: [], columns: [] } };
  const paths = litPaths(scene.regions, lit);
  assert.ok(paths.cells.startsWith(`M${cells.x} ${Math.round(y * 10) / 10}h${cells.width}`));
  assert.ok(paths.labels.length > 0);
  assert.equal(hit(scene.regions, -5, -5), null);
  assert.deepEqual(
    litPaths(scene.regions, { attention: { rows: [], columns: [] }, gates: { rows: [3], columns: [3] } }).cells,
    "",
  );
});

test("views are pure: the same input gives the same scene, and the input stays as it was", () => {
  const data = gatesOf(tokensOf(["a", "b"]), 3);
  const before = JSON.stringify(data);
  assert.deepEqual(gates(data, { width: 500 }), gates(data, { width: 500 }));
  assert.equal(JSON.stringify(data), before);
});
