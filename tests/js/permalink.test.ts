import assert from "node:assert/strict";
import { test } from "node:test";
import { readForm, writeForm } from "../../static/src/core/form.ts";
import { KEYS, readGiven, readWritten, writeValue } from "../../static/src/address/values.ts";
import { DEFAULTS, KEY_SCHEMAS, fromQuery, readQuery, toQuery } from "../../static/src/address/index.ts";
import { matching, one, randomOf, textOf, valueOf } from "./sample.ts";
import type { Key, Schema } from "../../static/src/state/keys.ts";

const SCHEMAS = KEY_SCHEMAS as Record<Key, Schema>;

/** Of some keys, as JSON has them. */
const written = (random: () => number): Record<string, unknown> =>
  Object.fromEntries(KEYS.filter(() => random() < 0.3).map((key) => [key, valueOf(random, SCHEMAS[key])]));
const stateOf = (given: Record<string, unknown>) => ({
  ...DEFAULTS,
  ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, readGiven(key as Key, value)])),
});

test("three thousand states come back from their addresses, read leniently and strictly", () => {
  const random = randomOf(1);
  for (let i = 0; i < 3000; i += 1) {
    const given = written(random);
    const state = stateOf(given);
    for (const key of KEYS) {
      assert.notEqual(state[key], undefined, `${key}: ${JSON.stringify(given[key])} is a value by its schema`);
    }
    const query = toQuery(state);
    assert.deepEqual(fromQuery(query), state, query);
    assert.deepEqual(readQuery(query), { state, problems: [] }, query);
    assert.deepEqual(readQuery(given), { state, problems: [] });
    assert.equal(toQuery(fromQuery(query)), query, "one state has one address");
  }
});

test("an address is written and read as URLSearchParams does", () => {
  const random = randomOf(2);
  for (let i = 0; i < 2000; i += 1) {
    const pairs = Array.from({ length: 3 }, () => [textOf(random, 3), textOf(random, 12)] as [string, string]);
    const query = writeForm(pairs);
    assert.equal(query, `?${new URLSearchParams(pairs)}`);
    assert.deepEqual(readForm(query), pairs);
    // Nothing is escaped but what a browser's address bar always is: node's own reading of the rest is not a browser's.
    const raw = pairs
      .map((pair) => pair.join("="))
      .join("&")
      .replace(/[^\0-\x7f]+/gu, encodeURIComponent);
    assert.deepEqual(readForm(raw), [...new URLSearchParams(raw)], JSON.stringify(raw));
  }
  for (const odd of ["", "?", "?a", "a=b=c", "&&a=1&", "%", "a=%e4%bd%a0%ff", "a=%ff%41", "=b", "a=\ud83d"]) {
    assert.deepEqual(readForm(odd), [...new URLSearchParams(odd)], odd);
  }
});

test("half of a character cannot be written: it becomes U+FFFD in an address, and is no value in JSON", () => {
  assert.equal(fromQuery(toQuery({ text: "a\ud83d b \udc4d" })).text, "a\uFFFD b \uFFFD");
  assert.deepEqual(readQuery({ text: "a\ud83d" }).problems, [
    { pointer: "/text", detail: 'must be a string of whole characters; got "a\\ud83d"' },
  ]);
});

test("what the lenient reader passes over is a problem to the strict one, and nothing else is", () => {
  const random = randomOf(3);
  const odd = [
    "",
    "x",
    "-1",
    "1.5",
    "1e3",
    "0x10",
    "Infinity",
    "NaN",
    "true",
    "TRUE",
    "null",
    "undefined",
    "3.1.2",
    "2,5",
    "r0.c4",
    "a",
    "g",
    "g1.",
    "8,5,1",
    "gates",
    " 1",
    "１",
  ];
  let passed = 0;
  for (let i = 0; i < 4000; i += 1) {
    const key = one(random, KEYS);
    const value = random() < 0.5 ? one(random, odd) : String(valueOf(random, SCHEMAS[one(random, KEYS)]));
    const { problems } = readQuery(writeForm([[key, value]]));
    const read = readWritten(key, value);
    assert.deepEqual(
      problems.map(({ pointer }) => pointer),
      read === undefined ? [`/${key}`] : [],
      `${key}=${value}`,
    );
    if (read === undefined) passed += 1;
    else assert.deepEqual(fromQuery(writeForm([[key, value]]))[key], read);
  }
  assert.ok(passed > 1000 && passed < 3500);
});

test("a pattern takes what its reader takes", () => {
  const random = randomOf(4);
  for (const key of KEYS) {
    const { pattern, examples = [] } = SCHEMAS[key];
    for (const example of examples) assert.match(example, new RegExp(pattern ?? "", "u"));
    for (let i = 0; pattern && i < 200; i += 1) {
      const made = matching(random, pattern);
      assert.match(made, new RegExp(pattern, "u"), "the test's own maker");
      const read = readWritten(key, made);
      assert.notEqual(read, undefined, `${key}=${made}`);
      assert.deepEqual(readWritten(key, writeValue(key, read)), read);
    }
  }
});

test("problems name what is allowed and what was got, shortened", () => {
  const { state, problems } = readQuery(
    "?layer=-1&scale=cube&numbers=1&least=1.5&unit=x&heads=3&model=&utm=1&layer=4&width=400&pin=z9",
    ["width", "ratio"],
  );
  assert.deepEqual(state, DEFAULTS);
  const said = Object.fromEntries(problems.map(({ pointer, detail }) => [pointer, detail]));
  assert.equal(said["/scale"], 'must be one of "sqrt", "linear", "row", "log"; got "cube"');
  assert.equal(said["/numbers"], 'must be true or false; got "1"');
  assert.equal(said["/least"], 'must be a number from 0 to 1; got "1.5"');
  assert.equal(said["/unit"], 'must be a whole number from 0 to 999999, or left out; got "x"');
  assert.equal(said["/heads"], 'must be a string such as "3.1-5.11"; got "3"');
  assert.equal(said["/model"], 'must be a string of 1 to 200 characters; got ""');
  assert.match(
    said["/utm"] ?? "",
    /^must be one of the keys text, text_pair, model, .+, pin, width, ratio; got "utm"$/,
  );
  assert.deepEqual(
    problems.filter(({ pointer }) => pointer === "/layer").map(({ detail }) => detail),
    ['must be a whole number from 0 to 999999; got "-1"', 'may be given once; got another "4"'],
  );
  assert.equal(said["/width"], undefined);
  const long = readQuery({ lab: "苹".repeat(500) }).problems[0]?.detail ?? "";
  assert.match(long, /got "苹{58}…$/);
});

test("an object is read as JSON has it: a number is not its digits", () => {
  assert.deepEqual(readQuery({ layer: 2, numbers: true, unit: null, temperature: 1.5, heads: "3.1" }).problems, []);
  for (const [key, value] of [
    ["layer", "2"],
    ["layer", 2.5],
    ["layer", null],
    ["layer", [2]],
    ["numbers", 1],
    ["text", 5],
    ["heads", [{ layer: 1, head: 1 }]],
    ["least", NaN],
    ["pin", {}],
  ] as [string, unknown][]) {
    assert.deepEqual(
      readQuery({ [key]: value }).problems.map(({ pointer }) => pointer),
      [`/${key}`],
      JSON.stringify(value),
    );
  }
  assert.deepEqual(
    readQuery(JSON.parse('{"__proto__": 1, "a/b~c": 1, "constructor": 1}')).problems.map(({ pointer }) => pointer),
    ["/__proto__", "/a~1b~0c", "/constructor"],
  );
});

test("many problems are counted, not listed", () => {
  const { problems } = readQuery(`?${Array.from({ length: 5000 }, (_, i) => `k${i}=1`).join("&")}`);
  assert.equal(problems.length, 21);
  assert.deepEqual(problems.at(-1), { pointer: "", detail: "4980 more problems are not listed" });
});

test("every key is described, and its default is a value", () => {
  for (const key of KEYS) {
    const { description, default: standard } = SCHEMAS[key];
    assert.match(description, /^[A-Z].+\.$/, key);
    assert.deepEqual(readGiven(key, standard), DEFAULTS[key]);
  }
  assert.deepEqual(JSON.parse(JSON.stringify(KEY_SCHEMAS)), KEY_SCHEMAS, "JSON holds all of it");
});
