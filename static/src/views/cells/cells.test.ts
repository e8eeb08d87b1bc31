import assert from "node:assert/strict";
import { test } from "node:test";
import { readingOf } from "./source.ts";
import { bitsOf, cells } from "./scene.ts";
import { sayStep, sayStrip } from "./pictures.ts";
import { bandScale } from "../../plots/bands.ts";
import { gatesOf, marksOf, tokensOf } from "../../../../tests/js/made.ts";
import type { Region, Scene } from "../../core/types.ts";
import type { CellReading } from "./scene.ts";

const WORDS = ["[s]", "the", "animal", "slept"];
/** @param probabilities of what came */
function readingFor(kind: "lstm" | "gru" | "rnn", probabilities: number[]): CellReading {
  const data = gatesOf(tokensOf(WORDS), 5);
  const has = {
    lstm: Object.keys(data.arrays),
    gru: ["gates.reset", "gates.update", "gates.candidate", "states.hidden"],
    rnn: ["states.hidden"],
  }[kind];
  const arrays = Object.fromEntries(
    has.map((name) => [name, data.arrays[name] ?? (data.arrays["gates.input"] as Float32Array)]),
  );
  const following = WORDS.map((_, i) => {
    const p = probabilities[i];
    return p === undefined
      ? null
      : { id: i, text: WORDS[i + 1] ?? "", probability: p, rank: i + 1, bits: -Math.log2(p) };
  });
  return { data: { ...data, cell: kind, kind, arrays }, following };
}
const DATA = {
  readings: [
    readingFor("lstm", [0.5, 0.25, 0.125]),
    readingFor("gru", [0.5, 0.5, 0.5]),
    readingFor("rnn", [0.25, 0.001, 0.5]),
  ],
};
const region = (scene: Scene, id: string) => scene.regions.find((one) => one.id === id) as Region;

test("what a sentence costs is the sum of the bits of all that came", () => {
  assert.deepEqual(
    DATA.readings.map(({ following }) => Number(bitsOf(following).toFixed(6))),
    [6, 3, Number((3 + Math.log2(1000)).toFixed(6))],
  );
  assert.equal(bitsOf([null]), 0);
});

test("surprise: a bar a step, as high as its bits, on one scale for all cells; none after the last token", () => {
  const scene = cells(DATA, { width: 900 });
  const bars = marksOf(scene, "rect").filter(
    ({ fill, y, height }) =>
      fill === "soft" &&
      DATA.readings.some(({ data }) => {
        const box = region(scene, `bits-${data.cell}`);
        return y >= box.y - 0.01 && y + height <= box.y + box.height + 0.01;
      }),
  );
  const bits = DATA.readings.flatMap(({ following }) => following.flatMap((one) => (one ? [one.bits] : [])));
  assert.equal(bars.length, bits.length);
  const unit = (bars[0]?.height ?? 0) / (bits[0] ?? 1);
  bars.forEach(({ height }, i) => assert.ok(Math.abs(height - unit * (bits[i] ?? NaN)) < 1e-6));
});

test("each cell has its own arrays: the mean over units, and the strongest carrier alone", () => {
  const scene = cells(DATA, { width: 900 });
  for (const { data } of DATA.readings) {
    for (const [array, values] of Object.entries(data.arrays)) {
      const box = region(scene, `strip-${data.cell}-${array}`);
      const [mean, own] = marksOf(scene, "raster").filter(
        ({ x, y }) => x === box.x && y >= box.y && y < box.y + box.height,
      );
      assert.deepEqual(mean?.scale, bandScale(array, values));
      WORDS.forEach((_, token) => {
        const row = [...values.subarray(token * 5, token * 5 + 5)];
        assert.ok(Math.abs((mean?.values[token] ?? NaN) - row.reduce((sum, value) => sum + value, 0) / 5) < 1e-6);
        assert.equal(own?.values[token], row[data.order[0] ?? 0]);
      });
    }
  }
  assert.equal(scene.regions.filter(({ id }) => id.startsWith("strip-")).length, 6 + 4 + 1);
});

test("what came is framed where it is among the three that are shown, and its rank is written", () => {
  const scene = cells(DATA, { width: 900 });
  const frames = marksOf(scene, "rect").filter(({ stroke, radius }) => stroke === "ink" && radius === 2);
  // Ranks 1, 2 and 3 came, and the made lists have two entries each.
  assert.equal(frames.length, 3 * 2);
  const written = marksOf(scene, "text").map(({ text }) => text);
  for (const words of ["50 % · 1st", "25 % · 2nd", "0.1 % · 2nd", "12.5 % · 3rd"]) {
    assert.ok(written.includes(words), words);
  }
});

test("every colour can be read off a ramp", () => {
  const scene = cells(DATA, { width: 900 });
  const all = marksOf(scene, "raster");
  const ramps = new Set(all.filter(({ columns }) => columns === 96).map(({ scale }) => JSON.stringify(scale)));
  for (const { scale, columns } of all) if (columns !== 96) assert.ok(ramps.has(JSON.stringify(scale)));
});

test("all cells share one token axis, and every width holds it", () => {
  for (const width of [330, 900, 1500]) {
    const scene = cells(DATA, { width });
    const axes = scene.regions.map(({ x, width: wide, columns }) => `${x} ${wide} ${columns}`);
    assert.equal(new Set(axes).size, 1);
    assert.ok(scene.width <= width, `${scene.width} of ${width}`);
    for (const { x, text, size } of marksOf(scene, "text")) {
      assert.ok(x <= scene.width && (text.length * size) / 3 < width);
    }
  }
});

test("what is said has the numbers", () => {
  const [lstm, , rnn] = DATA.readings as [CellReading, CellReading, CellReading];
  assert.equal(
    sayStep("en", lstm, 1),
    "LSTM after “the” expected next1 50 %, other 25 %; what came, “animal”, had 25 %, 2nd likeliest: 2.0000 bits",
  );
  assert.equal(sayStep("en", rnn, 3), "RNN after “slept” expected next3 50 %, other 25 %; nothing came after it");
  const value = lstm.data.arrays["gates.forget"]?.[2 * 5 + (lstm.data.order[0] ?? 0)] as number;
  assert.equal(
    sayStrip("en", lstm, "gates.forget", false, 2),
    `LSTM, forget gate at animal: unit 4, carrier rank 1: ${value.toFixed(4)}`,
  );
});

test("an answer of the API becomes arrays by token and unit", () => {
  const answer = {
    shape: [2, 3],
    cell: "gru",
    kind: "gru",
    checkpoint: "trained",
    text: "x",
    tokens: tokensOf(["[s]", "x"]),
    notices: [],
    predictions: null,
    gates: {
      update: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    },
    states: {
      hidden: [
        [7, 8, 9],
        [10, 11, 12],
      ],
    },
    units: { order: [2, 0, 1], definition: "d" },
    following: [{ id: 1, text: "x", probability: 0.5, rank: 1, bits: 1 }, null],
    check: { against: "", max_abs_error: 0, tolerance: 1e-5, first_apart: null },
  };
  const { data, following } = readingOf(answer);
  assert.deepEqual([...(data.arrays["gates.update"] ?? [])], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...(data.arrays["states.hidden"] ?? [])], [7, 8, 9, 10, 11, 12]);
  assert.deepEqual([data.units, data.order, following.length], [3, [2, 0, 1], 2]);
});
