/** A view as a figure: what was gathered for it, as one scene with its words and tables. */
import { litNow } from "../state/lit.js";
import { t } from "../ui/i18n.js";
import { compose } from "./compose.js";
import { viewsOf } from "./gather.js";
import { modelsOf, provenanceLine } from "./provenance.js";

/** @typedef {import("../types.js").FigureEntry} FigureEntry */
/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** Of a sentence, so much stands in a title. */
const TITLE_CHARS = 80;

/** @param {string} text */
function cut(text) {
  const characters = [...text.replace(/\s+/gu, " ").trim()];
  return characters.length > TITLE_CHARS ? `${characters.slice(0, TITLE_CHARS - 1).join("")}…` : characters.join("");
}

/** The entries of the views that are shown. @param {Store} store @param {readonly FigureEntry[]} all @returns {FigureEntry[]} */
export const entriesOf = (store, all) => viewsOf(store).flatMap((view) => all.filter(({ id }) => id === view));

/**
 * @param {Store} store filled by gather @param {readonly FigureEntry[]} entries of the views that are shown
 * @param {{width: number, version: string}} options the width that pictures may take, in pixels; the app's version
 * @returns {{scene: import("../types.js").Scene, pictures: Picture[], intro: string, models: import("../types.js").ModelRef[]} | {why: string}}
 *   why: there is nothing to draw
 */
export function drawFigure(store, entries, { width, version }) {
  const lang = store.get("words");
  const pictures = entries.flatMap((entry) => entry.pictures(store, { width }));
  const [first] = pictures;
  if (!first) return { why: entries.map((entry) => entry.why?.(store)).find(Boolean) ?? t(lang, "figure-nothing") };
  const models = modelsOf(store.snapshot());
  const definitions = [...new Set(pictures.flatMap((picture) => picture.definitions ?? []))];
  const small = [...definitions, ...(models.length ? [provenanceLine(lang, models, version)] : [])];
  const title = t(lang, "figure-title", { title: first.scene.title, text: cut(store.get("text")) });
  const lit = store.get("pin") ? litNow(store.snapshot()) : null;
  const intro = entries.map((entry) => entry.intro?.(store) ?? "").filter(Boolean).join(" ");
  return { scene: compose(pictures, { title, small, lit }), pictures, intro, models };
}
