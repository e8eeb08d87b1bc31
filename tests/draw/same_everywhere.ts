/**
 * What every view draws from what the engine gathers, from what a frame's player asks for, and from what the page asks for:
 * the same stores as apps/engine, apps/embed and apps/page fill, over the network, without a document.
 * Prints, for each query of the arguments, the figure three times.
 */
import { createHash } from "node:crypto";
import { overNetwork, createReach } from "../../static/src/data/transport.ts";
import { drawFigure, entriesOf } from "../../static/src/panel/pictures/draw.ts";
import { gather } from "../../static/src/state/gather.ts";
import { ownGates } from "../../static/src/data/gates-api.ts";
import { createLoader } from "../../static/src/state/loader.ts";
import { attentionView, memoryView } from "../../static/src/state/view.ts";
import { FIGURES as BY_ID, storeFor } from "../js/stores.ts";
import type { Store } from "../../static/src/state/app.ts";

const [origin = "", ...queries] = process.argv.slice(2);
const reach = createReach(overNetwork(origin), { ahead: false });
const FIGURES = Object.values(BY_ID);
const READER = { themeInForce: "light", langInForce: "en" } as const;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

function figure(store: Store) {
  const drawn = drawFigure(store, entriesOf(store, FIGURES), { width: 720, version: "1" });
  if ("why" in drawn) return { why: drawn.why };
  const { scene, pictures, intro } = drawn;
  return {
    title: scene.title,
    description: scene.description,
    intro,
    marks: createHash("sha256")
      .update(JSON.stringify(pictures.map((picture) => picture.scene)))
      .digest("hex"),
    words: pictures.map(({ heading, summary = "", notes = [], definitions = [] }) => ({
      heading,
      summary,
      notes,
      definitions,
    })),
    tables: pictures.flatMap((picture) => (picture.tables ?? []).map(({ title, make }) => ({ title, ...make() }))),
    order: memoryView(store.snapshot()) === "step" ? (ownGates(store.snapshot())?.order ?? null) : undefined,
  };
}

async function settled(store: Store, asking: () => boolean) {
  const busy = () => Object.values(store.get("answers")).some((one) => one?.status === "loading");
  // Quiet for a while: what came may wake what asks next.
  for (let quiet = 0; quiet < 3; quiet = busy() || asking() ? 0 : quiet + 1) await pause(15);
}

/** @param around as the page asks: for what several views share, whatever is shown */
async function loaded(query: string, around: boolean) {
  const store = storeFor(query, READER);
  let open = 0;
  const counted = createReach(
    async (path, asked) => {
      open += 1;
      try {
        return await overNetwork(origin)(path, asked);
      } finally {
        open -= 1;
      }
    },
    { ahead: false },
  );
  createLoader(store, counted, { around }).start();
  await pause(5);
  await settled(store, () => open > 0);
  return store;
}

const out = [];
for (const query of queries) {
  const began = performance.now();
  const engine = storeFor(query, READER);
  await gather(engine, reach(null));
  const frame = await loaded(query, false);
  const page = await loaded(query, true);
  if (process.env["TOLD"]) process.stderr.write(`${Math.round(performance.now() - began)} ${query}\n`);
  out.push({
    query,
    engine: figure(engine),
    frame: figure(frame),
    page: figure(page),
    attention: attentionView(engine.snapshot()),
  });
}
// Loaders go on watching: the process ends when all is written.
process.stdout.write(JSON.stringify(out), () => process.exit(0));
