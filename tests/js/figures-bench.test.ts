/** Figures of the attention workbench, drawn from made-up answers without a document. */
import { FIGURES } from "./stores.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { sayFound } from "../../static/src/views/find/pictures.ts";
import { sayLens } from "../../static/src/views/lens/pictures.ts";
import { fetchedOf, tokensOf } from "./made.ts";
import { addedOf, changeOf, compareOf, foundOf, lensOf, runOf, stepOf, storeOf, words } from "./bench-made.ts";
import { walk } from "../../static/src/core/scene/marks.ts";
import { textWidth } from "../../static/src/core/scene/text.ts";
import { toSVG } from "../../static/src/core/scene/svg.ts";
import { share } from "../../static/src/views/steps/digits.ts";
import type { Cell, Lang, NumberCell, Picture, Region, Scene } from "../../static/src/core/types.ts";
import type { Figure } from "../../static/src/state/view.ts";

const { change, compare, contributions, find, lens, steps } = FIGURES;

type Store = ReturnType<typeof storeOf>;

const LANGS = ["en", "zh"] as const;
const TOKENS = tokensOf(["[CLS]", "it", "saw", "animal", "[SEP]"]);

const number = (cell: Cell | undefined) => (typeof cell === "object" ? cell.value : NaN);
const rowsIn = (picture: Picture | undefined, at: number = 0) => picture?.tables?.[at]?.make().rows ?? [];
function textsOf({ marks }: Scene) {
  const out: string[] = [];
  walk(marks, (mark) => mark.type === "text" && out.push(mark.text));
  return out;
}
/** @returns by id */
const drawn = (entry: Figure, store: Store, width: number = 720): Record<string, Picture> =>
  Object.fromEntries(entry.pictures(store, { width }).map((picture) => [picture.id, picture]));
function one(all: Record<string, Picture>, id: string): Picture {
  const found = all[id];
  assert.ok(found, `no picture ${id} among ${Object.keys(all)}`);
  return found;
}

/** Every view with answers for so many tokens. */
function views(count: number, lang: Lang): [Figure, Store][] {
  const tokens = tokensOf(words(count));
  const decoder = { family: "decoder", predicts: "next" };
  return [
    [steps, storeOf("?view=steps", tokens, { steps: stepOf(count) }, { lang })],
    [find, storeOf(`?view=find&from=${count - 1}&to=0`, tokens, { find: foundOf(tokens) }, { lang })],
    [contributions, storeOf("?view=contributions&layer=1", tokens, { contributions: addedOf(tokens) }, { lang })],
    [change, storeOf("?view=change&mask=1&ablate=0.1&layer=1", tokens, { change: changeOf(tokens) }, { lang })],
    [lens, storeOf("?view=lens", tokens, { lens: lensOf(tokens) }, { lang, all: decoder })],
    [
      compare,
      storeOf(
        "?view=compare&text_b=word0 more",
        tokens,
        { compare: compareOf(words(count), [...words(count), "more"]) },
        { lang },
      ),
    ],
  ];
}

test("nothing is wider than asked, no word stands outside, and all is said in either language", () => {
  for (const [count, widths] of [
    [2, [224, 304, 720, 1200]],
    [14, [304, 688, 1168]],
    [60, [720, 1200]],
  ] as [number, number[]][]) {
    for (const [lang, width] of LANGS.flatMap((own) => widths.map((wide) => [own, wide] as const))) {
      for (const [entry, store] of views(count, lang)) {
        const pictures = entry.pictures(store, { width });
        assert.ok(pictures.length > 0, entry.id);
        // A word a token needs its room: the page scrolls there, too.
        const scrolls = entry.id === "lens" && 90 + count * 38 > width;
        for (const { id, heading, scene, summary = "", notes = [], tables = [] } of pictures) {
          const where = `${entry.id}.${id}, ${count} tokens, ${width} px, ${lang}`;
          assert.ok(scene.width <= width || scrolls, `${where}: ${scene.width}`);
          walk(scene.marks, (mark, dx) => {
            if (mark.type !== "text" || mark.rotate) return;
            const long = textWidth(mark.text, mark.size, mark.bold);
            const left = mark.x + dx - { start: 0, middle: long / 2, end: long }[mark.anchor ?? "start"];
            assert.ok(
              left >= -2 && left + long <= scene.width + 2,
              `${where}: “${mark.text}” from ${left} to ${left + long} of ${scene.width}`,
            );
          });
          const said = [
            heading,
            summary,
            scene.title,
            scene.description,
            ...notes,
            ...textsOf(scene),
            ...tables.flatMap(({ title, make }) => [title, make().caption, ...make().head]),
          ];
          for (const words of said) {
            assert.ok(!/[{}]|undefined|NaN|\bclick|点击|点一/i.test(words), `${where}: ${words}`);
            if (lang === "zh") assert.ok(!/\b(the|of|token|query|layer|head)\b/.test(words), `${where}: ${words}`);
          }
          assert.ok(toSVG(scene, { theme: "dark" }).startsWith("<svg"));
        }
      }
    }
  }
});

test("the inspector: shares, products and heads are the answer's, in the picture and in the tables", () => {
  const step = stepOf(6, { query: 4 });
  const store = storeOf("?view=steps&pin=a4.2", tokensOf(words(6)), { steps: step });
  const all = drawn(steps, store);
  const texts = textsOf(one(all, "list").scene);
  for (const weight of step.weights) assert.ok(texts.includes(share(weight)), share(weight));
  const rows = rowsIn(one(all, "list"));
  assert.deepEqual(
    rows.slice(0, 6).map((row) => number(row.at(-1))),
    step.weights,
  );
  assert.deepEqual(
    rows.slice(0, 6).map((row) => number(row[1])),
    step.raw_scores,
  );
  const products = step.query.map((value, d) => value * (step.keys[2]?.[d] ?? NaN));
  assert.deepEqual(
    rowsIn(one(all, "dims"))
      .slice(0, -1)
      .map((row) => number(row[3])),
    products,
  );
  assert.deepEqual(
    rowsIn(one(all, "heads"))
      .slice(0, 3)
      .map((row) => number(row[2])),
    step.contributions?.shares,
  );
  assert.deepEqual(one(all, "list").lit?.attention.columns, [2], "the pinned key is marked");
  const best = step.weights.indexOf(Math.max(...step.weights));
  const alone = storeOf("?view=steps&pin=a4", tokensOf(words(6)), { steps: step });
  assert.deepEqual(
    one(drawn(steps, alone), "list").lit?.attention.columns,
    [best],
    "a query that is pinned alone chooses no key",
  );
  alone.set({ cursor: { source: "attention", token: 4 } });
  assert.deepEqual(one(drawn(steps, alone), "list").lit?.attention.columns, [best], "nor does a cursor on it");
});

test("the inspector: what a model does not tell is not drawn", () => {
  const bare = drawn(steps, storeOf("?view=steps", TOKENS, { steps: stepOf(5, { change: { contributions: null } }) }));
  assert.deepEqual(Object.keys(bare), ["list", "dims"]);
  for (const lang of LANGS) {
    const store = storeOf("?view=steps", TOKENS, { steps: null }, { lang });
    assert.deepEqual(steps.pictures(store, { width: 720 }), []);
    assert.match(steps.why?.(store) ?? "", lang === "en" ? /weights alone/ : /只给出权重/);
  }
});

test("the finder: scores in the picture, the table and the labels are one and the same", () => {
  const data = foundOf(TOKENS);
  const all = drawn(find, storeOf("?view=find&from=1&to=0", TOKENS, { find: data }));
  const rows = rowsIn(one(all, "found"));
  assert.deepEqual(
    rows.map((row) => row.slice(1, 5).map(number)),
    data.heads.map(({ layer, head, score }) => [layer, head, score, 0.125]),
  );
  const texts = textsOf(one(all, "found").scene);
  rows.forEach((row, rank) => {
    const { shown } = row[3] as NumberCell;
    assert.ok(texts.includes(shown) && sayFound("en", data, rank).includes(shown), shown);
  });
  assert.match(one(all, "found").notes?.[0] ?? "", /Score: .*0\.1250/);
});

test("the finder: without a link, or with one that the sentence lacks, it says so", () => {
  for (const lang of LANGS) {
    const unasked = storeOf("?view=find&from=2", TOKENS, {}, { lang });
    const lost = storeOf("?view=find&from=90&to=2", TOKENS, { find: null }, { lang });
    const other = storeOf("?view=find&from=1&to=0", tokensOf(words(9)), { find: foundOf(TOKENS) }, { lang });
    for (const store of [unasked, lost, other]) assert.deepEqual(find.pictures(store, { width: 720 }), []);
    assert.match(find.why?.(unasked) ?? "", lang === "en" ? /Nothing is asked/ : /还没有提出问题/);
    assert.match(find.why?.(lost) ?? "", lang === "en" ? /no such tokens/ : /没有这些词元/);
  }
});

test("contributions: norms as they came, and their means over tokens", () => {
  const data = addedOf(TOKENS);
  const all = drawn(contributions, storeOf("?view=contributions&layer=1", TOKENS, { contributions: data }));
  const count = TOKENS.length;
  assert.deepEqual(
    rowsIn(one(all, "layer"))
      .slice(0, 3)
      .map((row) => row.slice(1).map(number)),
    [3, 4, 5].map((at) => TOKENS.map((_, i) => data.norms[at * count + i])),
  );
  const mean = (at: number) =>
    TOKENS.reduce(
      (sum, _, i) => sum + (data.norms[at * count + i] ?? NaN) / (data.residual[Math.floor(at / 3) * count + i] ?? NaN),
      0,
    ) / count;
  rowsIn(one(all, "overview")).forEach((row, layer) =>
    row.slice(1).forEach((cell, head) => assert.ok(Math.abs(number(cell) - mean(layer * 3 + head)) < 1e-12)),
  );
  assert.ok(textsOf(one(all, "overview").scene).includes(mean(0).toFixed(2).replace(/^0/, "")));
  const [above, below] = contributions.pictures(storeOf("?view=contributions", TOKENS, { contributions: data }), {
    width: 1200,
  });
  assert.equal(above?.row, below?.row, "side by side where there is room");
});

test("the lens: words and probabilities of the pinned token; an encoder says nothing next", () => {
  const data = lensOf(TOKENS);
  const decoder = { family: "decoder", predicts: "next" };
  const all = drawn(lens, storeOf("?view=lens&pin=a2", TOKENS, { lens: data }, { all: decoder }));
  const rows = rowsIn(one(all, "candidates"));
  assert.deepEqual(
    rows.map((row) => row.slice(1)).map(([a, b, c, d]) => [a, number(b), c, number(d)]),
    data.layers.map((layer) =>
      (layer[2] ?? []).slice(0, 2).flatMap(({ text, probability }) => [text.trim(), probability]),
    ),
  );
  const texts = textsOf(one(all, "candidates").scene);
  for (const words of ["a3  68.8 %", "end  34.4 %", "b2  17.2 %"]) assert.ok(texts.includes(words), words);
  assert.match(sayLens("en", data, 3, 2), /a3 68\.8 %, end 34\.4 %/);
  const whole = rowsIn(one(all, "lens"));
  assert.deepEqual(
    whole.map((row) => [row[1], number(row[2])]),
    TOKENS.map(() => ["a0", 0.5]),
  );
  for (const lang of LANGS) {
    const encoder = storeOf(
      "?view=lens",
      TOKENS,
      { lens: data },
      { lang, all: { family: "encoder", predicts: "masked" } },
    );
    assert.deepEqual(lens.pictures(encoder, { width: 720 }), []);
    assert.match(lens.why?.(encoder) ?? "", lang === "en" ? /needs a decoder/ : /需要解码器/);
  }
});

test("a change: before, after and their difference; what was done is said in full", () => {
  const ablate = Array.from({ length: 12 }, (_, head) => ({ layer: 0, head }));
  const data = changeOf(TOKENS, { ablate, mask: [1, 3] });
  const all = drawn(change, storeOf("?view=change&layer=1&head=1&pin=a3", TOKENS, { change: data }));
  const { after } = data;
  const size = TOKENS.length ** 2;
  const rows = rowsIn(one(all, "pair"));
  const [was, is] = [data.before, after].map((run) => [...(run?.weights.subarray(3 * size, 4 * size) ?? [])]);
  assert.deepEqual(
    rows.filter((_, i) => i % 3 === 0).flatMap((row) => row.slice(1).map(number)),
    was,
  );
  assert.deepEqual(
    rows.filter((_, i) => i % 3 === 1).flatMap((row) => row.slice(1).map(number)),
    is,
  );
  assert.deepEqual(
    rows.filter((_, i) => i % 3 === 2).flatMap((row) => row.slice(1).map(number)),
    is?.map((value, i) => value - (was?.[i] ?? NaN)),
  );
  for (const words of ["it", "animal", ...ablate.map(({ head }) => `0.${head}`)]) {
    assert.ok(one(all, "pair").notes?.[0]?.includes(words), words);
  }
  assert.deepEqual(
    rowsIn(one(all, "moved")).map((row) => row.slice(1).map(number)),
    TOKENS.map((_, i) => [i / 16, (i * 3) / 4, i / 64]),
  );
  assert.match(one(all, "expected").heading, /animal/);
  assert.deepEqual(
    rowsIn(one(all, "expected")).map((row) => [row[0], number(row[1]), number(row[2])]),
    [
      ["old3", 0.75, 0.125],
      ["both", 0.125, 0.125],
      ["new3", 0.125, 0.75],
    ],
  );
});

test("a distance beyond 1 stays inside its own bars", () => {
  const { scene } = one(drawn(change, storeOf("?view=change", TOKENS, { change: changeOf(TOKENS) })), "moved");
  const bars = scene.marks.filter((mark) => mark.type === "rect");
  const areas = scene.regions.filter(({ role }) => role === "cells");
  assert.ok(bars.length === 3 * TOKENS.length && areas.length === 3);
  bars.forEach((bar, i) => {
    const area = areas[Math.floor(i / TOKENS.length)] as Region;
    assert.ok(
      bar.type === "rect" && bar.y >= area.y - 0.5 && bar.y + bar.height <= area.y + area.height + 0.5,
      `${bar.type === "rect" ? bar.y : ""}`,
    );
  });
});

test("a change that was refused is not drawn as if nothing had been asked; one that was not asked says so", () => {
  const problem = {
    type: "x#unprocessable",
    title: "",
    status: 422,
    detail: "token 0 has nothing left",
    errors: [{ pointer: "/mask", detail: "" }],
  };
  for (const lang of LANGS) {
    const refused = storeOf(
      "?view=change&mask=0",
      TOKENS,
      { change: { ...changeOf(TOKENS), before: runOf(TOKENS, { family: "decoder" }), after: null, refused: problem } },
      { lang },
    );
    assert.deepEqual(change.pictures(refused, { width: 720 }), []);
    assert.match(change.why?.(refused) ?? "", lang === "en" ? /cannot be run: .*first token/ : /无法运行.*第一个词元/);
    const none = drawn(
      change,
      storeOf("?view=change", TOKENS, { change: { ...changeOf(TOKENS), after: null } }, { lang }),
    );
    assert.deepEqual(Object.keys(none), ["pair"]);
    assert.match(one(none, "pair").notes?.[0] ?? "", lang === "en" ? /Nothing is changed/ : /还没有作任何改变/);
  }
});

test("a comparison: three numbers a cell, places light up by their tokens, long sentences are whole beside the picture", () => {
  const [a, b] = [
    ["[CLS]", "dog", "bit", "man"],
    ["[CLS]", "man", "bit", "dog"],
  ];
  const data = compareOf(a, b);
  const all = drawn(compare, storeOf("?view=compare&text_b=man&pin=a3", tokensOf(a), { compare: data }));
  const [first, second] = [fetchedOf(tokensOf(a)).own, fetchedOf(tokensOf(b)).own];
  // The places: [CLS], dog (A), man (B), bit, man (A), dog (B).
  const rows = rowsIn(one(all, "compare"));
  assert.equal(rows.length, 18);
  const bit = rows.slice(9, 12).map((row) => row.slice(1).map(number));
  const at = (own: ArrayLike<number>, key: number) => own[2 * 4 + key];
  assert.deepEqual(bit[0], [at(first, 0), at(first, 1), NaN, at(first, 2), at(first, 3), NaN]);
  assert.deepEqual(bit[1], [at(second, 0), NaN, at(second, 1), at(second, 2), NaN, at(second, 3)]);
  assert.deepEqual(bit[2], [0, NaN, NaN, 0, NaN, NaN]);
  assert.deepEqual(
    one(all, "compare").lit?.attention,
    { rows: [4], columns: [4] },
    "the fourth token of A is the fifth place",
  );
  const long = Array.from({ length: 40 }, (_, i) => `word${i}`);
  const cut = one(
    drawn(
      compare,
      storeOf("?view=compare&text_b=x", tokensOf(long), { compare: compareOf(long, [...long].reverse()) }),
    ),
    "compare",
  );
  assert.ok(cut.notes?.some((note) => note.startsWith("B: ") && note.includes([...long].reverse().join(" "))));
  for (const lang of LANGS) {
    const alone = storeOf("?view=compare", TOKENS, {}, { lang });
    assert.deepEqual(compare.pictures(alone, { width: 720 }), []);
    assert.match(compare.why?.(alone) ?? "", lang === "en" ? /no second sentence/ : /没有可对比的第二个句子/);
  }
});
