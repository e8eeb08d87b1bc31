import assert from "node:assert/strict";
import { test } from "node:test";
import { rivalsOf } from "../../data/reach.ts";
import { replacedIn, sameButOne } from "./swapped.ts";
import { measuredOf, saySwap } from "./say.ts";
import { counterfactual } from "./counterfactual.ts";
import { middle, tokenAxis } from "../../plots/token-axis.ts";
import { marksOf, tokensOf } from "../../../../tests/js/made.ts";
import type { LineMark } from "../../core/types.ts";
import type { CounterfactualData } from "../../data/types.ts";

const WORDS = ["[s]", "i", "grew", "france", "fluent"];
const NORMS = [2, 0.02, 0.2, 0.002, 0.2];

function made(words: string[] = WORDS): CounterfactualData {
  const tokens = tokensOf(words);
  const last = words.length - 1;
  const cells = ["lstm", "gru", "rnn"] as const;
  const norms = tokens.map((_, k) => NORMS[k % NORMS.length] ?? 1);
  return {
    reach: {
      text: words.join(" "),
      tokens,
      token: last,
      curves: cells.map((cell) => ({
        cell,
        checkpoint: "trained",
        forgetBias: null,
        recurrentScale: null,
        norms,
        ratios: norms.map((norm) => norm / 2),
        slope: 0,
        rSquared: 0,
        halfLife: null,
        doubling: null,
        definition: "",
        apart: null,
      })),
    },
    cells: cells.map((cell, i) => ({
      cell,
      baseline: [{ text: "french", probability: 0.9 }],
      definition: "",
      values: tokens.map((_, token) => (token === 0 ? 0 : token === 3 ? 0.8 : 0.1 * (i + 1))),
      unknown: tokens.map((_, token) => (token === 0 ? 0 : 0.25)),
      replacements: tokens.map((_, token) =>
        token === 0
          ? []
          : [
              { id: 7, text: "germany", totalVariation: 0.8, predictions: [] },
              { id: 10 + i, text: `own${i}`, totalVariation: 0.1, predictions: [] },
            ],
      ),
    })),
  };
}

test("counterfactual: bars hang down by the total variation and stand up by the logarithm of the gradient", () => {
  const scene = counterfactual(made(), { width: 700 });
  const axis = tokenAxis(700, 5);
  for (const [i, cell] of ["lstm", "gru", "rnn"].entries()) {
    const down = scene.regions.find(({ id }) => id === `swap-${cell}`);
    const up = scene.regions.find(({ id }) => id === `gradient-${cell}`);
    assert.ok(down && up);
    for (let token = 1; token < 5; token += 1) {
      const at = (fill: string) =>
        marksOf(scene, "rect").filter(
          (mark) => mark.fill === fill && Math.abs(mark.x + mark.width / 2 - middle(axis, token)) < 0.01,
        );
      const hanging = at("ink").find(({ y }) => y === down.y);
      assert.ok(
        Math.abs((hanging?.height ?? 0) - (token === 3 ? 0.8 : 0.1 * (i + 1)) * down.height) < 1e-9,
        `${cell} ${token}`,
      );
      const standing = at("soft").find(({ y, height }) => Math.abs(y + height - (up.y + up.height)) < 1e-9);
      const ratio = (NORMS[4 - token] ?? 1) / 2; // from 0.001 to 1: three decades
      assert.ok(
        Math.abs((standing?.height ?? 0) - Math.max(0.75, ((Math.log10(ratio) + 3) / 3) * up.height)) < 1e-9,
        `${cell} ${token}`,
      );
      const unknown: LineMark | undefined = marksOf(scene, "line").find(
        ({ stroke, y1, x1, x2 }) =>
          stroke === "warn" && y1 > down.y && y1 < down.y + down.height && (x1 + x2) / 2 === middle(axis, token),
      );
      assert.equal(unknown?.y1, down.y + 0.25 * down.height);
    }
  }
});

test("counterfactual: what is said has the API's digits, and <s> says that it is never replaced", () => {
  assert.equal(
    saySwap("en", made(), 2, 3),
    "RNN, france, distance 1: swapped, the prediction moves by 0.8000 (mean over its rivals); unknown, by 0.2500; gradient 0.02, ratio 0.01",
  );
  assert.match(saySwap("en", made(), 0, 0), /never replaced/);
  assert.match(saySwap("zh", made(), 1, 3), /0\.8000/);
});

test("counterfactual: the sentence is filled in from the numbers, and says where gradient and effect part", () => {
  const [first = ""] = measuredOf("en", made());
  // Before "fluent": i (k = 3, 0.002), grew (k = 2, 0.2), france (k = 1, 0.02).
  assert.equal(
    first,
    "LSTM: of the tokens before “fluent”, swapping “france”, 1 back, moves the prediction most: by 0.8000 (total variation). " +
      "Its gradient is 0.02, 0.01 of that of “fluent” itself, number 2 of 3 by size. " +
      "The largest gradient, 0.2, is at “grew”, 2 back: swapping it moves the prediction by 0.1000.",
  );
  assert.equal(measuredOf("en", made(["[s]", "hi"]))[0], "LSTM: there is no token before “hi” that could be swapped.");
  for (const said of measuredOf("zh", made())) assert.match(said, /0\.8000/);
});

test("counterfactual: no sentence claims that a cell cannot", () => {
  for (const lang of ["en", "zh"] as const) {
    for (const said of measuredOf(lang, made())) {
      assert.doesNotMatch(said, /cannot|can't|unable|forgot|无法|不能|忘记了/);
    }
  }
});

test("rivals: those that several nets name come first, and every net's own are there", () => {
  assert.deepEqual(rivalsOf(made().cells, 3), [
    { id: 7, text: "germany", cells: ["lstm", "gru", "rnn"] },
    { id: 10, text: "own0", cells: ["lstm"] },
    { id: 11, text: "own1", cells: ["gru"] },
    { id: 12, text: "own2", cells: ["rnn"] },
  ]);
  assert.deepEqual(rivalsOf(made().cells, 0), []);
});

test("swapping counts characters, not halves of them, and knows when the sentence fell into other pieces", () => {
  const [token] = tokensOf(["france"], [{ start: 5, end: 11 }]);
  assert.ok(token);
  assert.equal(replacedIn("😀 in france.", token, " peru"), "😀 in peru.");
  const before = tokensOf(["[s]", "in", "france", "so"]);
  const wanted = { text: "", tokens: before, token: 2, last: 3, piece: { id: 99, text: "peru" }, cells: [] };
  assert.ok(sameButOne(before, tokensOf(["[s]", "in", "peru", "so"], [{}, {}, { id: 99 }, {}]), wanted));
  assert.ok(!sameButOne(before, tokensOf(["[s]", "in", "pe", "ru", "so"]), wanted));
  assert.ok(!sameButOne(before, tokensOf(["[s]", "in", "peru", "so"], [{}, {}, { id: 5 }, {}]), wanted));
});

test("counterfactual: one token to sixty fit, and labels under the axis do not overlap", () => {
  for (const count of [2, 12, 60]) {
    for (const width of [340, 700, 1300]) {
      const scene = counterfactual(made(["[s]", ...Array.from({ length: count - 1 }, (_, i) => `word${i}`)]), {
        width,
        chosen: 1,
      });
      assert.ok(scene.width <= width + 1, `${count} at ${width}: ${scene.width}`);
      const upright = marksOf(scene, "text")
        .filter(({ rotate }) => rotate === -90)
        .sort((a, b) => a.x - b.x);
      upright
        .slice(1)
        .forEach((mark, i) => assert.ok(mark.x - (upright[i]?.x ?? 0) >= mark.size - 0.5, `${count} at ${width}`));
    }
  }
});
