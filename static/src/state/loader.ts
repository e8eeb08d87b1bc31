/** From the sentence to data: when to ask, what to drop, what to keep on the page meanwhile. */
import { fetchHead, fetchModels } from "../data/api.ts";
import { hasHead, nearestHead } from "../data/layers.ts";
import { putAnswers, ready } from "./answers.ts";
import { askAttention, askGates, askPredictions } from "./ask.ts";
import { channel } from "./channel.ts";
import { createContextLoader } from "./context-loader.ts";
import { NONE, withinModel } from "./lacking.ts";
import { listedLayers } from "./listed.ts";
import { runOf } from "./run.ts";
import { runFields } from "../data/run.ts";
import type { Reach } from "../data/transport.ts";
import type { HeadData } from "../data/types.ts";
import type { Store } from "./app.ts";

type Wanted = "attention" | "gates" | "context";

const TYPING_MS = 350;
const POLL_MS = 700;

/**
 * Watches the store and fills attention, oneHead, predictions, gates, context and models.
 * @param reads what is ever asked for; everything, if left out
 */
export function createLoader(store: Store, reach: Reach, reads: readonly Wanted[] = ["attention", "gates", "context"]) {
  const attention = channel(
    () => store.get("answers").attention,
    (next) => putAnswers(store, { attention: next }),
    reach,
  );
  const oneHead = channel(
    () => store.get("answers").oneHead,
    (next) => putAnswers(store, { oneHead: next }),
    reach,
  );
  const gates = channel(
    () => store.get("answers").gates,
    (next) => putAnswers(store, { gates: next }),
    reach,
  );
  const predictions = channel(
    () => store.get("answers").predictions,
    (next) => putAnswers(store, { predictions: next }),
    reach,
  );
  const context = createContextLoader(store, reach);
  let typing: ReturnType<typeof setTimeout> | undefined;
  let polling: ReturnType<typeof setTimeout> | undefined;

  async function readAttention() {
    const state = store.snapshot();
    const {
      model,
      answers: { models },
      layer,
      head,
    } = state;
    const listed = models.data?.models.find(({ id }) => id === model);
    const known = listed ? listedLayers(listed) : null;
    const lacks = known && !hasHead(known, { layer, head });
    oneHead.drop();
    predictions.drop();
    putAnswers(store, { oneHead: { ...store.get("answers").oneHead, status: "loading", problem: null } });
    let one: HeadData | null = null;
    const all = await attention.ask(async (via) => {
      const answer = await askAttention({ ...state, ...(lacks ? nearestHead(known, { layer: 0, head: 0 }) : {}) }, via);
      one = answer.one;
      return answer.all;
    });
    if (all && one) {
      putAnswers(store, { oneHead: { status: "ready", data: one, problem: null } });
      const asked = store.get("layer") === layer && store.get("head") === head;
      const given = { layer: one["layer"], head: one["head"] };
      const lacking = given.layer === layer && given.head === head ? NONE : [{ layer, head }];
      store.set({ ...withinModel(store.get("heads"), all.thumbnails.layers, lacking), ...(asked ? given : {}) });
      if (!asked) readHead(); // another head was chosen while this answer was on its way
      readPredictions();
    } else if (store.get("answers").attention.status === "error") {
      putAnswers(store, { oneHead: { ...store.get("answers").oneHead, status: "idle" } });
    }
  }

  function readPredictions() {
    const state = store.snapshot();
    const {
      answers: { attention: all },
    } = state;
    if (all.status !== "ready") return; // its answer says whether there are any
    if (!all.data?.predicts) {
      predictions.drop();
      putAnswers(store, { predictions: { status: "idle", data: null, problem: null } });
      return;
    }
    void predictions.ask((via) => askPredictions(state, via));
  }

  function readHead() {
    const {
      text,
      text_pair,
      model,
      by,
      layer,
      head,
      answers: { attention: all, oneHead: shown },
    } = store.snapshot();
    const run = runFields(all.data ?? {});
    if (all.status !== "ready") return; // the sentence's own request names the head
    const same = shown.data?.layer === layer && shown.data.head === head && shown.data.tokens === all.data?.tokens;
    if (
      shown.status === "ready" &&
      same &&
      (by === "pieces" || shown.data?.words || all.data?.family === "encoder-decoder")
    ) {
      return;
    }
    void oneHead.ask(async (via) => {
      const one = await fetchHead({ text, text_pair, model, by, layer, head, run }, via);
      return { ...one, tokens: all.data?.tokens ?? one.tokens };
    });
  }

  function readGates() {
    const state = store.snapshot();
    void gates.ask((via) => askGates(state, via));
  }

  /** While something is loading, what the server says about its models is worth watching. */
  async function watch() {
    clearTimeout(polling);
    try {
      putAnswers(store, { models: ready(await fetchModels(reach(null))) });
    } catch {
      // The list is a help, not a need: the pictures have their own errors.
    }
    const busy = [
      store.get("answers").attention.status,
      store.get("answers").gates.status,
      store.get("answers").context.status,
    ].includes("loading");
    if (busy) polling = setTimeout(() => void watch(), POLL_MS);
  }

  // A chip may change several things at once: what they ask for is read together, when all have changed.
  const READ = { attention: () => void readAttention(), gates: readGates, context: () => context.read() };
  const wanted: Set<Wanted> = new Set();
  function want(names: Wanted[], delay: number = 0) {
    for (const name of names) {
      if (!reads.includes(name) || (name === "context" && store.get("view") !== "context")) continue;
      wanted.add(name);
      drop[name]();
      putAnswers(store, { [name]: { ...store.get("answers")[name], status: "loading", problem: null } });
      if (name === "attention") {
        putAnswers(store, { oneHead: { ...store.get("answers").oneHead, status: "loading", problem: null } });
      }
    }
    clearTimeout(typing);
    typing = setTimeout(() => {
      const now = [...wanted];
      wanted.clear();
      for (const name of now) READ[name]();
      clearTimeout(polling);
      polling = setTimeout(() => void watch(), POLL_MS);
    }, delay);
  }
  const drop = {
    attention() {
      attention.drop();
      oneHead.drop();
      predictions.drop();
    },
    gates: gates.drop,
    context: context.drop,
  };
  const pause = () => (store.get("typing") ? TYPING_MS : 0);

  store.on(["text"], () => want(["attention", "gates", "context"], pause()));
  store.on(["text_pair"], () => want(["attention"], pause()));
  let run = JSON.stringify(runOf(store.snapshot()));
  store.on(["mask", "ablate", "view", "attend"], () => {
    const now = JSON.stringify(runOf(store.snapshot()));
    if (now === run) return;
    run = now;
    want(["attention"], wanted.size ? pause() : 0);
  });
  store.on(["text_b", "text_c"], () => want(["context"], pause()));
  store.on(["model"], () => {
    want(["attention", "context"]);
    void watch();
  });
  store.on(["view", "token_a", "token_b", "token_c"], () => want(["context"], wanted.size ? pause() : 0));
  store.on(["layer", "head", "by"], readHead);
  store.on(["heads"], () => {
    const {
      answers: {
        attention: { status, data },
      },
      heads,
      lacking,
    } = store.snapshot();
    if (status === "ready" && data) store.set(withinModel(heads, data.thumbnails.layers, lacking));
  });
  store.on(["temperature"], readPredictions);
  // Changed together with the sentence, they are read with it. A slider is let come to rest.
  store.on(["cell", "checkpoint"], () => want(["gates"], wanted.size ? pause() : 0));
  store.on(["forget_bias", "recurrent_scale"], () => {
    if (store.get("checkpoint") === "initial") want(["gates"], TYPING_MS);
  });

  return {
    start() {
      void watch();
      want(["attention", "gates", "context"]);
    },
    retry: () => want(["attention", "gates", "context"]),
  };
}
