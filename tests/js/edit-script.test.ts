import assert from "node:assert/strict";
import { test } from "node:test";
import {
  applied,
  difference,
  editCount,
  editScript,
  onColumns,
  samePieces,
  tokenColumns,
} from "../../static/src/data/edit-script.ts";
import { tokensOf } from "./made.ts";

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function random(seed: number) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/** Every subsequence of a short text. */
const subsequences = (text: string) =>
  Array.from({ length: 2 ** text.length }, (_, mask) => [...text].filter((__, i) => mask & (1 << i)).join(""));

/** The fewest edits, by trying every common subsequence. */
function fewest(a: string, b: string) {
  const there = new Set(subsequences(b));
  const common = Math.max(
    ...subsequences(a)
      .filter((one) => there.has(one))
      .map(({ length }) => length),
  );
  return a.length + b.length - 2 * common;
}

const word = (most: number, letters: string, next: () => number) =>
  Array.from({ length: Math.floor(next() * (most + 1)) }, () => letters[Math.floor(next() * letters.length)]).join("");

test("the script makes the second sequence of the first, and names every thing of either once and in order", () => {
  const next = random(1);
  for (let round = 0; round < 2000; round += 1) {
    const [a, b] = [[...word(14, "abcde", next)], [...word(14, "abcde", next)]];
    const script = editScript(a, b);
    assert.deepEqual(applied(script, a, b), b);
    assert.deepEqual(
      script.flatMap((column) => (column.a === null ? [] : [column.a])),
      [...a.keys()],
    );
    assert.deepEqual(
      script.flatMap((column) => (column.b === null ? [] : [column.b])),
      [...b.keys()],
    );
    for (const column of script) {
      assert.equal(column.kind === "same", column.a !== null && column.b !== null);
      if (column.kind === "same") assert.equal(a[column.a ?? -1], b[column.b ?? -1]);
      if (column.kind === "a") assert.equal(column.b, null);
      if (column.kind === "b") assert.equal(column.a, null);
    }
  }
});

test("no script is shorter: against every common subsequence of short words", () => {
  const next = random(2);
  for (let round = 0; round < 400; round += 1) {
    const [a, b] = [word(8, "abc", next), word(8, "abc", next)];
    assert.equal(editCount(editScript([...a], [...b])), fewest(a, b), `${a} → ${b}`);
  }
});

test("of the shortest scripts, the one whose kept things are least displaced", () => {
  const next = random(3);
  for (let round = 0; round < 300; round += 1) {
    const [a, b] = [word(6, "ab", next), word(6, "ab", next)];
    const script = editScript([...a], [...b]);
    const shift = script.reduce(
      (sum, column) => sum + (column.kind === "same" ? Math.abs((column.a ?? 0) - (column.b ?? 0)) : 0),
      0,
    );
    // Every pairing of the longest length, tried out.
    const longest = script.length - editCount(script);
    let least = Infinity;
    for (let left = 0; left < 2 ** a.length; left += 1) {
      const from = [...a].flatMap((_, i) => (left & (1 << i) ? [i] : []));
      if (from.length !== longest) continue;
      for (let right = 0; right < 2 ** b.length; right += 1) {
        const to = [...b].flatMap((_, i) => (right & (1 << i) ? [i] : []));
        if (to.length !== longest || from.some((i, k) => a[i] !== b[to[k] ?? -1])) continue;
        least = Math.min(
          least,
          from.reduce((sum, i, k) => sum + Math.abs(i - (to[k] ?? 0)), 0),
        );
      }
    }
    assert.equal(shift, least, `${a} → ${b}`);
  }
});

test("我吃苹果 and 苹果吃我: the verb stays, and nothing is said to have moved", () => {
  const [a, b] = [
    ["<s>", "我", "吃", "苹果"],
    ["<s>", "苹果", "吃", "我"],
  ];
  const shown = editScript(a, b).map(({ kind, a: i, b: j }) => `${kind} ${i === null ? b[j ?? -1] : a[i]}`);
  assert.deepEqual(shown, ["same <s>", "a 我", "b 苹果", "same 吃", "a 苹果", "b 我"]);
});

test("empty, equal and wholly different sequences", () => {
  assert.deepEqual(editScript([], []), []);
  assert.equal(editCount(editScript([..."abc"], [..."abc"])), 0);
  assert.deepEqual(
    editScript([..."ab"], []).map(({ kind }) => kind),
    ["a", "a"],
  );
  assert.deepEqual(
    editScript([..."a"], [..."xy"]).map(({ kind }) => kind),
    ["a", "b", "b"],
  );
});

test("a long pair is lined up in well under a second", () => {
  const next = random(4);
  const [a, b] = [512, 512].map((count) => Array.from({ length: count }, () => Math.floor(next() * 40)));
  const began = performance.now();
  const script = editScript(a ?? [], b ?? []);
  assert.deepEqual(applied(script, a ?? [], b ?? []), b);
  assert.ok(performance.now() - began < 2000);
});

test("tokens are the same when their vocabulary index is, whatever they are written as", () => {
  const a = tokensOf(["The", "apple", "ate"], [{ id: 7 }, { id: 8 }, { id: 9 }]);
  const b = tokensOf(["the", "ate"], [{ id: 7 }, { id: 9 }]);
  assert.deepEqual(
    tokenColumns(a, b).map(({ kind }) => kind),
    ["same", "a", "same"],
  );
});

test("values go to their columns; a column without a token has none, and neither has its difference", () => {
  const columns = editScript([..."ab"], [..."bc"]);
  assert.deepEqual(
    columns.map(({ kind }) => kind),
    ["a", "same", "b"],
  );
  const a = onColumns([1, 2, 3, 4], 2, columns, "a");
  const b = onColumns([5, 6, 7, 8], 2, columns, "b");
  assert.deepEqual([...a], [1, 2, 3, 4, NaN, NaN]);
  assert.deepEqual([...b], [NaN, NaN, 5, 6, 7, 8]);
  assert.deepEqual([...difference(a, b)], [NaN, NaN, 2, 2, NaN, NaN]);
});

test("the same things in another order, and not quite the same", () => {
  const same = (a: string, b: string) => samePieces([...a], [...b], (letter) => letter);
  assert.ok(same("abca", "aacb"));
  assert.ok(!same("abca", "abcb"));
  assert.ok(!same("abc", "ab"));
});
