/** A view as a figure: what was gathered for it, as one scene with its words and tables. */
import { litNow } from "../../state/lit.ts";
import { attentionView, memoryView, viewsShown } from "../../state/view.ts";
import { labelled, spoken, t } from "../../core/words/index.ts";
import { compose, GAP, marginOf } from "../../plots/compose.ts";
import { noticesIn } from "./notices.ts";
import { modelsOf, provenanceLine } from "./provenance.ts";
import { runNote } from "./run-note.ts";
import type { Picture, Scene } from "../../core/types.ts";
import type { ModelRef } from "../../data/types.ts";
import type { Figure } from "../../state/view.ts";
import type { Panel } from "../../plots/compose.ts";
import type { Store } from "../../state/app.ts";

/** Of a sentence, so much stands in a title. */
const TITLE_CHARS = 80;
/** From this width on, the two panels stand side by side. */
const BESIDE = 1100;

function cut(text: string) {
  const characters = [...text.replace(/\s+/gu, " ").trim()];
  return characters.length > TITLE_CHARS ? `${characters.slice(0, TITLE_CHARS - 1).join("")}…` : characters.join("");
}

/** The entries of the views that are shown. */
export const entriesOf = (store: Store, all: readonly Figure[]): Figure[] =>
  viewsShown(store.snapshot()).flatMap((view) => all.filter(({ id }) => id === view));

/** What a panel is called where both are shown. */
function panelTitle(store: Store, id: Figure["id"]) {
  const lang = store.get("langInForce");
  const state = store.snapshot();
  if (state.view !== "") return "";
  if (id === attentionView(state)) {
    return t(lang, "figure-panel", { panel: t(lang, "attention"), view: t(lang, `attn-${id}`) });
  }
  return id === memoryView(state)
    ? t(lang, "figure-panel", { panel: t(lang, "memory"), view: t(lang, `lab-${id}`) })
    : "";
}

/** The sentences that are read: the second one, too, where a view holds two against each other. */
function sentencesIn(store: Store) {
  const { text, text_b: other, view, attend, lab, against } = store.snapshot();
  const shown = new Set(view === "" ? [attend, lab] : [view]);
  const two = shown.has("context") || shown.has("order") || (shown.has("compare") && against === "text");
  return two && other.trim() !== "" ? [text, other] : [text];
}

/** What the whole is called: after its views, and the sentence that they read. */
function titleOf(store: Store, drawn: readonly { entry: Figure; panel: Panel }[]) {
  const lang = store.get("langInForce");
  const named = drawn.filter(({ entry }) => entry.id !== "strip");
  const titles = named.flatMap(
    ({ entry, panel: { pictures } }) => (pictures.find(({ id }) => id === entry.id) ?? pictures[0])?.scene.title ?? [],
  );
  const title = titles.join(" · ");
  if (named.every(({ entry }) => entry.sentence === false)) return title;
  return t(lang, "figure-title", { title, text: sentencesIn(store).map(cut).join("” / “") });
}

/** What is said of all of a view's pictures stands under its first. */
function noted(pictures: Picture[], note: string) {
  const [first, ...others] = pictures;
  return first && note ? [{ ...first, notes: [note, ...(first.notes ?? [])] }, ...others] : pictures;
}

/**
 * @param store filled by gather
 * @param entries of the views that are shown
 * @param options the width that the figure may take, in pixels; the app's version
 * @returns why: there is nothing to draw
 */
export function drawFigure(
  store: Store,
  entries: readonly Figure[],
  { width, version }: { width: number; version: string },
): { scene: Scene; pictures: Picture[]; intro: string; models: ModelRef[] } | { why: string } {
  const lang = store.get("langInForce");
  const room = width - 2 * marginOf(width);
  const beside = store.get("view") === "" && width >= BESIDE;
  const half = Math.floor((room - GAP) / 2);
  const drawn = entries.map((entry) => {
    const pictures = entry.pictures(store, { width: beside && entry.id !== "strip" ? half : room });
    const why = pictures.length ? "" : (entry.why?.(store) ?? t(lang, "figure-nothing"));
    return {
      entry,
      panel: { title: panelTitle(store, entry.id), pictures: noted(pictures, runNote(store, entry.id)), why },
    };
  });
  const panels = drawn.map(({ panel }) => panel);
  const pictures = panels.flatMap((panel) => panel.pictures);
  if (pictures.length === 0) return { why: panels.map(({ why }) => why).find(Boolean) ?? t(lang, "figure-nothing") };
  const models = modelsOf(store.snapshot());
  const definitions = [...new Set(pictures.flatMap((picture) => picture.definitions ?? []))];
  const noticed = noticesIn(store.snapshot()).map(({ title, said }) => labelled(lang, title, said));
  const small = [
    ...noticed,
    ...definitions,
    models.length ? provenanceLine(lang, models, version) : t(lang, "figure-drawn", { version }),
  ];
  const lit = store.get("pin") ? litNow(store.snapshot()) : null;
  const intro = spoken(lang, ...entries.map((entry) => entry.intro?.(store)));
  const [first, ...others] = panels;
  const rows = beside && first ? [[first], others] : panels.map((panel) => [panel]);
  return { scene: compose(rows, { width, title: titleOf(store, drawn), small, lang, lit }), pictures, intro, models };
}
