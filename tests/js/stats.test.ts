import assert from "node:assert/strict";
import { test } from "node:test";
import { contiguous } from "../../static/src/data/layers.ts";
import {
  contribution,
  mostOf,
  relative,
  relativeFree,
  relativeNorms,
  statsOf,
  strongestFirst,
} from "../../static/src/data/stats.ts";
import { textWidth } from "../../static/src/core/scene/text.ts";
import { sayStatistic } from "../../static/src/panel/pictures/statistics.ts";
import { length, sayAt, sayMean } from "../../static/src/views/contributions/pictures.ts";
import { ofLayer, overview, roundUp } from "../../static/src/views/contributions/scene.ts";
import { grid } from "../../static/src/plots/grid.ts";
import { amount, sorted, tiles } from "../../static/src/plots/sorted.ts";
import { MODEL, allOf, marksOf, tokensOf } from "./made.ts";
import type { ContributionsData } from "../../static/src/data/stats.ts";

const TOKENS = tokensOf(["[CLS]", "a", "cat", "[SEP]"]);
const ANSWER = {
  model: MODEL,
  text: "a cat",
  tokens: TOKENS,
  head_stats: {
    statistics: [
      {
        name: "previous",
        habit: true,
        unit: "share",
        definition: "",
        chance: 0.25,
        chance_by_layer: [0.25, 0.25],
        values: [
          [0.5, 0.1, 0.9],
          [0.9, 0.2, 0],
        ],
      },
      {
        name: "same-word",
        habit: true,
        unit: "share",
        definition: "",
        chance: null,
        chance_by_layer: [null, null],
        values: [
          [null, null, null],
          [null, null, null],
        ],
      },
      {
        name: "entropy",
        habit: false,
        unit: "bits",
        definition: "",
        chance: 2,
        chance_by_layer: [2, 2],
        values: [
          [1.5, 2.25, 0.75],
          [1, 1, 1],
        ],
      },
    ],
  },
};
const STATS = statsOf(ANSWER);
const [PREVIOUS, SAME, ENTROPY] = STATS.statistics as [any, any, any];

/** Two layers, three heads, four tokens. */
const ADDED: ContributionsData = {
  model: MODEL,
  text: "a cat",
  tokens: TOKENS,
  layers: contiguous(2, 3),
  forced: null,
  definition: "",
  norms: Float32Array.from({ length: 24 }, (_, i) => 1 + ((i * 5) % 7)),
  residual: Float32Array.from([10, 20, 40, 80, 5, 5, 5, 50]),
};

test("heads come strongest first, ties by layer and head, what cannot be measured not at all", () => {
  const order = strongestFirst(PREVIOUS).map(({ layer, head, value }) => [`${layer}.${head}`, value]);
  assert.deepEqual(order, [
    ["0.2", 0.9],
    ["1.0", 0.9],
    ["0.0", 0.5],
    ["1.1", 0.2],
    ["0.1", 0.1],
    ["1.2", 0],
  ]);
  assert.deepEqual(strongestFirst(SAME), []);
  assert.equal(mostOf(PREVIOUS), 1);
  assert.equal(mostOf(ENTROPY), 2.25);
});

test("a head's share is its norm over its layer's, token by token, by hand", () => {
  const { values, chance } = contribution(ADDED);
  const at = (layer: number, head: number, token: number) => 1 + ((((layer * 3 + head) * 4 + token) * 5) % 7);
  for (const layer of [0, 1]) {
    let whole = 0;
    for (const head of [0, 1, 2]) {
      let sum = 0;
      for (const token of [0, 1, 2, 3]) {
        sum += at(layer, head, token) / (at(layer, 0, token) + at(layer, 1, token) + at(layer, 2, token));
      }
      assert.ok(Math.abs((values[layer * 3 + head] as number) - sum / 4) < 1e-12);
      whole += values[layer * 3 + head] as number;
    }
    assert.ok(Math.abs(whole - 1) < 1e-12, "the heads of a layer share it");
  }
  assert.equal(chance, 1 / 3);
  assert.equal(relative(ADDED, 1, 2, 3), at(1, 2, 3) / 50);
  const mean = (at(1, 2, 0) / 5 + at(1, 2, 1) / 5 + at(1, 2, 2) / 5 + at(1, 2, 3) / 50) / 4;
  assert.ok(Math.abs((relativeNorms(ADDED)[5] as number) - mean) < 1e-12);
});

test("sorted: a picture a head in that order, named with its number; bars as long as the share of the most", () => {
  const scene = sorted(allOf(TOKENS), PREVIOUS, { width: 900, layer: 1, head: 1 });
  assert.deepEqual(
    scene.regions.map(({ id }) => id),
    ["head-0-2", "head-1-0", "head-0-0", "head-1-1", "head-0-1", "head-1-2"],
  );
  const texts = marksOf(scene, "text").map(({ text }) => text);
  for (const words of ["0.2", "0.900", "1.2", "0.000"]) assert.ok(texts.includes(words), words);
  assert.ok(texts.some((text) => text.includes("chance level 0.250")));
  const side = scene.regions[0]?.width ?? 0;
  const bars = marksOf(scene, "path").find(({ fill }) => fill === "soft")?.d ?? "";
  assert.deepEqual(
    [...bars.matchAll(/h(-?[\d.]+)v4/g)].map(([, long]) => Number(long)),
    [0.9, 0.9, 0.5, 0.2, 0.1, 0].map((share) => Math.round(share * side * 10) / 10),
  );
  assert.ok(!JSON.stringify(scene).includes("NaN"));
});

test("sorted at any width: pictures within it, at least as large as their words need", () => {
  for (const width of [330, 700, 1400]) {
    for (const count of [6, 72, 270]) {
      const { columns, side, size } = tiles(width, count);
      const words = textWidth("29.11", size, true) + textWidth("0.000", size);
      assert.ok(columns * (side + 12) - 12 <= width && side >= words && size >= 9 && columns >= 1, `${width} ${count}`);
    }
  }
});

test("by layer, a statistic is a bar under each picture and a line in the legend; without one nothing changes", () => {
  const all = allOf(TOKENS);
  const plain = grid(all, { width: 600 });
  const marked = grid(all, { width: 600, statistic: PREVIOUS });
  assert.deepEqual(
    plain.regions.map(({ id, x, width }) => [id, x, width]),
    marked.regions.map(({ id, x, width }) => [id, x, width]),
  );
  assert.ok(
    marksOf(marked, "text").some(({ text }) => text.startsWith("Bar under a picture: previous token, full width 1")),
  );
  const side = plain.regions[0]?.width ?? 0;
  const bars = marksOf(marked, "path").find(({ d }) => /v2\.5h/.test(d))?.d ?? "";
  assert.deepEqual(
    [...bars.matchAll(/h(-?[\d.]+)v2\.5/g)].map(([, long]) => Number(long)),
    [0.5, 0.1, 0.9, 0.9, 0.2, 0].map((share) => Math.round(share * side * 10) / 10),
  );
});

test("a statistic is named with its definition and its chance level, or says that there is nothing", () => {
  assert.ok(sayStatistic("en", PREVIOUS).endsWith("evenly over what it may see: 0.250."));
  assert.ok(sayStatistic("en", SAME).startsWith("This sentence has nothing to measure it on"));
  assert.ok(sayStatistic("en", contribution(ADDED)).endsWith("equally much: 0.333."));
  assert.ok(sayStatistic("en", { ...PREVIOUS, chance: null }).includes("differs between layers"));
  assert.equal(amount("bits", 3.6161), "3.62");
  assert.equal(amount("share", 0.67684), "0.677");
});

test("contributions: one cell a head, relative to what the layer read; what is said has both norms", () => {
  const all = overview(ADDED, { width: 600, layer: 1, head: 2 });
  assert.deepEqual([all.regions[0]?.rows, all.regions[0]?.columns], [2, 3]);
  const [raster] = marksOf(all, "raster");
  assert.deepEqual(Array.from(raster?.values ?? []), Array.from(relativeNorms(ADDED)));
  const scene = ofLayer(ADDED, { width: 600, layer: 1 });
  const [cells] = marksOf(scene, "raster");
  assert.equal(cells?.values[2 * 4 + 3], relative(ADDED, 1, 2, 3));
  assert.ok((cells?.scale.domain[1] as number) >= Math.max(...Array.from(cells?.values ?? [])));
  assert.equal(sayAt("en", ADDED, 1, 2, 3), "layer 1, head 2 at [SEP]: norm 4, 8 % of what the layer read (50)");
  const read = {
    data: ADDED,
    means: relativeNorms(ADDED),
    shares: contribution(ADDED).values,
    free: relativeFree(ADDED),
  };
  assert.ok(sayMean("en", read, 0, 0).includes("mean over 4 tokens"));
  assert.equal(length(0.92242378), "0.9224");
});

test("a ramp ends at a round number that nothing passes", () => {
  for (const most of [0.003, 0.0101, 0.3019, 0.99, 1, 7.2, 130]) {
    assert.ok(roundUp(most) >= most && roundUp(most) <= most * 2.01, String(most));
  }
});
