import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

// Runs modules in a context that has the language and nothing else: no document, no network, no timers, no console.
const RUNNER = `
import { readFileSync } from "node:fs";
import { SourceTextModule, createContext } from "node:vm";
const context = createContext({});
const known = new Map();
const load = (url) => {
  const href = url.href;
  if (!known.has(href)) known.set(href, new SourceTextModule(readFileSync(url, "utf8"), { context, identifier: href }));
  return known.get(href);
};
const link = (specifier, from) => load(new URL(import.meta.resolve(specifier, from.identifier)));
const root = new URL(process.argv[1]);
const main = new SourceTextModule(process.argv[2], { context, identifier: new URL("bare.js", root).href });
await main.link(link);
await main.evaluate();
process.stdout.write(main.namespace.svg);
`;

const MAIN = `
import { heatmap } from "./views/heatmap.js";
import { grid } from "./views/grid.js";
import { gates } from "./views/gates.js";
import { unitTracks } from "./views/unit.js";
import { strip } from "./views/strip.js";
import { shares } from "./views/shares.js";
import { reach } from "./views/reach.js";
import { counterfactual } from "./views/counterfactual.js";
import { ofPieces } from "./data/shares.js";
import { context } from "./views/context.js";
import { matrixOf } from "./data/matrix.js";
import { toSVG } from "./scene/svg.js";
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

test("every view draws where there is nothing but the language", () => {
  const root = new URL("../../static/js/", import.meta.url).href;
  const flags = ["--experimental-vm-modules", "--experimental-import-meta-resolve", "--no-warnings", "--input-type=module", "--eval", RUNNER];
  const run = spawnSync(process.execPath, [...flags, root, MAIN], { encoding: "utf8", cwd: fileURLToPath(new URL("../..", root)) });
  assert.equal(run.stderr, "");
  assert.equal([...run.stdout.matchAll(/<svg /g)].length, 9);
});
