/** Figures of the memory views, drawn from made-up answers without a document. */
import test from "node:test";
import assert from "node:assert/strict";
import { source } from "../../static/src/views/cells/source.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import { FIGURES, storeFor } from "./stores.ts";
import { walk } from "../../static/src/core/scene/marks.ts";
import { toSVG } from "../../static/src/core/scene/svg.ts";
import { sayStep } from "../../static/src/views/cells/pictures.ts";
import { gateValue, percent, sayGate } from "../../static/src/plots/say.ts";
import { full, short } from "../../static/src/core/numbers.ts";
import { gatesOf, tokensOf } from "./made.ts";
import { stepOf } from "./step-made.ts";
import type { NumberCell, Picture, TableModel } from "../../static/src/core/types.ts";
import type { GatesData, Resource, StepData, Token } from "../../static/src/data/types.ts";

const { cells, gates, order, step, unit } = FIGURES;

const WORDS = ["[s]", "In", "France", "they", "speak", "."];
const many = (count: number) => tokensOf(["[s]", ...Array.from({ length: count - 1 }, (_, i) => `word${i}`)]);
const ready = (data: any) => ({ status: "ready" as const, data, problem: null });

/** What a net gave to what came, with probabilities of its own. */
const followed = (data: GatesData, first: number) => ({
  data,
  following: data.tokens.map((_, at) => {
    const next = data.tokens[at + 1];
    const probability = first / (at + 2);
    return next ? { id: next.id, text: next.text, probability, rank: at + 1, bits: -Math.log2(probability) } : null;
  }),
});

/** A store with answers for every view. */
function filled(query: string, words: "en" | "zh" = "en", tokens: Token[] = tokensOf(WORDS)) {
  const store = storeFor(query, { themeInForce: "light", langInForce: words });
  const own = gatesOf(tokens, 20);
  const other = gatesOf(
    [...tokens].reverse().map((token, index) => ({ ...token, index })),
    20,
  );
  const readings = [
    ["lstm", 0.5],
    ["gru", 0.25],
    ["rnn", 0.125],
  ].map(([cell, first]) => followed({ ...own, cell: String(cell) }, Number(first)));
  const cell = store.get("cell");
  putAnswers(store, {
    gates: ready(own),
    cells: ready({ readings }),
    order: ready({ a: own, b: { ...other, text: "other" } }),
    step: ready(
      stepOf(cell === "gru" || cell === "rnn" ? cell : "lstm", {
        words: tokens.map(({ piece }) => piece),
        token: Math.min(2, tokens.length - 1),
      }),
    ),
  });
  return store;
}

const tablesOf = (picture: Picture) => (picture.tables ?? []).map(({ make }) => make());
/** The numbers of a column, as they are. */
const column = (table: TableModel | undefined, column: number) =>
  (table?.rows ?? []).map((row) => (row[column] as NumberCell)?.value);
function wordsOf(picture: Picture | undefined) {
  const found: string[] = [];
  if (picture) walk(picture.scene.marks, (mark) => mark.type === "text" && found.push(mark.text));
  return found;
}

test("without an answer there is nothing to draw; word order says that it wants a second sentence", () => {
  for (const [entry, query] of [
    [gates, "?view=gates"],
    [unit, "?view=unit"],
    [cells, "?view=cells"],
    [order, "?view=order"],
    [step, "?view=step"],
  ] as const) {
    assert.deepEqual(
      entry.pictures(storeFor(query, { themeInForce: "light", langInForce: "en" }), { width: 700 }),
      [],
      entry.id,
    );
  }
  const store = filled("?view=order");
  assert.deepEqual(order.pictures(store, { width: 700 }), []);
  assert.match(order.why?.(store) ?? "", /text_b/);
  store.set({ text_b: "speak they" });
  assert.equal(order.pictures(store, { width: 700 }).length, 1);
});

test("gates: the page's scene; bands, table and tooltip have the answer's numbers", () => {
  const store = filled("?view=gates&sort=index&unit=3");
  const data = store.get("answers").gates.data as GatesData;
  const all = gates.pictures(store, { width: 700 });
  assert.deepEqual(
    all.map(({ id }) => id),
    ["gates", "tracks", "expected"],
  );
  const [bands, tracks, expected] = all;
  assert.deepEqual(bands?.scene, gates.pictures(store, { width: 700, live: true })[0]?.scene, "as on the page");
  const [, , , , , , , firstUnit] = Array.from({ length: 8 }, (_, i) => column(tablesOf(bands as Picture)[0], i));
  const own = (array: string, at: number) => data.tokens.map((_, token) => data.arrays[array]?.[token * 20 + at]);
  assert.deepEqual(firstUnit, own("gates.input", 0), "the first of the order");
  const [table] = tablesOf(tracks as Picture);
  assert.deepEqual(column(table, 2), own("gates.forget", 3), "the unit that is open");
  const found = table?.rows[4]?.[2] as NumberCell | undefined;
  assert.ok(
    sayGate("en", data, "gates.forget", 4, 3).includes(found?.shown ?? "?"),
    "the tooltip says what the table does",
  );
  assert.ok(wordsOf(expected).includes("50 %") && wordsOf(expected).includes("next5"), "after the last token");
});

test("a pinned step is the one that is read: its expectations and its numbers", () => {
  const store = filled("?view=gates&pin=g2.3.gates.input");
  const data = store.get("answers").gates.data as GatesData;
  const [, expected] = gates.pictures(store, { width: 700 });
  assert.match(expected?.heading ?? "", /“France”/);
  assert.ok(wordsOf(expected).includes("next2"));
  const value = gateValue(data, "gates.input", 2, 3);
  assert.match(expected?.notes?.[0] ?? "", new RegExp(`unit 3: i=${value.toFixed(4)}, f=`));
  assert.deepEqual(column(tablesOf(expected as Picture)[0], 3).slice(0, 2), [0.5, 0.25], "probabilities in full");
});

test("a unit alone: the chosen one, or the first of the order; the steps at which it is on are said", () => {
  assert.match(unit.pictures(filled("?view=unit&unit=7"), { width: 700 })[0]?.heading ?? "", /Unit 7/);
  assert.match(
    unit.pictures(filled("?view=unit&unit=99"), { width: 700 })[0]?.heading ?? "",
    /Unit 19/,
    "a unit of another net",
  );
  const store = filled("?view=unit&unit=0&track=gates.forget&threshold=0.5");
  const data = store.get("answers").gates.data as GatesData;
  const on = data.tokens.filter((_, token) => (data.arrays["gates.forget"]?.[token * 20] ?? 0) >= 0.5).length;
  assert.match(unit.pictures(store, { width: 700 })[0]?.summary ?? "", new RegExp(`${on} of 6 steps`));
});

test("three cells: costs, probabilities and what came are the answers', and a pin is lit by their own tokens", async () => {
  const store = filled("?view=cells&pin=g1");
  const { readings } = (store.get("answers").cells as Resource<any>).data;
  assert.equal(source.lends?.({ readings }).gates?.cell, "lstm");
  const [picture, expected] = cells.pictures(store, { width: 1100 });
  const [table] = tablesOf(picture as Picture);
  const bits = readings[1].following.map((one: any) => one?.bits);
  assert.deepEqual(column(table, 9).slice(0, -1), bits);
  const total = bits.slice(0, -1).reduce((sum: number, one: number) => sum + one, 0);
  assert.equal(column(table, 9).at(-1), total);
  assert.match(picture?.summary ?? "", new RegExp(`${total.toFixed(1)} bits for the GRU`));
  assert.match(expected?.heading ?? "", /After “In” it expected/);
  for (const reading of readings) {
    const { probability, bits: paid } = reading.following[1];
    const note = wordsOf(expected).find((words) => words.includes(paid.toFixed(4)));
    assert.ok(note?.includes(percent(probability)), reading.data.cell);
    assert.ok(sayStep("en", reading, 1).includes(`${percent(probability)}, 2nd likeliest: ${paid.toFixed(4)} bits`));
  }
});

test("three cells: the frame is explained only where there are expectations to frame", () => {
  const notes = (width: number) => cells.pictures(filled("?view=cells"), { width })[0]?.notes?.length;
  assert.equal(notes(1100), 2);
  assert.equal(notes(200), 1);
});

test("word order: the table's differences are B − A where both have the token, and nothing elsewhere", () => {
  const store = filled("?view=order&text_b=speak&track=states.hidden");
  const { a, b } = (store.get("answers").order as Resource<any>).data;
  const [picture] = order.pictures(store, { width: 700 });
  const [table, end] = tablesOf(picture as Picture);
  const unit = a.order[0];
  const same = (table?.rows ?? []).filter((row) => row[1] === "A and B");
  assert.equal(same.length, 1, "of a sentence turned round, one token keeps its place");
  const name = same[0]?.[0];
  const value = ({ tokens, arrays }: GatesData) =>
    arrays["states.hidden"]?.[tokens.findIndex(({ piece }) => piece === name) * 20 + unit] ?? NaN;
  const [first, second, between] = [3, 5, 7].map((at) => column(table, at)[(table?.rows ?? []).indexOf(same[0] ?? [])]);
  assert.equal(first, value(a));
  assert.equal(second, value(b));
  assert.equal(between, Math.fround(value(b) - value(a)));
  for (const row of (table?.rows ?? []).filter((one) => one[1] === "A")) {
    assert.deepEqual(row.slice(4), ["", "", "", ""]);
  }
  assert.deepEqual(column(end, 3), [0.5, 0.25, 0.5, 0.25]);
});

test("the step: the diagram at the move of the address, its gates' terms, and tables with every digit", () => {
  for (const [query, kind, ids] of [
    ["?view=step&move=1", "lstm", ["step", "terms-input", "terms-candidate"]],
    ["?view=step&move=2", "lstm", ["step", "terms-move"]],
    ["?view=step&cell=gru&move=3", "gru", ["step", "terms-move"]],
    ["?view=step&cell=rnn&move=3", "rnn", ["step", "terms-hidden"]],
  ] as const) {
    const store = filled(query);
    const all = step.pictures(store, { width: 800 });
    assert.deepEqual(
      all.map(({ id }) => id),
      ids,
      query,
    );
    const data = store.get("answers").step?.data as StepData;
    assert.ok(wordsOf(all[0]).includes(short(data.update.hidden)), kind);
    const rows = tablesOf(all[0] as Picture)[0]?.rows ?? [];
    for (const value of [
      data.update.hidden,
      ...Object.values(data.gates).flatMap(({ sum, input_sum: input }) => [sum, input]),
    ]) {
      assert.ok(
        rows.some(([, cell]) => typeof cell === "object" && cell.value === value && cell.shown === full(value)),
        `${kind} ${value}`,
      );
    }
    for (const picture of all.slice(1)) {
      const gate = data.gates[picture.id.replace("terms-", "")];
      const [terms, check] = tablesOf(picture);
      if (!gate) {
        assert.equal(terms, undefined);
        continue;
      }
      const products = [...gate.input_terms, ...gate.recurrent_terms];
      assert.deepEqual(column(terms, 3).sort(), [...products].sort(), "every product");
      assert.deepEqual(
        column(check, 2),
        [gate.input_sum, gate.recurrent_sum, gate.sum, gate.activation],
        "the net's own",
      );
      assert.ok(wordsOf(picture).includes(short(gate.sum)));
    }
  }
});

test("the step: terms stand beside the diagram where there is room, two lists side by side below it", () => {
  const rows = (query: string, width: number) => step.pictures(filled(query), { width }).map(({ row }) => row);
  const [one, other] = rows("?view=step&move=0", 1200);
  assert.equal(one, other);
  const [diagram, input, candidate] = rows("?view=step&move=1", 1200);
  assert.ok(diagram !== input && input === candidate);
  assert.equal(new Set(rows("?view=step&move=1", 320)).size, 3);
});

const VIEWS = [
  [gates, "?view=gates&unit=3"],
  [gates, "?view=gates&sort=change"],
  [unit, "?view=unit"],
  [cells, "?view=cells"],
  [order, "?view=order&text_b=b"],
] as const;

test("nothing is wider than it may be, from one token to two hundred", () => {
  for (const count of [1, 12, 64, 200]) {
    for (const width of [304, 688, 1168]) {
      for (const [entry, query] of VIEWS) {
        for (const { id, scene } of entry.pictures(filled(query, "en", many(count)), { width })) {
          // Word order turned round has nearly two columns a token.
          if (entry === order && count === 200 && width === 304) continue;
          assert.ok(scene.width <= width + 1, `${entry.id} ${id}: ${count} tokens, ${scene.width} of ${width}`);
        }
      }
    }
  }
  for (const [cell, least] of [
    ["lstm", 344],
    ["gru", 344],
    ["rnn", 304],
  ] as const) {
    for (const width of [304, 688, 1168]) {
      for (const { id, scene } of step.pictures(filled(`?view=step&cell=${cell}`), { width })) {
        assert.ok(scene.width <= Math.max(width, least), `${cell} ${id}: ${scene.width} of ${width}`);
      }
    }
  }
});

test("both languages, in words and numbers, as files of their own; a figure leaves nothing behind for the next", () => {
  const all = [...VIEWS, [step, "?view=step&move=1"] as const];
  const drawn = (lang: "en" | "zh") =>
    all.map(([entry, query]) =>
      entry.pictures(filled(query, lang), { width: 700 }).map((picture) => ({ ...picture, tables: tablesOf(picture) })),
    );
  const english = drawn("en");
  const chinese = drawn("zh");
  assert.deepEqual(drawn("en"), english);
  chinese.forEach((pictures, i) => {
    pictures.forEach((picture, at) => {
      const twin = english[i]?.[at] as (typeof english)[0][0];
      assert.match([picture.summary, ...(picture.notes ?? []), picture.scene.title].join(" "), /\p{Script=Han}/u);
      assert.deepEqual(
        picture.tables.map(({ rows }) => rows.map((row) => row.slice(1).filter((one) => typeof one === "object"))),
        twin.tables.map(({ rows }) => rows.map((row) => row.slice(1).filter((one) => typeof one === "object"))),
      );
      for (const one of [picture, twin]) {
        assert.doesNotMatch(
          JSON.stringify([one.heading, one.summary, one.notes, one.scene.title, one.scene.description, one.tables]),
          /\{\w+\}|undefined|NaN/,
        );
        assert.doesNotMatch(toSVG(one.scene, { theme: "light" }), /NaN|undefined/);
      }
    });
  });
  for (const [entry, query] of all) assert.notEqual(entry.intro?.(filled(query, "zh")), entry.intro?.(filled(query)));
});
