import assert from "node:assert/strict";
import { test } from "node:test";
import { createReach } from "../../static/src/data/transport.ts";
import { sharesOf } from "../../static/src/views/shares/shares.ts";
import { compose, sentences } from "../../static/src/plots/compose.ts";
import { drawFigure } from "../../static/src/panel/pictures/draw.ts";
import { viewsShown } from "../../static/src/state/view.ts";
import { gather } from "../../static/src/state/gather.ts";
import { shown } from "../../static/src/panel/pictures/tables.ts";
import { walk } from "../../static/src/core/scene/marks.ts";
import { textWidth } from "../../static/src/core/scene/text.ts";
import { source as swapped } from "../../static/src/views/reach/swapped.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import { FIGURES, storeFor } from "./stores.ts";
import { comparisonPlot } from "../../static/src/views/gaps/source.ts";
import { significant } from "../../static/src/views/reach/say.ts";
import { sayShare } from "../../static/src/views/shares/say.ts";
import { t } from "../../static/src/core/words/index.ts";
import { setTable } from "../../static/src/views/reach/set-table.ts";
import { fetchedOf, allOf, gatesOf, MODEL, tokensOf } from "./made.ts";
import type { Cell, Picture, Scene } from "../../static/src/core/types.ts";
import type { Figure } from "../../static/src/state/view.ts";

const { context, cost, gaps, heatmap, reach, shares, strip } = FIGURES;

type Lang = "en" | "zh";

const ready = (data: any) => ({ status: "ready" as const, data, problem: null });
const number = (cell: Cell | undefined) => (cell && typeof cell !== "string" ? cell.value : NaN);
const tableOf = (picture: Picture | undefined, which: number = 0) =>
  picture?.tables?.[which]?.make() ?? { caption: "", head: [], rows: [] };

/** @returns level type, and where it lies */
function typeOf(scene: Scene | undefined): { text: string; left: number; right: number; y: number }[] {
  const found: { text: string; left: number; right: number; y: number }[] = [];
  walk(scene?.marks ?? [], (mark, dx, dy) => {
    if (mark.type !== "text" || mark.rotate) return;
    const wide = textWidth(mark.text, mark.size, mark.bold);
    const left = dx + mark.x - (mark.anchor === "end" ? wide : mark.anchor === "middle" ? wide / 2 : 0);
    found.push({ text: mark.text, left, right: left + wide, y: dy + mark.y });
  });
  return found;
}

const CELLS = ["lstm", "gru", "rnn"] as const;
const sentence = (count: number) =>
  tokensOf([
    "[s]",
    ...Array.from({ length: count - 1 }, (_, i) => ["grew", "in", "france", ",", "fluently"][i % 5] ?? ""),
  ]);

/** Shares as the API answers, each its own number. */
function sharesData(count: number, cell: string = "lstm") {
  const tokens = sentence(count);
  const values = tokens.map((_, t) => tokens.map((__, j) => (j > t ? 0 : Math.sin(1 + t * count + j))));
  const totals = values.map((row) => row.reduce((sum, value) => sum + value, 0));
  const said = {
    unit: null,
    values,
    kept: null,
    totals,
    rebuild_error: 1e-7,
    predicted: tokens.map(() => "next"),
    rivals: tokens.map(() => ["a"]),
    definition: "Made.",
  };
  return sharesOf({
    model: MODEL,
    cell,
    kind: cell,
    checkpoint: "trained",
    text: "made",
    tokens,
    shares: said,
    check: { against: "", max_abs_error: 0, tolerance: 1e-5, first_apart: null },
  });
}

/** Curves and swaps of three cells; a piece of its own is a rival of the GRU alone. */
function reachData(count: number) {
  const tokens = sentence(count);
  const last = count - 1;
  const curves = CELLS.flatMap((cell, c) =>
    (["trained", "initial"] as const).map((checkpoint, i) => {
      const ratios = tokens.map((_, k) => 0.9 ** (k * (c + 1 + i)));
      return {
        cell,
        checkpoint,
        forgetBias: null,
        recurrentScale: null,
        ratios,
        norms: ratios.map((ratio) => 3.00004 * ratio),
        slope: -0.1,
        rSquared: 0.987654,
        halfLife: 6.931472 / (c + 1 + i),
        doubling: null,
        definition: "Made.",
        apart: null,
      };
    }),
  );
  const guess = (text: string) => [
    { text, probability: 0.123456 },
    { text: "other", probability: 0.01 },
  ];
  const cells = CELLS.map((cell) => ({
    cell,
    baseline: guess(`before ${cell}`),
    definition: "Made.",
    values: tokens.map((_, i) => (i === 0 ? 0 : i / (count + 0.5))),
    unknown: tokens.map((_, i) => (i === 0 ? 0 : 0.3)),
    replacements: tokens.map((_, i) =>
      i === 0
        ? []
        : [
            { id: 7, text: " peru", totalVariation: 0.654321, predictions: guess(`after ${cell}`) },
            ...(cell === "gru" ? [{ id: 8, text: " own", totalVariation: 0.2, predictions: guess("own") }] : []),
          ],
    ),
  }));
  const about = { text: "made", tokens, token: last, models: [MODEL] };
  const of = (checkpoint: string) => ({ ...about, curves: curves.filter((one) => one.checkpoint === checkpoint) });
  return { reach: of("initial"), counterfactual: { reach: of("trained"), cells } };
}

const LENGTHS = [8, 64, 512];
const work = (scale: number) => ({
  what: "",
  sequential_depth: LENGTHS,
  pairs: LENGTHS.map((n) => n * n),
  milliseconds: LENGTHS.map((n) => scale * n + 0.0123456),
  multiply_adds: LENGTHS.map((n) => 1001 * n),
});
const COST = {
  model: MODEL,
  net: { ...MODEL, id: "gru" },
  cell: "gru",
  lengths: LENGTHS,
  repeats: 7,
  threads: 2,
  definition: "Made.",
  attention: work(0.001),
  cell_fused: work(0.01),
  cell_unrolled: work(0.1),
};

const GAPS = [0, 10, 30];
const lines = (fall: number) =>
  Object.fromEntries([1, 2].map((seed) => [seed, GAPS.map((gap) => 1 - fall * gap * seed)]));
const CARD = {
  id: "comparison",
  chance: 0.04,
  trained_gaps: [0, 12],
  gaps: GAPS,
  definition: "Made.",
  recipe: { disclosure: "One recipe." },
  parameters: { lstm: 10, gru: 11, rnn: 12 },
  curves: { lstm: lines(0.001), gru: lines(0.002), rnn: lines(0.01) },
  mean: { lstm: [1, 0.98765, 0.97], gru: [1, 0.97, 0.91], rnn: [1, 0.85, 0.55] },
  lstm_minus_rnn_gap_30: { by_seed: { 1: 0.27, 2: 0.57 }, mean: 0.42 },
};
const GAPS_DATA = {
  comparison: CARD,
  cards: { lstm: { files: { "lstm.safetensors": { sha256: "0123456789abcdef" } } } },
  plots: [comparisonPlot(CARD)],
};

function contextData(count: number, layers: number) {
  const tokens = sentence(count);
  const cosine = Array.from({ length: layers + 1 }, (_, i) => 0.98765 - 0.0123 * i);
  const pair = {
    model: MODEL,
    tokensA: tokens,
    tokensB: tokens,
    tokenA: 1,
    tokenB: 2,
    cosine,
    definition: "Made.",
    notices: [],
  };
  return { main: pair, reference: { ...pair, tokenB: 1, cosine: cosine.map((value) => value / 2) } };
}

function storeOf(
  query: string,
  { count = 6, lang = "en", layers = 6 }: { count?: number; lang?: Lang; layers?: number } = {},
) {
  const store = storeFor(query, { themeInForce: "light", langInForce: lang });
  const { reach: initial, counterfactual } = reachData(count);
  const head = fetchedOf(sentence(count));
  putAnswers(store, {
    context: ready(contextData(count, layers)),
    shares: ready(sharesData(count)),
    beside: ready({ text: "made", head }),
    reach: ready(initial),
    counterfactual: ready(counterfactual),
    gaps: ready(GAPS_DATA),
    cost: ready(COST),
  });
  return store;
}
const ENTRIES = [shares, reach, gaps, cost, context];
const picturesOf = (entry: Figure, width = 700, made = {}) =>
  entry.pictures(storeOf(`?view=${entry.id}`, made), { width });

test("shares: raster, table and words have the data's own numbers, to the last digit", () => {
  const store = storeOf("?view=shares&joint=pieces");
  const [head, own] = shares.pictures(store, { width: 700 });
  const data = sharesData(6);
  const { rows } = tableOf(own);
  rows.forEach((row, t) => {
    for (let j = 0; j <= t; j += 1) assert.equal(number(row[j + 1]), data.values[t * 6 + j]);
    assert.ok(
      row.slice(t + 2, 7).every((one) => one === ""),
      "what is not yet written has no number",
    );
    assert.equal(number(row[7]), data.totals[t]);
  });
  const square = {
    side: { source: "gates" as const, labels: data.tokens, tokens: data.tokens.map(({ index }) => [index]) },
    states: data.tokens.map(({ index }) => [index]),
    values: data.values,
    totals: data.totals,
    quantity: "projected" as const,
    derived: false,
    data,
  };
  assert.ok(sayShare("en", square, 4, 2).includes(` ${shown(rows[4]?.[3] as Cell).replace("-", "−")},`));
  const rasters: number[][] = [];
  walk(own?.scene.marks ?? [], (mark) => mark.type === "raster" && rasters.push(Array.from(mark.values)));
  assert.deepEqual(
    rasters[0]?.filter((value) => !Number.isNaN(value)),
    [...data.values].filter((_, i) => i % 6 <= Math.floor(i / 6)),
  );
  assert.deepEqual(
    tableOf(head).rows.map((row) => row.slice(1).map(number)),
    Array.from({ length: 6 }, (_, t) => [...fetchedOf(sentence(6)).own.subarray(t * 6, t * 6 + 6)]),
  );
});

test("shares: the head beside them has cells of one size, in one row where there is room, and the words say where", () => {
  for (const [width, together] of [
    [1100, true],
    [320, false],
  ] as const) {
    const [head, own] = picturesOf(shares, width, { count: 24 });
    const side = (picture: Picture | undefined) =>
      (picture?.scene.regions[0]?.width ?? 0) / (picture?.scene.regions[0]?.columns ?? 1);
    assert.equal(side(head), side(own));
    assert.equal(head?.row !== undefined && head.row === own?.row, together);
    assert.match(own?.notes?.[0] ?? "", together ? /On the left/ : /Above/);
  }
  assert.deepEqual(
    shares.pictures(storeOf("?lab=shares"), { width: 500 }).map(({ id }) => id),
    ["shares"],
    "beside the attention panel no other head is wanted",
  );
});

test("a plain RNN has no shares, context needs a second sentence: nothing is drawn, and it is said why", () => {
  for (const lang of ["en", "zh"] as const) {
    const rnn = storeOf("?view=shares&cell=rnn", { lang });
    assert.deepEqual(shares.pictures(rnn, { width: 700 }), []);
    assert.match(shares.why?.(rnn) ?? "", /tanh/);
    const drawn = drawFigure(rnn, [shares], { width: 700, version: "0" });
    assert.ok("why" in drawn && drawn.why === shares.why?.(rnn));
    const one = storeFor("?view=context", { themeInForce: "light", langInForce: lang });
    assert.deepEqual(context.pictures(one, { width: 700 }), []);
    assert.match(context.why?.(one) ?? "", /text_b/);
  }
});

test("reach: tables have every norm and ratio in full; the lines' table is the picture's", () => {
  const pictures = picturesOf(reach);
  assert.deepEqual(
    pictures.map(({ id }) => id),
    ["reach", "lines", "memory", "measured", "swap"],
  );
  const { reach: initial, counterfactual } = reachData(6);
  const curves = [...counterfactual.reach.curves, ...initial.curves];
  tableOf(pictures[0]).rows.forEach((row, token) => {
    assert.deepEqual(
      row.slice(2).map(number),
      curves.flatMap(({ norms, ratios }) => [norms[5 - token], ratios[5 - token]]),
    );
  });
  const printed = typeOf(pictures[1]?.scene).map(({ text }) => text);
  tableOf(pictures[1]).rows.forEach((row, i) => {
    assert.equal(number(row[1]), curves[i]?.halfLife);
    assert.equal(number(row[5]), curves[i]?.ratios[5]);
    for (const cell of row) assert.ok(printed.includes(shown(cell)), shown(cell));
    assert.equal(shown(row[4] as Cell), significant(curves[i]?.norms[5]));
  });
  assert.deepEqual(
    tableOf(pictures[2]).rows.map((row) => number(row[1])),
    counterfactual.cells[0]?.values,
  );
  assert.match(pictures[3]?.scene.description ?? "", /LSTM: .*GRU: .*RNN: .*a measurement, not a law/);
});

test("reach: a table without room leaves the columns that the others imply, never its first", () => {
  const model = tableOf(picturesOf(reach)[1]);
  const scene = setTable(model, { width: 304, title: "", description: "", spare: [3, 4, 5] });
  const printed = typeOf(scene);
  assert.ok(
    printed.some(({ text }) => text === shown(model.rows[0]?.[2] as Cell)) &&
      !printed.some(({ text }) => text === shown(model.rows[0]?.[3] as Cell)),
  );
  assert.ok(scene.width <= 304);
});

test("swap: what each net expects before and after; what is no rival of its own is asked for, once, and drawn", async () => {
  const swapIn = (pictures: Picture[]) => pictures.find(({ id }) => id === "swap") as Picture;
  const first = swapIn(picturesOf(reach));
  assert.match(first.heading, /becomes “peru”/);
  const rows = tableOf(first).rows;
  assert.deepEqual(
    rows.filter((_, i) => i % 2 === 0).map(([cell, , before, , after]) => [cell, before, after]),
    CELLS.map((cell) => [cell.toUpperCase(), `before ${cell}`, `after ${cell}`]),
  );
  assert.deepEqual([number(rows[0]?.[3]), number(rows[0]?.[6])], [0.123456, 0.654321]);
  assert.ok(
    typeOf(first.scene).some(({ text }) => text === "12.3 %") &&
      typeOf(first.scene).some(({ text }) => text === "moves by 0.6543"),
  );

  const store = storeOf("?view=reach&text=grew in france , fluently&replaced=3&by_piece=%20own");
  const asked: any[] = [];
  const tokens = sentence(6).map((token, i) => (i === 3 ? { ...token, id: 8 } : token));
  const via = createReach(async (_, { body }) => {
    asked.push(JSON.parse(body ?? ""));
    const predictions = tokens.map(() => [{ text: "anew", probability: 0.5 }]);
    return {
      ok: true,
      status: 200,
      statusText: "",
      json: async () => ({ tokens, predictions }),
      arrayBuffer: async () => new ArrayBuffer(0),
    };
  })(null);
  assert.equal(swapped.ready?.(store.snapshot()), true);
  putAnswers(store, { swapped: ready(await swapped.ask(store.snapshot(), via, { strict: true })) });
  assert.deepEqual(
    asked.map(({ cell, include }) => [cell, include]),
    [
      ["lstm", ["predictions"]],
      ["rnn", ["predictions"]],
    ],
  );
  const printed = typeOf(swapIn(reach.pictures(store, { width: 700 })).scene).map(({ text }) => text);
  assert.equal(printed.filter((text) => text === "anew").length, 2);
  assert.ok(
    printed.includes("moves by 0.2000") && printed.some((text) => text.startsWith("none of the LSTM's own rivals")),
  );
  store.set({ by_piece: "" });
  assert.equal(swapped.ready?.(store.snapshot()), false, "a rival of every net's own needs no asking");
});

test("accuracy by gap: tables have the card's numbers, small print its own words; it is not about a sentence", () => {
  const [picture] = picturesOf(gaps);
  const { rows, head } = tableOf(picture);
  assert.deepEqual(
    rows.map((row) => number(row[0])),
    GAPS,
  );
  const at = head.findIndex((words) => words.startsWith("LSTM"));
  assert.deepEqual(
    rows.map((row) => number(row[at])),
    CARD.mean.lstm,
  );
  assert.match(
    picture?.notes?.join(" ") ?? "",
    /LSTM minus RNN is \+0\.4200.*not what a cell can or cannot do.*0123456789ab…/,
  );
  assert.deepEqual(picture?.definitions, ["Made. One recipe."]);
  const drawn = drawFigure(storeOf("?view=gaps&text=secret"), [gaps], { width: 700, version: "9" });
  assert.ok(
    "scene" in drawn &&
      !drawn.scene.title.includes("secret") &&
      typeOf(drawn.scene).some(({ text }) => text.includes("Heads & Gates 9")),
  );
});

test("cost: tables have the times in full; the small print says where and, if the answer does, when it was measured", () => {
  const store = storeOf("?view=cost");
  const [picture] = cost.pictures(store, { width: 700 });
  const { head, rows } = tableOf(picture);
  const unrolled = head.findIndex((words) => /unrolled.*ms/.test(words));
  assert.deepEqual(
    rows.map((row) => number(row[unrolled])),
    COST.cell_unrolled.milliseconds,
  );
  assert.deepEqual(
    rows.map((row) => [number(row[0]), number(row[1])]),
    LENGTHS.map((n) => [n, n * n]),
  );
  assert.match(picture?.notes?.join(" ") ?? "", /on the server that answered.*2 thread.*7 runs/);
  assert.doesNotMatch(picture?.notes?.join(" ") ?? "", /UTC/);
  putAnswers(store, { cost: ready({ ...COST, measured_at: "2026-11-22T23:40:05Z" }) });
  assert.match(cost.pictures(store, { width: 700 })[0]?.notes?.join(" ") ?? "", /2026-11-22 23:40 UTC/);
});

test("context: cosines in full in the table, two pairs in one picture", () => {
  const [picture] = picturesOf(context);
  const { main, reference } = contextData(6, 6);
  assert.deepEqual(
    tableOf(picture).rows.map((row) => number(row[1])),
    main.cosine,
  );
  assert.deepEqual(
    tableOf(picture).rows.map((row) => number(row[2])),
    reference.cosine,
  );
  const printed = typeOf(picture?.scene).map(({ text }) => text);
  for (const value of main.cosine) assert.ok(printed.includes(value.toFixed(3).replace(/^0/, "")), String(value));
});

test("no picture is wider than asked, and no type leaves its picture, in either language, at one word and at sixty tokens", () => {
  for (const entry of ENTRIES) {
    for (const lang of ["en", "zh"] as const) {
      for (const count of [2, 60]) {
        for (const width of [304, 688, 1168]) {
          const where = `${entry.id} ${lang} ${count} ${width}`;
          const pictures = picturesOf(entry, width, { lang, count, layers: 30 });
          assert.ok(pictures.length > 0, where);
          for (const { id, scene } of pictures) {
            assert.ok(scene.width <= width + 1, `${where} ${id}: ${scene.width}`);
            for (const { text, left, right } of typeOf(scene)) {
              assert.ok(
                left >= -2 && right <= scene.width + 12,
                `${where} ${id}: “${text}” ${left}–${right} of ${scene.width}`,
              );
            }
          }
        }
      }
    }
  }
});

/** Both panels, and what a strip needs. */
function bothOf(query: string, lang: Lang = "en") {
  const own = sentence(5);
  const store = storeFor(`?attend=heatmap&${query}`, { themeInForce: "light", langInForce: lang });
  putAnswers(store, {
    attention: ready(allOf(own)),
    oneHead: ready(fetchedOf(own)),
    gates: ready({ ...gatesOf(own), text: allOf(own).text }),
    shares: ready(sharesData(5)),
  });
  store.set({ layer: 3, head: 1 });
  return store;
}
const BOTH = [strip, heatmap, shares];

test("everything: the strip first, a heading over each panel, the panels side by side where there is room", () => {
  for (const [width, beside] of [
    [1200, true],
    [720, false],
    [320, false],
  ] as const) {
    const drawn = drawFigure(bothOf("lab=shares"), BOTH, { width, version: "0" });
    assert.ok("scene" in drawn);
    const { scene } = drawn;
    assert.ok(scene.width <= width, String(scene.width));
    const type = typeOf(scene);
    const at = (words: string) => type.find(({ text }) => text === words) ?? assert.fail(words);
    const [attention, memory] = [at("Attention: One head"), at(`Memory: ${t("en", "lab-shares")}`)];
    assert.ok(at("The sentence as each model splits it").y < attention.y);
    assert.equal(attention.y === memory.y, beside);
    assert.equal(memory.left > attention.right, beside);
    for (const { text, right } of type) assert.ok(right <= scene.width, `${text} at ${width}`);
    assert.doesNotMatch(scene.description, /\.\.|\. \./);
    assert.match(scene.title, /^Attention of .* · Surviving shares of .*: “/);
  }
});

test("everything: a panel with nothing to draw says why under its heading", () => {
  const drawn = drawFigure(bothOf("lab=shares&cell=rnn"), BOTH, { width: 1200, version: "0" });
  assert.ok("scene" in drawn);
  assert.ok(
    typeOf(drawn.scene).some(({ text, left }) => text.startsWith("A plain RNN has no surviving shares") && left > 600),
  );
  assert.deepEqual(
    drawn.pictures.map(({ id }) => id),
    ["strip", "3.1"],
  );
});

test("strip: the table has a row a model and a column a token", () => {
  const [picture] = strip.pictures(bothOf("lab=shares"), { width: 600 });
  assert.deepEqual(tableOf(picture).rows, [
    ["made", "[s]", "grew", "in", "france", ","],
    ["made", "[s]", "grew", "in", "france", ","],
  ]);
  assert.deepEqual(viewsShown(bothOf("lab=shares").snapshot()), ["strip", "heatmap", "shares"]);
});

test("a pin lights up in a figure as on the page: a band behind labels, a frame around cells", () => {
  const lit = (query: string) => {
    const drawn = drawFigure(bothOf(`lab=shares&${query}`), BOTH, { width: 720, version: "0" });
    let bands = 0;
    if ("scene" in drawn) {
      walk(drawn.scene.marks, (mark) => {
        if ("fill" in mark && mark.fill === "band") bands += 1;
      });
    }
    return bands;
  };
  assert.equal(lit(""), 0);
  assert.ok(lit("pin=a3") >= 3, "strip, head and shares");
});

test("descriptions: parts become sentences, none with two stops", () => {
  assert.equal(
    sentences("en", ["Layer 3", "It sums to 1.", "", undefined, "What now?", "“so.”"]),
    "Layer 3. It sums to 1. What now? “so.”",
  );
  assert.equal(sentences("zh", ["第 3 层", "每行之和为 1。", "完"]), "第 3 层。每行之和为 1。完。");
});

test("composing: headings and small print wrap, rows without room break, nothing passes the width", () => {
  const scene: Scene = { width: 250, height: 40, title: "", description: "", marks: [], regions: [] };
  const words = "words that go on and on until they have to be broken somewhere, ".repeat(6);
  const pictures = ["a", "b"].map((id) => ({ id, heading: words, scene, row: "one", notes: [words] }));
  for (const width of [300, 700]) {
    const whole = compose([[{ title: "", pictures, why: "" }]], { width, title: "t", small: [words], lang: "en" });
    assert.ok(whole.width <= width);
    const type = typeOf(whole);
    for (const { text, right, y } of type) assert.ok(right <= width && y <= whole.height, text);
    const starts = new Set(type.map(({ left }) => Math.round(left)));
    assert.equal(starts.size > 1, width === 700, "side by side only where both fit");
  }
  const small = compose(
    [[{ title: "", pictures: [{ id: "a", heading: "", scene: { ...scene, width: 60 } }], why: "" }]],
    { width: 1200, title: "", small: ["short"], lang: "en" },
  );
  assert.ok(small.width < 500, "one word makes no wide figure");
});

test("gathering: sources come in one order whichever answers first; a pin's tokens are a help that may fail", async () => {
  const { reach: initial, counterfactual } = reachData(4);
  const asked: string[] = [];
  const via = createReach(
    async (path, { body }) => {
      const { checkpoint, include = [] } = JSON.parse(body ?? "{}");
      asked.push(`${path} ${include}`);
      const reachOf = {
        token: 3,
        norms: [1],
        ratios: [1],
        slope: null,
        r_squared: null,
        half_life: null,
        doubling: null,
        definition: "",
      };
      const answer = include.includes("reach")
        ? {
            model: MODEL,
            cell: "lstm",
            checkpoint,
            text: initial.text,
            tokens: initial.tokens,
            reach: reachOf,
            counterfactual: { ...counterfactual.cells[0], replacements: [] },
          }
        : null;
      // The first source's answers come last.
      if (checkpoint === "initial") await new Promise((resolve) => setTimeout(resolve, 10));
      const problem = { type: "/docs#made", title: "Made", status: 422, detail: "made" };
      return {
        ok: answer !== null,
        status: answer ? 200 : 422,
        statusText: "",
        json: async () => answer ?? problem,
        arrayBuffer: async () => new ArrayBuffer(0),
      };
    },
    { ahead: false },
  )(null);
  const store = storeFor("?view=reach&pin=g2", { themeInForce: "light", langInForce: "en" });
  await gather(store, via);
  const kept = Object.entries(store.get("answers")).flatMap(([name, one]) => (one?.data ? [name] : []));
  assert.deepEqual(kept, ["reach", "counterfactual"]);
  assert.equal(
    asked.filter((one) => one.includes("predictions")).length,
    1,
    "what a pin of the net lights up was asked for",
  );
  assert.equal(store.get("answers").gates.data, null);
  await assert.rejects(
    gather(storeFor("?view=gaps", { themeInForce: "light", langInForce: "en" }), via),
    /made/i,
    "what a view draws from must come",
  );
});
