import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";

const MAIN = `
import { heatmap } from "./plots/heatmap.ts";
import { grid } from "./plots/grid.ts";
import { gates } from "./plots/gates.ts";
import { unitTracks } from "./plots/unit.ts";
import { strip } from "./plots/strip.ts";
import { shares } from "./views/shares/scene.ts";
import { reach } from "./views/reach/scene.ts";
import { counterfactual } from "./views/reach/counterfactual.ts";
import { ofPieces } from "./views/shares/shares.ts";
import { context } from "./views/context/scene.ts";
import { matrixOf } from "./data/matrix.ts";
import { toSVG } from "./core/scene/svg.ts";
const model = { id: "made" };
const tokens = ["a", "苹果"].map((text, index) => ({
  index, text, piece: text, start: index * 2, end: index * 2 + 1, sequence: 0, special: false, unknown: index === 1, fragment: false, part: 0, parts: 1,
}));
const head = { model, family: "decoder", tokens, targetTokens: null, layer: 0, head: 0, own: new Float32Array([0.5, 0.5, 0.9, 0.1]), target: null, cross: null, words: null };
const predictions = [[{ text: "x", probability: 0.5 }], []];
const pair = { model, tokensA: tokens, tokensB: tokens, tokenA: 0, tokenB: 1, cosine: [1, -0.25], definition: "", notices: [] };
const thumbnails = { codes: new Uint8Array(4).fill(99), layers: { numbers: [0], total: 1, each: [1], width: 1 }, bins: 2, largest: null, free: null };
const arrays = { "gates.input": new Float32Array([0.1, 0.2, 0.3, 0.4]) };
const shared = { model, cell: "lstm", kind: "lstm", tokens, unit: null, values: [1, 0, -0.5, 2], kept: null, totals: [1, 1.5], predicted: ["x", "y"], rivals: [["z"], ["z"]] };
const reached = { text: "a 苹", tokens, token: 1, curves: [{ cell: "rnn", checkpoint: "trained", norms: [1, 0.1], ratios: [1, 0.1], slope: null }] };
const swapped = { cell: "rnn", values: [0, 0.5], unknown: [0, 0.25], replacements: [[], []], baseline: [] };
export const svg = [
  heatmap(matrixOf(head), { width: 400, predictions }),
  grid({ model, family: "decoder", tokens, thumbnails }, { width: 400, lang: "zh" }),
  gates({ model, tokens, cell: "lstm", kind: "lstm", checkpoint: "trained", units: 2, order: [1, 0], arrays, saturation: {}, halfLife: [], predictions: null }, { width: 400 }),
  unitTracks({ model, tokens, cell: "lstm", kind: "lstm", units: 2, order: [1, 0], arrays }, { unit: 1, width: 400 }),
  strip({ sentence: "a 苹", rows: [{ source: "attention", name: "made", tokens }] }, { width: 400 }),
  context({ main: pair, reference: pair }, { width: 400 }),
  shares(ofPieces(shared, "projected"), { width: 400 }),
  reach(reached, { width: 400, lang: "zh" }),
  counterfactual({ reach: reached, cells: [swapped] }, { width: 400, chosen: 1 }),
].map((scene) => toSVG(scene)).join("");
`;

test("every view draws where there is nothing but the language", async () => {
  const { outputFiles } = await build({
    stdin: { contents: MAIN, resolveDir: fileURLToPath(new URL("../../static/src", import.meta.url)) },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "made",
  });
  // The language and nothing else: no document, no network, no timers, no console.
  const svg: string = runInContext(`${outputFiles[0]?.text}; made.svg`, createContext({}));
  assert.equal([...svg.matchAll(/<svg /g)].length, 9);
});
