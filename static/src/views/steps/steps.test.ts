import assert from "node:assert/strict";
import { test } from "node:test";
import { walk } from "../../core/scene/marks.ts";
import { toSVG } from "../../core/scene/svg.ts";
import { textWidth } from "../../core/scene/text.ts";
import { share } from "./digits.ts";
import { dimensions, runningSums } from "./dims.ts";
import { headParts, signedShare } from "./heads.ts";
import { FEW, MOST, checks, listed, sidesOf, unscaled } from "./numbers.ts";
import { headRow } from "./row.ts";
import { toyCurves, toyWeights } from "./toy.ts";
import { short } from "../../core/numbers.ts";
import { headStepOf } from "../../../../tests/js/inspector-made.ts";
import type { RasterMark, Scene } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";

const WIDTHS = [332, 620, 780, 1300];
const KINDS = [
  ["plain", {}],
  ["causal", { causal: true, query: 2 }],
  ["capped", { cap: 2 }],
  ["biased", { bias: true, scale: 1 }],
  ["both", { cap: 3, bias: true, causal: true, query: 3 }],
] as const;
const many = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`);
const rowsOf = (step: HeadStep, all: boolean = true) => listed(step, { all, order: "reading" });

function texts(scene: Scene) {
  const found: { text: string; x: number; y: number; size: number; width: number }[] = [];
  walk(scene.marks, (mark, dx, dy) => {
    if (mark.type !== "text") return;
    const width = textWidth(mark.text, mark.size, mark.bold);
    const left = mark.x + dx - { start: 0, middle: width / 2, end: width }[mark.anchor ?? "start"];
    found.push({ text: mark.text, x: left, y: mark.y + dy, size: mark.size, width });
  });
  return found;
}
function rasters(scene: Scene): RasterMark[] {
  const found: RasterMark[] = [];
  walk(scene.marks, (mark) => mark.type === "raster" && found.push(mark));
  return found;
}
/** What stands in a cell of a region. */
function printed(scene: Scene, id: string, row: number) {
  const region = scene.regions.find((one) => one.id === id);
  assert.ok(region, `no region ${id}`);
  const high = region.height / region.rows;
  return texts(scene)
    .filter(({ x, y, width }) => {
      const middle = x + width / 2;
      return (
        middle > region.x &&
        middle < region.x + region.width &&
        y > region.y + row * high &&
        y <= region.y + (row + 1) * high
      );
    })
    .map(({ text }) => text);
}

test("the page's own sums agree with the made-up head's, and a wrong number is found", () => {
  for (const [name, options] of KINDS) {
    const found = checks(headStepOf(options));
    for (const apart of [found.dots, found.scores, found.weights, found.parts, found.output]) {
      assert.ok(apart < 1e-12, name);
    }
    assert.ok(Math.abs(found.sum - 1) < 1e-12);
  }
  const step = headStepOf();
  assert.ok(
    Math.abs(checks({ ...step, raw_scores: step.raw_scores.map((v, i) => (i === 1 ? v + 0.5 : v)) }).dots - 0.5) < 1e-9,
  );
  assert.ok(checks({ ...step, scores: step.scores.map((v, i) => (i === 1 ? (v ?? 0) + 0.25 : v)) }).scores > 0.24);
  assert.ok(checks({ ...step, weights: step.weights.map((v, i) => (i === 1 ? v + 0.125 : v)) }).sum > 1.12);
  assert.ok(
    Math.abs(checks({ ...step, output: step.output.map((v, i) => (i === 1 ? v + 0.5 : v)) }).output - 0.5) < 1e-9,
  );
});

test("without the scale it is the softmax of the raw products, and masked keys stay out", () => {
  for (const [name, options] of KINDS) {
    const step = headStepOf(options);
    const toy = unscaled(step);
    const expected = headStepOf({ ...options, scale: 1 });
    toy.weights.forEach((weight, key) => assert.ok(Math.abs(weight - (expected.weights[key] ?? NaN)) < 1e-12, name));
    toy.output.forEach((value, d) => assert.ok(Math.abs(value - (expected.output[d] ?? NaN)) < 1e-12, name));
    step.masked.forEach((hidden, key) => hidden && assert.equal(toy.weights[key], 0));
    assert.deepEqual(toy.contributions, step.contributions);
  }
});

test("every number of the row is printed in its column, at every width", () => {
  for (const [name, options] of KINDS) {
    const step = headStepOf(options);
    for (const width of WIDTHS) {
      const scene = headRow(step, { width, rows: rowsOf(step) });
      step.raw_scores.forEach((raw, key) => {
        const about = `${name} ${width} key ${key}`;
        assert.deepEqual(printed(scene, "raw", key), [short(raw)], about);
        assert.deepEqual(
          printed(scene, "weight", key),
          [step.masked[key] ? "0" : share(step.weights[key] ?? NaN)],
          about,
        );
        const last = step.added ? "score" : step.cap === null ? "scaled" : "capped";
        assert.deepEqual(printed(scene, last, key), [step.masked[key] ? "−∞" : short(step.scores[key] ?? NaN)], about);
        if (step.added) {
          assert.deepEqual(
            printed(scene, "added", key),
            [step.masked[key] ? "−∞" : short(step.added[key] ?? NaN)],
            about,
          );
        }
        if (last !== "scaled") assert.deepEqual(printed(scene, "scaled", key), [short(raw * step.scale)], about);
      });
      assert.equal(
        scene.regions.some(({ id }) => id === "added"),
        step.added !== null,
      );
      assert.equal(
        scene.regions.some(({ id }) => id === "capped"),
        step.cap !== null,
      );
      assert.ok(
        texts(scene).some(({ text }) => text === "Σ = 100 %"),
        name,
      );
    }
  }
});

test("the sum that is printed is worked out: a row that does not sum to 1 says so", () => {
  const step = headStepOf();
  const wrong = { ...step, weights: step.weights.map((weight, key) => (key === 0 ? weight - 0.001 : weight)) };
  assert.ok(texts(headRow(wrong, { width: 640, rows: rowsOf(wrong) })).some(({ text }) => text === "Σ = 0.9990000"));
});

test("strips carry the vectors as they are; the output stands under the parts that sum to it", () => {
  const step = headStepOf();
  const scene = headRow(step, { width: 700, rows: rowsOf(step) });
  const drawn = rasters(scene);
  const close = (a: ArrayLike<number>, b: number[]) =>
    a.length === b.length && b.every((value, i) => Math.abs(value - Number(a[i])) < 1e-6);
  for (const wanted of [step.query, step.keys.flat(), step.values.flat(), step.weighted_values.flat(), step.output]) {
    assert.ok(drawn.some(({ values }) => close(values, wanted)));
  }
  for (const { scale } of drawn) {
    if (scale.map === "signed") assert.equal(scale.domain[0], -scale.domain[1], "about zero");
  }
  const products = headRow(step, { width: 700, rows: rowsOf(step), strips: "products" });
  assert.ok(
    rasters(products).some(({ values }) =>
      close(
        values,
        step.keys.flatMap((k) => k.map((value, d) => value * (step.query[d] ?? NaN))),
      ),
    ),
  );
});

test("bars of q·k and of scores share one length a unit: scaling shortens them by the scale", () => {
  const step = headStepOf();
  for (const width of WIDTHS) {
    const scene = headRow(step, { width, rows: rowsOf(step) });
    const within = (id: string) => {
      const region = scene.regions.find((one) => one.id === id);
      return rasters(scene).filter(
        ({ columns, rows, x, y }) =>
          region &&
          columns === 1 &&
          rows === 1 &&
          x >= region.x - 1 &&
          x < region.x + region.width &&
          y >= region.y &&
          y < region.y + region.height,
      );
    };
    const [raw, scaled] = [within("raw"), within("scaled")];
    assert.equal(raw.length, step.keys.length);
    raw.forEach((bar, key) => {
      if ((scaled[key]?.width ?? 0) > 1) {
        assert.ok(Math.abs((scaled[key]?.width ?? NaN) / bar.width - step.scale) < 1e-6);
      }
    });
  }
});

test("nothing is smaller than 11 px, leaves the picture or lies over another text, in both languages", () => {
  for (const [name, options] of KINDS) {
    for (const count of [5, 30]) {
      const step = headStepOf({ ...options, words: ["[CLS]", "unbelievably", ...many(count - 2)] });
      for (const lang of ["en", "zh"] as const) {
        for (const width of WIDTHS) {
          const scene = headRow(step, { width, rows: rowsOf(step, false), lang });
          const all = texts(scene);
          for (const one of all) {
            const about = `${name} ${lang} ${width}: “${one.text}”`;
            assert.ok(one.size >= 11, about);
            assert.ok(
              one.x >= -1 && one.x + one.width <= scene.width + 10,
              `${about} from ${one.x} to ${one.x + one.width} of ${scene.width}`,
            );
            assert.ok(one.y <= scene.height, about);
            for (const other of all) {
              if (one === other || Math.abs(one.y - other.y) >= 9) continue;
              const over = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
              assert.ok(over <= 1, `${about} over “${other.text}” by ${over}`);
            }
          }
        }
      }
    }
  }
});

test("a long sentence lists the strongest, and the others together: every key once, the sum whole", () => {
  const step = headStepOf({ words: many(300), query: 150, causal: true });
  const rows = listed(step, { all: false, order: "reading", keep: [3, 150, 299] });
  const keys = rows.flatMap((row) => row.keys);
  assert.deepEqual(
    [...keys].sort((a, b) => a - b),
    many(300).map((_, i) => i),
  );
  const shown = rows.filter(({ kind }) => kind === "key").map(({ keys: [key = 0] }) => key);
  assert.deepEqual(
    shown,
    [...shown].sort((a, b) => a - b),
  );
  for (const key of [3, 150, 299]) assert.ok(shown.includes(key), `${key} was asked for`);
  const seen = shown.filter((key) => !step.masked[key]);
  assert.equal(seen.length, FEW);
  const weakest = Math.min(...seen.filter((key) => key !== 3 && key !== 150).map((key) => step.weights[key] ?? NaN));
  const rest = rows.find(({ kind }) => kind === "rest")?.keys ?? [];
  assert.ok(rest.length > 0 && rest.every((key) => (step.weights[key] ?? NaN) <= weakest));
  assert.ok((rows.find(({ kind }) => kind === "masked")?.keys ?? []).every((key) => step.masked[key]));
  const scene = headRow(step, { width: 700, rows });
  const percent = rest.reduce((sum, key) => sum + (step.weights[key] ?? NaN), 0);
  assert.deepEqual(
    printed(
      scene,
      "weight",
      rows.findIndex(({ kind }) => kind === "rest"),
    ),
    [share(percent)],
  );
  // Their part of the output is one strip.
  const part = step.query.map((_, d) => rest.reduce((sum, key) => sum + (step.weighted_values[key]?.[d] ?? NaN), 0));
  const strip = rasters(scene).find(
    ({ rows: count, columns }, i, all) =>
      count === rows.length &&
      columns === 8 &&
      i === all.length - 1 - [...all].reverse().findIndex((one) => one.rows === rows.length),
  );
  const at = rows.findIndex(({ kind }) => kind === "rest") * 8;
  part.forEach((value, d) => assert.ok(Math.abs(Number(strip?.values[at + d]) - value) < 1e-6));

  const ordered = listed(step, { all: false, order: "weight" })
    .filter(({ kind, keys: [key = 0] }) => kind === "key" && !step.masked[key])
    .map(({ keys: [key = 0] }) => step.weights[key] ?? NaN);
  assert.deepEqual(
    ordered,
    [...ordered].sort((a, b) => b - a),
  );
  const most = listed(step, { all: true, order: "reading" });
  assert.equal(most.filter(({ kind, keys: [key = 0] }) => kind === "key" && !step.masked[key]).length, MOST);
  assert.equal(most.flatMap((row) => row.keys).length, 300);
  assert.equal(listed(headStepOf(), { all: false, order: "reading" }).length, 5, "a short sentence is listed whole");
});

test("regions of the list are keys of the right source, for an encoder-decoder's parts too", () => {
  const base = headStepOf();
  const target = headStepOf({ words: ["x", "y", "z"] }).tokens;
  const cross = {
    ...base,
    family: "encoder-decoder" as const,
    part: "cross" as const,
    target_tokens: target,
    query_token: 1,
  };
  assert.equal(sidesOf(cross).queries.tokens, target);
  assert.equal(sidesOf(cross).keys.source, "attention");
  assert.equal(sidesOf({ ...cross, part: "decoder" }).keys.source, "target");
  assert.equal(sidesOf({ ...cross, part: "encoder" }).queries.source, "attention");
  const scene = headRow(cross, { width: 700, rows: rowsOf(cross) });
  for (const { id, row, rows } of scene.regions) {
    if (row.kind !== "token") continue;
    assert.deepEqual([row.source, row.part, rows, row.tokens?.length], ["attention", "key", 5, 5], id);
  }
  assert.ok(scene.title.includes("“y”"));
});

test("the dimensions' products are sorted or as they come, and end at q·k", () => {
  const step = headStepOf();
  const products = (step.keys[2] ?? []).map((value, d) => value * (step.query[d] ?? NaN));
  for (const order of ["size", "index"] as const) {
    for (const width of [300, 600]) {
      const scene = dimensions(step, 2, { width, order });
      const bars = rasters(scene)
        .filter(({ columns }) => columns === 1)
        .map(({ values }) => Number(values[0]));
      assert.deepEqual(bars, order === "index" ? products : [...products].sort((a, b) => Math.abs(b) - Math.abs(a)));
      assert.ok(texts(scene).some(({ text }) => text === short(step.raw_scores[2] ?? NaN)));
      assert.equal(scene.regions[0]?.columns, 8);
    }
  }
  const sums = runningSums(products, [...products.keys()]);
  assert.equal(sums.length, 8);
  assert.ok(Math.abs((sums.at(-1) ?? NaN) - (step.raw_scores[2] ?? NaN)) < 1e-12);
});

test("heads' shares are printed with the bias, and their sum", () => {
  const step = headStepOf();
  const found = texts(headParts(step, { width: 500 })).map(({ text }) => text);
  for (const value of [0.125, 0.75, -0.0625, 0.1875]) assert.ok(found.includes(signedShare(value)), String(value));
  for (const norm of [0.5, 2.25, 1.75]) assert.ok(found.includes(short(norm)));
  assert.ok(found.includes("Σ = 100.0 %"));
});

test("8, 5, 1, 3 are 94.6, 4.7, 0.1 and 0.6 %, and at no scale 60, 25 and 2", () => {
  assert.deepEqual(
    toyWeights([8, 5, 1, 3], 1).map((weight) => Number((weight * 100).toFixed(1))),
    [94.6, 4.7, 0.1, 0.6],
  );
  for (let scale = 0; scale <= 3; scale += 0.001) {
    const [a = 0, b = 0, c = 0] = toyWeights([8, 5, 1, 3], scale);
    assert.ok(Math.max(Math.abs(a - 0.6), Math.abs(b - 0.25), Math.abs(c - 0.02)) > 0.03, `at ${scale}`);
  }
  const found = texts(toyCurves([8, 5, 1, 3], { width: 420, scale: 0.125 })).map(({ text }) => text);
  for (const words of ["8: 94.6 %", "5: 4.7 %", "3: 0.6 %", "1: 0.1 %"]) assert.ok(found.includes(words), words);
});

test("shares never read as nothing or as all where they are not", () => {
  assert.deepEqual([0, 1e-9, 0.00004, 0.0123, 0.5, 0.99999, 0.9996, 1].map(share), [
    "0 %",
    "1e−7 %",
    "4e−3 %",
    "1.23 %",
    "50.0 %",
    "99.9990 %",
    "99.96 %",
    "100.0 %",
  ]);
});

test("every scene is an SVG file by itself, without a number that is none", () => {
  for (const [, options] of KINDS) {
    const step = headStepOf(options);
    const toy = unscaled(step);
    const scenes = [
      headRow(step, { width: 700, rows: rowsOf(step) }),
      headRow(toy, { width: 700, rows: rowsOf(step), own: step }),
      dimensions(step, 1, { width: 400 }),
      headParts(step, { width: 400 }),
      toyCurves([1, 2], { width: 400, scale: 0.5 }),
    ];
    for (const scene of scenes) {
      const svg = toSVG(scene);
      assert.ok(!/NaN|undefined|Infinity/.test(svg), scene.title);
      assert.ok(scene.title.length > 5 && !/\{|\}/.test(scene.title + scene.description));
    }
  }
});
