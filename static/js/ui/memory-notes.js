/** What must be known of a net before its pictures are read, from its card: how it was trained, and what for. */
import { el } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Lang} Lang */

/** What the penalty is on: the share of a step that is written. @type {Record<string, string>} */
const WRITES = { lstm: "i", gru: "1 − z" };
const INITIALS = new Set(["identity", "orthogonal"]);

/** @param {Lang} lang @param {Pick<GatesData, "kind" | "checkpoint" | "forgetBias" | "recurrentScale">} net @param {any} card the net's, or null where there is none yet */
export function trainingWords(lang, { kind, checkpoint, forgetBias, recurrentScale }, card) {
  if (checkpoint === "initial") {
    const changed = [
      ...(forgetBias === null ? [] : [t(lang, kind === "gru" ? "changed-z-bias" : "changed-bias", { value: forgetBias })]),
      ...(recurrentScale === null ? [] : [t(lang, "changed-scale", { value: recurrentScale })]),
    ];
    return [t(lang, "gates-note-initial"), ...changed];
  }
  const recipe = card?.recipe;
  if (!recipe) return [];
  const words = [t(lang, "trained-steps", { steps: recipe.steps, seed: recipe.seed })];
  const penalty = recipe.write_penalty ?? recipe.input_penalty ?? 0;
  words.push(penalty > 0 ? t(lang, "trained-penalty", { penalty, what: WRITES[kind] ?? "" }) : t(lang, "trained-plain"));
  if (INITIALS.has(recipe.recurrent)) words.push(t(lang, `trained-${recipe.recurrent}`));
  return words;
}

/** @param {Lang} lang @param {GatesData} data @param {any} card */
export const trainingNote = (lang, data, card) =>
  el("p", { class: "note" }, `${trainingWords(lang, data, card).join(" ")} `, el("a", { href: `/docs/models/${data.cell}` }, t(lang, "how-trained")));
