import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULTS, KEY_SCHEMAS, fromQuery, toQuery } from "../../static/src/address/index.ts";
import { readHeads, readPin, writePin } from "../../static/src/state/formats.ts";
import { attentionView, memoryView } from "../../static/src/state/view.ts";
import { createStore } from "../../static/src/state/store.ts";
import { VIEWS } from "../../static/src/views/index.ts";

const TEXTS = [
  "",
  " ",
  "false",
  "0",
  "null",
  "undefined",
  "a&b=c",
  "=&?#/+%20",
  "100 % sure",
  "苹果很好吃,我买了三斤。",
  "👩‍👩‍👧 🍎",
  "line\nbreak\ttab",
  "a+b",
  "</script>",
  "é",
  DEFAULTS.text,
  "model=e5&layer=9",
];
/** Of keys whose entries do not name every value. */
const TRIED: { [K in keyof typeof DEFAULTS]?: (typeof DEFAULTS)[K][] } = {
  text: TEXTS,
  text_pair: TEXTS,
  model: ["auto", "minilm", "org/name", "a&b", "0", "false"],
  heads: [
    [],
    [{ layer: 0, head: 0 }],
    [
      { layer: 3, head: 1 },
      { layer: 29, head: 11 },
    ],
  ],
  least: [0.05, 0, 0.01, 1],
  mass: [0.9, 0, 0.5, 1],
  from: ["", "4", "4,6"],
  to: ["", "0", "0,511"],
  mask: [[], [0], [2, 5, 3]],
  ablate: [
    [],
    [
      { layer: 3, head: 1 },
      { layer: 4, head: 0 },
    ],
  ],
  model_b: ["auto", "minilm", "org/name"],
  layer_b: [0, 29],
  head_b: [0, 11],
  forget_bias: [null, -10, -1.5, 0, 1, 3, 10],
  recurrent_scale: [null, 0, 0.5, 1, 4.25, 10],
  unit: [null, 0, 95],
  track: ["gates.input", "gates.update", "states.cell"],
  threshold: [0, 0.5, 0.123456, 1, 12.5],
  at: [null, 0, 63],
  move: [0, 1, 2, 3],
  replaced: [null, 0, 5],
  by_piece: TEXTS,
  layer: [0, 1, 3, 29],
  head: [0, 1, 11],
  temperature: [1, 0.05, 0.2, 0.7325, 1.5, 20],
  text_b: TEXTS,
  text_c: TEXTS,
  token_a: [null, 0, 1, 511],
  token_b: [null, 0, 7],
  token_c: [null, 0, 3],
  window: [null, { rows: { first: 0, count: 17 }, columns: { first: 4, count: 1 } }],
  toy: [null, [8, 5, 1, 3], [0, -1000, 1e-7, 0.125]],
  candidate: [0, 1, 9],
  pin: [
    null,
    { source: "attention", token: 0 },
    { source: "attention", token: 7, key: 0 },
    { source: "target", token: 2 },
    { source: "target", token: 0, key: 5 },
    { source: "gates", token: 3 },
    { source: "gates", token: 3, unit: 0, array: "gates.input" },
    { source: "gates", token: 0, array: "states.cell" },
    { source: "gates", token: 7, key: 0 },
  ],
};
/** Of every key, what is tried: the values that its entry names, or those above. */
const VALUES: Record<string, readonly unknown[]> = Object.fromEntries(
  Object.entries(KEY_SCHEMAS).map(([key, { type, enum: named }]) => [
    key,
    TRIED[key as keyof typeof DEFAULTS] ?? named ?? (type === "boolean" ? [false, true] : []),
  ]),
);

test("every key of the state has values to try", () => {
  assert.deepEqual(Object.keys(VALUES).sort(), Object.keys(DEFAULTS).sort());
  for (const [key, values] of Object.entries(VALUES)) assert.ok(values.length > 1, key);
});

test("every state comes back from its address, each value alone", () => {
  for (const [key, values] of Object.entries(VALUES)) {
    for (const value of values) {
      const state = { ...DEFAULTS, [key]: value };
      assert.deepEqual(fromQuery(toQuery(state)), state, `${key}=${JSON.stringify(value)}`);
    }
  }
});

test("every state comes back from its address, in a thousand mixtures", () => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let i = 0; i < 1000; i += 1) {
    const mixed = Object.fromEntries(
      Object.entries(VALUES).map(([key, values]) => [key, values[Math.floor(random() * values.length)]]),
    );
    assert.deepEqual(fromQuery(toQuery(mixed as any)), mixed);
  }
});

test("defaults are left out", () => {
  assert.equal(toQuery(DEFAULTS), "");
  assert.deepEqual(fromQuery(""), DEFAULTS);
  assert.equal(toQuery({ ...DEFAULTS, text: "0" }), "?text=0");
  assert.equal(toQuery({ ...DEFAULTS, layer: 0 }), "?layer=0");
});

test("what is not a value leaves the default, and unknown keys do no harm", () => {
  const odd = fromQuery(
    "?layer=-1&head=1e3&view=evil&theme=blue&lang=fr&pin=x9&checkpoint=&scale=cube&temperature=0&quarter=ac&by=letters&part=x&token_a=-1&token_b=1.5&axis=log&lab=heads&cell=xlstm&forget_bias=11&recurrent_scale=-1&sort=size&unit=-1&track=input&window=r0.c4-20&toy=8,5,1&threshold=1e3&at=x&move=4&share=all&replaced=1.5&attend=gates&heads=3.1.2&heads2=&mix=sum&special=maybe&renormalise=1&filter=most&least=1.1&mass=-1&colour=jet&quantity=x&order=size&habit=bad&from=4,&to=a&mask=2,5&ablate=3&against=x&model_b=&layer_b=-1&head_b=1.5&utm=1&__proto__=x",
  );
  assert.deepEqual(odd, DEFAULTS);
});

test("the memory panel shows the view that stands alone, or the one beside attention, or nothing", () => {
  assert.equal(memoryView({ ...{ view: "shares", lab: "gates" }, views: VIEWS }), "shares");
  assert.equal(memoryView({ ...{ view: "", lab: "reach" }, views: VIEWS }), "reach");
  for (const view of ["heads", "heatmap", "arcs", "steps", "context"] as const) {
    assert.equal(memoryView({ ...{ view, lab: "reach" }, views: VIEWS }), null);
  }
});

test("the attention panel shows the view that stands alone, or the one beside memory, or nothing", () => {
  assert.equal(attentionView({ ...{ view: "arcs", attend: "heads" }, views: VIEWS }), "arcs");
  assert.equal(attentionView({ ...{ view: "", attend: "table" }, views: VIEWS }), "table");
  for (const view of ["gates", "order", "context"] as const) {
    assert.equal(attentionView({ ...{ view, attend: "arcs" }, views: VIEWS }), null);
  }
});

test("lists of heads are written for people, each head once", () => {
  assert.equal(
    toQuery({
      ...DEFAULTS,
      heads: [
        { layer: 3, head: 1 },
        { layer: 5, head: 11 },
      ],
      mask: [2, 5],
    }),
    "?heads=3.1-5.11&mask=2-5",
  );
  assert.deepEqual(readHeads("3.1-3.1-0.2"), [
    { layer: 3, head: 1 },
    { layer: 0, head: 2 },
  ]);
  for (const odd of ["", "3", "3.1-", "3.-1", "a.b", "3.1,4.0"]) assert.equal(readHeads(odd), undefined, odd);
});

test("pins are written and read", () => {
  assert.equal(writePin({ source: "attention", token: 7, key: 2 }), "a7.2");
  assert.equal(writePin({ source: "gates", token: 5, unit: 12, array: "gates.input" }), "g5.12.gates.input");
  assert.equal(readPin("a7.2.1"), undefined);
  assert.equal(readPin("b7"), undefined);
});

test("the store wakes the subscribers of changed keys, each once", () => {
  const store = createStore({ a: 1, b: 2, c: NaN });
  const woken: string[] = [];
  store.on(["a", "b"], () => woken.push("ab"));
  const stop = store.on(["c"], () => woken.push("c"));
  store.set({ a: 1, b: 2, c: NaN });
  assert.deepEqual(woken, [], "nothing changed");
  store.set({ a: 5, b: 6 });
  assert.deepEqual(woken, ["ab"]);
  store.set({ c: 0 });
  stop();
  store.set({ c: 1 });
  assert.deepEqual(woken, ["ab", "c"]);
  assert.equal(store.get("a"), 5);
});
