import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnCells, filtered, renormalised, withoutSpecials } from "../../static/src/data/filter.ts";
import { matrixOf } from "../../static/src/data/matrix.ts";
import { chosenHeads, matrices, meanOf, toggled } from "../../static/src/state/selection.ts";
import { putAnswers, ready } from "../../static/src/state/answers.ts";
import { storeFor } from "./stores.ts";
import { sayDrawn } from "../../static/src/plots/say.ts";
import { fetchedOf, headOf, tokensOf } from "./made.ts";
import type { HeadData } from "../../static/src/data/types.ts";

const reader = { themeInForce: "light" as const, langInForce: "en" as const };
const TOKENS = tokensOf(["[CLS]", "the", "animal", "[SEP]"]);
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);
const ROWS = [
  [0.5, 0.25, 0.125, 0.125],
  [0.1, 0.2, 0.3, 0.4],
  [0.7, 0.1, 0.15, 0.05],
  [1, 0, 0, 0],
];

const head = (changes: Partial<HeadData> = {}) =>
  fetchedOf(TOKENS, { own: Float32Array.from(ROWS.flat()), ...changes });

function stateOf(query: string, fetched: object = {}) {
  const store = storeFor(query, reader);
  putAnswers(store, { oneHead: ready(head()), ...fetched });
  return store;
}

test("special tokens are hidden from rows and columns, and what each row gives to them is said", () => {
  const { matrix, hiddenMass, rows, columns } = withoutSpecials(matrixOf(head()));
  assert.deepEqual(
    matrix.queries.labels.map(({ text }) => text),
    ["the", "animal"],
  );
  assert.deepEqual(matrix.keys.tokens, [[1], [2]]);
  assert.deepEqual([...matrix.weights], [0.2, 0.3, 0.1, 0.15].map(Math.fround));
  assert.deepEqual([rows, columns], [2, 2]);
  [0.5, 0.75].forEach((mass, row) => near(hiddenMass?.[row] ?? NaN, mass));
  assert.equal(matrix.cropped, true);
  const alone = tokensOf(["[CLS]", "[SEP]"]);
  assert.equal(withoutSpecials(headOf(alone)).hiddenMass, null, "where nothing else is left, nothing is hidden");
});

test("rows are renormalised only when asked, and only where keys are left out", () => {
  const choice = { special: "hide" as const, renormalise: true, filter: "none" as const, least: 0, mass: 1 };
  const { matrix, truth, renormalised: again } = filtered(matrixOf(head()), choice);
  assert.equal(again, true);
  [0.4, 0.6, 0.4, 0.6].forEach((value, i) => near(matrix.weights[i] ?? NaN, value));
  near(truth.weights[0] ?? NaN, 0.2);
  assert.equal(
    filtered(matrixOf(head()), { ...choice, special: "show" }).renormalised,
    false,
    "whole rows sum to 1 already",
  );
  const plain = filtered(matrixOf(head()), { ...choice, renormalise: false });
  assert.equal(plain.matrix, plain.truth);
});

test("of a causal row only what its query may see counts", () => {
  const causal = { ...matrixOf(head()), causal: true };
  const { hiddenMass, matrix } = withoutSpecials(causal);
  near(hiddenMass?.[0] ?? NaN, 0.1); // the second row sees two keys, of which the first is special
  near(renormalised(matrix).weights[0] ?? NaN, 1);
  assert.deepEqual([...(drawnCells(causal, { filter: "least", least: 0, mass: 1 }) ?? [])].filter(Boolean).length, 10);
});

test("a threshold draws what reaches it; cumulative mass draws the fewest keys that hold it", () => {
  const matrix = matrixOf(head());
  const rowsOf = (drawn: Uint8Array | null) =>
    [0, 1, 2, 3].map((row) => [...(drawn ?? []).slice(row * 4, row * 4 + 4)].join(""));
  assert.equal(drawnCells(matrix, { filter: "none", least: 0.5, mass: 0.5 }), null);
  assert.deepEqual(rowsOf(drawnCells(matrix, { filter: "least", least: 0.125, mass: 1 })), [
    "1111",
    "0111",
    "1010",
    "1000",
  ]);
  assert.deepEqual(rowsOf(drawnCells(matrix, { filter: "mass", least: 0, mass: 0.75 })), [
    "1100",
    "0111",
    "1010",
    "1000",
  ]);
  assert.deepEqual(rowsOf(drawnCells(matrix, { filter: "mass", least: 0, mass: 0 })), ["0000", "0000", "0000", "0000"]);
  assert.deepEqual(rowsOf(drawnCells(matrix, { filter: "mass", least: 0, mass: 1 })), ["1111", "1111", "1111", "1000"]);
});

test("heads are added and let go, each once; the last one stays", () => {
  const state = {
    layer: 3,
    head: 1,
    heads: [
      { layer: 0, head: 2 },
      { layer: 3, head: 1 },
    ],
  };
  assert.deepEqual(chosenHeads(state), [
    { layer: 3, head: 1 },
    { layer: 0, head: 2 },
  ]);
  assert.deepEqual(toggled(state, { layer: 5, head: 0 }), {
    heads: [
      { layer: 0, head: 2 },
      { layer: 5, head: 0 },
    ],
  });
  assert.deepEqual(toggled(state, { layer: 0, head: 2 }), { heads: [] });
  assert.deepEqual(toggled(state, { layer: 3, head: 1 }), { layer: 0, head: 2, heads: [] }, "the next takes its place");
  assert.deepEqual(toggled({ layer: 3, head: 1, heads: [] }, { layer: 3, head: 1 }), {});
});

test("several heads come apart, or as their mean, which says so; heads of another sentence do not come", () => {
  const other = head({ layer: 0, head: 2, own: Float32Array.from(ROWS.flat(), (_, i) => (i % 4 === 3 ? 1 : 0)) });
  const stranger = fetchedOf(tokensOf(["else"]), { layer: 5, head: 5 });
  const store = stateOf("?heads=0.2-5.5-4.4", { heads: ready([other, stranger]) });
  assert.deepEqual(
    matrices(store).map(({ id }) => id),
    ["3.1", "0.2"],
  );
  assert.equal(matrices(store), matrices(store), "the same while nothing changed");
  store.set({ mix: "mean" });
  const [mean] = matrices(store);
  assert.equal(matrices(store).length, 1);
  near(mean?.matrix.weights[3] ?? NaN, (0.125 + 1) / 2);
  assert.equal(mean?.derived, "mean of 2 heads, derived");
  assert.equal(mean?.label, "Mean of 2 heads: 3.1, 0.2");
  assert.match(
    mean ? sayDrawn("en", mean, 0, 3) : "",
    /^\[CLS\] attends to \[SEP\]: 56\.3 % in the mean of 2 heads \(derived\), 1st of 4$/,
  );
  assert.throws(() => meanOf([] as any), TypeError);
});

test("a cell says the model's own number, whatever was done to what is drawn", () => {
  const store = stateOf("?special=hide&renormalise=true&filter=least&least=0.5&scale=log");
  const [drawn] = matrices(store);
  assert.ok(drawn);
  assert.equal(drawn.derived, "renormalised, derived");
  const said = sayDrawn("en", drawn, 0, 0);
  assert.match(
    said,
    /^the attends to the: 20 %, 2nd of 2, layer 3 head 1; renormalised over the keys shown, derived: 40 %; not drawn$/,
  );
});

test("value norms take the weights' place where they are asked for and belong to the sentence", () => {
  const own = Float32Array.from({ length: 16 }, (_, i) => i);
  const norms = {
    status: "ready" as const,
    problem: null,
    data: { model: "made", tokens: TOKENS, heads: { "3.1": own } },
  };
  const store = stateOf("?quantity=value", { norms });
  const [drawn] = matrices(store);
  assert.equal(drawn?.matrix.quantity, "value");
  assert.deepEqual([...(drawn?.matrix.weights ?? [])], [...own]);
  putAnswers(store, { norms: ready({ ...norms.data, tokens: tokensOf(["x"]) } as any) });
  assert.equal(matrices(store)[0]?.matrix.quantity, undefined);
});

test("a decoder beside an encoder: its own part and the one across are hidden and renormalised like any other", () => {
  const targets = tokensOf(["[S]", "le", "chat"]);
  const cross = Float32Array.from([0.5, 0.2, 0.2, 0.1, 0.4, 0.3, 0.1, 0.2, 0.1, 0.6, 0.2, 0.1]);
  const data = head({
    family: "encoder-decoder",
    targetTokens: targets,
    target: Float32Array.from([1, 0, 0, 0.5, 0.5, 0, 0.2, 0.2, 0.6]),
    cross,
  });
  const fetched = { oneHead: { status: "ready" as const, data, problem: null } };
  const [across] = matrices(stateOf("?part=cross&special=hide&renormalise=true", fetched));
  assert.deepEqual(
    across?.truth.queries.labels.map(({ text }) => text),
    ["le", "chat"],
  );
  assert.deepEqual([...(across?.truth.weights ?? [])], [0.3, 0.1, 0.6, 0.2].map(Math.fround));
  [0.6, 0.2].forEach((mass, row) => near(across?.hiddenMass?.[row] ?? NaN, mass));
  near(across?.matrix.weights[2] ?? NaN, 0.75);
  const [own] = matrices(stateOf("?part=decoder&special=hide", fetched));
  assert.equal(own?.matrix.queries.source, "target");
  [0.5, 0.2].forEach((mass, row) => near(own?.hiddenMass?.[row] ?? NaN, mass));
});
