/** What is said of a head: no weight that is forced, none of special tokens, every per cent from the weights themselves. */
import { FIGURES } from "./stores.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { filtered } from "../../static/src/data/filter.ts";
import { asideIn, largestFree } from "../../static/src/data/findings.ts";
import { contiguous } from "../../static/src/data/layers.ts";
import { matrixOf } from "../../static/src/data/matrix.ts";
import { meanOf } from "../../static/src/state/selection.ts";
import { sayFinding, sayFormula } from "../../static/src/views/find/pictures.ts";
import { sayLargest } from "../../static/src/panel/heatmap/pictures.ts";
import { sayOne } from "../../static/src/panel/pictures/one-token.ts";
import { sumUpRollout } from "../../static/src/views/rollout/pictures.ts";
import { sayStatistic, sumUpOrder } from "../../static/src/panel/pictures/statistics.ts";
import { gridTable } from "../../static/src/panel/pictures/tables.ts";
import { walk } from "../../static/src/core/scene/marks.ts";
import { t } from "../../static/src/core/words/index.ts";
import { KEYS } from "../../static/src/apps/words.ts";
import { percent, sayHead, sayWeight } from "../../static/src/plots/say.ts";
import { strongestLink } from "../../static/src/views/find/page.ts";
import { tellingQuery } from "../../static/src/plots/links.ts";
import { changeOf, compareOf, foundOf, ready, storeOf } from "./bench-made.ts";
import { MODEL, allOf, fetchedOf, rowsOf, tokensOf } from "./made.ts";
import { putAnswers } from "../../static/src/state/answers.ts";
import type { Scene } from "../../static/src/core/types.ts";

const { arcs, change, compare, table } = FIGURES;

const TOKENS = tokensOf(["I", "speak", "fluent", "French"]);
const BERT = tokensOf(["[CLS]", "it", "was", "tired", "[SEP]"]);
/** A decoder's head: its first token sees itself alone. */
const CAUSAL = Float32Array.from([1, 0, 0, 0, 0.4, 0.6, 0, 0, 0.2, 0.7, 0.1, 0, 0.3, 0.3, 0.3, 0.1]);
const decoder = (more: object = {}) => fetchedOf(TOKENS, { family: "decoder", own: CAUSAL, forced: [0], ...more });
/** Most goes to [SEP], as in most heads. */
const SINK = Float32Array.from({ length: 25 }, (_, i) =>
  i % 5 === 4 ? 0.84 : i === 7 ? 0.1 : i % 5 === 1 ? 0.05 : 0.03,
);

function pathsIn(scene: Scene | undefined) {
  let lines = 0;
  walk(scene?.marks.slice(0, 1) ?? [], (mark) => mark.type === "path" && (lines += mark.d.split("M").length - 1));
  return lines;
}

test("the first token of a decoder sees itself alone: that is said of no head", () => {
  const matrix = matrixOf(decoder());
  assert.deepEqual(largestFree(matrix), { query: 2, key: 1, weight: CAUSAL[9] });
  assert.deepEqual(asideIn(matrix), { special: false, forced: true });
  assert.equal(
    sayLargest("en", matrix),
    "In layer 3, head 1, the largest weight (forced weights aside) is 70 %: “fluent” attends to “speak”.",
  );
  assert.equal(sayLargest("zh", matrix), "第 3 层第 1 头的最大权重（必然的权重不计）为 70 %：“fluent”看向“speak”。");
  // In figures frozen before, the answer does not say which: what gives everything to one token is taken for it.
  assert.deepEqual(largestFree(matrixOf(decoder({ forced: null }))), { query: 2, key: 1, weight: CAUSAL[9] });
});

test("a masked token leaves another query with one token to see: that is forced too", () => {
  const own = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 0.4, 0, 0.6, 0, 0.3, 0, 0.3, 0.4]);
  const matrix = matrixOf(decoder({ own, forced: [0, 1] }));
  assert.deepEqual(largestFree(matrix), { query: 2, key: 2, weight: own[10] });
  assert.equal(sayWeight("en", matrix, 1, 0), "speak may see I alone: 100 %, whatever the head; layer 3 head 1");
  assert.equal(sayWeight("en", matrix, 1, 1), "speak cannot look at speak: masked, layer 3 head 1");
  assert.equal(strongestLink(decoder({ own, forced: [0, 1] }))?.from, 2, "not the masked one's");
  assert.equal(tellingQuery(matrix), 2);
});

test("special tokens, and heads that have nothing else", () => {
  const matrix = matrixOf(fetchedOf(BERT, { own: SINK }));
  assert.deepEqual(largestFree(matrix), { query: 1, key: 2, weight: SINK[7] });
  assert.match(sayLargest("en", matrix), /\(special tokens aside\) is 10 %: “it” attends to “was”/);
  const bare = matrixOf(fetchedOf(tokensOf(["[CLS]", "[SEP]"]), { own: Float32Array.from([0.5, 0.5, 0.5, 0.5]) }));
  assert.equal(largestFree(bare), null);
  assert.match(
    sayLargest("en", bare),
    /none of its weights here tells anything of the head \(special tokens aside\)\.$/,
  );
  const one = matrixOf(fetchedOf(tokensOf(["I"]), { family: "decoder", own: Float32Array.from([1]), forced: [0] }));
  assert.equal(largestFree(one), null);
});

test("what is forced stays so in a quarter, without special tokens, in a mean, between words", () => {
  const pair = tokensOf(["[CLS]", "a", "b", "[SEP]"], [{}, {}, { sequence: 1 }]);
  const own = Float32Array.from([0.25, 0.25, 0.25, 0.25, 0, 1, 0, 0, 0.5, 0.5, 0, 0, 0.25, 0.25, 0.25, 0.25]);
  const head = fetchedOf(pair, { own, forced: [1] });
  assert.deepEqual(matrixOf(head, { quarter: "aa" }).forced, [true]);
  assert.deepEqual(matrixOf(head, { quarter: "ba" }).forced, [false]);
  const choice = { special: "hide", renormalise: false, filter: "none", least: 0, mass: 1 } as const;
  assert.deepEqual(filtered(matrixOf(head), choice).matrix.forced, [true, false]);
  const other = matrixOf({ ...head, forced: [2] });
  assert.deepEqual(meanOf([matrixOf(head), other]).forced, [false, true, true, false]);
  const words = {
    groups: [
      [0, 1],
      [2, 3],
    ],
    weights: Float32Array.from([1, 0, 0.4, 0.6]),
    definition: "",
  };
  assert.deepEqual(
    matrixOf(decoder({ words }), { by: "words" }).forced,
    [true, false],
    "the first word sees its own pieces alone",
  );
});

test("all heads: tooltip and table take the weights, not the codes of the small picture", () => {
  const all = allOf(BERT, { layers: 1, heads: 2 });
  // A code is a per cent off, and would name a special token's cell.
  Object.assign(all.thumbnails, { codes: Uint8Array.from({ length: 50 }, (_, i) => (i % 25 === 4 ? 234 : 10)) });
  Object.assign(all.thumbnails.largest ?? {}, { weights: [[0.8449, 0.9]], queries: [[0, 0]], keys: [[4, 4]] });
  Object.assign(all.thumbnails.free ?? {}, { weights: [[0.4149, null]], queries: [[1, null]], keys: [[3, null]] });
  assert.equal(
    sayHead("en", all, 0, 0),
    "layer 0 head 0: its largest weight (special tokens aside) is 41.5 %, it to tired",
  );
  assert.equal(sayHead("zh", all, 0, 0), "第 0 层第 0 头：最大权重（特殊词元不计） 41.5 %，it 看向 tired");
  assert.equal(sayHead("en", all, 0, 1), "layer 0 head 1: it has no choice between tokens (special tokens aside)");
  const { head, rows } = gridTable("en", all);
  assert.deepEqual(head, [
    "layer.head",
    "weight (special tokens aside)",
    "query (special tokens aside)",
    "key (special tokens aside)",
    "weight, of all weights",
    "query, of all weights",
    "key, of all weights",
  ]);
  assert.deepEqual(rows[0], [
    "0.0",
    { value: 0.4149, shown: "41.5 %" },
    "it",
    "tired",
    { value: 0.8449, shown: "84.5 %" },
    "[CLS]",
    "[SEP]",
  ]);
  assert.deepEqual(rows[1]?.slice(1, 4), ["", "", ""]);
  // Figures frozen before have the codes alone, and say that it is about so much.
  const frozen = { ...all, forced: null, thumbnails: { ...all.thumbnails, largest: null, free: null } };
  assert.equal(sayHead("en", frozen, 0, 0), "layer 0 head 0: its picture is strongest, about 84 %, at [CLS] and [SEP]");
  assert.match(gridTable("en", frozen).caption, /about/);
});

test("arcs: what several queries give is not added up; one row's rest is", () => {
  const own = Float32Array.from({ length: 25 }, (_, i) => (i % 5 === 2 ? 0.9 : 0.025));
  const store = storeOf("?view=arcs", BERT, {});
  putAnswers(store, { oneHead: ready(fetchedOf(BERT, { own })) });
  const matrix = matrixOf(fetchedOf(BERT, { own }));
  const drawn = { matrix, truth: matrix } as any;
  const to = sayOne("en", drawn, "to", 2, 2);
  assert.match(to, /, 3 others 90 % at most each$/);
  assert.doesNotMatch(to, /together|270/);
  assert.match(sayOne("en", drawn, "from", 1, 2), /, 3 others 7\.5 % together$/);
  const lengths = { ...matrix, quantity: "value" as const };
  assert.match(
    sayOne("en", { matrix: lengths, truth: lengths } as any, "from", 1, 2),
    /at most each$/,
    "lengths of vectors do not add up either",
  );
  const first = matrixOf(decoder());
  assert.equal(
    sayOne("en", { matrix: first, truth: first } as any, "from", 0),
    "“I” may look at I only: 100 %, whatever the head",
  );
});

test("arcs: as many lines are said to be drawn as are drawn, in focus and on every scale", () => {
  const own = Float32Array.from({ length: 25 }, (_, i) => (i % 5 === 0 ? 0.9998 : 0.00005));
  for (const scale of ["sqrt", "linear", "row", "log"]) {
    for (const [pin, direction] of [
      ["", "both"],
      ["&pin=a2", "from"],
      ["&pin=a2", "to"],
    ]) {
      for (const layout of ["columns", "line"]) {
        const store = storeOf(`?view=arcs&scale=${scale}&layout=${layout}&direction=${direction}${pin}`, BERT, {});
        putAnswers(store, { oneHead: ready(fetchedOf(BERT, { own })) });
        const [picture] = arcs.pictures(store, { width: 900 });
        const said = picture?.notes?.[0] ?? "";
        const lines = pathsIn(picture?.scene);
        const about = `${scale} ${pin} ${direction} ${layout}: ${said}`;
        const count = Number(/(?:^|^The |drawn, )(\d+)/.exec(said)?.[1]);
        assert.equal(count, lines, about);
        if (pin) assert.match(said, /of 25 lines are drawn: those of the token in focus\.$/, about);
        if (pin) assert.doesNotMatch(picture?.scene.description ?? "", /25 of 25/, about);
      }
    }
  }
});

test("interventions and comparisons: rows, tokens and differences that are named are of ordinary tokens", () => {
  const tokens = tokensOf(["[CLS]", "it", "saw", "[SEP]"]);
  const data = changeOf(tokens);
  const effect = data.after?.effect;
  if (effect) Object.assign(effect, { moved: [0.9, 0.1, 0.3, 0.8], distance: [3, 1, 2, 3] });
  const size = tokens.length ** 2;
  const after = data.after;
  // The row of [CLS] changes most; of the others that of “saw”.
  for (let i = 0; after && i < size; i += 1) {
    after.weights[i] = (data.before.weights[i] ?? 0) + ([0.3, 0, 0.1, 0][Math.floor(i / 4)] ?? 0) * (i % 2 ? 1 : -0.5);
  }
  const store = storeOf("?view=change&layer=0&head=0&mask=1", tokens, { change: data });
  const pictures = change.pictures(store, { width: 900 });
  assert.match(pictures[0]?.summary ?? "", /changed most \(special tokens aside\) is “saw”/);
  assert.match(
    pictures.find(({ id }) => id === "moved")?.summary ?? "",
    /^By 1 − cosine, the final vector of “saw” moved most \(special tokens aside\): 0\.3, before against after; its relative distance is 2\./,
  );
  const pair = compareOf(["[CLS]", "it", "saw", "[SEP]"], ["[CLS]", "it", "sang", "[SEP]"]);
  pair.b.own = Float32Array.from(rowsOf(4), (value, i) =>
    i < 4 ? ([0.97, 0.01, 0.01, 0.01][i] ?? 0) : i === 7 ? value + 0.2 : value,
  );
  const versus = storeOf("?view=compare&text_b=x", tokens, { compare: pair });
  const [picture] = compare.pictures(versus, { width: 900 });
  const largest = picture?.tables?.[1]?.make();
  assert.equal(picture?.tables?.[1]?.title, "Largest differences (special tokens aside)");
  for (const [link] of largest?.rows ?? []) assert.doesNotMatch(String(link), /\[/);
  assert.match(picture?.summary ?? "", /largest \(special tokens aside\) at “it”/);
});

test("rollout: where a token can hold of one other alone, that is no finding", () => {
  const flow = {
    model: MODEL,
    family: "decoder",
    tokens: TOKENS,
    layers: contiguous(1, 1),
    rollout: CAUSAL,
    means: [CAUSAL],
    definition: "",
  } as any;
  assert.equal(sumUpRollout("en", flow, 0, 0), "");
  assert.equal(sumUpRollout("en", flow, 0, 1), "");
  assert.match(sumUpRollout("en", flow, 0, 2), /the largest part of “fluent” is “speak”/);
});

test("the table's figure lists what says something; all weights stay in its table, forced ones named", () => {
  const store = storeOf("?view=table", TOKENS, {}, { all: { family: "decoder" } });
  putAnswers(store, { oneHead: ready(decoder()) });
  const [picture] = table.pictures(store, { width: 700 });
  const texts: string[] = [];
  walk(picture?.scene.marks ?? [], (mark) => mark.type === "text" && texts.push(mark.text));
  assert.equal(texts[0], "All 9 attention weights, the largest first (forced weights aside)");
  assert.ok(!texts.includes("1.000000"));
  assert.equal(picture?.tables?.[0]?.make().rows.length, 10);
  assert.ok(
    picture?.notes?.some((note) => /Forced, whatever the head.*: the row of I\./.test(note)),
    picture?.notes?.join(),
  );
});

test("chance and times chance: only where heads lie above or below it", () => {
  const found = foundOf(BERT, {
    from: null,
    to: null,
    habit: "broad",
    chance: 1,
    chanceIs: "largest",
    chanceByLayer: [1, 1],
  });
  assert.equal(
    sayFinding("en", found),
    "The strongest of 6, layer 1 head 2, has 0.8125; mostly separator, 0.7500 (chance 0.1250).",
  );
  assert.match(sayFormula("en", "broad", found), /evenly has 1\.0000, the largest there can be: no head lies above\.$/);
  assert.doesNotMatch(sayFormula("zh", "broad", found), /随机水平/);
  const narrow = { ...found, habit: "narrow", chanceIs: "smallest" as const, chance: 0.2, chanceByLayer: [0.2, 0.2] };
  assert.doesNotMatch(sayFinding("en", narrow), /times|above/);
  assert.match(sayFormula("en", "narrow", narrow), /the smallest there can be/);
  for (const [name, chanceIs] of [
    ["broad", "largest"],
    ["entropy", "largest"],
    ["narrow", "smallest"],
  ] as const) {
    const statistic = {
      name,
      habit: false,
      unit: "share" as const,
      chance: null,
      chanceIs,
      chanceByLayer: [1, 0.5],
      layers: contiguous(2, 3),
      values: Float64Array.from([0.1, 0.9, 0.2, 0.3, 0.4, 0.5]),
    };
    assert.match(sayStatistic("en", statistic), /there can be, which differs between layers here\.$/);
    const store = storeOf(`?view=heads&order=${name}`, BERT, {
      stats: { model: MODEL, tokens: BERT, layers: contiguous(2, 3), statistics: [statistic] },
    });
    assert.doesNotMatch(sumUpOrder(store, allOf(BERT)), /above chance/);
  }
});

test("a link that cannot be, or cannot be missed, is no finding; others say what the head does mostly", () => {
  const link = foundOf(BERT);
  assert.match(sayFinding("en", link), /6\.5 times chance; mostly separator, 0\.7500 \(chance 0\.1250\)\.$/);
  const of = (level: number) => ({
    ...link,
    chance: level,
    chanceByLayer: [level, level],
    heads: link.heads.map((one) => ({ ...one, score: level })),
  });
  assert.equal(sayFinding("en", of(1)), "These tokens see nothing else: every head has 1, whatever it is.");
  assert.equal(sayFinding("en", of(0)), "These tokens may not look there: every head has 0.");
});

test("weights times values are named by whether they are taken before or after the output projection", () => {
  const after = KEYS.filter((key) =>
    /^(legend-value|heatmap-title-value|heatmap-description-value|note-value|table-value|say-value|arcs-what-value|weights-what-value|quantity-value)/.test(
      key,
    ),
  );
  assert.ok(after.length >= 13);
  for (const key of after) assert.match(t("en", key), /project/, key);
  for (const key of after) assert.match(t("zh", key), /投影/, key);
  for (const key of [
    "inspect-sub-parts",
    "inspect-table-part",
    "inspect-table-output",
    "inspect-ramp-parts",
    "inspect-tip-output",
    "inspect-description",
  ]) {
    assert.match(t("en", key), /before (W_O|the output projection)|output before the output projection/, key);
    assert.match(t("zh", key), /W_O 之前|投影之前/, key);
  }
  assert.equal(percent(CAUSAL[9] ?? 0), "70 %");
});
