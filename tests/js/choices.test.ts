/** What a reader chose in a view: in the address, in the figure, and let go of in time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contiguous } from "../../static/src/data/layers.ts";
import { walk } from "../../static/src/core/scene/marks.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import { FIGURES, storeFor } from "./stores.ts";
import { forgetWindow } from "../../static/src/state/forget.ts";
import { NONE, withinModel } from "../../static/src/state/lacking.ts";
import { fromQuery } from "../../static/src/address/index.ts";
import { foundOf, lensOf, ready, stepOf, storeOf, words } from "./bench-made.ts";
import { fetchedOf, tokensOf } from "./made.ts";
import type { Picture } from "../../static/src/core/types.ts";
import type { Figure } from "../../static/src/state/view.ts";

const { find, heatmap, lens, steps } = FIGURES;

const NAMES = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

const drawn = (entry: Figure, store: ReturnType<typeof storeOf>) => entry.pictures(store, { width: 720 });
function textsOf(picture: Picture | undefined): string[] {
  const out: string[] = [];
  walk(picture?.scene.marks ?? [], (mark) => mark.type === "text" && out.push(mark.text));
  return out;
}

test("a figure of a zoomed heatmap shows those tokens alone, and where they are; a part that the matrix has not is no part", () => {
  const store = (query: string) => {
    const made = storeOf(query, tokensOf(NAMES), {});
    putAnswers(made, { oneHead: ready(fetchedOf(tokensOf(NAMES))) });
    return made;
  };
  const shown = (query: string) => new Set(textsOf(drawn(heatmap, store(query))[0]));
  const zoomed = shown("?view=heatmap&window=r0-3.c2-4");
  assert.deepEqual(
    NAMES.filter((name) => zoomed.has(name)),
    ["one", "two", "three", "four", "five"],
  );
  assert.ok(
    [...zoomed].some((words) => /0–3 of 8, keys 2–4 of 8/.test(words)),
    [...zoomed].join(),
  );
  assert.deepEqual(
    NAMES.filter((name) => shown("?view=heatmap&window=r2-2.c7-7").has(name)),
    ["three", "eight"],
  );
  const whole = shown("?view=heatmap");
  assert.ok(NAMES.every((name) => whole.has(name)));
  for (const beyond of ["r0-3.c2-8", "r8-9.c0-1"]) assert.deepEqual(shown(`?view=heatmap&window=${beyond}`), whole);
});

test("another sentence, model or part of it lets go of the window; an address brings its own", () => {
  const part = { rows: { first: 0, count: 4 }, columns: { first: 2, count: 3 } };
  for (const change of [
    { text: "b" },
    { text_pair: "b" },
    { model: "e5" },
    { part: "cross" },
    { by: "words" },
    { quarter: "ab" },
    { special: "hide" },
  ] as const) {
    const store = storeFor("", { themeInForce: "light", langInForce: "en" });
    forgetWindow(store);
    store.set({ window: part });
    store.set({ layer: 5, pin: { source: "attention", token: 1 } });
    assert.deepEqual(store.get("window"), part);
    store.set(change);
    assert.equal(store.get("window"), null, JSON.stringify(change));
    store.set(fromQuery("?text=c&model=m&window=r0-3.c2-4"));
    assert.deepEqual(store.get("window"), part);
    // Back to where the same part was of another sentence.
    store.set(fromQuery("?text=a&window=r0-3.c2-4"));
    assert.deepEqual(store.get("window"), part);
  }
});

test("heads that the model lacks are let go of, once each", () => {
  const model = contiguous(6, 12);
  const [good, deep, wide] = [
    { layer: 5, head: 11 },
    { layer: 6, head: 0 },
    { layer: 0, head: 12 },
  ];
  assert.deepEqual(withinModel([good, deep, wide], model, [deep]), { lacking: [deep, wide], heads: [good] });
  assert.equal(withinModel([good], model, NONE).lacking, NONE);
  assert.equal("heads" in withinModel([good], model, NONE), false);
});

test("the inspector's figure has the chosen lines, strips and order, and calls a toy one", () => {
  const step = stepOf(40);
  const list = (query: string) => drawn(steps, storeOf(`?view=steps${query}`, tokensOf(words(40)), { steps: step }));
  const names = (query: string) => [...new Set(textsOf(list(query)[0]).filter((text) => /^word\d+$/.test(text)))];
  assert.equal(names("&all_keys=true").length, 39, "all but [CLS], the query among them");
  assert.ok(names("").length < 20);
  const order = (found: string[]) => found.map((name) => step.weights[Number(name.slice(4)) + 1] ?? 0);
  // Beside the lines stands the query's own name, which is the last of the sentence.
  const byWeight = order(names("&lines=weight&all_keys=true").filter((name) => name !== "word38"));
  assert.deepEqual(
    byWeight,
    [...byWeight].sort((a, b) => b - a),
  );
  assert.notDeepEqual(names("&lines=weight"), names(""));
  assert.notDeepEqual(list("&strips=products")[0]?.scene, list("")[0]?.scene);
  const [toy, plain] = [list("&scaling=false")[0], list("")[0]];
  assert.match(toy?.notes?.[0] ?? "", /^A toy, not what the model computes/);
  assert.doesNotMatch((plain?.notes ?? []).join(), /toy/);
  assert.notDeepEqual(textsOf(toy), textsOf(plain));
  assert.notDeepEqual(list("&dims=index")[1]?.scene.marks, list("")[1]?.scene.marks);
});

test("the finder's figure has a picture of every head where all were asked for", () => {
  const tokens = tokensOf(words(4));
  const heads = Array.from({ length: 72 }, (_, i) => ({
    layer: Math.floor(i / 12),
    head: i % 12,
    score: 1 - i / 100,
    mostly: null,
  }));
  const count = (query: string) => {
    const [picture] = drawn(
      find,
      storeOf(
        `?view=find&from=1&to=0${query}`,
        tokens,
        { find: foundOf(tokens, { heads, chanceByLayer: Array(6).fill(0.1), layers: contiguous(6, 12) }) },
        { all: { thumbnails: { layers: contiguous(6, 12), bins: 4, codes: new Uint8Array(72 * 16) } } },
      ),
    );
    return picture?.scene.regions.filter(({ id }) => id.startsWith("head-")).length;
  };
  assert.equal(count(""), 24);
  assert.equal(count("&all_heads=true"), 72);
});

test("the lens's figure follows the chosen candidate, or the last there is", () => {
  const tokens = tokensOf(words(4));
  const one = (query: string) =>
    drawn(
      lens,
      storeOf(`?view=lens${query}`, tokens, { lens: lensOf(tokens) }, { all: { family: "decoder", predicts: "next" } }),
    )[1]?.scene.marks;
  assert.notDeepEqual(one("&candidate=1"), one(""));
  assert.notDeepEqual(one("&candidate=2"), one("&candidate=1"));
  assert.deepEqual(one("&candidate=9"), one("&candidate=2"));
});
