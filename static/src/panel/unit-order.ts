/** How the units are sorted: by what, and by what of which track. */
import { arraysOf, sorted, sortsOf, trackOf } from "../data/units.ts";
import { symbolOf } from "../plots/bands.ts";
import { el, segments } from "./dom.ts";
import { t } from "../core/words/index.ts";
import type { GatesData } from "../data/types.ts";
import type { Sorted } from "../data/units.ts";
import type { Store } from "../state/app.ts";

/** The letters of a cell's arrays as a row of choices. */
export function trackChoice(store: Store, host: HTMLElement, label: string, data: GatesData) {
  const { langInForce: lang, track } = store.snapshot();
  const choices = arraysOf(data).map((value) => ({ value, words: symbolOf(data.kind, value) }));
  segments(host, label, choices, trackOf(data, track), (value) => store.set({ track: value }));
  for (const button of host.querySelectorAll("button")) {
    const name = t(lang, button.dataset["value"] ?? "");
    button.title = name;
    button.setAttribute("aria-label", `${name} ${button.textContent}`);
  }
}

export function createSortChoice(store: Store) {
  const label = el("span", { class: "soft choice-label" });
  const keys = el("span", { class: "segments" });
  const of = el("span", { class: "soft choice-label of" });
  const tracks = el("span", { class: "segments letters" });
  const node = el("span", { class: "choice" }, label, keys, of, tracks);
  return {
    node,
    draw(data: GatesData): Sorted {
      const { langInForce: lang, sort, track } = store.snapshot();
      const by = sorted(data, sort, track);
      label.textContent = t(lang, "sort");
      const choices = sortsOf(data).map((value) => ({ value, words: t(lang, `sort-${value}`) }));
      segments(keys, t(lang, "sort"), choices, by.sort, (value) => store.set({ sort: value as typeof sort }));
      of.textContent = t(lang, "sort-of");
      of.hidden = tracks.hidden = by.array === null;
      if (by.array !== null) trackChoice(store, tracks, t(lang, "sort-of"), data);
      return by;
    },
  };
}
