import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "../../static/src/data/recorded.ts";
import { canonical, createReplay } from "../../static/src/data/replay.ts";
import { decode } from "../../static/src/data/safetensors.ts";
import type { Recorded } from "../../static/src/data/replay.ts";
import type { Transport } from "../../static/src/data/types.ts";

const READ = { text: "It is.", model: "auto", format: "safetensors" };
const [LAYERS, HEADS, TOKENS] = [3, 2, 4];
/** Every weight is another one, so that a wrong offset shows. */
const WEIGHTS = Float32Array.from({ length: LAYERS * HEADS * TOKENS * TOKENS }, (_, i) => i / 1000);

const recorded = (
  body: Record<string, any>,
  data: ArrayBuffer | string,
  path: string = "/api/v1/attention",
): Recorded => ({
  path,
  method: "POST",
  body: JSON.stringify(body),
  status: 200,
  type: "",
  base64: typeof data !== "string",
  data: typeof data === "string" ? data : Buffer.from(data).toString("base64"),
});

const whole = () =>
  recorded(
    { ...READ, dtype: "float32" },
    encode(
      { attention: { shape: [LAYERS, HEADS, TOKENS, TOKENS], values: WEIGHTS } },
      {
        attention: JSON.stringify({
          axes: ["layer"],
          layers: [0, 1, 2],
          heads: [0, 1],
          shape: [LAYERS, HEADS, TOKENS, TOKENS],
        }),
        cross_attention: "null",
        tokens: "[]",
        text: '"苹果"',
      },
    ),
  );

const ask = (transport: Transport, body: Record<string, any>) =>
  transport("/api/v1/attention", { method: "POST", headers: {}, body: JSON.stringify(body) });

test("a question is known by its fields, in whatever order; a field that is undefined is none", async () => {
  assert.equal(canonical({ b: 1, a: [{ d: null, c: "é" }] }), '{"a":[{"c":"é","d":null}],"b":1}');
  assert.equal(canonical({ a: undefined }), "{}");
  const transport = createReplay([recorded({ text: "a", include: ["x", "y"] }, '{"found": 1}')], null);
  assert.deepEqual(await (await ask(transport, { include: ["x", "y"], text: "a" })).json(), { found: 1 });
  assert.equal((await ask(transport, { include: ["y", "x"], text: "a" })).status, 404);
});

test("any head comes out of the answer about all, weight for weight", async () => {
  const transport = createReplay([whole()], null);
  for (let layer = 0; layer < LAYERS; layer += 1) {
    for (let head = 0; head < HEADS; head += 1) {
      const answer = await ask(transport, { ...READ, layers: [layer], heads: [head], include: [] });
      const { tensors, metadata } = decode(await answer.arrayBuffer());
      const own = tensors.get("attention");
      assert.deepEqual(own?.shape, [1, 1, TOKENS, TOKENS]);
      const from = (layer * HEADS + head) * TOKENS * TOKENS;
      assert.deepEqual([...(own?.values ?? [])], [...WEIGHTS.subarray(from, from + TOKENS * TOKENS)]);
      assert.deepEqual(JSON.parse(metadata["attention"] ?? ""), {
        axes: ["layer"],
        layers: [layer],
        heads: [head],
        shape: [1, 1, TOKENS, TOKENS],
      });
      assert.equal(metadata["cross_attention"], "null");
      assert.equal(metadata["text"], '"苹果"');
    }
  }
});

test("what is not in the record is asked beyond it, or refused", async () => {
  const beyond = [] as any[];
  const live = createReplay([whole()], async (path, asked) => {
    beyond.push([path, JSON.parse(asked.body ?? "")]);
    return { ok: true, status: 200, statusText: "", json: async () => 7, arrayBuffer: async () => new ArrayBuffer(0) };
  });
  const lacking = [
    { ...READ, layers: [3], heads: [0], include: [] }, // no such layer
    { ...READ, layers: [0, 1], heads: [0], include: [] },
    { ...READ, layers: [0], heads: [0], include: ["words"] },
    { ...READ, text: "It was.", layers: [0], heads: [0], include: [] },
  ];
  for (const body of lacking) assert.equal(await (await ask(live, body)).json(), 7);
  assert.deepEqual(
    beyond.map(([, body]) => body),
    lacking,
  );
  const frozen = createReplay([whole()], null);
  for (const body of lacking) {
    const answer = await ask(frozen, body);
    assert.deepEqual([answer.ok, answer.status, (await answer.json()).type], [false, 404, "frozen"]);
  }
});

test("an answer can be read as often as it is asked for", async () => {
  const transport = createReplay([recorded({ a: 1 }, new Uint8Array([1, 2, 3]).buffer)], null);
  for (let n = 0; n < 2; n += 1) {
    const bytes = await (await ask(transport, { a: 1 })).arrayBuffer();
    assert.deepEqual([...new Uint8Array(bytes)], [1, 2, 3]);
    structuredClone(bytes, { transfer: [bytes] }); // taken away
  }
});
