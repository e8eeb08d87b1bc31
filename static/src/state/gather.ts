/** Runs the sources of what is shown once, without timers, each as soon as what it waits for has come. */
import { answerIn, noAnswers } from "./answers.ts";
import { keepAnswer } from "./keep.ts";
import { SHARED, allSources, wanted } from "./sources/index.ts";
import type { Via } from "../data/types.ts";
import type { AnswerMap, AnswerName } from "./answers.ts";
import type { Store } from "./app.ts";
import type { Source } from "./source.ts";

/**
 * Fills a store's answers with all that its views draw from, and with the helps that come.
 * @throws {ApiProblem} the first refusal of what a view draws from
 */
export async function gather(store: Store, via: Via) {
  const all = allSources(store.get("views"));
  const first = store.snapshot();
  const why = new Map(all.map((source) => [source, wanted(first, source)]));

  const asks = (name: AnswerName) => all.some((source) => source.name === name && why.get(source) !== null);

  async function ask(source: Source) {
    const state = store.snapshot();
    const drawn = why.get(source) === "drawn";
    // A file of another run than the one that its address names would only be wrong.
    const how = { strict: drawn, settles: drawn, asks };
    try {
      keepAnswer(store, source, source.known?.(state) ?? (await source.ask(state, via, how)), state, how);
    } catch (error) {
      if (drawn && source.quiet !== true) throw error;
    }
  }

  async function askAll(sources: readonly Source[]) {
    const left = new Set(sources.filter((source) => why.get(source)));
    const due = () => {
      const state = store.snapshot();
      return [...left].filter(
        ({ after = [], ready }) =>
          after.every((name) => answerIn(state, name).status === "ready") && (!ready || ready(state)),
      );
    };
    const start = (): Promise<unknown> => {
      const now = due();
      for (const source of now) left.delete(source);
      return Promise.all(now.map((source) => ask(source).then(start)));
    };
    await start();
  }

  const [models, ...shared] = SHARED;
  // The list of models names them; what several views share says which head, and which token, single views ask about.
  if (models) await askAll([models]);
  await askAll(shared);
  await askAll(all.filter((source) => !SHARED.includes(source)));
  // In one order, whichever came first: the same question gives the same figure.
  const found = store.get("answers");
  const names = new Set<AnswerName>([...(Object.keys(noAnswers()) as AnswerName[]), ...all.map(({ name }) => name)]);
  store.set({
    answers: Object.fromEntries([...names].flatMap((name) => (found[name] ? [[name, found[name]]] : []))) as AnswerMap,
  });
}
