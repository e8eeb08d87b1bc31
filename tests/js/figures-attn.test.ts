import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { contiguous } from "../../static/src/data/layers.ts";
import { walk } from "../../static/src/core/scene/marks.ts";
import { textWidth } from "../../static/src/core/scene/text.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import { FIGURES, storeFor } from "./stores.ts";
import { percent } from "../../static/src/plots/say.ts";
import { fetchedOf, allOf, rowsOf, tokensOf, MODEL } from "./made.ts";
import type { Cell, Picture, RasterMark, Scene } from "../../static/src/core/types.ts";

const { arcs, heads, rollout, table, tokens } = FIGURES;

const ENTRIES = [heads, arcs, tokens, rollout, table];
const WORDS = ["The", "animal", "crossed", "it", "tired", "incomprehensibilities", ",", "我在"];

const sentence = (count: number) =>
  tokensOf(
    Array.from({ length: count }, (_, i) =>
      count > 2 && (i === 0 || i === count - 1) ? "[SEP]" : (WORDS[i % WORDS.length] ?? ""),
    ),
  );

/** A statistic of two layers of three heads. */
const SELF = {
  name: "self",
  habit: true,
  unit: "share" as const,
  chance: 0.25,
  chanceIs: "level" as const,
  chanceByLayer: [0.25, 0.25],
  layers: contiguous(2, 3),
  values: Float64Array.from([0.1, 0.9, 0.25, NaN, 0.5, 0.3]),
};

const ready = (data: any) => ({ status: "ready" as const, data, problem: null });

/** What the figures' engine gathers, made up. */
function storeOf(
  query: string,
  {
    count = 5,
    lang = "en",
    family = "encoder",
    more = {},
  }: { count?: number; lang?: "en" | "zh"; family?: string; more?: object } = {},
) {
  const own = sentence(count);
  const store = storeFor(query, { themeInForce: "light", langInForce: lang });
  const data = { ...allOf(own), family };
  const size = count * count;
  const others = store
    .get("heads")
    .map(({ layer, head }) =>
      fetchedOf(own, { family, layer, head, own: rowsOf(count).map((_, i, all) => all[all.length - 1 - i] ?? 0) }),
    );
  const flow = {
    model: MODEL,
    family,
    text: data.text,
    tokens: own,
    layers: contiguous(2, 3),
    definition: "Made.",
    rollout: Float32Array.from({ length: 2 * size }, (_, i) => ((i * 37) % 101) / 101),
    means: [rowsOf(count), rowsOf(count).map((value) => value / 2)],
  };
  putAnswers(store, {
    attention: ready(data),
    oneHead: ready(fetchedOf(own, { family })),
    heads: ready(others),
    rollout: ready(flow),
    stats: ready({ model: MODEL, text: data.text, tokens: own, layers: contiguous(2, 3), statistics: [SELF] }),
  });
  store.set({ layer: 1, ...more });
  return store;
}

function textsOf(scene: Scene) {
  const found: string[] = [];
  walk(scene.marks, (mark) => mark.type === "text" && mark.text !== "" && found.push(mark.text));
  return found;
}
function rastersOf(scene: Scene): RasterMark[] {
  const found: RasterMark[] = [];
  walk(scene.marks, (mark) => mark.type === "raster" && found.push(mark));
  return found;
}
const number = (cell: Cell | undefined) => (cell && typeof cell !== "string" ? cell.value : NaN);
const shown = (cell: Cell | undefined) => (typeof cell === "string" ? cell : cell?.shown);
const tableOf = (picture: Picture | undefined, which: number = 0) =>
  picture?.tables?.[which]?.make() ?? { caption: "", head: [], rows: [] };

test("all heads: every head in small and the chosen ones in full, as on the page; sorted, with the statistic's numbers", () => {
  const store = storeOf("?view=heads&heads=0.2");
  assert.deepEqual(
    heads.pictures(store, { width: 700 }).map(({ id }) => id),
    ["heads", "3.1", "0.2"],
  );
  store.set({ order: "self" });
  const [grid] = heads.pictures(store, { width: 700 });
  assert.match(grid?.heading ?? "", /“itself”, strongest first/);
  assert.deepEqual(
    grid?.scene.regions.map(({ id }) => id),
    ["head-0-1", "head-1-1", "head-1-2", "head-0-2", "head-0-0"],
  );
  const texts = textsOf(grid?.scene as Scene);
  for (const words of ["0.1", "0.900", "0.300"]) assert.ok(texts.includes(words), words);
  assert.ok(grid?.notes?.[0]?.includes("0.250"), "the level by chance is said in the figure");
  const { rows } = tableOf(grid);
  assert.deepEqual(
    rows.map(([head, value]) => [head, shown(value)]),
    [
      ["evenly spread", "0.250"],
      ["0.0", "0.100"],
      ["0.1", "0.900"],
      ["0.2", "0.250"],
      ["1.0", "–"],
      ["1.1", "0.500"],
      ["1.2", "0.300"],
    ],
  );
  assert.equal(number(rows[2]?.[1]), 0.9);
  store.set({ arrange: "layers" });
  assert.equal(heads.pictures(store, { width: 700 })[0]?.scene.regions.length, 6);
});

test("arcs: a pinned token's lines with its numbers, those of the table; only its side is lit", () => {
  const store = storeOf("?view=arcs&pin=a3&direction=from");
  const own = store.get("answers").oneHead.data?.own as Float32Array;
  const [picture] = arcs.pictures(store, { width: 900 });
  const texts = textsOf(picture?.scene as Scene);
  const row = [...own.subarray(15, 20)];
  for (const weight of row) assert.ok(texts.includes(percent(weight)), percent(weight));
  assert.deepEqual(tableOf(picture).rows[3]?.slice(1).map(number), row);
  assert.deepEqual([picture?.lit?.attention.rows, picture?.lit?.attention.columns], [[3], []]);
  assert.match(picture?.summary ?? "", /“it” looks at/);
  store.set({ cursor: null, pin: null });
  const [all] = arcs.pictures(store, { width: 900 });
  assert.ok(textsOf(all?.scene as Scene).every((words) => !words.includes("%")));
  assert.deepEqual(all?.notes, ["Every line is drawn, 25 in all."]);
  assert.ok((all?.scene.width ?? 0) < (picture?.scene.width ?? 0), "no room is kept for numbers that are not there");
});

test("arcs: what does not fit on one line stands in two columns", () => {
  const store = storeOf("?view=arcs&layout=line", { count: 60 });
  assert.equal(arcs.pictures(store, { width: 900 })[0]?.scene.regions[0]?.id, "token");
  assert.equal(arcs.pictures(store, { width: 320 })[0]?.scene.regions[0]?.id, "queries");
});

test("tokens: both readings of one token, in numbers that are the head's row and column", () => {
  const store = storeOf("?view=tokens&pin=a2&numbers=true");
  const own = store.get("answers").oneHead.data?.own as Float32Array;
  const [picture] = tokens.pictures(store, { width: 700 });
  const texts = textsOf(picture?.scene as Scene);
  const { rows } = tableOf(picture);
  rows.forEach(([, from, to], i) => {
    assert.deepEqual([number(from), number(to)], [own[10 + i], own[i * 5 + 2]]);
    assert.ok(texts.includes(percent(number(from))) && texts.includes(percent(number(to))));
  });
  assert.equal(rastersOf(picture?.scene as Scene)[1]?.values[0], own[11]);
});

test("rollout: two squares of one height in a row where there is room, and a token's rows; pictures and tables hold the answer", () => {
  const store = storeOf("?view=rollout&pin=a2");
  const found = store.get("answers").rollout?.data as any;
  const [square, mean, across] = rollout.pictures(store, { width: 800 });
  assert.deepEqual([square?.row, mean?.row, across?.row], ["squares", "squares", undefined]);
  assert.deepEqual(Array.from(rastersOf(square?.scene as Scene)[0]?.values ?? []), [...found.rollout.subarray(25)]);
  assert.deepEqual(Array.from(rastersOf(mean?.scene as Scene)[0]?.values ?? []), [...found.means[1]]);
  assert.equal(square?.scene.regions[0]?.height, mean?.scene.regions[0]?.height);
  assert.deepEqual(tableOf(square).rows[2]?.slice(1).map(number), [...found.rollout.subarray(35, 40)]);
  assert.deepEqual(tableOf(across).rows[3]?.slice(1).map(number), [...found.means[1].subarray(10, 15)]);
  assert.equal(rollout.pictures(store, { width: 400 })[0]?.row, undefined);
  found.means[1] = null;
  const some = rollout.pictures(store, { width: 800 });
  assert.deepEqual(
    some.map(({ id }) => id),
    ["rollout", "across"],
  );
  assert.match(some[1]?.notes?.[0] ?? "", /chosen layer only/);
});

test("rollout: of an encoder and a decoder there is none, and why is said in the reader's language", () => {
  for (const [lang, words] of [
    ["en", /encoder and a decoder/],
    ["zh", /编码器和解码器/],
  ] as const) {
    const store = storeOf("?view=rollout", { lang });
    putAnswers(store, { attention: ready({ ...store.get("answers").attention.data, targetTokens: sentence(2) }) });
    assert.deepEqual(rollout.pictures(store, { width: 700 }), []);
    assert.match(rollout.why?.(store) ?? "", words);
  }
  assert.equal(rollout.why?.(storeOf("?view=rollout")), "");
});

test("table: the largest weights in order with six digits, how many of how many, and all of them as a table", () => {
  const store = storeOf("?view=table", { count: 9 });
  const weights = Array.from(store.get("answers").oneHead.data?.own ?? []);
  const own = [...weights].sort((a, b) => b - a);
  // What says something about the head: neither from nor to one of the special tokens at both ends.
  const free = weights.filter((_, i) => Math.floor(i / 9) % 8 !== 0 && (i % 9) % 8 !== 0).sort((a, b) => b - a);
  const [picture] = table.pictures(store, { width: 300 });
  const texts = textsOf(picture?.scene as Scene);
  assert.equal(texts.slice(0, 2).join(" "), "The 20 largest of 49 attention weights (special tokens aside)");
  assert.deepEqual(
    texts.filter((words) => /^0\.\d{6}$/.test(words)),
    free.slice(0, 20).map((weight) => weight.toFixed(6)),
  );
  const { rows } = tableOf(picture);
  assert.deepEqual(
    rows.map((row) => number(row[5])),
    own,
  );
  const [, from, looks, to, looked] = rows[0] ?? [];
  assert.deepEqual([from, to].map(Number), [0, 8], "the first query's last key");
  assert.deepEqual([looks, looked], ["[SEP]", "[SEP]"]);
  assert.ok(textsOf(table.pictures(store, { width: 800 })[0]?.scene as Scene)[0]?.startsWith("The 40 largest"));
  store.set({ filter: "least", least: own[4] ?? 0 });
  store.set({ least: free[4] ?? 0 });
  assert.equal(
    textsOf(table.pictures(store, { width: 700 })[0]?.scene as Scene)[0],
    "All 5 attention weights that are drawn, of 49, the largest first (special tokens aside)",
  );
});

const STATES = [
  "",
  "&pin=a1.0",
  "&heads=0.2-1.1-2.2-3.3&pin=a1",
  "&scale=row&special=hide&renormalise=true&heads=0.2",
  "&scale=log&layout=line&numbers=true&order=self&pin=a2",
  "&filter=mass&order=self&arrange=layers&mix=mean&heads=0.2",
];

test("nothing is wider than asked, and no words run out of their picture", () => {
  for (const entry of ENTRIES) {
    for (const [count, family] of [
      [1, "encoder"],
      [16, "decoder"],
      [16, "encoder"],
      [70, "encoder"],
      [200, "encoder"],
    ] as const) {
      for (const lang of ["en", "zh"] as const) {
        for (const state of count > 16 ? STATES.slice(0, 3) : STATES) {
          const store = storeOf(`?view=${entry.id}${state}`, { count, lang, family });
          for (const width of [304, 688, 1168]) {
            for (const { id, scene } of entry.pictures(store, { width })) {
              const about = `${entry.id} ${id} ${count} ${family} ${lang} ${state} at ${width}`;
              // A cell is a pixel at least, beside its labels.
              assert.ok(scene.width <= Math.max(width, count + 126), `${about}: ${scene.width}`);
              assert.ok(
                scene.title && scene.description && !/[{}]|NaN|undefined/.test(scene.title + scene.description),
                about,
              );
              walk(scene.marks, (mark, dx) => {
                if (mark.type !== "text" || mark.rotate) return;
                const wide = textWidth(mark.text, mark.size, mark.bold);
                const left = dx + mark.x - (mark.anchor === "end" ? wide : mark.anchor === "middle" ? wide / 2 : 0);
                assert.ok(
                  left >= -8 && left + wide <= Math.max(scene.width, width) + 8,
                  `${about}: “${mark.text}” from ${left} to ${left + wide} of ${scene.width}`,
                );
              });
            }
          }
        }
      }
    }
  }
});

test("before there are data there is nothing, and nothing is kept between figures", () => {
  for (const entry of ENTRIES) {
    assert.deepEqual(
      entry.pictures(storeFor(`?view=${entry.id}`, { themeInForce: "light", langInForce: "en" }), { width: 700 }),
      [],
    );
    const drawn = () => JSON.stringify(entry.pictures(storeOf(`?view=${entry.id}&pin=a2`), { width: 700 }));
    const before = drawn();
    entry.pictures(storeOf(`?view=${entry.id}&pin=a4&layer=1`, { count: 9, lang: "zh" }), { width: 500 });
    assert.equal(drawn(), before);
  }
});

test("the page draws what the figures draw: its parts make no scene of these views themselves", () => {
  for (const part of ["heads/page", "heads/order", "arcs/page", "tokens/page", "rollout/page", "table/page"]) {
    const source = readFileSync(new URL(`../../static/src/views/${part}.ts`, import.meta.url), "utf8");
    assert.doesNotMatch(source, /^import (?!type)[^;]*"(\.\/(scene|line)|[^"]*plots\/(grid|sorted))\.ts"/m, part);
    assert.match(source, /"(\.\/pictures|[^"]*panel\/pictures\/statistics)\.ts"/, part);
  }
});
