/** Runs sources while somebody looks: when to ask, what to drop, what to keep on the page meanwhile. */
import { ApiProblem } from "../data/api.ts";
import { IDLE, answerIn, putAnswers, ready } from "./answers.ts";
import { runOf } from "./run.ts";
import { keepAnswer } from "./keep.ts";
import { keysWhere } from "./keys.ts";
import { SHARED, allSources, wanted } from "./sources/index.ts";
import type { Reach } from "../data/transport.ts";
import type { Problem, Resource } from "../data/types.ts";
import type { AnswerName } from "./answers.ts";
import type { AppState, Store } from "./app.ts";
import type { ViewState } from "./keys.ts";
import type { Source } from "./source.ts";
import type { Heard } from "./store.ts";

/** What is typed, and what is moved with a slider, is let come to rest before it is asked about. */
const REST_MS = 350;

function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  return { type: "bad-answer", title: "", status: 0, detail: String(error) };
}

/**
 * @param wants why the source is asked in a state; null: it is not
 * @param asks whether an answer is asked for
 */
function run(
  store: Store,
  reach: Reach,
  source: Source,
  wants: (state: AppState) => ReturnType<typeof wanted>,
  asks: (state: AppState, name: AnswerName) => boolean,
) {
  const { name, keys, wakes = [], after = [], watches } = source;
  const heard = [...keys, ...wakes];
  const get = () => answerIn(store.snapshot(), name);
  const put = (next: Resource<any>) => putAnswers(store, { [name]: next });
  const valuesOf = (state: AppState, some: readonly Heard<AppState>[]) =>
    JSON.stringify(some.filter((key) => heard.includes(key)).map((key) => state[key as keyof ViewState]));
  const [texts, sliders] = [
    keysWhere(store.get("views"), ({ format }) => format === "text"),
    keysWhere(store.get("views"), ({ slides = false }) => slides),
  ];
  /** What the last question depended on; null: nothing was asked, or it is to be asked again. */
  let asked: string | null = null;
  /** What had been typed, and the sliders, as they were then. */
  let [typed, slid] = ["", ""];
  /** Waits for a rest. */
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;

  function drop() {
    clearTimeout(waiting);
    waiting = undefined;
    running?.abort();
    running = null;
  }

  async function ask() {
    waiting = undefined;
    const mine = (running = new AbortController());
    const state = store.snapshot();
    try {
      const data = await source.ask(state, reach(mine.signal), { strict: false });
      if (running !== mine) return;
      running = null;
      const settles = wants(state) !== "help";
      keepAnswer(store, source, data, state, {
        strict: false,
        settles,
        asks: (other) => asks(store.snapshot(), other),
      });
    } catch (error) {
      if (running !== mine) return;
      running = null;
      put({ ...get(), status: "error", problem: problemOf(error) });
    }
  }

  function look() {
    const state = store.snapshot();
    if (wants(state) === null) return;
    const before = after.map((one) => answerIn(state, one).status);
    if (before.some((status) => status !== "ready")) {
      const status = before.includes("loading") ? "loading" : "idle";
      drop();
      asked = null;
      if (get().status !== status) put({ ...get(), status, problem: null });
      return;
    }
    const isReady = !source.ready || source.ready(state);
    const read = keys.includes("mask") ? runOf(state) : null;
    const question = JSON.stringify([
      ...keys.map((key) => state[key]),
      read,
      source.question?.(state) ?? null,
      isReady,
    ]);
    if (question === asked) return;
    const [typing, sliding] = [valuesOf(state, texts), valuesOf(state, sliders)];
    const moves = asked !== null && (sliding !== slid || (state.typing && (typing !== typed || waiting !== undefined)));
    [asked, typed, slid] = [question, typing, sliding];
    drop();
    const known = isReady ? source.known?.(state) : null;
    if (!isReady) put(IDLE);
    else if (known) put(ready(known));
    else {
      put({ ...get(), status: "loading", problem: null });
      // What a chip changes at once is asked about together, when all has changed.
      waiting = setTimeout(() => void ask(), moves ? REST_MS : 0);
    }
  }

  /** Looks again without a word: what was known stays where no answer comes. */
  function watch({ answers, every }: NonNullable<Source["watches"]>) {
    const busy = () => answers.some((one) => answerIn(store.snapshot(), one).status === "loading");
    let was = false;
    let next: ReturnType<typeof setTimeout> | undefined;
    async function again() {
      try {
        const next = await source.ask(store.snapshot(), reach(null), { strict: false });
        // Nobody hears of what is as it was: what is drawn from it stays as it is.
        if (JSON.stringify(next) !== JSON.stringify(get().data)) put(ready(next));
      } catch {
        // The next time, then.
      }
      if (busy()) soon();
    }
    function soon() {
      clearTimeout(next);
      next = setTimeout(() => void again(), every);
    }
    store.on(
      answers.map((one) => `answers.${one}` as const),
      () => {
        const is = busy();
        if (is && !was) soon();
        was = is;
      },
    );
  }

  // Which views are shown, and what is pinned, say whether it is asked at all.
  store.on(["view", "attend", "lab", "pin", ...heard, ...after.map((one) => `answers.${one}` as const)], look);
  if (watches) watch(watches);
  return {
    name,
    look,
    again() {
      asked = null;
      look();
    },
    failed: () => get().status === "error",
  };
}

/**
 * Watches the store and fills its answers.
 * @param options around: what several views share is asked for whatever is shown, for the page speaks of it
 */
export function createLoader(store: Store, reach: Reach, { around = false }: { around?: boolean } = {}) {
  const all = allSources(store.get("views"));
  const wants = (state: AppState, source: Source) =>
    around && SHARED.includes(source) ? ("drawn" as const) : wanted(state, source);
  const asks = (state: AppState, name: AnswerName) =>
    all.some((source) => source.name === name && wants(state, source) !== null);
  const runs = all.map((source) => run(store, reach, source, (state) => wants(state, source), asks));
  return {
    start: () => runs.forEach(({ look }) => look()),
    /** Asks anew: one source, or all that failed. */
    again(name?: string) {
      for (const one of runs) if (name === undefined ? one.failed() : one.name === name) one.again();
    },
  };
}
