/** A view as a figure: what was gathered for it, as one scene with its words and tables. */
import { litNow } from "../state/lit.js";
import { attentionView, labView } from "../state/permalink.js";
import { labelled, spoken, t } from "../ui/i18n.js";
import { compose, GAP, marginOf } from "./compose.js";
import { viewsOf } from "./gather.js";
import { noticesIn } from "./notices.js";
import { modelsOf, provenanceLine } from "./provenance.js";
import { runNote } from "./run-note.js";

/** @typedef {import("../types.js").FigureEntry} FigureEntry */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("./compose.js").Panel} Panel */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** Of a sentence, so much stands in a title. */
const TITLE_CHARS = 80;
/** From this width on, the two panels stand side by side. */
const BESIDE = 1100;

/** @param {string} text */
function cut(text) {
  const characters = [...text.replace(/\s+/gu, " ").trim()];
  return characters.length > TITLE_CHARS ? `${characters.slice(0, TITLE_CHARS - 1).join("")}…` : characters.join("");
}

/** The entries of the views that are shown. @param {Store} store @param {readonly FigureEntry[]} all @returns {FigureEntry[]} */
export const entriesOf = (store, all) => viewsOf(store).flatMap((view) => all.filter(({ id }) => id === view));

/** What a panel is called where both are shown. @param {Store} store @param {FigureEntry["id"]} id */
function panelTitle(store, id) {
  const lang = store.get("words");
  const state = store.snapshot();
  if (state.view !== "") return "";
  if (id === attentionView(state)) return t(lang, "figure-panel", { panel: t(lang, "attention"), view: t(lang, `attn-${id}`) });
  return id === labView(state) ? t(lang, "figure-panel", { panel: t(lang, "memory"), view: t(lang, `lab-${id}`) }) : "";
}

/** The sentences that are read: the second one, too, where a view holds two against each other. @param {Store} store */
function sentencesIn(store) {
  const { text, text_b: other, view, attend, lab, against } = store.snapshot();
  const shown = new Set(view === "" ? [attend, lab] : [view]);
  const two = shown.has("context") || shown.has("order") || (shown.has("compare") && against === "text");
  return two && other.trim() !== "" ? [text, other] : [text];
}

/** What the whole is called: after its views, and the sentence that they read. @param {Store} store @param {readonly {entry: FigureEntry, panel: Panel}[]} drawn */
function titleOf(store, drawn) {
  const lang = store.get("words");
  const named = drawn.filter(({ entry }) => entry.id !== "strip");
  const titles = named.flatMap(({ entry, panel: { pictures } }) => (pictures.find(({ id }) => id === entry.id) ?? pictures[0])?.scene.title ?? []);
  const title = titles.join(" · ");
  if (named.every(({ entry }) => entry.sentence === false)) return title;
  return t(lang, "figure-title", { title, text: sentencesIn(store).map(cut).join("” / “") });
}

/** What is said of all of a view's pictures stands under its first. @param {Picture[]} pictures @param {string} note */
function noted(pictures, note) {
  const [first, ...others] = pictures;
  return first && note ? [{ ...first, notes: [note, ...(first.notes ?? [])] }, ...others] : pictures;
}

/**
 * @param {Store} store filled by gather @param {readonly FigureEntry[]} entries of the views that are shown
 * @param {{width: number, version: string}} options the width that the figure may take, in pixels; the app's version
 * @returns {{scene: import("../types.js").Scene, pictures: Picture[], intro: string, models: import("../types.js").ModelRef[]} | {why: string}}
 *   why: there is nothing to draw
 */
export function drawFigure(store, entries, { width, version }) {
  const lang = store.get("words");
  const room = width - 2 * marginOf(width);
  const beside = store.get("view") === "" && width >= BESIDE;
  const half = Math.floor((room - GAP) / 2);
  const drawn = entries.map((entry) => {
    const pictures = entry.pictures(store, { width: beside && entry.id !== "strip" ? half : room });
    const why = pictures.length ? "" : (entry.why?.(store) ?? t(lang, "figure-nothing"));
    return { entry, panel: { title: panelTitle(store, entry.id), pictures: noted(pictures, runNote(store, entry.id)), why } };
  });
  const panels = drawn.map(({ panel }) => panel);
  const pictures = panels.flatMap((panel) => panel.pictures);
  if (pictures.length === 0) return { why: panels.map(({ why }) => why).find(Boolean) ?? t(lang, "figure-nothing") };
  const models = modelsOf(store.snapshot());
  const definitions = [...new Set(pictures.flatMap((picture) => picture.definitions ?? []))];
  const noticed = noticesIn(store.snapshot()).map(({ title, said }) => labelled(lang, title, said));
  const small = [...noticed, ...definitions, models.length ? provenanceLine(lang, models, version) : t(lang, "figure-drawn", { version })];
  const lit = store.get("pin") ? litNow(store.snapshot()) : null;
  const intro = spoken(lang, ...entries.map((entry) => entry.intro?.(store)));
  const [first, ...others] = panels;
  const rows = beside && first ? [[first], others] : panels.map((panel) => [panel]);
  return { scene: compose(rows, { width, title: titleOf(store, drawn), small, lang, lit }), pictures, intro, models };
}
