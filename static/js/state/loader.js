/** From the sentence to data: when to ask, what to drop, what to keep on the page meanwhile. */
import { ApiProblem, fetchAttention, fetchGates, fetchHead, fetchModels } from "../data/api.js";

/** @typedef {import("../types.js").Problem} Problem */
/** @template T @typedef {import("../types.js").Resource<T>} Resource */
/** @typedef {ReturnType<typeof import("./store.js").createStore<import("./app.js").AppState>>} Store */

const TYPING_MS = 350;
const POLL_MS = 700;

/** @param {unknown} error @returns {Problem} */
function problemOf(error) {
  if (error instanceof ApiProblem) return error.problem;
  return { type: "bad-answer", title: "", status: 0, detail: String(error) };
}

/**
 * One thing that the page asks for: a newer request drops the one before it; the last good answer stays.
 * @template T
 * @param {() => Resource<T>} get @param {(next: Resource<T>) => void} set
 */
function channel(get, set) {
  /** @type {AbortController | null} */
  let running = null;
  return {
    drop() {
      running?.abort();
      running = null;
    },
    /** @param {(signal: AbortSignal) => Promise<T>} ask @returns {Promise<T | null>} null when dropped or refused */
    async ask(ask) {
      running?.abort();
      const mine = (running = new AbortController());
      set({ ...get(), status: "loading", problem: null });
      try {
        const data = await ask(mine.signal);
        if (running !== mine) return null;
        running = null;
        set({ status: "ready", data, problem: null });
        return data;
      } catch (error) {
        if (running !== mine) return null;
        running = null;
        set({ ...get(), status: "error", problem: problemOf(error) });
        return null;
      }
    },
  };
}

/**
 * Watches the store and fills attention, oneHead, gates and models.
 * @param {Store} store
 */
export function createLoader(store) {
  const attention = channel(() => store.get("attention"), (next) => store.set({ attention: next }));
  const oneHead = channel(() => store.get("oneHead"), (next) => store.set({ oneHead: next }));
  const gates = channel(() => store.get("gates"), (next) => store.set({ gates: next }));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let polling;

  async function readAttention() {
    const { text, model, layer, head } = store.snapshot();
    oneHead.drop();
    store.set({ oneHead: { ...store.get("oneHead"), status: "loading", problem: null } });
    /** @type {import("../types.js").HeadData | null} */
    let one = null;
    const all = await attention.ask(async (signal) => {
      const answer = await fetchAttention({ text, model, layer, head }, signal).catch((error) => {
        // A link made for a larger model may name a head that this one lacks: show its first.
        const beyond = error instanceof ApiProblem && error.problem.type.endsWith("#index-out-of-range");
        if (!beyond || (layer === 0 && head === 0)) throw error;
        return fetchAttention({ text, model, layer: 0, head: 0 }, signal);
      });
      one = answer.one;
      return answer.all;
    });
    if (all && one) {
      store.set({ oneHead: { status: "ready", data: one, problem: null } });
      const asked = store.get("layer") === layer && store.get("head") === head;
      if (asked) store.set({ layer: one["layer"], head: one["head"] });
      else readHead(); // another head was chosen while this answer was on its way
    } else if (store.get("attention").status === "error") {
      store.set({ oneHead: { ...store.get("oneHead"), status: "idle" } });
    }
  }

  function readHead() {
    const { text, model, layer, head, attention: all, oneHead: shown } = store.snapshot();
    if (all.status !== "ready") return; // the sentence's own request names the head
    if (shown.status === "ready" && shown.data?.layer === layer && shown.data.head === head && shown.data.tokens === all.data?.tokens) return;
    void oneHead.ask(async (signal) => {
      const one = await fetchHead({ text, model, layer, head }, signal);
      return { ...one, tokens: all.data?.tokens ?? one.tokens };
    });
  }

  function readGates() {
    const { text, checkpoint } = store.snapshot();
    void gates.ask((signal) => fetchGates({ text, checkpoint }, signal));
  }

  /** While something is loading, what the server says about its models is worth watching. */
  async function watch() {
    clearTimeout(polling);
    try {
      store.set({ models: await fetchModels() });
    } catch {
      // The list is a help, not a need: the pictures have their own errors.
    }
    const busy = [store.get("attention").status, store.get("gates").status].includes("loading");
    if (busy) polling = setTimeout(() => void watch(), POLL_MS);
  }

  const readAll = () => {
    clearTimeout(typing);
    void readAttention();
    readGates();
    clearTimeout(polling);
    polling = setTimeout(() => void watch(), POLL_MS);
  };

  store.on(["text"], () => {
    clearTimeout(typing);
    attention.drop();
    gates.drop();
    oneHead.drop();
    for (const key of /** @type {const} */ (["attention", "oneHead", "gates"])) {
      store.set({ [key]: { ...store.get(key), status: "loading", problem: null } });
    }
    typing = setTimeout(readAll, store.get("typing") ? TYPING_MS : 0);
  });
  store.on(["model"], () => {
    void readAttention();
    void watch();
  });
  store.on(["layer", "head"], readHead);
  store.on(["checkpoint"], readGates);

  return {
    start() {
      void watch();
      readAll();
    },
    retry: readAll,
  };
}
