/** Fills a store with what a view asks for, once: as the page's loaders do, without timers. */
import { asksFor } from "./types.ts";
import { fetchModels } from "../data/api.ts";
import { noAnswers, putAnswers, ready } from "./answers.ts";
import { askAttention, askGates, askPredictions } from "./ask.ts";
import { readContext } from "./context-loader.ts";
import { attentionSources, memorySources } from "./sources/index.ts";
import { attentionView, memoryView } from "./view.ts";
import { readsOf } from "./reads.ts";
import type { AnswerMap } from "./answers.ts";
import type { Via } from "../data/types.ts";
import type { Figure } from "./view.ts";
import type { Store } from "./app.ts";
import type { PanelSource } from "./types.ts";

/** The views that the state shows: one, or the strip of tokens and one of either panel. */
export function viewsOf(store: Store): Figure["id"][] {
  const state = store.snapshot();
  const views: Figure["id"][] = state.view === "context" ? ["context"] : state.view === "" ? ["strip"] : [];
  for (const view of [attentionView(state), memoryView(state)]) if (view !== null) views.push(view);
  return views;
}

async function gatherAttention(store: Store, via: Via) {
  // A file of another run than the one that its address names would only be wrong.
  const { all, one } = await askAttention(store.snapshot(), via, { strict: true });
  putAnswers(store, { attention: ready(all), oneHead: ready(one) });
  store.set({ layer: one.layer, head: one.head });
  if (all.predicts) putAnswers(store, { predictions: ready(await askPredictions(store.snapshot(), via)) });
}

/** How the Transformer reads the sentence: a help, without which the picture stands. */
const gatherReading = (store: Store, via: Via) =>
  askAttention(store.snapshot(), via).then(
    ({ all }) => putAnswers(store, { attention: ready(all) }),
    () => {},
  );

async function gatherContext(store: Store, via: Via) {
  if (store.get("text_b").trim() !== "") {
    putAnswers(store, { context: ready(await readContext(store.snapshot(), via)) });
  }
}

/** The net's gates. */
const gatherGates = (store: Store, via: Via) =>
  askGates(store.snapshot(), via).then((found) => putAnswers(store, { gates: ready(found) }));

/** A panel's sources, each once, as soon as there is something to ask. */
async function gatherSources<V extends string>(store: Store, via: Via, view: V, sources: readonly PanelSource<V>[]) {
  const left = sources.filter((source) => asksFor(source, view));
  for (;;) {
    const now = left.filter((source) => !source.ready || source.ready(store.snapshot()));
    if (now.length === 0) break;
    for (const source of now) left.splice(left.indexOf(source), 1);
    await Promise.all(
      now.map(async ({ name, quiet, ask }) => {
        try {
          const data = await ask(store.snapshot(), via);
          putAnswers(store, { [name]: ready(data) });
        } catch (error) {
          if (quiet !== true) throw error;
        }
      }),
    );
  }
}

/** In the sources' order, whichever answered first: the same question gives the same figure. */
function inOrder(store: Store) {
  const { answers: found, views } = store.snapshot();
  const sources = [...memorySources(views), ...attentionSources(views)];
  const names = [...new Set([...Object.keys(noAnswers()), ...sources.map(({ name }) => name)])] as (keyof AnswerMap)[];
  store.set({
    answers: Object.fromEntries(names.flatMap((name) => (name in found ? [[name, found[name]]] : []))) as AnswerMap,
  });
}

/**
 * Everything that the state's views draw from.
 * @param entries those of its views
 * @throws {ApiProblem} what the API refused
 */
export async function gather(store: Store, via: Via, entries: readonly Figure[]) {
  // The list of models is a help: it names them.
  await fetchModels(via).then(
    (models) => putAnswers(store, { models: ready(models) }),
    () => {},
  );
  const views = viewsOf(store);
  const attention = attentionView(store.snapshot());
  const lab = memoryView(store.snapshot());
  const reads = readsOf(store.snapshot(), memorySources(store.get("views")), entries);
  const gates = reads.drawn ? gatherGates(store, via) : reads.gates ? gatherGates(store, via).catch(() => {}) : null;
  // A pin on the net's tokens says which of the Transformer's is looked at: sources ask about that one.
  const pinned = store.get("pin")?.source === "gates" ? gates : null;
  await Promise.all([
    ...(attention
      ? [
          Promise.all([gatherAttention(store, via), pinned]).then(() =>
            gatherSources(store, via, attention, attentionSources(store.get("views"))),
          ),
        ]
      : []),
    ...(lab ? [gatherSources(store, via, lab, memorySources(store.get("views")))] : []),
    ...(gates ? [gates] : []),
    ...(reads.attention && !attention ? [gatherReading(store, via)] : []),
    ...(views.includes("context") ? [gatherContext(store, via)] : []),
  ]);
  inOrder(store);
  if (!reads.gates) for (const { lights } of entries) lights?.(store);
}
