import assert from "node:assert/strict";
import { test } from "node:test";
import { createReach, overNetwork } from "../../static/src/data/transport.ts";
import { netFields } from "../../static/src/data/gates-api.ts";
import { storeFor } from "./stores.ts";
import { createLabLoader } from "../../static/src/state/memory-loader.ts";
import { cellChange, together } from "../../static/src/panel/memory-panel.ts";
import { trainingWords } from "../../static/src/panel/memory-notes.ts";
import type { Via } from "../../static/src/data/types.ts";
import type { MemorySource } from "../../static/src/state/types.ts";

declare module "../../static/src/state/answers.ts" {
  interface Answers {
    made: any;
  }
}

const reach = createReach(overNetwork());
const tick = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));
const reader = { look: "light" as const, words: "en" as const };

/** A source that answers when it is told to. */
function made(changes: Partial<MemorySource> = {}) {
  const asked: { text: string; answer: (data: any) => void; refuse: (error: unknown) => void; via: Via }[] = [];
  const source: MemorySource = {
    name: "made",
    views: ["reach"],
    keys: ["text", "cell"],
    ask: ({ text }, via) => new Promise((answer, refuse) => asked.push({ text, answer, refuse, via })),
    ...changes,
  };
  return { source, asked };
}

test("a source is asked while its view is shown, and again only when something it depends on changed", async () => {
  const { source, asked } = made();
  const store = storeFor("?text=one", reader);
  const loader = createLabLoader(store, [source], reach);
  loader.start();
  await tick();
  assert.equal(asked.length, 0, "another view is shown");
  store.set({ lab: "reach" });
  assert.equal(store.get("answers").made?.status, "loading");
  await tick();
  asked[0]?.answer(1);
  await tick();
  assert.deepEqual(store.get("answers").made, { status: "ready", data: 1, problem: null });
  store.set({ lab: "gates" });
  store.set({ view: "reach", unit: 3 });
  await tick();
  assert.equal(asked.length, 1, "nothing it depends on changed");
  store.set({ text: "two" });
  await tick();
  assert.deepEqual(
    asked.map(({ text }) => text),
    ["one", "two"],
  );
  assert.equal(store.get("answers").made?.data, 1, "the last answer stays meanwhile");
});

test("what was asked for a sentence that has changed is dropped, whenever it comes", async () => {
  const { source, asked } = made();
  const store = storeFor("?text=one&view=reach", reader);
  createLabLoader(store, [source], reach).start();
  await tick();
  store.set({ text: "two" });
  await tick();
  assert.equal(asked[0]?.via.signal?.aborted, true);
  asked[1]?.answer("of two");
  asked[0]?.answer("of one");
  await tick();
  assert.equal(store.get("answers").made?.data, "of two");
  store.set({ text: "three" });
  await tick();
  store.set({ typing: true });
  store.set({ text: "three an" });
  asked[2]?.answer("of three");
  await tick();
  assert.deepEqual(
    store.get("answers").made,
    { status: "loading", data: "of two", problem: null },
    "while the reader types on",
  );
});

test("typing waits, a problem can be asked away, and where there is nothing to ask nothing is waited for", async () => {
  const { source, asked } = made({ ready: ({ text }) => text !== "" });
  const store = storeFor("?text=one&view=reach", reader);
  const loader = createLabLoader(store, [source], reach);
  loader.start();
  await tick();
  asked[0]?.refuse(new Error("no"));
  await tick();
  assert.equal(store.get("answers").made?.status, "error");
  loader.again();
  await tick();
  asked[1]?.answer(1);
  await tick();
  assert.equal(store.get("answers").made?.status, "ready");
  loader.again();
  await tick();
  assert.equal(asked.length, 2, "nothing failed");
  loader.again("made");
  await tick();
  assert.equal(asked.length, 3);
  store.set({ typing: true });
  for (const text of ["t", "tw", "two"]) store.set({ text });
  await tick(50);
  assert.equal(asked.length, 3, "still typing");
  await tick(400);
  assert.deepEqual(
    asked.slice(3).map(({ text }) => text),
    ["two"],
  );
  store.set({ text: "", typing: false });
  assert.deepEqual(store.get("answers").made, { status: "idle", data: null, problem: null });
});

test("a slider is asked about when it rests", async () => {
  const { source, asked } = made({ keys: ["forget_bias"] });
  const store = storeFor("?view=reach", reader);
  createLabLoader(store, [source], reach).start();
  await tick();
  for (const value of [1, 1.5, 2]) store.set({ forget_bias: value });
  await tick(50);
  assert.equal(asked.length, 1);
  await tick(400);
  assert.equal(asked.length, 2);
});

test("several answers are as good as the worst of them", () => {
  const one = (status: "idle" | "loading" | "ready" | "error", data: any = null) => ({
    status,
    data,
    problem: status === "error" ? ("p" as any) : null,
  });
  assert.deepEqual(together([one("ready", 1), one("idle")]), { status: "ready", data: true, problem: null });
  assert.deepEqual(together([one("ready", 1), one("loading", 1)]), { status: "loading", data: true, problem: null });
  assert.deepEqual(together([one("loading"), one("error")]), { status: "error", data: null, problem: "p" });
});

test("the counter gets letters to count, and a sentence comes back when another cell reads again", () => {
  assert.deepEqual(cellChange("gru", "the keys", "x"), { cell: "gru", unit: null });
  assert.equal((cellChange("counter", "the keys", "x") as any).text, "aaaabbbb");
  assert.ok(!("text" in cellChange("counter", "aabb", "x")));
  assert.equal((cellChange("rnn", "aabb", "the keys") as any).text, "the keys");
});

test("what changes the untrained net is asked of the untrained net alone, and no forget bias of a net without such a gate", () => {
  const state = { cell: "lstm" as const, checkpoint: "initial" as const, forget_bias: 0, recurrent_scale: 2 };
  assert.deepEqual(netFields(state), { cell: "lstm", checkpoint: "initial", forget_bias: 0, recurrent_scale: 2 });
  assert.deepEqual(netFields({ ...state, checkpoint: "trained" }), { cell: "lstm", checkpoint: "trained" });
  assert.deepEqual(netFields({ ...state, cell: "rnn" }), { cell: "rnn", checkpoint: "initial", recurrent_scale: 2 });
});

test("a net is introduced by its own card: a penalty is said, one that was not used is said not to have been", () => {
  const net = {
    kind: "gru" as const,
    checkpoint: "trained",
    forgetBias: null,
    recurrentScale: null,
    arrays: {},
    units: 1,
  };
  const said = trainingWords("en", net, {
    recipe: { steps: 260, seed: 1, write_penalty: 0.3, recurrent: "orthogonal" },
  }).join(" ");
  assert.match(said, /260 steps from seed 1.*0\.3 times the mean of 1 − z.*orthogonal/);
  assert.match(
    trainingWords(
      "en",
      { ...net, kind: "rnn" },
      { recipe: { steps: 9, seed: 2, write_penalty: 0, recurrent: "identity" } },
    ).join(" "),
    /no penalty.*identity/,
  );
  assert.deepEqual(trainingWords("en", net, null), [], "nothing is claimed before the card is there");
  const initial = trainingWords(
    "en",
    { ...net, kind: "lstm", checkpoint: "initial", forgetBias: 3, recurrentScale: 1.5 },
    null,
  ).join(" ");
  assert.match(initial, /torch's default initialisation.*forget bias was set to 3.*multiplied by 1\.5/);
});
