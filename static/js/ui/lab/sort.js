/** How the units are sorted: by what, and by what of which track. */
import { arraysOf, sorted, sortsOf, trackOf } from "../../data/units.js";
import { symbolOf } from "../../views/bands.js";
import { el, segments } from "../dom.js";
import { t } from "../i18n.js";

/** @typedef {import("../../types.js").GatesData} GatesData */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** The letters of a cell's arrays as a row of choices. @param {Store} store @param {HTMLElement} host @param {string} label @param {GatesData} data */
export function trackChoice(store, host, label, data) {
  const { words: lang, track } = store.snapshot();
  const choices = arraysOf(data).map((value) => ({ value, words: symbolOf(data.kind, value) }));
  segments(host, label, choices, trackOf(data, track), (value) => store.set({ track: value }));
  for (const button of host.querySelectorAll("button")) {
    const name = t(lang, button.dataset["value"] ?? "");
    button.title = name;
    button.setAttribute("aria-label", `${name} ${button.textContent}`);
  }
}

/** @param {Store} store */
export function createSortChoice(store) {
  const label = el("span", { class: "soft choice-label" });
  const keys = el("span", { class: "segments" });
  const of = el("span", { class: "soft choice-label of" });
  const tracks = el("span", { class: "segments letters" });
  const node = el("span", { class: "choice" }, label, keys, of, tracks);
  return {
    node,
    /** @param {GatesData} data @returns {import("../../data/units.js").Sorted} */
    draw(data) {
      const { words: lang, sort, track } = store.snapshot();
      const by = sorted(data, sort, track);
      label.textContent = t(lang, "sort");
      const choices = sortsOf(data).map((value) => ({ value, words: t(lang, `sort-${value}`) }));
      segments(keys, t(lang, "sort"), choices, by.sort, (value) => store.set({ sort: /** @type {typeof sort} */ (value) }));
      of.textContent = t(lang, "sort-of");
      of.hidden = tracks.hidden = by.array === null;
      if (by.array !== null) trackChoice(store, tracks, t(lang, "sort-of"), data);
      return by;
    },
  };
}
