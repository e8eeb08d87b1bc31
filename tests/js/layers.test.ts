/** Models of which some layers do not attend, and layers with fewer heads: made answers with gaps, through every view. */
import { FIGURES } from "./stores.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchAttention } from "../../static/src/data/api.ts";
import {
  allHeads,
  contiguous,
  hasHead,
  headAt,
  headsIn,
  layersOf,
  nearestHead,
  nearestLayer,
  placeOf,
  rowOf,
  silentIn,
} from "../../static/src/data/layers.ts";
import { encode, sliceHeads } from "../../static/src/data/recorded.ts";
import { decode } from "../../static/src/data/safetensors.ts";
import { chanceIn, statsOf, strongestFirst } from "../../static/src/data/stats.ts";
import { walk } from "../../static/src/core/scene/marks.ts";
import { askAttention } from "../../static/src/state/sources/attention.ts";
import { findingOf } from "../../static/src/views/find/source.ts";
import { meansOf } from "../../static/src/views/rollout/source.ts";
import { withinModel } from "../../static/src/state/lacking.ts";
import { listedLayers } from "../../static/src/state/listed.ts";
import { examplesOf } from "../../static/src/views/compare/controls.ts";
import { optionWords } from "../../static/src/panel/status.ts";
import { layerChoices, sayLayers, sayNumbers, saySilent } from "../../static/src/plots/say-layers.ts";
import { grid, thumbnail } from "../../static/src/plots/grid.ts";
import { ready, storeOf } from "./bench-made.ts";
import { MODEL, allOf, fetchedOf, rowsOf, tokensOf } from "./made.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import type { Scene } from "../../static/src/core/types.ts";
import type { Via } from "../../static/src/data/types.ts";

const { change, contributions, find, heads, rollout } = FIGURES;

const TOKENS = tokensOf(["[CLS]", "it", "saw", "animal", "[SEP]"]);
/** Layers 1 and 3 of 5 attend, with three heads and two: arrays have two rows of three. */
const ABOUT = { layers_total: 5, attending: [1, 3], heads_by_layer: [3, 2] };
const GAPS = layersOf(ABOUT, { rows: 2, width: 3 });
const ALL = allOf(TOKENS, { map: GAPS });
const REAL = ["1.0", "1.1", "1.2", "3.0", "3.1"];
const id = ({ layer, head }: { layer: number; head: number }) => `${layer}.${head}`;

function textsOf(scene: Scene | undefined): string[] {
  const found: string[] = [];
  walk(scene?.marks ?? [], (mark) => mark.type === "text" && mark.text !== "" && found.push(mark.text));
  return found;
}

test("a layer's number is not its row; what pads the rows is no head", () => {
  assert.deepEqual(GAPS, { numbers: [1, 3], total: 5, each: [3, 2], width: 3 });
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((layer) => rowOf(GAPS, layer)),
    [-1, 0, -1, 1, -1],
  );
  assert.deepEqual(
    [1, 3, 2].map((layer) => headsIn(GAPS, layer)),
    [3, 2, 0],
  );
  assert.deepEqual(allHeads(GAPS).map(id), REAL);
  assert.deepEqual(
    allHeads(GAPS).map((one) => placeOf(GAPS, one)),
    [0, 1, 2, 3, 4],
  );
  assert.deepEqual(
    [placeOf(GAPS, { layer: 3, head: 2 }), placeOf(GAPS, { layer: 0, head: 0 }), headAt(GAPS, 5)],
    [-1, -1, null],
  );
  assert.deepEqual(headAt(GAPS, 4), { layer: 3, head: 1 });
  assert.equal(hasHead(GAPS, { layer: 3, head: 2 }), false);
  assert.deepEqual(silentIn(GAPS), [0, 2, 4]);
  assert.deepEqual(
    [0, 1, 2, 3, 9].map((layer) => nearestLayer(GAPS, layer)),
    [1, 1, 1, 3, 3],
  );
  assert.deepEqual(nearestHead(GAPS, { layer: 4, head: 2 }), { layer: 3, head: 1 });
});

test("answers that say nothing of layers are of models all of whose layers attend", () => {
  assert.deepEqual(layersOf({}, { rows: 6, width: 12 }), contiguous(6, 12));
  assert.deepEqual(layersOf({ layers_total: 4, attending: [1, 3] }, { rows: 2, width: 2, numbers: [1, 3] }), {
    numbers: [1, 3],
    total: 4,
    each: [2, 2],
    width: 2,
  });
  // One layer's own array, of a model with gaps.
  assert.deepEqual(layersOf(ABOUT, { rows: 1, width: 3, numbers: [3] }).each, [2]);
});

test("no example of another head names one that the model has not", () => {
  const listed = new Set(["minilm"]);
  assert.equal(examplesOf("head", listed, contiguous(6, 12)).length, 1);
  assert.deepEqual(
    examplesOf(
      "head",
      listed,
      layersOf({ layers_total: 4, attending: [1, 3] }, { rows: 2, width: 4, numbers: [1, 3] }),
    ),
    [],
  );
  assert.deepEqual(examplesOf("head", listed, null), []);
  assert.deepEqual(examplesOf("model", listed, null), [], "models that are not there");
});

test("what is said of the gaps, in both languages", () => {
  assert.equal(saySilent("en", GAPS), "Layers 0, 2 and 4 do not attend.");
  assert.equal(saySilent("zh", GAPS), "第 0、2、4 层不计算注意力。");
  assert.equal(
    saySilent("en", layersOf({ layers_total: 2, attending: [1] }, { rows: 1, width: 1 })),
    "Layer 0 does not attend.",
  );
  assert.equal(saySilent("en", contiguous(6, 12)), "");
  assert.equal(sayNumbers("en", [0, 1, 2, 4, 5, 9, 10, 11]), "0–2, 4, 5 and 9–11");
  assert.equal(sayLayers("en", contiguous(6, 12)), "6 layers of 12 heads each");
  assert.equal(sayLayers("en", GAPS), "5 layers, of which 2 attend with 2 to 3 heads");
  assert.deepEqual(
    layerChoices("en", GAPS, 1).map(({ words, off = false }) => [words, off]),
    [
      ["0 (does not attend)", true],
      ["1", false],
      ["2 (does not attend)", true],
      ["3", false],
      ["4 (does not attend)", true],
    ],
  );
  const listed = {
    ...MODEL,
    title: "Made",
    state: "ready" as const,
    layers: 5,
    heads: 3,
    attending: [1, 3],
  };
  // The list does not say how many heads each layer has: the most that one has stands for all.
  assert.deepEqual(listedLayers(listed as any), { ...GAPS, each: [3, 3] });
  assert.equal(optionWords("en", listed as any), "Made · 2 of 5 layers × 3 heads");
  assert.equal(optionWords("en", { ...listed, attending: null } as any), "Made · 5 × 3 heads");
});

/** Answers as safetensors, by the layer that is asked for; one that does not attend is refused. */
const viaOf = (asked: unknown[]): Via => ({
  signal: null,
  ahead: false,
  kept: (_, make) => make(),
  transport: async (_, { body }) => {
    const { layers, heads: which } = JSON.parse(body ?? "");
    asked.push(layers);
    const missing = layers.some((layer: number) => !ABOUT.attending.includes(layer));
    const count = TOKENS.length;
    const attention = {
      shape: [layers.length, which.length, count, count],
      values: layers.length ? rowsOf(count) : new Float32Array(0),
    };
    const thumbnails = {
      shape: [2, 3, count, count],
      values: Float32Array.from({ length: 6 * count * count }, (__, i) => Math.floor(i / count ** 2)),
    };
    const meta = {
      ...ABOUT,
      model: MODEL,
      family: "encoder",
      tokens: TOKENS,
      forced: [[], [2]],
      attention: { layers, heads: which },
      thumbnails: { layers: [1, 3], definition: "", max_abs_error: 0 },
    };
    return {
      ok: !missing,
      status: missing ? 422 : 200,
      statusText: "",
      json: async () => ({ type: "/docs#index-out-of-range", title: "", status: 422, detail: "" }),
      arrayBuffer: async () =>
        encode(
          { attention, thumbnails },
          Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, JSON.stringify(value)])),
        ),
    };
  },
});

test("an answer with gaps: pictures, forced rows and heads lie at their rows; a link to a layer that does not attend finds the first that does", async () => {
  const asked: unknown[] = [];
  const wanted = { text: "", text_pair: "", model: "made", by: "pieces" as const };
  const { all, one } = await fetchAttention({ ...wanted, layer: 3, head: 1 }, viaOf(asked));
  assert.deepEqual(all.thumbnails.layers, GAPS);
  assert.ok(
    thumbnail(all.thumbnails, 3, 1).every((value) => Math.abs(value - (4 / 255) ** 2) < 1e-9),
    "the second row's second head",
  );
  assert.deepEqual([one.layer, one.head, one.forced], [3, 1, [2]]);
  asked.length = 0;
  const found = await askAttention(
    { ...wanted, view: "heatmap", attend: "heads", mask: [], ablate: [], layer: 9, head: 7 },
    viaOf(asked),
  );
  assert.deepEqual([found.first.layer, found.first.head, found.first.own.length], [1, 0, 25]);
  assert.deepEqual(asked, [[9], [0], [], [1]]);
  assert.deepEqual(
    withinModel(
      [
        { layer: 3, head: 1 },
        { layer: 3, head: 2 },
        { layer: 2, head: 0 },
      ],
      GAPS,
      [],
    ).lacking.map(id),
    ["3.2", "2.0"],
  );
});

test("a record of all heads is cut by the numbers of its layers", () => {
  const size = TOKENS.length ** 2;
  const values = Float32Array.from({ length: 6 * size }, (_, i) => Math.floor(i / size));
  const all = encode(
    { attention: { shape: [2, 3, 5, 5], values } },
    { attention: JSON.stringify({ layers: [1, 3], heads: [0, 1, 2], shape: [2, 3, 5, 5] }) },
  );
  const cut = sliceHeads(decode, all, 3, 1);
  assert.ok(cut && Array.from(decode(cut).tensors.get("attention")?.values ?? []).every((value) => value === 4));
  assert.equal(sliceHeads(decode, all, 0, 0), null);
});

test("all heads: an empty labelled row for a layer that does not attend, pictures at their layers, none for what pads", () => {
  const scene = grid(ALL, { width: 600, layer: 3, head: 1, statistic: null });
  assert.deepEqual(
    scene.regions.map((region) => region.id),
    REAL.map((one) => `head-${one.replace(".", "-")}`),
  );
  const texts = textsOf(scene);
  assert.equal(texts.filter((words) => words === "does not attend").length, 3);
  for (const layer of ["0", "1", "2", "3", "4"]) assert.ok(texts.includes(layer), layer);
  const tops = scene.regions.map(({ y, layer }) => [layer, y]);
  assert.ok(
    tops.every(([layer, y]) =>
      tops.every(([other, at]) => layer === other || Number(layer) < Number(other) === Number(y) < Number(at)),
    ),
  );
  const store = storeOf("?view=heads&layer=3&head=1", TOKENS, {}, { all: ALL });
  const [picture] = heads.pictures(store, { width: 700 });
  assert.match(
    picture?.summary ?? "",
    /5 layers, of which 2 attend with 2 to 3 heads.*Layers 0, 2 and 4 do not attend\./,
  );
  assert.ok(!picture?.notes?.some((note) => note.includes("do not attend")), "said once");
  const { rows } = picture?.tables?.[0]?.make() ?? { rows: [] };
  assert.deepEqual(
    rows.map(([head]) => head),
    REAL,
  );
  assert.deepEqual(
    rows.map((row) => (typeof row[1] === "object" ? row[1].value : NaN)),
    [0, 1, 2, 3, 4].map((at) => 0.5 + at / 1000),
  );
});

const STATISTICS = [
  {
    name: "previous",
    habit: true,
    unit: "share",
    chance: null,
    chance_is: "level",
    chance_by_layer: [0.25, 0.125],
    values: [
      [0.5, 0.1, 0.9],
      [0.2, 0.3, 0],
    ],
  },
];

test("statistics: chance and values by layer number, padding left out", () => {
  const {
    statistics: [own],
  } = statsOf({
    ...ABOUT,
    model: MODEL,
    text: "",
    tokens: TOKENS,
    head_stats: { layers: [1, 3], statistics: STATISTICS },
  });
  assert.ok(own);
  assert.deepEqual(strongestFirst(own).map(id), ["1.2", "1.0", "3.1", "3.0", "1.1"]);
  assert.deepEqual([chanceIn(own, 1), chanceIn(own, 3), chanceIn(own, 0)], [0.25, 0.125, null]);
  const data = { model: MODEL, text: "", tokens: TOKENS, layers: GAPS, statistics: [own] };
  const store = storeOf("?view=heads&order=previous", TOKENS, { stats: data }, { all: ALL });
  const [picture] = heads.pictures(store, { width: 700 });
  assert.match(picture?.notes?.[0] ?? "", /Strongest: layer 1, head 2 with 0\.900; 4 of 5 heads/);
  assert.deepEqual(
    (picture?.tables?.[0]?.make().rows ?? []).map(([head]) => head),
    ["evenly spread", ...REAL],
  );
});

test("the finder: each head beside the chance level of its own layer", () => {
  const answer = {
    ...ABOUT,
    model: MODEL,
    text: "",
    tokens: TOKENS,
    from: [1, 1],
    to: [2, 2],
    habit: null,
    chance: null,
    chance_is: "level",
    chance_by_layer: [0.25, 0.125],
    definition: "",
    heads: [
      [3, 1, 0.9],
      [1, 2, 0.5],
      [3, 0, 0.2],
      [1, 0, 0.1],
      [1, 1, 0],
    ].map(([layer, head, score]) => ({ layer, head, score, strongest_habit: null })),
  };
  const store = storeOf("?view=find&from=1&to=2", TOKENS, { find: findingOf(answer) }, { all: ALL });
  const [picture] = find.pictures(store, { width: 700 });
  assert.match(
    picture?.summary ?? "",
    /3 of 5 heads are above chance; the strongest, layer 3 head 1, has 0\.9000, 7\.2 times chance/,
  );
  const rows = picture?.tables?.[0]?.make().rows ?? [];
  assert.deepEqual(
    rows.map((row) => row.slice(1, 5).map((cell) => (typeof cell === "object" ? cell.value : cell))),
    [
      [3, 1, 0.9, 0.125],
      [1, 2, 0.5, 0.25],
      [3, 0, 0.2, 0.125],
      [1, 0, 0.1, 0.25],
      [1, 1, 0, 0.25],
    ],
  );
});

test("contributions: a blank row a layer that does not attend, its norms from its own row; such a layer cannot be shown in full", () => {
  const count = TOKENS.length;
  const added = {
    model: MODEL,
    text: "",
    tokens: TOKENS,
    layers: GAPS,
    forced: [[], []],
    definition: "",
    norms: Float32Array.from({ length: 6 * count }, (_, i) => 1 + Math.floor(i / count)),
    residual: Float32Array.from({ length: 2 * count }, (_, i) => (i < count ? 10 : 20)),
  };
  const store = storeOf("?view=contributions&layer=2&head=1", TOKENS, { contributions: added }, { all: ALL });
  const [overview, layer] = contributions.pictures(store, { width: 700 });
  assert.equal(overview?.scene.regions[0]?.rows, 5);
  assert.equal(textsOf(overview?.scene).filter((words) => words === "does not attend").length, 3);
  assert.match(
    overview?.summary ?? "",
    /layer 1, head 2 adds most \(special tokens aside\): 30 %, mean over 3 tokens\. Layers 0, 2 and 4 do not attend\./,
  );
  assert.match(layer?.heading ?? "", /Layer 1/, "the nearest below that attends");
  store.set({ layer: 3 });
  const [, third] = contributions.pictures(store, { width: 700 });
  assert.equal(third?.scene.regions[0]?.rows, 2, "layer 3 has two heads");
  assert.deepEqual(
    (third?.tables?.[0]?.make().rows ?? []).map(([name]) => name),
    ["3.0", "3.1", "layer read"],
  );
  assert.deepEqual(
    (overview?.tables?.[0]?.make().rows ?? []).map((row) =>
      row.map((cell) => (typeof cell === "object" ? Number(cell.value.toFixed(6)) : cell)),
    ),
    [
      ["1", 0.1, 0.2, 0.3],
      ["3", 0.2, 0.25, ""],
    ],
  );
});

test("rollout: squares by layer number, means over the heads that a layer has, blank rows through the layers", () => {
  const size = TOKENS.length ** 2;
  const weights = Float32Array.from(
    { length: 6 * size },
    (_, i) => [0.1, 0.2, 0.6, 0.2, 0.4, 0][Math.floor(i / size)] ?? 0,
  );
  const means = meansOf(weights, [1, 3], 3, size, GAPS);
  assert.ok(
    Math.abs((means[0]?.[0] ?? 0) - 0.3) < 1e-6 && Math.abs((means[1]?.[0] ?? 0) - 0.3) < 1e-6,
    "of three heads, and of two",
  );
  const flow = {
    model: MODEL,
    family: "encoder",
    text: "",
    tokens: TOKENS,
    layers: GAPS,
    rollout: Float32Array.from({ length: 2 * size }, (_, i) => Math.floor(i / size) / 4 + 0.1),
    means,
    definition: "",
  };
  const store = storeOf("?view=rollout&layer=3", TOKENS, { rollout: flow }, { all: ALL });
  const pictures = rollout.pictures(store, { width: 900 });
  assert.deepEqual(pictures.map(({ heading }) => heading).slice(0, 2), [
    "Rollout after layer 3",
    "Mean attention of layer 3",
  ]);
  assert.match(pictures[1]?.scene.title ?? "", /2 heads of layer 3/);
  const across = pictures[2];
  assert.equal(across?.scene.regions[0]?.rows, 5);
  assert.ok(across?.notes?.includes("Layers 0, 2 and 4 do not attend."));
  assert.deepEqual(
    (across?.tables?.[0]?.make().rows ?? []).map(([name]) => name),
    ["Rollout after layer 1", "Rollout after layer 3", "Mean attention of layer 1", "Mean attention of layer 3"],
  );
  store.set({ layer: 4 });
  assert.equal(rollout.pictures(store, { width: 900 })[0]?.heading, "Rollout after layer 3");
});

test("interventions: the board has a row a layer; a head's change stands at its own", () => {
  const size = TOKENS.length ** 2;
  const run = (shift: number) => ({
    model: MODEL,
    family: "encoder",
    tokens: TOKENS,
    targetTokens: null,
    layers: [1, 3],
    heads: [0, 1, 2],
    forced: [[], []],
    effect: null,
    mask: shift ? [1] : [],
    ablate: [],
    weights: Float32Array.from({ length: 6 * size }, (_, i) =>
      Math.floor(i / size) < 5 ? 0.2 + shift * Math.floor(i / size) : 0,
    ),
  });
  const data = { text: "", before: run(0), after: run(0.01), refused: null, temperature: 1 };
  const store = storeOf("?view=change&layer=3&head=1&mask=1", TOKENS, { change: data }, { all: ALL });
  const pictures = change.pictures(store, { width: 900 });
  assert.match(pictures[0]?.heading ?? "", /Layer 3, head 1/);
  const board = pictures.find((one) => one.id === "board");
  assert.deepEqual([board?.scene.regions[0]?.rows, board?.scene.regions[0]?.columns], [5, 3]);
  const rows = board?.tables?.[0]?.make().rows ?? [];
  assert.deepEqual(
    rows.map((row) => row.map((cell) => (typeof cell === "object" ? Number(cell.value.toFixed(4)) : cell))),
    [
      ["1", 0, 0.01, 0.02],
      ["3", 0.03, 0.04, ""],
    ],
  );
  putAnswers(store, { oneHead: ready(fetchedOf(TOKENS, { layer: 3 })) });
  store.set({ layer: 0, head: 9 });
  assert.match(change.pictures(store, { width: 900 })[0]?.heading ?? "", /Layer 1, head 2/, "the nearest that attends");
});
