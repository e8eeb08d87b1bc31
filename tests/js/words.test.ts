import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fit, script, textWidth, visible } from "../../static/src/core/scene/text.ts";
import { clauses, labelled, ordinal, series, spoken, t, titled } from "../../static/src/core/words/index.ts";
import { KEYS } from "../../static/src/apps/words.ts";
import { move } from "../../static/src/panel/keyboard-grid.ts";
import { percent, ranked, rowSum, sayWeight } from "../../static/src/plots/say.ts";
import { headOf, tokensOf } from "./made.ts";

test("both languages have words for every key, with the same places to fill", () => {
  for (const key of KEYS) {
    const [en, zh] = [t("en", key), t("zh", key)];
    assert.ok(en && zh, key);
    const places = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
    assert.deepEqual(places(en), places(zh), key);
  }
  assert.throws(() => t("en", "no-such-key"), RangeError);
});

test("Chinese has its own punctuation: full-width, no space after a stop; formulas and English keep theirs", () => {
  const formula = /(?:tanh|KL|[×½wrh·—′e−+=σ ] ?)\([^()]*\)|[A-Za-z]+\([^()\u4e00-\u9fff]*\)/gu;
  for (const key of KEYS) {
    const [en, zh] = [t("en", key), t("zh", key)];
    if (en === zh || !/[\u4e00-\u9fff]/.test(zh)) continue;
    const plain = zh.replace(formula, "f");
    assert.doesNotMatch(plain, /[,:;!?]|[\u4e00-\u9fff}]\(|\)[\u4e00-\u9fff{]/u, `${key}: ${zh}`);
    assert.doesNotMatch(zh, /[，。；：、！？（）] | [，。；：、！？（）]/u, `${key}: ${zh}`);
  }
});

test("parts are joined as each language joins them", () => {
  assert.equal(spoken("en", "One.", "", null, "Two."), "One. Two.");
  assert.equal(spoken("zh", "一。", undefined, "二。"), "一。二。");
  assert.deepEqual(
    [titled("en", "A title", "Keys."), titled("zh", "题目", "按键。")],
    ["A title. Keys.", "题目。按键。"],
  );
  assert.deepEqual([labelled("en", "table", "it"), labelled("zh", "表格", "它")], ["table: it", "表格：它"]);
  assert.deepEqual([series("en", ["a", 1]), series("zh", ["甲", 1])], ["a, 1", "甲、1"]);
  assert.deepEqual([clauses("en", ["a", "b"]), clauses("zh", ["甲", "乙"])], ["a; b", "甲；乙"]);
});

test("every key that the code and the page ask for exists, and none lies idle", () => {
  const root = new URL("../../static/src/", import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
  const code = files
    .filter((name) => !name.startsWith("core/words/") && !/(^|\/)words\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, root), "utf8"))
    .join("\n");
  const page = readFileSync(new URL("../../templates/index.html", import.meta.url), "utf8");
  const asked = [
    ...code.matchAll(/\bt\((?:lang|words\(\)|store\.get\("langInForce"\)),\s*"([^"]+)"/g),
    ...page.matchAll(/data-i18n[\w-]*="([^"]+)"/g),
  ].map((m) => m[1]);
  assert.ok(asked.length > 60);
  for (const key of asked) assert.ok(KEYS.includes(key as string), key);
  // What stands before a value that a key is made of, such as `sort-${kind}`: the value stands in quotes somewhere.
  const begun = [...new Set([...code.matchAll(/`([a-z][\w-]*-)\$\{/g)].map((m) => m[1] as string))];
  const isBegun = (key: string) =>
    begun.some((start) => key.startsWith(start) && code.includes(`"${key.slice(start.length)}"`));
  // Keys made of several values, of the API's own words, or by a helper that is given what stands before.
  const made =
    /^address-(broken|too-large)-detail$|^(title|view|notice|problem|legend-attention|legend-value|quarter|mix|filter|quantity|stat|part|cell|sort|arcs-layout|sorted-key|cost-plot)-|^(gates|states)\.|^step-(move|gate|short|say|truth|name)-|^layers-heads(-some)?(-alike)?$/;
  for (const key of KEYS) {
    const isAsked = asked.includes(key) || code.includes(`"${key}"`) || isBegun(key);
    assert.ok(isAsked || made.test(key), `nothing asks for ${key}`);
  }
});

test("widths: wide characters are one em, combining marks none, bold a little more", () => {
  assert.equal(textWidth("苹果", 10), 20);
  assert.equal(textWidth("e\u0301", 10), textWidth("e", 10));
  assert.equal(textWidth("é", 10), textWidth("e", 10));
  assert.ok(textWidth("bold", 10, true) > textWidth("bold", 10));
});

test("fit never passes the width and says when it cut", () => {
  assert.equal(fit("short", 100, 12), "short");
  const cut = fit("incomprehensibilities", 60, 12);
  assert.ok(cut.endsWith("…") && textWidth(cut, 12) <= 60 && cut.length > 4);
  assert.equal(fit("word", 2, 12), "");
});

test("what prints nothing is shown, and what would reorder its neighbours is named", () => {
  assert.equal(visible(" the"), "the");
  assert.equal(visible("\n"), "⏎");
  assert.equal(visible("  "), "␣");
  assert.equal(visible("\u202Eabc"), "U+202Eabc");
  assert.equal(visible("👩‍👧"), "👩‍👧");
});

test("script gives language and direction", () => {
  assert.deepEqual(script("苹果"), { lang: "zh" });
  assert.deepEqual(script("りんご"), { lang: "ja" });
  assert.deepEqual(script("שלום"), { dir: "rtl" });
  assert.deepEqual(script("apple"), {});
});

test("a cell is announced with token, share, rank and head", () => {
  const data = headOf(tokensOf(["it", "animal"]));
  data.weights.set([0.25, 0.75, 0.5, 0.5]);
  assert.equal(sayWeight("en", data, 0, 1), "it attends to animal: 75 %, 1st of 2, layer 3 head 1");
  assert.equal(sayWeight("en", data, 0, 0), "it attends to it: 25 %, 2nd of 2, layer 3 head 1");
  assert.equal(sayWeight("zh", data, 0, 1), "it 看向 animal：75 %，2 个中第 1，第 3 层第 1 头");
  assert.deepEqual(ranked(data, 1), [0, 1], "equal weights stay in reading order");
  assert.equal(rowSum(data, 0), 1);
});

test("numbers are printed as they are", () => {
  assert.equal(percent(0.676848), "67.7 %");
  assert.equal(percent(0), "0 %");
  assert.equal(percent(1), "100 %");
  assert.deepEqual(
    [1, 2, 3, 4, 11, 12, 13, 21, 112].map((n) => ordinal("en", n)),
    ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"],
  );
});

test("keys move through a grid", () => {
  const at: [number, number] = [5, 5];
  assert.deepEqual(move("ArrowUp", false, at, [20, 20]), [4, 5]);
  assert.deepEqual(move("ArrowRight", false, at, [20, 20]), [5, 6]);
  assert.deepEqual(move("Home", false, at, [20, 20]), [5, 0]);
  assert.deepEqual(move("End", true, at, [20, 20]), [20, 20]);
  assert.deepEqual(move("PageDown", false, at, [20, 20]), [15, 5]);
  assert.equal(move("Tab", false, at, [20, 20]), null);
});
