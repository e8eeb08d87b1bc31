/** The page's own link. */
import { el } from "../dom.js";
import { t } from "../i18n.js";
import { pageAddress } from "./codes.js";
import { button, copier } from "./parts.js";

/** @param {import("./parts.js").Desk} desk @returns {import("./parts.js").Tab} */
export function create(desk) {
  const { lang, choose } = desk;
  const box = el("input", { type: "url", readonly: true, "aria-label": t(lang, "share-tab-link"), dir: "ltr", spellcheck: "false" });
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
