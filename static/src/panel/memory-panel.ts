/** The memory panel: the recurrent net's cell and weights, and its views, one at a time. */
import { netFields } from "../data/gates-api.ts";
import { answerIn } from "../state/answers.ts";
import { CELLS } from "../state/keys.ts";
import { heardIn, sourcesOf } from "../state/sources/index.ts";
import { memoryView } from "../state/view.ts";
import { el, segments, tabList } from "./dom.ts";
import { t } from "../core/words/index.ts";
import { checkWords, trainingNote } from "./memory-notes.ts";
import { createPanel, provenance } from "./panel.ts";
import { twins } from "./panel-words.ts";
import { createParts } from "./parts.ts";
import type { Lit } from "../core/types.ts";
import type { ModelInfo, Resource } from "../data/types.ts";
import type { Hands } from "./figure.ts";
import type { MemoryEntry } from "./types.ts";
import type { Store } from "../state/app.ts";
import type { MemoryView } from "../state/view.ts";

/** The counter reads nothing but its two letters. */
const LETTERS = /^[ab\s]+$/;
const COUNTED = "aaaabbbb";

/** Several answers as one: what goes wrong in one goes wrong in all. */
export function together(all: Resource<any>[]): Resource<true> {
  const failed = all.find(({ status }) => status === "error");
  const status = failed ? "error" : all.some((one) => one.status === "loading") ? "loading" : "ready";
  return {
    status,
    data: all.every(({ data, status: own }) => data !== null || own === "idle") ? true : null,
    problem: failed?.problem ?? null,
  };
}

/**
 * What changes with the cell: steps and units are another's.
 * @param before the sentence that was read before the counter
 */
export function cellChange(cell: string, text: string, before: string) {
  const letters = LETTERS.test(text);
  const other = cell === "counter" ? (letters ? {} : { text: COUNTED }) : letters ? { text: before } : {};
  return {
    cell: cell as (typeof CELLS)[number],
    unit: null,
    ...("text" in other ? { at: null, replaced: null, by_piece: "", pin: null, cursor: null } : {}),
    ...other,
  };
}

/**
 * @param options the views on offer, asking again, and the sentence to go back to from the counter's
 *   letters
 */
export function createMemoryPanel(
  section: HTMLElement,
  store: Store,
  hands: Hands,
  { entries, retry, sentence }: { entries: readonly MemoryEntry[]; retry: () => void; sentence: string },
) {
  const parts = createParts(entries, store, hands, () => {
    self.draw();
    self.drawWords();
    self.light(hands.lit());
    self.read();
  });
  const tabs = el("div", { class: "segments tabs" });
  const cells = el("span", { class: "segments" });
  const weights = el("span", { class: "segments" });
  const cellLabel = el("span", { class: "choice-label soft" });
  const weightsLabel = el("span", { class: "choice-label soft" });
  const cellChoice = el("span", { class: "choice" }, cellLabel, cells);
  const weightsChoice = el("span", { class: "choice" }, weightsLabel, weights);
  const tools = el("div", { class: "tools net" }, cellChoice, weightsChoice);
  // Only the view that is shown is in the document.
  const host = el("div", { id: "memory-view" });
  const panel = createPanel(section, [host], [tabs, tools]);
  let before = sentence;

  /** The view that is shown: the one that the address names, or the first where it is not on offer. */
  function shown(): MemoryView | null {
    const id = memoryView(store.snapshot());
    return id === null || parts.has(id) ? id : (entries[0]?.id ?? null);
  }
  /** Its part, as soon as there is one. */
  function part() {
    const id = shown();
    return id === null ? undefined : parts.get(id);
  }

  function resource(): Resource<any> {
    const id = shown();
    if (id !== null && !part()) return parts.awaited(id);
    const state = store.snapshot();
    const own = state.views
      .filter((view) => view.id === id)
      .flatMap(sourcesOf)
      .flatMap(({ name, quiet }) => (quiet ? [] : [answerIn(state, name)]));
    return together(own);
  }

  function choose(cell: string) {
    const { text, cell: now } = store.snapshot();
    if (now !== "counter" && !LETTERS.test(text)) before = text;
    store.set({ typing: false });
    store.set(cellChange(cell, text, before));
  }

  function drawChoices() {
    const {
      langInForce: lang,
      view,
      cell,
      checkpoint,
      answers: { models },
    } = store.snapshot();
    const now = shown();
    const named = entries.map(({ id }) => ({ value: id, words: t(lang, `lab-${id}`) }));
    tabList(tabs, host, t(lang, "lab-views"), named, now ?? "", (value) =>
      store.set(view === "" ? { lab: value as MemoryView } : { view: value as MemoryView }),
    );
    const wanted = part()?.pickers ?? ["cell", "checkpoint"];
    const listed = new Set(models.data?.models.filter(({ family }) => family === "recurrent").map(({ id }) => id));
    const offered = CELLS.filter((id) => listed.has(id) || id === cell);
    cellChoice.hidden = !wanted.includes("cell");
    weightsChoice.hidden = !wanted.includes("checkpoint");
    cellLabel.textContent = t(lang, "cell");
    weightsLabel.textContent = t(lang, "checkpoint");
    segments(
      cells,
      t(lang, "cell"),
      offered.map((value) => ({ value, words: t(lang, `cell-${value}`) })),
      cell,
      choose,
    );
    const states = ["trained", "initial"].map((value) => ({ value, words: t(lang, value) }));
    segments(weights, t(lang, "checkpoint"), states, checkpoint, (value) =>
      store.set({ checkpoint: value as "trained" | "initial" }),
    );
  }

  function notes(info: ModelInfo | undefined) {
    const {
      answers: {
        gates: { data },
        card: shipped,
      },
      langInForce: lang,
    } = store.snapshot();
    if (!data || part()?.notes === false) return [];
    const { check, model, cell, checkpoint } = data;
    const card = shipped?.data;
    return [
      trainingNote(lang, data, card?.id === cell ? card : null),
      el("p", { class: "note" }, checkWords(lang, check)),
      // The listing describes how the net was trained, which untrained weights were not.
      provenance(lang, model, checkpoint === "initial" ? undefined : info?.description),
    ];
  }

  /** What the panel says: status, introduction, machine twins, notes. */
  function drawWords() {
    const { langInForce: lang, cell } = store.snapshot();
    const listing = store.get("answers").models.data?.models.filter(({ family }) => family === "recurrent") ?? [];
    const info = listing.find(({ id }) => id === cell);
    const now = resource();
    panel.show(lang, now, {
      doing: t(lang, "reading-gates", { cell: t(lang, `cell-${cell}`) }),
      model: info,
      retry: () => parts.retry(shown(), retry),
    });
    const state = store.snapshot();
    const own = part()?.twins?.();
    if (own) panel.twins(lang, own.json, own.tensors);
    else {
      panel.twins(
        lang,
        ...twins("/api/v1/gates", { text: state.text, ...netFields(state), include: "predictions,units" }),
      );
    }
    panel.intro.textContent = part()?.intro?.() ?? "";
    panel.notes.replaceChildren(...notes(info));
  }

  const self = {
    /** What it draws from. */
    answers: heardIn(store.get("views"), "memory"),
    drawWords,
    drawChoices,
    draw() {
      drawChoices();
      const one = part();
      if (!one) {
        host.replaceChildren();
        return;
      }
      if (host.firstChild !== one.node) host.replaceChildren(one.node);
      one.draw();
    },
    read: () => part()?.read?.(),
    light: (lit: Lit) => part()?.light?.(lit),
  };
  return self;
}
