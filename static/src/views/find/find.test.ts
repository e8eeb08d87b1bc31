import assert from "node:assert/strict";
import { test } from "node:test";
import { contiguous } from "../../data/layers.ts";
import { linkOf, readSpan, writeSpan } from "./source.ts";
import { sayFinding, sayFound } from "./pictures.ts";
import { strongestLink } from "./page.ts";
import { t } from "../../core/words/index.ts";
import { KEYS } from "../../apps/words.ts";
import { find, question } from "./scene.ts";
import { wrapped } from "../../plots/lines.ts";
import { textWidth } from "../../core/scene/text.ts";
import { MODEL, allOf, fetchedOf, marksOf, tokensOf } from "../../../../tests/js/made.ts";
import type { Region } from "../../core/types.ts";
import type { FindData } from "./scene.ts";

const TOKENS = tokensOf(["[CLS]", "it", "saw", "animal", "[SEP]"]);
const DATA: FindData = {
  model: MODEL,
  text: "it saw animal",
  tokens: TOKENS,
  from: [1, 1],
  to: [2, 3],
  habit: null,
  chance: 0.4,
  chanceIs: "level",
  chanceByLayer: [0.4, 0.4],
  layers: contiguous(2, 3),
  definition: "",
  heads: [
    [1, 2, 0.8],
    [0, 0, 0.5],
    [1, 0, 0.3],
    [0, 1, 0.25],
    [0, 2, 0.1],
    [1, 1, 0],
  ].map(([layer = 0, head = 0, score = 0]) => ({ layer, head, score, mostly: null })),
};

test("spans are written as the address has them, first before last", () => {
  assert.deepEqual(readSpan("4"), [4, 4]);
  assert.deepEqual(readSpan("6,4"), [4, 6]);
  assert.equal(readSpan(""), null);
  assert.equal(writeSpan([4, 4]), "4");
  assert.equal(writeSpan([4, 6]), "4,6");
});

test("what is asked: the chosen tokens, or else the pinned cell of attention", () => {
  const pin = { source: "attention", token: 7, key: 2 } as const;
  assert.deepEqual(linkOf({ from: "", to: "", pin }), { from: [7, 7], to: [2, 2] });
  assert.deepEqual(linkOf({ from: "1", to: "", pin }), { from: [1, 1], to: null });
  assert.deepEqual(linkOf({ from: "", to: "", pin: { source: "gates", token: 7, key: 2 } }), { from: null, to: null });
  assert.deepEqual(linkOf({ from: "", to: "", pin: { source: "attention", token: 7 } }), { from: [7, 7], to: null });
});

test("every head has its bar in order; the strongest have pictures, with the link framed", () => {
  const scene = find(DATA, allOf(TOKENS), { width: 1200, layer: 0, head: 0, most: 4 });
  const bars = scene.regions.filter(({ id }) => id.startsWith("bar-"));
  assert.deepEqual(
    bars.map(({ id }) => id.slice(4)),
    DATA.heads.map(({ layer, head }) => `${layer}-${head}`),
  );
  assert.ok(bars.every(({ x }, i) => i === 0 || x > (bars[i - 1]?.x as number)));
  const pictures = scene.regions.filter(({ id }) => id.startsWith("head-"));
  assert.deepEqual(
    pictures.map(({ id }) => id),
    ["head-1-2", "head-0-0", "head-1-0", "head-0-1"],
  );
  const texts = marksOf(scene, "text").map(({ text }) => text);
  for (const words of ["0.8000", "0.2500", "layer 1 head 2", "chance 0.4000"]) assert.ok(texts.includes(words), words);
  const one = pictures[0] as Region;
  const frame =
    marksOf(scene, "path").find(({ strokeWidth, stroke }) => stroke === "ink" && strokeWidth === 1.25)?.d ?? "";
  const [, x, y, wide, tall] = (/^M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/.exec(frame) ?? []) as string[];
  const cell = one.width / 5;
  for (const [found, right] of [
    [x, one.x + 2 * cell - 1.5],
    [y, one.y + cell - 1.5],
    [wide, 2 * cell + 3],
    [tall, cell + 3],
  ]) {
    assert.ok(Math.abs(Number(found) - Number(right)) < 0.11, `${found} ${right}`);
  }
  assert.ok(!JSON.stringify(scene).includes("NaN"));
});

test("bars are as high as their scores say, the chance line at its level", () => {
  const scene = find(DATA, allOf(TOKENS), { width: 1200 });
  const d = marksOf(scene, "path").find(({ fill }) => fill === "soft")?.d ?? "";
  const tops = [...d.matchAll(/M[\d.]+ ([\d.]+)h[\d.]+V([\d.]+)/g)].map(([, top, foot]) => Number(foot) - Number(top));
  const [highest = 1] = tops;
  DATA.heads.forEach(({ score }, i) => assert.ok(Math.abs((tops[i] as number) / highest - score / 0.8) < 0.01));
  const foot = Number(/V([\d.]+)/.exec(d)?.[1]);
  const level =
    marksOf(scene, "path").find(({ stroke, strokeWidth }) => stroke === "ink" && strokeWidth === 1.5)?.d ?? "";
  assert.ok(Math.abs((foot - Number(/M[\d.]+ ([\d.]+)h/.exec(level)?.[1])) / highest - 0.4 / 0.8) < 0.01);
});

test("layers that see less have their own chance level", () => {
  const varies = { ...DATA, chance: null, chanceByLayer: [0.4, 0.2] };
  assert.ok(
    marksOf(find(varies, allOf(TOKENS), { width: 1200 }), "text").some(({ text }) => text === "chance of each layer"),
  );
  assert.equal(sayFound("en", varies, 0), "1 of 6: layer 1, head 2, 0.8000; chance 0.2000");
  assert.ok(sayFinding("en", varies).startsWith("3 of 6 heads are above chance"));
  assert.ok(
    sayFinding("en", DATA).startsWith(
      "2 of 6 heads are above chance; the strongest, layer 1 head 2, has 0.8000, 2 times chance",
    ),
  );
});

test("a habit that nothing can be measured of leaves an empty picture and says so", () => {
  const none = {
    ...DATA,
    from: null,
    to: null,
    habit: "same-word",
    chance: null,
    chanceByLayer: [null, null],
    heads: [],
  };
  assert.equal(sayFinding("en", none), "This sentence has nothing to measure it on.");
  assert.ok(!JSON.stringify(find(none, allOf(TOKENS), { width: 400 })).includes("NaN"));
  assert.equal(question("en", none), "Which heads have the habit “same word” here?");
  assert.equal(question("zh", DATA), "哪些头连接 it → saw animal？");
});

test("the strongest link of a head is between two different words, not special tokens", () => {
  const own = new Float32Array(25).fill(0.01);
  own[1 * 5 + 0] = 0.9; // it → [CLS]
  own[2 * 5 + 2] = 0.8; // saw → saw
  own[1 * 5 + 3] = 0.4; // it → animal
  assert.deepEqual(strongestLink(fetchedOf(TOKENS, { own })), { from: 1, to: 3 });
});

test("small type is broken where it may be, and nothing of it is lost", () => {
  for (const words of [
    "Bar from 0 to 1, upright line: chance level.",
    "横条从 0 到 1，竖线：随机水平。图中方框：所问的连接。",
  ]) {
    const lines = wrapped(words, 120, 11);
    assert.ok(lines.length > 1 && lines.every((line) => textWidth(line, 11) <= 120), lines.join("|"));
    assert.equal(lines.join("").replace(/\s/g, ""), words.replace(/\s/g, ""));
  }
});

test("no line begins with a stop or ends with an opening mark, at any width and in every Chinese sentence", () => {
  for (const key of KEYS) {
    const words = t("zh", key);
    for (const width of [60, 90, 150, 240]) {
      const all = wrapped(words, width, 11);
      assert.equal(all.join("").replace(/\s/g, ""), words.replace(/\s/g, ""), key);
      for (const [at, line] of all.entries()) {
        if (at > 0) assert.doesNotMatch(line, /^[，。；：、！？）」』”]/u, all.join("|"));
        if (at < all.length - 1) assert.doesNotMatch(line, /[（「『“]$/u, all.join("|"));
      }
    }
  }
});
