import assert from "node:assert/strict";
import { test } from "node:test";
import { between, placesOf } from "./joint.ts";
import { headOfPlaces, ofPieces, ofPlaces, sharedPlaces, sharesOf } from "./shares.ts";
import { cellBox, litPaths } from "../../core/scene/hit.ts";
import { textWidth } from "../../core/scene/text.ts";
import { kindNotes } from "./pictures.ts";
import { sayShare, sayTotal, sumUpShares } from "./say.ts";
import { heatmap } from "../../plots/heatmap.ts";
import { shares, shareScale, short } from "./scene.ts";
import { fetchedOf, marksOf, MODEL, tokensOf } from "../../../../tests/js/made.ts";
import type { SharesSquare, Token } from "../../data/types.ts";

/** An answer as the API gives it, from one unit of an LSTM stepped through here: c' = f·c + i·g. */
function answerOf(tokens: Token[], { projected = true }: { projected?: boolean } = {}) {
  const gates = tokens.map((_, j) => ({ f: 0.9 - 0.05 * (j % 5), written: Math.sin(j + 1) }));
  let cell = 0;
  const totals = gates.map(({ f, written }) => (cell = f * cell + written));
  const kept = tokens.map((_, t) =>
    tokens.map((__, j) => (j > t ? 0 : gates.slice(j + 1, t + 1).reduce((all, { f }) => all * f, 1))),
  );
  const values = kept.map((row, t) => row.map((share, j) => (j > t ? 0 : share * (gates[j]?.written ?? 0))));
  return {
    model: MODEL,
    cell: "lstm",
    kind: "lstm",
    checkpoint: "trained",
    text: "",
    tokens,
    check: { against: "", max_abs_error: 0, tolerance: 1e-5, first_apart: null },
    shares: {
      unit: projected ? null : 7,
      values,
      kept: projected ? null : kept,
      totals,
      rebuild_error: 2e-7,
      definition: "",
      predicted: projected ? tokens.map((_, t) => `next${t}`) : null,
      rivals: projected ? tokens.map(() => ["a", "b", "c", "d"]) : null,
    },
  };
}
const WORDS = ["[s]", "the", "animal", "was", "tired"];
const data = (words: string[], options = {}) => sharesOf(answerOf(tokensOf(words), options));

test("shares: rows sum to the state that was stepped through, and nothing lies right of the diagonal", () => {
  const drawn = ofPieces(data(WORDS), "projected");
  drawn.data.totals.forEach((total, t) => {
    const row = [...drawn.values.subarray(t * 5, (t + 1) * 5)];
    assert.ok(row.slice(t + 1).every(Number.isNaN));
    assert.ok(Math.abs(row.slice(0, t + 1).reduce((sum, value) => sum + value, 0) - total) < 1e-12);
  });
  const [picture] = marksOf(shares(drawn, { width: 700 }), "raster");
  assert.equal(picture?.values, drawn.values);
});

test("shares: the scale is even about 0; what is kept runs from 0 to 1", () => {
  const drawn = ofPieces(data(WORDS), "projected");
  const most = Math.max(...[...drawn.values].filter((value) => !Number.isNaN(value)).map(Math.abs));
  assert.deepEqual(shareScale(drawn), { map: "signed", kind: "linear", domain: [-most, most] });
  const kept = ofPieces(data(WORDS, { projected: false }), "kept");
  assert.deepEqual(shareScale(kept).domain, [0, 1]);
  assert.equal(kept.values[0], 1);
  assert.equal(kept.totals, null);
});

test("shares: each row names its sum and what it is projected on; a unit's rows name no word", () => {
  const scene = shares(ofPieces(data(WORDS), "projected"), { width: 700 });
  const printed = marksOf(scene, "text").map(({ text }) => text);
  data(WORDS).totals.forEach((total, t) => {
    assert.ok(printed.includes(total.toFixed(2).replace("-", "−")), `total ${t}`);
    assert.ok(printed.includes(`next${t}`));
  });
  const unit = shares(ofPieces(data(WORDS, { projected: false }), "unit"), { width: 700 });
  assert.ok(!marksOf(unit, "text").some(({ text }) => text.startsWith("next")));
});

test("shares: numbers stay inside their cells, signs and all", () => {
  const scene = shares(ofPieces(data(WORDS), "projected"), { width: 700 });
  const cells = scene.regions[0];
  assert.ok(cells);
  const inside = marksOf(scene, "text").filter(
    ({ x, y }) => x > cells.x && x < cells.x + cells.width && y > cells.y && y < cells.y + cells.height,
  );
  assert.ok(inside.length >= 12);
  for (const { text, size } of inside) assert.ok(textWidth(text, size) < cells.width / 5 - 2, text);
  assert.deepEqual([0.994, 0.996, -0.5, 9.94, 9.96, -123.4, 0].map(short), [
    ".99",
    "1.0",
    "−.50",
    "9.9",
    "10",
    "−123",
    ".00",
  ]);
});

test("shares and attention between the same words have the same rows, columns and cells", () => {
  const own = tokensOf(
    ["[CLS]", "learn", "##ing", "apples", "[SEP]"],
    [{}, { start: 0, end: 5 }, { start: 5, end: 8, text: "ing" }, { start: 9, end: 15 }, {}],
  );
  const gates = tokensOf(
    ["[s]", "learning", "app", "les"],
    [{}, { start: 0, end: 8 }, { start: 9, end: 12 }, { start: 12, end: 15 }],
  );
  const head = fetchedOf(own, {
    words: { groups: [[0], [1, 2], [3], [4]], weights: new Float32Array(16), definition: "" },
  });
  const found = sharesOf(answerOf(gates));
  const all = sharedPlaces(head, gates);
  assert.deepEqual(all, [
    { attention: [0], gates: [0] },
    { attention: [1, 2], gates: [1] },
    { attention: [3], gates: [2, 3] },
    { attention: [4], gates: [] },
  ]);
  const matrix = headOfPlaces(head, gates, all);
  const drawn = ofPlaces(found, "projected", own, all);
  const side = shares(drawn, { width: 700, maxCell: 40 }).regions[0];
  const left = heatmap(matrix, { width: 700, maxCell: 40 }).regions[0];
  assert.ok(side && left);
  assert.deepEqual(
    [side.rows, side.columns, side.width, side.height, side.y],
    [left.rows, left.columns, left.width, left.height, left.y],
  );
  const name = ({ text, piece }: Token) => text || piece;
  assert.deepEqual(drawn.side.labels.map(name), ["[s]", "learning", "apples", "[SEP]"]);
  assert.deepEqual(matrix.queries.labels.map(name), ["[CLS]", "learning", "apples", "[SEP]"]);
  // Its two pieces expect different words, so the row is the last one's: a sum over what the word's pieces wrote.
  const value = (t: number, j: number) => found.values[t * 4 + j] ?? NaN;
  assert.ok(Math.abs((drawn.values[2 * 4 + 1] ?? NaN) - value(3, 1)) < 1e-6);
  assert.ok(Math.abs((drawn.values[2 * 4 + 2] ?? NaN) - (value(3, 2) + value(3, 3))) < 1e-6);
  assert.ok(Number.isNaN(drawn.values[3 * 4] ?? 0), "the net has no [SEP]");
  const rowSum = [...drawn.values.subarray(8, 11)].reduce((sum, one) => sum + one, 0);
  assert.ok(Math.abs(rowSum - (drawn.totals?.[2] ?? NaN)) < 1e-6, "rows of words still sum to their total");
  for (let row = 0; row < 4; row += 1) {
    const sum = [...matrix.weights.subarray(row * 4, row * 4 + 4)].reduce((all0, one) => all0 + one, 0);
    assert.ok(Math.abs(sum - 1) < 1e-6, "attention between words still sums to 1");
  }
});

test("shares of a word: a mean over states that expect the same word, of a unit too; else the last piece's own", () => {
  // 十年 on 我在法国学习了十年法语 as the LSTM has it: after 十 it expects 年, after 年 the language.
  const [ten, year] = [
    [0.14, 0.6, 1.01, 1.22, -0.34, -0.46, 2.02],
    [0.55, -0.32, -0.65, 9.91, -0.54, -0.6, -0.65, 0.37],
  ];
  const words = ["[s]", "我", "在", "法国", "学习", "了", "十", "年"];
  const spans = [
    { start: 0, end: 0 },
    { start: 0, end: 1 },
    { start: 1, end: 2 },
    { start: 2, end: 4 },
    { start: 4, end: 6 },
    { start: 6, end: 7 },
    { start: 7, end: 8 },
    { start: 8, end: 9 },
  ];
  const gates = tokensOf(words, spans);
  const own = tokensOf(
    ["[CLS]", "我在", "法国", "学习了", "十年"],
    [
      { start: 0, end: 0 },
      { start: 0, end: 2 },
      { start: 2, end: 4 },
      { start: 4, end: 7 },
      { start: 7, end: 9 },
    ],
  );
  const values = words.map((_, t) => words.map((__, j) => (t === 6 ? ten : t === 7 ? year : [])[j] ?? 0));
  const totals = values.map((row) => row.reduce((sum, one) => sum + one, 0));
  const made = (predicted: string[]) => {
    const answer = answerOf(gates);
    Object.assign(answer.shares, { values, totals, predicted });
    const head = fetchedOf(own, {
      words: { groups: own.map((_, i) => [i]), weights: new Float32Array(25), definition: "" },
    });
    return ofPlaces(sharesOf(answer), "projected", own, sharedPlaces(head, gates));
  };
  const apart = made(["", "", "", "", "", "", "年", "法语"]);
  const row = apart.side.labels.length - 1;
  assert.deepEqual(apart.side.tokens[row], [6, 7]);
  const share = (drawn: SharesSquare) => drawn.values[row * drawn.side.labels.length + 2] ?? NaN;
  assert.ok(
    Math.abs(share(apart) - 9.91) < 1e-6 && Math.abs((apart.totals?.[row] ?? NaN) - 8.07) < 1e-6,
    "not 5.57, which mixes two directions",
  );
  assert.match(sayShare("en", apart, row, 2), /towards “法语”.*after the last of its 2 pieces/);
  const same = made(["", "", "", "", "", "", "法语", "法语"]);
  assert.ok(Math.abs(share(same) - (1.22 + 9.91) / 2) < 1e-6);
  assert.match(sayShare("en", same, row, 2), /mean over 2 states that all expect “法语”/);
  const unit = ofPlaces(
    { ...apart.data, predicted: null, rivals: null },
    "unit",
    own,
    sharedPlaces(
      fetchedOf(own, { words: { groups: own.map((_, i) => [i]), weights: new Float32Array(25), definition: "" } }),
      gates,
    ),
  );
  assert.ok(Math.abs(share(unit) - (1.22 + 9.91) / 2) < 1e-6, "one unit's state is one quantity at every piece");
});

test("shares: what is exact, what is a convention and what the sum is, is said; negative rows are counted", () => {
  const drawn = ofPieces(data(WORDS), "projected");
  const negative = (drawn.totals ?? []).filter((total) => total < 0).length;
  assert.ok(negative > 0 && negative < WORDS.length, "the made rows have both signs");
  const said = kindNotes("en", drawn).join(" ");
  assert.match(said, /parts of c are exact.*convention/);
  assert.match(
    said,
    new RegExp(`difference of scores.*without the biases.*negative.*in ${negative} of ${WORDS.length} rows`),
  );
  assert.match(kindNotes("zh", drawn).join(""), new RegExp(`约定.*不含偏置.*${WORDS.length} 行中有 ${negative} 行`));
  assert.ok(
    !kindNotes("en", { ...drawn, data: { ...drawn.data, kind: "gru" } })
      .join(" ")
      .includes("tanh"),
    "a GRU's h is the sum itself",
  );
  assert.deepEqual(
    kindNotes("en", ofPieces(data(WORDS, { projected: false }), "unit")),
    [],
    "of one unit's c nothing is a convention",
  );
});

test("shares end where the net's numbers are rounding alone", () => {
  const answer = {
    ...answerOf(tokensOf(WORDS)),
    check: { against: "", max_abs_error: 0, tolerance: 1e-5, first_apart: 3, apart_tolerance: 0.01 },
  };
  const drawn = ofPieces(sharesOf(answer), "projected");
  assert.deepEqual([drawn.side.labels.length, drawn.values.length, drawn.totals?.length], [3, 9, 3]);
  assert.equal(drawn.values[2 * 3 + 1], answer.shares.values[2]?.[1]);
  assert.match(kindNotes("en", drawn)[0] ?? "", /From “was” \(token 3\) on, nothing of the LSTM is drawn.*0\.01/);
});

test("places: characters decide, whatever the tokenizers did; specials without a counterpart keep their place", () => {
  const coarse = tokensOf(
    ["我在", "法国"],
    [
      { start: 0, end: 2 },
      { start: 2, end: 4 },
    ],
  );
  const fine = tokensOf(
    ["[s]", "我", "在", "法国"],
    [
      { start: 0, end: 0 },
      { start: 0, end: 1 },
      { start: 1, end: 2 },
      { start: 2, end: 4 },
    ],
  );
  assert.deepEqual(placesOf(coarse, [[0], [1]], fine), [
    { attention: [], gates: [0] },
    { attention: [0], gates: [1, 2] },
    { attention: [1], gates: [3] },
  ]);
  const pair = tokensOf(
    ["[CLS]", "a", "[SEP]", "b", "[SEP]"],
    [{}, { start: 0, end: 1 }, {}, { start: 0, end: 1, sequence: 1 }, {}],
  );
  const one = tokensOf(["[s]", "a"], [{}, { start: 0, end: 1 }]);
  assert.deepEqual(placesOf(pair, [[0], [1], [2], [3], [4]], one), [
    { attention: [0], gates: [0] },
    { attention: [1], gates: [1] },
    { attention: [2], gates: [] },
    { attention: [3], gates: [] },
    { attention: [4], gates: [] },
  ]);
});

test("what is kept is averaged over a word's pieces, never summed beyond 1", () => {
  assert.deepEqual([...between([1, 0, 0.5, 1], 2, [[0, 1]], "mean")], [0.625]);
  assert.deepEqual([...between([1, 0, 0.5, 1], 2, [[0, 1]])], [1.25]);
});

test("shares: what is said of a cell has the API's digits, in both languages", () => {
  const drawn = ofPieces(data(WORDS), "projected");
  const value = (drawn.values[4 * 5 + 2] ?? NaN).toFixed(4).replace("-", "−");
  assert.ok(
    sayShare("en", drawn, 4, 2).startsWith(
      `in the state at tired, what was written at animal amounts to ${value}, towards “next4”`,
    ),
  );
  assert.ok(sayShare("zh", drawn, 4, 2).includes(value));
  assert.equal(sayShare("en", drawn, 2, 4), "tired is not yet read at animal");
  assert.ok(sayTotal("en", drawn, 1).includes((drawn.totals?.[1] ?? NaN).toFixed(4)));
  assert.match(sumUpShares("en", drawn), /to 2\.0e−7/);
});

test("shares: a pair that is pointed at in one picture lights the same cell in the other", () => {
  const scene = shares(ofPieces(data(WORDS), "projected"), { width: 600 });
  const cells = scene.regions[0];
  assert.ok(cells);
  const { y } = cellBox(cells, 4, 2);
  const { cells: outlined } = litPaths(scene.regions, {
    attention: { rows: [], columns: [] },
    gates: { rows: [4], columns: [2] },
  });
  assert.ok(outlined.startsWith(`M${Math.round(cells.x * 10) / 10} ${Math.round(y * 10) / 10}h`), outlined);
  const { x } = cellBox(cells, 4, 2);
  assert.ok(outlined.includes(`M${Math.round(x * 10) / 10} ${Math.round(cells.y * 10) / 10}h`));
});

test("shares: sixty tokens and one token fit, narrow and wide", () => {
  for (const count of [1, 3, 60]) {
    for (const width of [330, 700, 1300]) {
      const drawn = ofPieces(data(Array.from({ length: count }, (_, i) => `w${i}`)), "projected");
      const scene = shares(drawn, { width });
      assert.ok(scene.width <= width + 1, `${count} at ${width}: ${scene.width}`);
      const rows = marksOf(scene, "text")
        .filter(({ text }) => /^next\d/.test(text))
        .sort((a, b) => a.y - b.y);
      rows
        .slice(1)
        .forEach((mark, i) => assert.ok(mark.y - (rows[i]?.y ?? 0) >= mark.size - 1, `${count} at ${width}`));
    }
  }
});
