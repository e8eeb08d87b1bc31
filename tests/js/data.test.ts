import assert from "node:assert/strict";
import { test } from "node:test";
import { align, counterparts } from "../../static/src/data/align.ts";
import { decode, fromHalf, unpack } from "../../static/src/data/safetensors.ts";
import { DARK, litBy } from "../../static/src/state/lit.ts";
import { tokensOf } from "./made.ts";

function file(header: Record<string, any>, body: Uint8Array) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + json.length + body.length);
  new DataView(out.buffer).setBigUint64(0, BigInt(json.length), true);
  out.set(json, 8);
  out.set(body, 8 + json.length);
  return out.buffer;
}

test("safetensors: tensors and metadata come back", () => {
  const numbers = new Float32Array([0.1, -2, 3e-8, 1]);
  const body = new Uint8Array([...new Uint8Array(numbers.buffer), 7, 255]);
  const { tensors, metadata } = decode(
    file(
      {
        __metadata__: { model: '{"id": "x"}', text: '"苹果 & <b>"', thumbnails: "null" },
        attention: { dtype: "F32", shape: [2, 2], data_offsets: [0, 16] },
        thumbnails: { dtype: "U8", shape: [2], data_offsets: [16, 18] },
      },
      body,
    ),
  );
  assert.deepEqual([...(tensors.get("attention")?.values ?? [])], [...numbers]);
  assert.deepEqual(tensors.get("attention")?.shape, [2, 2]);
  assert.deepEqual([...(tensors.get("thumbnails")?.values ?? [])], [7, 255]);
  assert.deepEqual(unpack(metadata), { model: { id: "x" }, text: "苹果 & <b>", thumbnails: null });
});

test("safetensors: a file cut short is refused, not half read", () => {
  const good = file({ a: { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, new Uint8Array(8));
  assert.doesNotThrow(() => decode(good));
  assert.throws(() => decode(good.slice(0, good.byteLength - 1)), RangeError);
  assert.throws(() => decode(good.slice(0, 12)), RangeError);
  assert.throws(() => decode(new ArrayBuffer(3)), RangeError);
  assert.throws(
    () => decode(file({ a: { dtype: "F32", shape: [3], data_offsets: [0, 8] } }, new Uint8Array(8))),
    RangeError,
  );
  assert.throws(
    () => decode(file({ a: { dtype: "I64", shape: [1], data_offsets: [0, 8] } }, new Uint8Array(8))),
    TypeError,
  );
});

test("half precision reads as IEEE 754 says", () => {
  assert.equal(fromHalf(0x3c00), 1);
  assert.equal(fromHalf(0xc000), -2);
  assert.equal(fromHalf(0x3555), 0.333251953125);
  assert.equal(fromHalf(0x0001), 2 ** -24);
  assert.equal(fromHalf(0x7c00), Infinity);
});

test("tokens line up by character, many to many, never by index", () => {
  // "learning apples": learn|ing|apples against learning|app|les
  const a = tokensOf(
    ["learn", "ing", "apples"],
    [
      { start: 0, end: 5 },
      { start: 5, end: 8 },
      { start: 9, end: 15 },
    ],
  );
  const b = tokensOf(
    ["learning", "app", "les"],
    [
      { start: 0, end: 8 },
      { start: 9, end: 12 },
      { start: 12, end: 15 },
    ],
  );
  assert.deepEqual(align(a, b), [[0], [0], [1, 2]]);
  assert.deepEqual(align(b, a), [[0, 1], [2], [2]]);
});

test("special tokens meet nothing; fragments of one character meet together", () => {
  const a = tokensOf(
    ["[CLS]", "䶮", "[SEP]"],
    [
      { start: 0, end: 0 },
      { start: 0, end: 1 },
      { start: 1, end: 1 },
    ],
  );
  const shared = { start: 0, end: 1, fragment: true };
  const b = tokensOf(["<E4>", "<B6>", "<AE>"], [shared, shared, shared]);
  assert.deepEqual(align(a, b), [[], [0, 1, 2], []]);
  assert.deepEqual(counterparts(1, b, a), [1]);
  assert.deepEqual(counterparts(0, a, b), []);
});

test("the cursor lights its own panel by index and the other by character", () => {
  const attention = tokensOf(["[CLS]", "the", "apples", "[SEP]"]);
  const gates = tokensOf(
    ["the", "app", "les"],
    [
      { start: 0, end: 3 },
      { start: 4, end: 7 },
      { start: 7, end: 10 },
    ],
  );
  const tokens = { attention, gates };
  assert.deepEqual(litBy({ source: "attention", token: 2, key: 0 }, tokens), {
    attention: { rows: [2], columns: [0] },
    gates: { rows: [1, 2], columns: [] },
  });
  assert.deepEqual(litBy({ source: "gates", token: 2 }, tokens), {
    gates: { rows: [2], columns: [2] },
    attention: { rows: [2], columns: [2] },
  });
  assert.equal(litBy(null, tokens), DARK);
  assert.equal(litBy({ source: "gates", token: 99 }, tokens), DARK, "a pin beyond the sentence lights nothing");
});
