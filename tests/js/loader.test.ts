import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ApiProblem } from "../../static/src/data/api.ts";
import { encode } from "../../static/src/data/recorded.ts";
import { createReach } from "../../static/src/data/transport.ts";
import { putAnswers, ready } from "../../static/src/state/answers.ts";
import { createState } from "../../static/src/state/app.ts";
import { gather } from "../../static/src/state/gather.ts";
import { createLoader } from "../../static/src/state/loader.ts";
import { allSources, drawnFrom, wanted } from "../../static/src/state/sources/index.ts";
import { fromQuery } from "../../static/src/address/index.ts";
import { VIEWS } from "../../static/src/views/index.ts";
import { gatesOf, MODEL, tokensOf } from "./made.ts";
import type { AppState, Store } from "../../static/src/state/app.ts";
import type { Answered, Transport, Via } from "../../static/src/data/types.ts";
import type { Source } from "../../static/src/state/source.ts";
import type { View } from "../../static/src/state/view.ts";

declare module "../../static/src/state/answers.ts" {
  interface Answers {
    made: any;
    other: any;
  }
}

const READER = { themeInForce: "light", langInForce: "en" } as const;
const REST = 350;

mock.timers.enable({ apis: ["setTimeout"] });
/** Time passes, and then all that has come is taken in. */
async function after(ms: number) {
  for (const passing of [ms, 0]) {
    mock.timers.tick(passing);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((go) => setImmediate(go));
  }
}

/** A source that answers when it is told to. */
function made(changes: Partial<Source> = {}) {
  const asked: {
    state: AppState;
    answer: (data: any) => void;
    refuse: (error: unknown) => void;
    via: Via;
    how: any;
  }[] = [];
  const source: Source = {
    name: "made",
    keys: ["text", "cell"],
    ask: (state, via, how) => new Promise((answer, refuse) => asked.push({ state, answer, refuse, via, how })),
    ...changes,
  };
  return { source, asked, texts: () => asked.map(({ state }) => state.text) };
}

const view = (id: string, panel: View["panel"], sources: readonly Source[]) =>
  ({ id, panel, sources, height: 1, pictures: null, page: null }) as any as View;

const nowhere: Transport = async () => {
  throw new TypeError("no connection");
};

/** A store with views of the memory panel that ask for nothing else, and its loader. */
function started(query: string, sources: readonly Source[], elsewhere: readonly Source[] = []) {
  const views = [view("reach", "memory", sources), view("gaps", "memory", elsewhere)];
  const store = createState(fromQuery(query), { ...READER, views });
  const loader = createLoader(store, createReach(nowhere));
  loader.start();
  return { store, loader };
}

const resource = (store: Store, name: "made" | "other" = "made") => store.get("answers")[name];

test("a source is asked while its view is shown, and again only when something it depends on changed", async () => {
  const { source, asked, texts } = made();
  const { store } = started("?text=one&view=gaps", [source]);
  await after(0);
  assert.equal(asked.length, 0, "another view is shown");
  store.set({ view: "reach" });
  assert.equal(resource(store)?.status, "loading");
  await after(0);
  asked[0]?.answer(1);
  await after(0);
  assert.deepEqual(resource(store), { status: "ready", data: 1, problem: null });
  store.set({ view: "gaps" });
  store.set({ view: "reach", unit: 3 });
  await after(REST);
  assert.equal(asked.length, 1, "nothing it depends on changed");
  store.set({ text: "two" });
  await after(0);
  assert.deepEqual(texts(), ["one", "two"]);
  assert.equal(resource(store)?.data, 1, "the last answer stays meanwhile");
});

test("a question looks at what was fetched, where the source says so", async () => {
  const { source, asked } = made({
    wakes: ["answers.gates"],
    question: ({ answers }) => answers.gates.data?.text,
  });
  const { store } = started("?view=reach", [source]);
  await after(0);
  putAnswers(store, { gates: ready({ text: "other" } as any) });
  await after(0);
  assert.equal(asked.length, 2);
  putAnswers(store, { context: ready({} as any) });
  await after(0);
  assert.equal(asked.length, 2);
});

test("what is changed at once is asked about together, when all has changed", async () => {
  const { source, asked } = made({ keys: ["text", "cell", "checkpoint"] });
  const { store } = started("?text=one&view=reach", [source]);
  await after(0);
  store.set({ text: "two" });
  store.set({ cell: "gru" });
  store.set({ checkpoint: "initial" });
  await after(0);
  assert.equal(asked.length, 2);
  const { text, cell, checkpoint } = asked[1]?.state as AppState;
  assert.deepEqual([text, cell, checkpoint], ["two", "gru", "initial"]);
});

test("what was asked for a sentence that has changed is dropped, whenever it comes", async () => {
  const { source, asked } = made();
  const { store } = started("?text=one&view=reach", [source]);
  await after(0);
  store.set({ text: "two" });
  await after(0);
  assert.equal(asked[0]?.via.signal?.aborted, true);
  asked[1]?.answer("of two");
  asked[0]?.answer("of one");
  await after(0);
  assert.equal(resource(store)?.data, "of two");
  store.set({ text: "three" });
  await after(0);
  store.set({ typing: true });
  store.set({ text: "three an" });
  asked[2]?.answer("of three");
  await after(0);
  assert.deepEqual(resource(store), { status: "loading", data: "of two", problem: null }, "while the reader types on");
});

test("typing waits for a rest, whatever changes meanwhile; what is chosen after it does not wait", async () => {
  const { source, asked, texts } = made();
  const { store } = started("?text=one&view=reach", [source]);
  await after(0);
  store.set({ typing: true });
  for (const text of ["t", "tw", "two"]) {
    store.set({ text });
    await after(REST - 1);
  }
  store.set({ cell: "gru" });
  await after(REST - 1);
  assert.equal(asked.length, 1, "still typing");
  await after(1);
  assert.deepEqual(texts(), ["one", "two"]);
  store.set({ cell: "rnn" });
  await after(0);
  assert.equal(asked.length, 3, "nothing was typed since");
});

test("a slider is asked about when it rests", async () => {
  const { source, asked } = made({ keys: ["forget_bias", "cell"] });
  const { store } = started("?view=reach", [source]);
  await after(0);
  for (const value of [1, 1.5, 2]) {
    store.set({ forget_bias: value });
    await after(REST - 1);
  }
  assert.equal(asked.length, 1);
  await after(1);
  assert.equal(asked.length, 2);
  assert.equal(asked[1]?.state.forget_bias, 2);
});

test("a problem is kept beside the last answer; only what failed is asked again, or one that is named", async () => {
  const { source, asked } = made();
  const { source: other, asked: others } = made({ name: "other" });
  const { store, loader } = started("?text=one&view=reach", [source, other]);
  await after(0);
  asked[0]?.answer(1);
  others[0]?.answer(1);
  await after(0);
  store.set({ text: "two" });
  await after(0);
  asked[1]?.refuse(new ApiProblem({ type: "#made", title: "Made", status: 422, detail: "made" }));
  others[1]?.answer(2);
  await after(0);
  assert.deepEqual(resource(store), {
    status: "error",
    data: 1,
    problem: { type: "#made", title: "Made", status: 422, detail: "made" },
  });
  loader.again();
  await after(0);
  assert.deepEqual([asked.length, others.length], [3, 2]);
  asked[2]?.refuse(new RangeError("no tensor"));
  await after(0);
  assert.equal(resource(store)?.problem?.type, "bad-answer");
  loader.again("other");
  await after(0);
  assert.deepEqual([asked.length, others.length], [3, 3]);
});

test("where there is nothing to ask nothing is waited for, and nothing is shown", async () => {
  const { source, asked } = made({ ready: ({ text }) => text !== "" });
  const { store } = started("?text=one&view=reach", [source]);
  await after(0);
  asked[0]?.answer(1);
  await after(0);
  store.set({ text: "" });
  assert.deepEqual(resource(store), { status: "idle", data: null, problem: null });
  await after(REST);
  assert.equal(asked.length, 1);
});

test("a source that waits for another is on its way with it, keeps what it was, and is asked when that has come", async () => {
  const { source: first, asked: firsts } = made();
  const { source: second, asked } = made({ name: "other", keys: ["unit"], after: ["made"] });
  const { store, loader } = started("?text=one&view=reach", [second, first]);
  await after(0);
  assert.deepEqual([firsts.length, asked.length], [1, 0]);
  assert.equal(resource(store, "other")?.status, "loading");
  firsts[0]?.answer(1);
  await after(0);
  assert.equal(asked.length, 1);
  asked[0]?.answer("first");
  await after(0);
  store.set({ text: "two" });
  assert.deepEqual(resource(store, "other"), { status: "loading", data: "first", problem: null });
  store.set({ unit: 1 });
  await after(0);
  assert.equal(asked.length, 1, "the other comes first");
  firsts[1]?.refuse(new Error("no"));
  await after(0);
  assert.deepEqual(resource(store, "other"), { status: "idle", data: "first", problem: null });
  loader.again();
  await after(0);
  firsts[2]?.answer(2);
  await after(0);
  assert.equal(asked.length, 2, "asked anew, for the other's answer is another");
});

test("what another answer holds is not asked for", async () => {
  const { source: first, asked: firsts } = made();
  const { source: second, asked } = made({
    name: "other",
    keys: ["unit"],
    after: ["made"],
    known: ({ answers, unit }) => answers.made?.data.units[unit ?? 0] ?? null,
  });
  const { store } = started("?view=reach&unit=1", [first, second]);
  await after(0);
  firsts[0]?.answer({ units: ["a", "b"] });
  await after(0);
  assert.deepEqual(resource(store, "other"), { status: "ready", data: "b", problem: null });
  store.set({ unit: 2 });
  await after(0);
  assert.equal(asked.length, 1);
  store.set({ unit: 0 });
  await after(0);
  assert.equal(asked[0]?.via.signal?.aborted, true);
  assert.equal(resource(store, "other")?.data, "a");
});

test("what nobody asks for may be lent by another answer; what is asked for may not", async () => {
  const net = { text: "lent" } as any;
  const { source, asked } = made({ lends: () => ({ gates: net }) });
  const { store } = started("?text=one&view=reach", [source]);
  await after(0);
  asked[0]?.answer(1);
  await after(0);
  assert.equal(store.get("answers").gates.data, net);
  const pinned = started("?text=one&view=reach&pin=g1", [source]);
  await after(0);
  asked[1]?.answer(1);
  await after(0);
  assert.equal(pinned.store.get("answers").gates.data, null);
});

test("the state follows an answer that a view draws from, and not one that is a help", async () => {
  const { source, asked } = made({ settles: () => ({ unit: 7 }) });
  const { store } = started("?view=reach", [source]);
  await after(0);
  asked[0]?.answer(1);
  await after(0);
  assert.equal(store.get("unit"), 7);
  const views = [{ ...view("reach", "memory", []), helps: [source] }];
  const beside = createState(fromQuery("?view=reach"), { ...READER, views });
  createLoader(beside, createReach(nowhere)).start();
  await after(0);
  asked[1]?.answer(2);
  await after(0);
  assert.deepEqual([resource(beside)?.data, beside.get("unit")], [2, null]);
});

/** Each gathered store, and the order of questions. */
function gathered(query: string, sources: readonly Source[]) {
  const store = createState(fromQuery(query), { ...READER, views: [view("reach", "memory", sources)] });
  return { store, done: gather(store, createReach(nowhere)(null)) };
}

test("an engine asks once, without timers, each source when what it waits for has come; answers stand in one order", async () => {
  const { source: first, asked: firsts } = made({ name: "other" });
  const { source: second, asked } = made({ after: ["other"], ready: ({ answers }) => answers.other?.data === 1 });
  const { store, done } = gathered("?view=reach", [second, first]);
  await after(0);
  assert.deepEqual([firsts.length, asked.length], [1, 0]);
  firsts[0]?.answer(1);
  await after(0);
  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0]?.how.strict, true);
  asked[0]?.answer(2);
  await done;
  assert.deepEqual(Object.keys(store.get("answers")).slice(-2), ["made", "other"]);
  assert.deepEqual([resource(store)?.data, resource(store, "other")?.data], [2, 1]);
});

test("an engine throws the first refusal of what is drawn, and passes over that of a help", async () => {
  for (const [quiet, thrown] of [
    [undefined, true],
    ["on a page", true],
    [true, false],
  ] as const) {
    const { source, asked } = made(quiet ? { quiet } : {});
    const { store, done } = gathered("?view=reach", [source]);
    const refused = assert.rejects(done, /made/).then(
      () => true,
      () => false,
    );
    await after(0);
    asked[0]?.refuse(new Error("made"));
    await after(0);
    assert.equal(await refused, thrown, String(quiet));
    assert.equal(resource(store)?.data, undefined);
  }
});

test("an engine asks nothing that has nothing to ask, and ends", async () => {
  const { source, asked } = made({ ready: () => false });
  const { done } = gathered("?view=reach", [source]);
  await after(0);
  await done;
  assert.equal(asked.length, 0);
});

/** The views on offer, over an API that is made up: a model with heads 0.0, 0.1, 1.0 and 1.1. */
function api(query: string, { around = false }: { around?: boolean } = {}) {
  const asked: { path: string; body: any; answer: () => Promise<void>; signal: AbortSignal | null | undefined }[] = [];
  const tokens = tokensOf(["a", "b"]);
  const models = { default: "made", models: [{ ...MODEL, id: "made", layers: 2, heads: 2, family: "encoder" }] };
  function answerTo(path: string, body: any): { status: number; json: object; buffer: ArrayBuffer } {
    const made = (json: object, buffer = new ArrayBuffer(0)) => ({ status: 200, json, buffer });
    if (path === "/api/v1/models") return made(models);
    if (path === "/api/v1/gates") {
      const { cell, checkpoint, text } = body;
      return made({}, encode({}, written({ ...gatesOf(tokens), cell, kind: cell, checkpoint, text })));
    }
    const [[layer] = [], [head] = []] = [body.layers, body.heads];
    if (layer > 1 || head > 1) {
      const problem = { type: "/docs#index-out-of-range", title: "Out of range", status: 422, detail: "made" };
      return { status: 422, json: problem, buffer: new ArrayBuffer(0) };
    }
    const { text } = body;
    const meta = {
      model: MODEL,
      family: "encoder",
      text,
      textPair: null,
      tokens,
      predicts: body.model === "decoder" ? "next" : null,
      predictions: [],
      notices: [],
      layers_total: 2,
      attention: { layers: [layer], heads: [head] },
      thumbnails: { definition: "", max_abs_error: 0, layers: [0, 1] },
      ...(body.include.includes("words") ? { words: { words: [[0], [1]], definition: "" } } : {}),
    };
    const square = (shape: number[]) => ({ shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
    const arrays = {
      attention: square([1, 1, 2, 2]),
      ...(body.include.includes("thumbnails") ? { thumbnails: square([2, 2, 2, 2]) } : {}),
      ...(body.include.includes("words") ? { words: square([1, 1, 2, 2]) } : {}),
    };
    return made({}, encode(arrays, written(meta)));
  }
  const transport: Transport = (path, { body, signal }) =>
    new Promise<Answered>((resolve) => {
      const read = body ? JSON.parse(body) : null;
      const { status, json, buffer } = answerTo(path, read);
      asked.push({
        path,
        body: read,
        signal,
        async answer() {
          resolve({
            ok: status === 200,
            status,
            statusText: "",
            json: async () => json,
            arrayBuffer: async () => buffer,
          });
          await after(0);
        },
      });
    });
  const store = createState(fromQuery(query), { ...READER, views: VIEWS });
  const loader = createLoader(store, createReach(transport, { ahead: false }), { around });
  loader.start();
  const of = (path: string) => asked.filter((one) => one.path === path);
  return {
    store,
    loader,
    asked,
    attention: () => of("/api/v1/attention"),
    gates: () => of("/api/v1/gates"),
    models: () => of("/api/v1/models"),
    /** All that was asked is answered, and what follows from it. */
    async settle() {
      for (let at = 0; at < asked.length; at += 1) {
        await asked[at]?.answer();
        await after(0);
      }
    },
  };
}
const written = (meta: Record<string, any>) =>
  Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, JSON.stringify(value)]));
const wholes = (all: { body: any }[]) => all.filter(({ body }) => body.include.includes("thumbnails"));
const headsIn = (all: { body: any }[]) => all.map(({ body }) => [body.layers[0], body.heads[0]]);

test("a sentence's attention brings the chosen head with it; another head alone is asked for, words where they are wanted", async () => {
  const { store, attention, settle } = api("?view=heatmap&layer=1&head=1");
  await after(0);
  await settle();
  assert.deepEqual(headsIn(attention()), [[1, 1]]);
  assert.equal(store.get("answers").oneHead.status, "ready");
  store.set({ layer: 0, head: 1 });
  assert.deepEqual(
    [store.get("answers").oneHead.status, store.get("answers").oneHead.data?.layer],
    ["loading", 1],
    "the last head stays meanwhile",
  );
  await after(0);
  await settle();
  assert.deepEqual(headsIn(attention()), [
    [1, 1],
    [0, 1],
  ]);
  assert.equal(store.get("answers").oneHead.data?.tokens, store.get("answers").attention.data?.tokens);
  store.set({ by: "words" });
  await after(0);
  assert.deepEqual(attention().at(-1)?.body.include, ["words"]);
  await settle();
  const count = attention().length;
  store.set({ by: "pieces" });
  await after(0);
  assert.equal(attention().length, count, "what has words has pieces");
});

test("a chip that changes the sentence, the model and the head asks once", async () => {
  const { store, attention, settle } = api("?view=heatmap");
  await after(0);
  await settle();
  const count = attention().length;
  store.set({ layer: 1, head: 0 });
  store.set({ text: "other" });
  store.set({ mask: [1] });
  await after(0);
  assert.equal(attention().length, count + 1);
  const { text, layers, heads, mask } = attention().at(-1)?.body ?? {};
  assert.deepEqual([text, layers, heads, mask], ["other", [1], [0], [1]]);
});

test("a head that is chosen while the sentence is on its way is asked for when that has come", async () => {
  const { store, attention, settle } = api("?view=heatmap&layer=1&head=1");
  await after(0);
  store.set({ layer: 0, head: 0 });
  await after(0);
  assert.equal(attention().length, 1);
  await settle();
  assert.deepEqual(headsIn(attention()), [
    [1, 1],
    [0, 0],
  ]);
  assert.deepEqual([store.get("layer"), store.get("answers").oneHead.data?.layer], [0, 0]);
});

test("a head that the model lacks is the first that it has, is said to be lacking, and chosen ones beside it are let go", async () => {
  const { store, attention, models, settle } = api("?view=heatmap&layer=9&head=9&heads=8.8-1.0");
  await after(0);
  await settle();
  assert.deepEqual(headsIn(wholes(attention())), [
    [9, 9],
    [0, 0],
  ]);
  assert.deepEqual([store.get("layer"), store.get("head")], [0, 0]);
  assert.deepEqual(store.get("lacking"), [
    { layer: 9, head: 9 },
    { layer: 8, head: 8 },
  ]);
  assert.deepEqual(store.get("heads"), [{ layer: 1, head: 0 }]);
  assert.ok(models().length > 0);
  // The list says what a model has that is chosen later: its nearest head is asked for at once.
  const count = wholes(attention()).length;
  store.set({ layer: 9, head: 9 });
  store.set({ model: "made" });
  await after(0);
  await settle();
  assert.deepEqual(headsIn(wholes(attention())).slice(count), [[0, 0]]);
});

test("a change of the run asks anew, but not in the view that shows both runs; what a model expects follows the temperature", async () => {
  const { store, attention, settle } = api("?view=heatmap&model=decoder&layer=0&head=0");
  await after(0);
  await settle();
  const predicted = () => attention().filter(({ body }) => body.include.includes("predictions"));
  assert.equal(predicted().length, 1);
  store.set({ temperature: 2 });
  await after(0);
  assert.equal(predicted().at(-1)?.body.temperature, 2);
  await settle();
  assert.equal(wholes(attention()).length, 1);
  store.set({ mask: [1] });
  await after(0);
  assert.deepEqual(wholes(attention()).at(-1)?.body.mask, [1]);
  await settle();
  assert.equal(predicted().length, 3, "with the new run");
  store.set({ view: "change" });
  await after(0);
  await settle();
  const count = wholes(attention()).length;
  store.set({ mask: [0, 1] });
  await after(0);
  assert.equal(wholes(attention()).length, count);
  store.set({ model: "made" });
  await after(0);
  await settle();
  assert.deepEqual(store.get("answers").predictions, { status: "idle", data: null, problem: null });
});

test("sliders are no question to a trained net; an untrained one is asked about when they rest", async () => {
  const { store, gates, settle } = api("?view=gates");
  await after(0);
  await settle();
  store.set({ forget_bias: 2 });
  await after(REST);
  assert.equal(gates().length, 1);
  store.set({ checkpoint: "initial" });
  await after(REST);
  await settle();
  assert.equal(gates().length, 2);
  store.set({ forget_bias: 3 });
  await after(REST - 1);
  assert.equal(gates().length, 2);
  await after(1);
  assert.equal(gates()[2]?.body.forget_bias, 3);
});

test("the list of models is looked at again while something is loading, without a word, and once more after it", async () => {
  const { store, models, gates, settle } = api("?view=gates");
  await after(0);
  await models()[0]?.answer();
  assert.equal(models().length, 1);
  await after(700);
  assert.equal(models().length, 2);
  assert.equal(store.get("answers").models.status, "ready");
  await models()[1]?.answer();
  await after(700);
  assert.equal(models().length, 3);
  const known = store.get("answers").models;
  await gates()[0]?.answer();
  await models()[2]?.answer();
  assert.equal(store.get("answers").models, known, "nobody hears of a list that is as it was");
  await after(7000);
  assert.equal(models().length, 3, "all has come");
  store.set({ text: "other" });
  await after(0);
  await gates()[1]?.answer();
  await after(700);
  assert.equal(models().length, 4, "what was quick may have changed the list too");
  await settle();
  await after(7000);
  assert.equal(models().length, 4);
});

test("a page asks for what several views share whatever is shown; a frame for what its view draws from", async () => {
  const asks = async (query: string, around: boolean) => {
    const { attention, gates, settle } = api(`${query}&layer=0&head=0`, { around });
    await after(0);
    await settle();
    return [wholes(attention()).length, gates().filter(({ body }) => body.format === "safetensors").length];
  };
  assert.deepEqual(await asks("?view=gates", true), [1, 1]);
  assert.deepEqual(await asks("?view=gates", false), [0, 1]);
  assert.deepEqual(await asks("?view=heatmap", true), [1, 1]);
  assert.deepEqual(await asks("?view=heatmap", false), [1, 0]);
});

test("why a source is asked: a view draws from it, or a pin lights up in a view that does not", () => {
  const source = (name: string) => allSources(VIEWS).find((one) => one.name === name) as Source;
  const why = (query: string, name: string) =>
    wanted(createState(fromQuery(query), { ...READER, views: VIEWS }).snapshot(), source(name));
  for (const [query, attention, gates] of [
    ["", "drawn", "drawn"],
    ["?view=heatmap", "drawn", null],
    ["?view=heatmap&pin=a1", "drawn", null],
    ["?view=heatmap&pin=g1", "drawn", "help"],
    ["?view=reach", null, null],
    ["?view=reach&pin=g1", null, "help"],
    ["?view=reach&pin=a1", "help", "help"],
    ["?view=shares", null, "drawn"],
    ["?view=shares&pin=g1", "help", "drawn"],
    ["?view=cost", "help", "drawn"],
    ["?lab=cells", "drawn", "drawn"],
    ["?view=context&pin=a1", null, null],
  ] as const) {
    assert.deepEqual([why(query, "attention"), why(query, "gates")], [attention, gates], query);
    assert.equal(why(query, "models"), "help");
  }
});

test("every view draws from something, and sources have one name each", () => {
  const names = allSources(VIEWS).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { id } of VIEWS) {
    const store = createState(fromQuery(`?view=${id}`), { ...READER, views: VIEWS });
    assert.ok(
      drawnFrom(store.snapshot()).some(({ quiet }) => !quiet),
      id,
    );
  }
});
