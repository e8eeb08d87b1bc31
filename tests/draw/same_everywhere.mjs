/**
 * What every view draws from what the engine gathers, from what a frame's player asks for, and from what the page asks for:
 * the same stores as figures/server.js, embed/player.js and main.js fill, over the network, without a document.
 * Prints, for each query of the arguments, the figure three times.
 */
import { createHash } from "node:crypto";
import { overNetwork, createReach } from "../../static/js/data/transport.js";
import { drawFigure, entriesOf } from "../../static/js/figures/draw.js";
import { gather } from "../../static/js/figures/gather.js";
import { FIGURES } from "../../static/js/figures/index.js";
import { createState } from "../../static/js/state/app.js";
import { createAttnLoader } from "../../static/js/state/attn-loader.js";
import { ATTN_SOURCES } from "../../static/js/state/attn/index.js";
import { SOURCES } from "../../static/js/state/lab/index.js";
import { ownGates } from "../../static/js/state/lab/step.js";
import { createLabLoader } from "../../static/js/state/lab-loader.js";
import { createLoader } from "../../static/js/state/loader.js";
import { attentionView, labView } from "../../static/js/state/permalink.js";
import { readsOf } from "../../static/js/state/reads.js";

/** @typedef {ReturnType<typeof createState>} Store */

const [origin = "", ...queries] = process.argv.slice(2);
const reach = createReach(overNetwork(origin), { ahead: false });
const READER = /** @type {const} */ ({ look: "light", words: "en" });
const pause = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/** @param {Store} store */
function figure(store) {
  const drawn = drawFigure(store, entriesOf(store, FIGURES), { width: 720, version: "1" });
  if ("why" in drawn) return { why: drawn.why };
  const { scene, pictures, intro } = drawn;
  return {
    title: scene.title, description: scene.description, intro, marks: createHash("sha256").update(JSON.stringify(pictures.map((picture) => picture.scene))).digest("hex"),
    words: pictures.map(({ heading, summary = "", notes = [], definitions = [] }) => ({ heading, summary, notes, definitions })),
    tables: pictures.flatMap((picture) => (picture.tables ?? []).map(({ title, make }) => ({ title, ...make() }))),
    order: labView(store.snapshot()) === "step" ? (ownGates(store.snapshot())?.order ?? null) : undefined,
  };
}

/** @param {Store} store @param {() => boolean} asking */
async function settled(store, asking) {
  const busy = () => {
    const { attention, oneHead, gates, predictions, context, attnData, labData } = store.snapshot();
    return [attention, oneHead, gates, predictions, context, ...Object.values(attnData), ...Object.values(labData)].some(({ status }) => status === "loading");
  };
  // Quiet for a while: what came may wake what asks next.
  for (let quiet = 0; quiet < 3; quiet = busy() || asking() ? 0 : quiet + 1) await pause(15);
}

/** @param {string} query @param {(store: Store) => readonly ("attention" | "gates" | "context")[] | undefined} reads */
async function loaded(query, reads) {
  const store = createState(query, READER);
  let open = 0;
  const counted = createReach(async (path, asked) => {
    open += 1;
    try {
      return await overNetwork(origin)(path, asked);
    } finally {
      open -= 1;
    }
  }, { ahead: false });
  const entries = entriesOf(store, FIGURES);
  const asked = reads(store);
  if (asked && !asked.includes("gates")) store.on(["labData"], () => entries.forEach(({ lights }) => lights?.(store)));
  const loaders = [createLoader(store, counted, asked), createAttnLoader(store, ATTN_SOURCES, counted), createLabLoader(store, SOURCES, counted)];
  for (const loader of loaders) loader.start();
  await pause(5);
  await settled(store, () => open > 0);
  await Promise.all(entries.map(({ more }) => more?.(store, counted(null))));
  return store;
}

const out = [];
for (const query of queries) {
  const began = performance.now();
  const engine = createState(query, READER);
  await gather(engine, reach(null), entriesOf(engine, FIGURES));
  const frame = await loaded(query, (store) => {
    const reads = readsOf(store.snapshot(), SOURCES, entriesOf(store, FIGURES));
    return (/** @type {const} */ (["attention", "gates", "context"])).filter((name) => reads[name]);
  });
  const page = await loaded(query, () => undefined);
  if (process.env["TOLD"]) process.stderr.write(`${Math.round(performance.now() - began)} ${query}\n`);
  out.push({ query, engine: figure(engine), frame: figure(frame), page: figure(page), attention: attentionView(engine.snapshot()) });
}
// Loaders go on watching: the process ends when all is written.
process.stdout.write(JSON.stringify(out), () => process.exit(0));
