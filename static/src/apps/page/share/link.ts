/** The page's own link. */
import { el } from "../../../panel/dom.ts";
import { t } from "../../../core/words/index.ts";
import { pageAddress } from "./codes.ts";
import { button, copier } from "./parts.ts";
import type { Desk, Tab } from "./parts.ts";

export function create(desk: Desk): Tab {
  const { lang, choose } = desk;
  const box = el("input", {
    type: "url",
    readonly: true,
    "aria-label": t(lang, "share-tab-link"),
    dir: "ltr",
    spellcheck: "false",
  });
  box.addEventListener("focus", () => box.select());
  const copying = copier(desk, () => box.value);
  const note = el("p", { class: "note" });
  const freeze = button(t(lang, "share-freeze-instead"));
  freeze.addEventListener("click", () => choose({ tab: "freeze" }));
  return {
    node: el("div", {}, el("div", { class: "share-row share-link" }, box, copying.node), note, freeze),
    draw({ shared, isLong }) {
      const address = pageAddress(shared);
      if (box.value !== address) copying.forget();
      box.value = address;
      note.textContent = t(lang, isLong ? "share-link-long" : "share-link-note");
      freeze.hidden = !isLong;
    },
  };
}
