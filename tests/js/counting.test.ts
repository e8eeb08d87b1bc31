/** Tokens, layers, heads and units are counted from 0, everywhere alike: in the words, in what the makers draw and say, in the code. */
import { FIGURES } from "./stores.ts";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { contiguous } from "../../static/src/data/layers.ts";
import { sayFound } from "../../static/src/views/find/pictures.ts";
import { walk } from "../../static/src/core/scene/marks.ts";
import { t } from "../../static/src/core/words/index.ts";
import { KEYS } from "../../static/src/apps/words.ts";
import { sayPlace } from "../../static/src/views/step/say.ts";
import { sayGate, sayHead, sayToken } from "../../static/src/plots/say.ts";
import { addedOf, changeOf, compareOf, foundOf, lensOf, ready, stepOf, storeOf } from "./bench-made.ts";
import { MODEL, allOf, fetchedOf, gatesOf, rowsOf, tokensOf } from "./made.ts";
import { stepOf as netStepOf } from "./step-made.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import type { Picture } from "../../static/src/core/types.ts";
import type { Token } from "../../static/src/data/types.ts";

const { arcs, change, compare, contributions, find, heads, heatmap, lens, rollout, steps, table, tokens } = FIGURES;

/** Two layers of three heads, five tokens. */
const [LAYERS, HEADS] = [2, 3];
const TOKENS = tokensOf(["[CLS]", "it", "saw", "animal", "[SEP]"]);
const COUNT = TOKENS.length;
const SELF = {
  name: "self",
  habit: true,
  unit: "share",
  chance: 0.25,
  chanceIs: "level",
  chanceByLayer: [0.25, 0.25],
  layers: contiguous(LAYERS, HEADS),
  values: Float64Array.from([0.1, 0.9, 0.25, 0.4, 0.5, 0.3]),
};
const FLOW = {
  model: MODEL,
  family: "encoder",
  text: "",
  tokens: TOKENS,
  layers: contiguous(LAYERS, HEADS),
  definition: "",
  rollout: Float32Array.from({ length: LAYERS * COUNT ** 2 }, (_, i) => ((i * 37) % 101) / 101),
  means: [rowsOf(COUNT), rowsOf(COUNT)],
};

/** Everything that a maker draws and says. */
function wordsOf({ heading, scene, summary = "", notes = [], tables = [] }: Picture) {
  const drawn = [heading, scene.title, scene.description, summary, ...notes];
  walk(scene.marks, (mark) => mark.type === "text" && drawn.push(mark.text));
  const listed = tables.flatMap(({ title, make }) => {
    const { caption, head, rows } = make();
    return [
      title,
      caption,
      ...head,
      ...rows.map(([first]) => (typeof first === "string" ? first : (first?.shown ?? ""))),
    ];
  });
  return [...drawn, ...listed];
}

const MAKERS = { heads, heatmap, arcs, tokens, rollout, table, find, contributions, change, lens, compare, steps };
function shownIn(view: keyof typeof MAKERS, layer: number, head: number, token: number) {
  const run = changeOf(TOKENS);
  const answers = {
    rollout: FLOW,
    stats: { model: MODEL, text: "", tokens: TOKENS, layers: contiguous(LAYERS, HEADS), statistics: [SELF] },
    find: foundOf(TOKENS),
    contributions: addedOf(TOKENS),
    change: run,
    lens: lensOf(TOKENS),
    compare: compareOf(["[CLS]", "a"], ["[CLS]", "b"]),
    steps: stepOf(COUNT, { query: token, change: { layer, head } }),
  };
  const all = view === "lens" ? { family: "decoder", predicts: "next" } : {};
  const store = storeOf(
    `?view=${view}&layer=${layer}&head=${view === "change" ? Math.min(head, 1) : head}&pin=a${token}.${token}&from=${token}&to=0&mask=1&text_b=x&order=self&arrange=layers`,
    TOKENS,
    answers,
    { all },
  );
  putAnswers(store, { oneHead: ready(fetchedOf(TOKENS, { layer, head })) });
  return MAKERS[view].pictures(store, { width: 900 }).flatMap(wordsOf);
}

test("no maker names a layer, a head or a token that there is not: the last has the number of all less one", () => {
  const counts = { layer: LAYERS, head: HEADS, token: COUNT };
  for (const view of Object.keys(MAKERS) as (keyof typeof MAKERS)[]) {
    for (const [layer, head, token] of [
      [0, 0, 0],
      [LAYERS - 1, HEADS - 1, COUNT - 1],
    ]) {
      const words = shownIn(view, layer ?? 0, head ?? 0, token ?? 0);
      assert.ok(words.length > 5, view);
      for (const said of words) {
        for (const [, what, number] of said.matchAll(/\b(layer|head|token) (\d+)\b/gi)) {
          const kind = what?.toLowerCase() as "layer";
          // The lens has the embedding and three layers of its own, the comparison heads of another answer.
          const most = view === "lens" && kind === "layer" ? 3 : view === "compare" ? 4 : counts[kind];
          assert.ok(Number(number) < most, `${view}: “${said}”`);
        }
        for (const [, own, of] of said.matchAll(/(?:^|[ (,])(\d)\.(\d)(?=[ ,)]|$)/g)) {
          if (/%|chance|cosine|distance|bits|norm|full width|≤|^\d\.\d$|ratio/.test(said)) continue;
          assert.ok(Number(own) < LAYERS && Number(of) < HEADS, `${view}: “${said}”`);
        }
      }
    }
  }
});

test("the first is number 0: in headings, tables and what is read out", () => {
  for (const view of ["heatmap", "rollout", "contributions", "steps", "change"] as const) {
    assert.ok(
      shownIn(view, 0, 0, 0).some((said) => /\b[Ll]ayer 0\b/.test(said)),
      view,
    );
  }
  for (const view of ["heads"] as const) assert.ok(shownIn(view, 0, 0, 0).includes("0.0"), view);
  const all = allOf(TOKENS);
  assert.match(sayHead("en", all, 0, 0), /^layer 0 head 0:/);
  assert.match(sayHead("en", all, LAYERS - 1, HEADS - 1), /^layer 1 head 2:/);
  assert.match(sayFound("en", foundOf(TOKENS), 1), /layer 0, head 0/);
  const [first] = TOKENS;
  assert.match(sayToken("en", first as Token, MODEL), /token 0 of made/);
  assert.match(sayToken("zh", first as Token, MODEL), /made 的词元 0/);
  assert.match(sayGate("en", gatesOf(TOKENS), "gates.input", 0, 0), /unit 0/);
  const net = netStepOf("lstm");
  assert.match(
    sayPlace("en", { ...net, token: 0, unit: 0 }),
    new RegExp(`token 0 \\(${net.tokens.length} in all\\), unit 0$`),
  );
  assert.match(sayPlace("zh", { ...net, token: 0, unit: 0 }), /词元 0/);
});

test("no words make an ordinal, or one of so many, out of a number that counts from 0", () => {
  for (const key of KEYS) {
    assert.doesNotMatch(
      t("en", key),
      /\b(layer|head|token|unit) \{\w+\}(st|nd|rd|th| ?\/ ?\{| of \{(count|layers|heads|units|tokens|all)\})/,
      key,
    );
    assert.doesNotMatch(t("zh", key), /第 \{(index|token|unit)\} 个/, key);
  }
});

test("the code gives words no index plus one: what counts from 1 are ranks, moves and pieces, which are called so", () => {
  const root = new URL("../../static/src/", import.meta.url);
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    const source = readFileSync(new URL(file, root), "utf8");
    for (const line of source.split("\n").filter((one) => /\bt\(/.test(one))) {
      for (const [found] of line.matchAll(/\b(layer|head|token|unit|index|indices|query|key): [\w.]+ \+ 1\b/g)) {
        assert.fail(`${file}: ${found}`);
      }
    }
  }
});

test("that all count from 0 is said once, at the foot of the page, and where a view begins with numbers", () => {
  const page = readFileSync(new URL("../../templates/index.html", import.meta.url), "utf8");
  assert.equal([...page.matchAll(/data-i18n="counting"/g)].length, 1);
  assert.ok(page.includes(t("en", "counting")));
  const again = KEYS.filter((key) => key !== "counting" && /\bcount(s|ed)?\b[^.]*\bfrom 0\b/.test(t("en", key)));
  assert.deepEqual(
    again.sort(),
    ["address-lacking-detail", "gates-intro", "unit-intro"],
    "where a link names heads that are not there, and where rows are units",
  );
});
