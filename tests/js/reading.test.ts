import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { cellsOf, matrixOf } from "../../static/src/data/matrix.ts";
import { sharedWord } from "../../static/src/views/context/source.ts";
import { litBy } from "../../static/src/state/lit.ts";
import { litPaths } from "../../static/src/core/scene/hit.ts";
import { t } from "../../static/src/core/words/index.ts";
import { VIEWS } from "../../static/src/views/index.ts";
import { KEYS } from "../../static/src/apps/words.ts";
import { noticesIn, noticeWords } from "../../static/src/panel/pictures/notices.ts";
import { ranked, rowSum, sayToken, sayWeight } from "../../static/src/plots/say.ts";
import { optionWords, wordsOf } from "../../static/src/panel/status.ts";
import { context, cosineDomain } from "../../static/src/views/context/scene.ts";
import { arrange, grid } from "../../static/src/plots/grid.ts";
import { boundary, heatmap } from "../../static/src/plots/heatmap.ts";
import { modelName, tokenName, tokenText } from "../../static/src/plots/labels.ts";
import { hatch, triangle, withoutMasked } from "../../static/src/plots/masked.ts";
import { places, strip } from "../../static/src/plots/strip.ts";
import { MODEL, allOf, fetchedOf, marksOf, rowsOf, tokensOf } from "./made.ts";
import type { Region, Scene } from "../../static/src/core/types.ts";
import type { ModelInfo } from "../../static/src/data/types.ts";

const second = { sequence: 1 };
const PAIR = tokensOf(
  ["[CLS]", "the", "apple", "[SEP]", "it", "fell", "[SEP]"],
  [{}, {}, {}, {}, { ...second, start: 0, end: 2 }, { ...second, start: 3, end: 7 }, {}],
);
const region = (scene: Scene, id: string) => scene.regions.find((r) => r.id === id) as Region;
const Q4 = { ...MODEL, id: "e5", converted_from: "4-bit blocks of 32 weights, read as float32" };

test("a quarter has the rows of one sentence and the columns of one, with their own weights", () => {
  const head = fetchedOf(PAIR);
  const ab = matrixOf(head, { quarter: "ab" });
  assert.deepEqual(ab.queries.tokens, [[1], [2]]);
  assert.deepEqual(ab.keys.tokens, [[4], [5]]);
  assert.deepEqual(
    [...ab.weights],
    [1, 2].flatMap((q) => [4, 5].map((k) => head.own[q * 7 + k])),
  );
  assert.ok(ab.cropped && rowSum(ab, 0) < 1);
  const whole = matrixOf(head);
  assert.equal(whole.weights, head.own, "the whole is the model's own array");
  assert.equal(
    matrixOf(fetchedOf(tokensOf(["a", "b"])), { quarter: "ab" }).weights.length,
    4,
    "no second sentence: everything",
  );
});

test("words: labels are whole words, cells cover their tokens, numbers are the derived ones", () => {
  const tokens = tokensOf(
    ["[CLS]", "in", "cred", "ible", "[SEP]"],
    [{}, { start: 0, end: 2 }, { start: 2, end: 6 }, { start: 6, end: 10 }, {}],
  );
  const weights = rowsOf(3);
  const words = { groups: [[0], [1, 2, 3], [4]], weights, definition: "sum and mean" };
  const matrix = matrixOf(fetchedOf(tokens, { words }), { by: "words" });
  assert.deepEqual(matrix.queries.labels.map(tokenText), ["[CLS]", "incredible", "[SEP]"]);
  assert.deepEqual([matrix.weights, matrix.derived], [weights, "sum and mean"]);
  assert.deepEqual(cellsOf(matrix.keys, [2, 3]), [1]);
  const scene = heatmap(matrix, { width: 500 });
  assert.ok(
    marksOf(scene, "text").some(({ text }) => text === t("en", "legend-words")),
    "labelled as derived",
  );
  const lit = litBy({ source: "attention", token: 2 }, { attention: tokens, gates: [] }, { words: words.groups });
  assert.deepEqual(lit.attention.rows, [1, 2, 3], "a word lights up as a whole");
  const { cells } = litPaths([region(scene, "cells")], lit);
  assert.equal([...cells.matchAll(/M/g)].length, 2, "one row and one column, each once");
});

test("a word that the model knew only in part is marked as unknown", () => {
  const tokens = tokensOf(
    ["in", "x"],
    [
      { start: 0, end: 2 },
      { start: 2, end: 3, unknown: true, piece: "[UNK]" },
    ],
  );
  const words = { groups: [[0, 1]], weights: new Float32Array([1]), definition: "" };
  const [label] = matrixOf(fetchedOf(tokens, { words }), { by: "words" }).queries.labels;
  assert.ok(label?.unknown);
  assert.equal(label && tokenText(label), "[UNK]");
});

test("a decoder's later tokens are not drawn, not ranked and not read", () => {
  const tokens = tokensOf(["When", "Mary", "and", "John"]);
  const matrix = matrixOf(fetchedOf(tokens, { family: "decoder" }));
  assert.ok(matrix.causal);
  const scene = heatmap(matrix, { width: 500 });
  const [cells] = marksOf(scene, "raster");
  Array.from(cells?.values ?? []).forEach((value, i) => {
    const masked = i % 4 > Math.floor(i / 4);
    assert.equal(Number.isNaN(value), masked);
    if (!masked) assert.equal(value, matrix.weights[i]);
  });
  assert.ok(marksOf(scene, "text").some(({ text }) => text === t("en", "legend-masked")));
  assert.deepEqual([...ranked(matrix, 1)].sort(), [0, 1]);
  assert.match(sayWeight("en", matrix, 1, 3), /^Mary cannot look at John/);
  assert.match(sayWeight("en", matrix, 1, 0), /of 2, layer 3 head 1$/);
});

test("the hatching lies over masked cells only, and the outline holds all others", () => {
  const { d } = hatch({ x: 10, y: 20, cell: 30, count: 5 });
  const numbers = [...d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [
    (Number(x) - 10) / 30,
    (Number(y) - 20) / 30,
  ]);
  assert.ok(numbers.length > 10);
  for (let i = 0; i < numbers.length; i += 2) {
    const [[x0 = 0, y0 = 0], [x1 = 0, y1 = 0]] = [numbers[i], numbers[i + 1]] as [number[], number[]];
    for (const share of [0.05, 0.5, 0.95]) {
      const [x, y] = [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share];
      assert.ok(Math.floor(x) > Math.floor(y), `${x} ${y}`);
      assert.ok(x <= 5.01 && y >= -0.01);
    }
  }
  assert.ok(triangle(0, 0, 30, 3).endsWith("Z"));
  assert.deepEqual([...withoutMasked([1, 2, 3, 4], 2)], [1, NaN, 3, 4]);
});

test("a line is drawn where the second sentence begins, in both directions and in every small picture", () => {
  assert.equal(boundary(PAIR), 4);
  assert.equal(boundary(PAIR.slice(0, 4)), -1);
  const scene = heatmap(matrixOf(fetchedOf(PAIR)), { width: 500 });
  const cells = region(scene, "cells");
  const at = cells.x + (4 * cells.width) / 7;
  assert.ok(marksOf(scene, "line").some(({ x1, x2, stroke }) => x1 === at && x2 === at && stroke === "soft"));
  const all = grid(allOf(PAIR, { layers: 2, heads: 2 }), { width: 500 });
  const edges = marksOf(all, "path").find(({ stroke }) => stroke === "soft");
  assert.equal([...(edges?.d ?? "").matchAll(/M/g)].length, 8);
});

test("grid: a quarter's small pictures are crops of the whole ones", () => {
  const data = allOf(PAIR, { layers: 1, heads: 1 });
  const [picture] = marksOf(grid(data, { width: 500, quarter: "ba" }), "raster");
  const whole = marksOf(grid(data, { width: 500 }), "raster")[0];
  assert.deepEqual([picture?.rows, picture?.columns], [2, 2]);
  assert.deepEqual(
    [...Array.from(picture?.values ?? [])],
    [4, 5].flatMap((q) => [1, 2].map((k) => whole?.values[q * 7 + k])),
  );
  const [box] = grid(data, { width: 500, quarter: "ba" }).regions;
  assert.deepEqual(box?.row.tokens, [[4], [5]]);
});

test("grid: thirty layers of nine heads stand side by side, and each picture is larger for it", () => {
  for (const width of [352, 668, 1370]) {
    const { blocks, deep, side } = arrange({ layers: 30, heads: 9, width, most: 110, bins: 14 });
    assert.equal(Math.ceil(30 / deep), blocks);
    assert.ok(side >= (width > 1000 ? 38 : 20), `${width}: ${side}`);
    const scene = grid(
      { ...allOf(tokensOf(Array(14).fill("w")), { layers: 30, heads: 9, bins: 14 }), family: "decoder" },
      { width, most: 110 },
    );
    assert.equal(scene.regions.length, 270);
    for (const box of scene.regions) assert.ok(box.x + box.width <= width, `${box.id} at ${width}`);
    const places = new Set(scene.regions.map(({ x, y }) => `${x} ${y}`));
    assert.equal(places.size, 270);
  }
  assert.equal(arrange({ layers: 6, heads: 12, width: 668, most: 64, bins: 14 }).blocks, 1);
});

test("an encoder-decoder model: its own matrix, the decoder's, and from decoder to encoder", () => {
  const tokens = tokensOf(["a", "b", "c"]);
  const targetTokens = tokensOf(["[S]", "x"]);
  const target = rowsOf(2);
  const cross = new Float32Array([0.2, 0.3, 0.5, 0.1, 0.1, 0.8]);
  const head = fetchedOf(tokens, { family: "encoder-decoder", targetTokens, target, cross });
  assert.equal(matrixOf(head).weights, head.own);
  const decoder = matrixOf(head, { part: "decoder" });
  assert.deepEqual([decoder.weights, decoder.causal, decoder.queries.source], [target, true, "target"]);
  const crossed = matrixOf(head, { part: "cross" });
  assert.deepEqual([crossed.queries.source, crossed.keys.source, crossed.causal], ["target", "attention", false]);
  const scene = heatmap(crossed, { width: 400 });
  const cells = region(scene, "cells");
  assert.deepEqual([cells.rows, cells.columns], [2, 3]);
  assert.equal(Math.round(cells.width / 3), Math.round(cells.height / 2));
  assert.match(sayWeight("en", crossed, 1, 2), /^x attends to c: 80 %, 1st of 3/);
  const lit = litBy(
    { source: "target", token: 1, key: 2 },
    { attention: tokens, gates: [], target: targetTokens },
    { crossed: true },
  );
  assert.deepEqual([lit.target?.rows, lit.attention.columns, lit.attention.rows], [[1], [2], []]);
  assert.equal(
    matrixOf(fetchedOf(tokens), { part: "cross" }).weights.length,
    9,
    "a model without a decoder shows what it has",
  );
});

test("a character that was split is shown once, its pieces counted", () => {
  const shared = { start: 0, end: 1, text: "苹", fragment: true, parts: 3 };
  const tokens = tokensOf(
    ["è", "ĭ", "¹"],
    [
      { ...shared, part: 0 },
      { ...shared, part: 1 },
      { ...shared, part: 2 },
    ],
  );
  assert.deepEqual(tokens.map(tokenText), ["苹①", "②", "③"]);
  assert.deepEqual(tokens.map(tokenName), ["苹①", "苹②", "苹③"]);
  assert.match(sayToken("en", tokens[1] as any, MODEL), /^苹②, piece 2 of 3 of one character/);
  const [begin, joiner, space] = tokensOf(
    ["▁", "▁", "▁"],
    [{ text: "", start: 0, end: 0 }, { text: "\u200d" }, { text: " " }],
  );
  for (const token of [begin, joiner, space]) assert.equal(token && tokenText(token), "▁");
});

test("strip: the mark of a word's begin shares the box of its word; the second sentence stands below the first", () => {
  const a = tokensOf(
    ["[S]", "▁", "苹果", "[E]"],
    [{}, { text: "", start: 0, end: 0, special: false, sequence: 0 }, { start: 0, end: 2 }, {}],
  );
  assert.deepEqual(places(a), [null, [0, 2], [0, 2], null]);
  const b = tokensOf(["it", "[E]"], [{ index: 4, ...second }, { index: 5 }]);
  const rows = [{ source: "attention" as const, name: "A", tokens: a }];
  const scene = strip(
    { sentence: "苹果", rows, pair: { sentence: "it", rows: [{ source: "attention", name: "B", tokens: b }] } },
    { width: 600 },
  );
  const box = (i: number) => region(scene, `attention-${i}`);
  assert.ok(box(1).x < box(2).x && box(2).x < box(3).x && box(0).x < box(1).x);
  assert.ok(box(4).y > box(2).y && box(5).y === box(4).y);
  assert.equal(scene.regions.length, 6);
});

test("tokens of the second sentence meet nothing of a net that reads the first", () => {
  const gates = tokensOf(
    ["it", "fell"],
    [
      { start: 0, end: 2 },
      { start: 3, end: 7 },
    ],
  );
  assert.deepEqual(litBy({ source: "attention", token: 4 }, { attention: PAIR, gates }).gates.rows, []);
  assert.deepEqual(litBy({ source: "gates", token: 0 }, { attention: PAIR, gates }).attention.rows, [1]);
});

test("the word that two sentences share is found, whatever its case, the longest first", () => {
  const a = tokensOf(["[CLS]", "The", "apple", "was", "sweet", "."]);
  const b = tokensOf(["[CLS]", "Apple", "sold", "the", "phone", "."]);
  assert.deepEqual(sharedWord(a, b), [2, 1]);
  assert.deepEqual(sharedWord(a, b, 1), [1, 3]);
  assert.deepEqual(sharedWord(a, b, 4), [4, 1], "a word that the other lacks: its first word");
});

const pairOf = (cosine: number[], b: number) => ({
  model: Q4,
  textA: "",
  textB: "",
  tokensA: tokensOf(["[S]", "苹果", "吃"]),
  tokensB: tokensOf(["[S]", "苹果", "新"]),
  tokenA: 1,
  tokenB: b,
  cosine,
  definition: "",
  notices: [],
});

test("context: the chosen words are marked, the dots lie at their cosines, and every number is printed", () => {
  const main = pairOf([1, 0.9, 0.75], 1);
  const reference = pairOf([0.95, 0.96, 0.93], 2);
  const scene = context({ main, reference }, { width: 700 });
  const marked = marksOf(scene, "rect").filter(({ fill }) => fill === "band");
  assert.deepEqual(
    marked.map(({ x, y }) => scene.regions.find((r) => r.x === x - 1 && r.y === y - 1)?.id),
    ["A-1", "B-1", "C-2"],
  );
  const plot = region(scene, "plot");
  const [low, high] = [plot.y + plot.height - 20, plot.y + 20];
  const line = marksOf(scene, "path").find(({ d, strokeWidth }) => strokeWidth === 2.25 && d.includes("L"));
  const ys = [...(line?.d ?? "").matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  main.cosine.forEach((value, i) => assert.ok(Math.abs(low - value * (low - high) - (ys[i] as number)) < 0.1));
  const printed = marksOf(scene, "text").map(({ text }) => text);
  for (const words of ["1.000", ".900", ".750", ".950", ".960", ".930", "embedding", "0", "1"]) {
    assert.ok(printed.includes(words), words);
  }
  assert.match(scene.title, /e5 \(quantised to 4 bits\)/);
  assert.ok(scene.width <= 702);
  assert.ok(context({ main, reference: null }, { width: 360 }).width <= 362);
});

test("the axis of the cosine starts at 0, or at −1 where one lies below, or close up where asked", () => {
  assert.deepEqual(cosineDomain([0.9, 0.75], false), [0, 1]);
  assert.deepEqual(cosineDomain([0.9, -0.1], false), [-1, 1]);
  assert.deepEqual(cosineDomain([0.9, 0.75], true), [0.7, 1]);
  assert.deepEqual(cosineDomain([1, 1], true), [0.9, 1]);
});

test("a quantised model's name says so", () => {
  assert.equal(modelName("en", Q4), "e5 (quantised to 4 bits)");
  assert.equal(modelName("zh", { id: "s", converted_from: "GGUF Q4_1, dequantised to float32" }), "s（4 位量化）");
  assert.equal(modelName("en", MODEL), "made");
});

test("a picker's choice says title, size, and what is to happen first", () => {
  const model: ModelInfo = {
    id: "e5",
    title: "E5",
    attending: null,
    family: "encoder",
    languages: [],
    layers: 12,
    heads: 12,
    units: null,
    max_tokens: 512,
    revision: "",
    weights_sha256: "",
    license: "",
    state: "to fetch",
    progress: null,
    problem: null,
    description: "",
    checkpoints: [],
    predicts: null,
    reading: null,
    fetch_bytes: 95_175_889,
  };
  assert.equal(optionWords("en", model), "E5 · 12 × 12 heads · to fetch, 95 MB");
  const progress = { stage: "download", done_bytes: 30, total_bytes: 90 };
  assert.equal(optionWords("en", { ...model, state: "fetching", progress }), "E5 · 12 × 12 heads · fetching, 33 %");
  assert.equal(optionWords("en", { ...model, state: "ready" }), "E5 · 12 × 12 heads");
});

test("every kind of problem of the server has a title in both languages, and every notice its words", () => {
  const errors = readFileSync(new URL("../../app/errors.py", import.meta.url), "utf8");
  const kinds = [
    ...errors.matchAll(/slug(?:: ClassVar\[str\])? = "([^"]+)"\n\s+title(?:: ClassVar\[str\])? = "([^"]+)"/g),
  ];
  assert.ok(kinds.length > 15);
  for (const [, slug, title] of kinds) {
    assert.equal(t("en", `problem-${slug}`), title);
    assert.ok(/[\u4e00-\u9fff]/.test(t("zh", `problem-${slug}`)));
  }
  const { title } = wordsOf("zh", { type: "/docs#disk-full", title: "Disk full", status: 507, detail: "no room" });
  assert.equal(title, "磁盘已满");
  const folder = new URL("../../app/schemas/", import.meta.url);
  const schemas = readdirSync(folder)
    .filter((name) => name.endsWith(".py"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const codes = /code: Literal\[([^\]]+)\]/.exec(schemas)?.[1]?.match(/[\w-]+/g) ?? [];
  assert.ok(codes.length >= 4);
  for (const code of codes) assert.ok(KEYS.includes(`notice-${code}-detail`), code);
});

test("words in pieces and characters in bytes are named as they were read", () => {
  const pieces = [
    { start: 4, end: 5 },
    { start: 5, end: 6 },
    { start: 6, end: 8 },
    { start: 8, end: 13 },
  ];
  const split = { code: "split-words", detail: "", tokens: [1, 2, 3, 4], spans: [[4, 13]] as [number, number][] };
  const net = {
    model: { ...Q4, id: "lstm", converted_from: null },
    tokens: tokensOf(["The", "x", "y", "lo", "phone"], [{}, ...pieces]),
  };
  assert.equal(
    noticeWords("en", split, net).said,
    "lstm has no piece for these words and reads them in smaller ones: x·y·lo·phone.",
  );
  assert.equal(noticeWords("zh", split, net).said, "lstm 的词表里没有这些词，只能拆成更小的片段来读：x·y·lo·phone。");
  const bytes = tokensOf(
    ["a", "苹", "苹", "苹"],
    [{}, ...[0, 1, 2].map((part) => ({ part, parts: 3, fragment: true }))],
  );
  const read = { code: "byte-pieces", detail: "", tokens: [1, 2, 3], spans: [[1, 2]] as [number, number][] };
  assert.equal(
    noticeWords("en", read, { model: net.model, tokens: bytes }).said,
    "lstm reads 苹 as UTF-8 bytes, which are 3 of its 4 tokens here: several stand for one character.",
  );
});

test("a second sentence is said to be left to the Transformer where a net's views read a sentence, and nowhere else", () => {
  const none = { status: "idle", data: null, problem: null };
  const gates = { status: "ready", problem: null, data: { model: Q4, tokens: [], notices: [] } };
  const state = {
    answers: { attention: none, context: none, gates },
    view: "",
    lab: "gates",
    langInForce: "en",
    text_pair: "It sat.",
    views: VIEWS,
  };
  const said = (changed: object) => noticesIn({ ...state, ...changed } as any).map(({ title }) => title);
  assert.deepEqual(said({}), ["The first sentence only"]);
  assert.deepEqual(said({ view: "unit" }), ["The first sentence only"]);
  assert.deepEqual(said({ view: "reach", answers: { ...state.answers, gates: none, reach: { data: {} } } }), [
    "The first sentence only",
  ]);
  assert.deepEqual(said({ langInForce: "zh" }), ["只读第一句"]);
  const silent = [
    { text_pair: " " },
    { view: "heatmap" },
    { view: "context" },
    { view: "cost" },
    { lab: "gaps" },
    { lab: "order" },
    { answers: { ...state.answers, gates: none } },
  ];
  for (const other of silent) assert.deepEqual(said(other), [], JSON.stringify(other));
});

test("notices count what they name", () => {
  const tokens = tokensOf(["[CLS]", "ok", "苹", "[SEP]", "猫"], [{}, {}, { unknown: true }, {}, second]);
  const from = { model: Q4, tokens };
  const unknown = noticeWords("en", { code: "unknown-tokens", detail: "", tokens: [2], spans: [[3, 4]] }, from);
  assert.equal(
    unknown.said,
    "e5 (quantised to 4 bits) cannot read 1 of the 2 tokens of this sentence: it saw only its unknown token there, whatever is written.",
  );
  const dropped = noticeWords(
    "en",
    {
      code: "unread-characters",
      detail: "",
      tokens: [],
      spans: [
        [0, 2],
        [5, 6],
      ],
    },
    from,
  );
  assert.match(dropped.said, /drops 3 of the characters/);
  assert.equal(
    noticeWords("en", { code: "new-code", detail: "as the server says", tokens: [], spans: [] }, from).said,
    "as the server says",
  );
});
