/** What could not be read of the page's address, above everything else. */
import { el } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {import("../state/permalink/address.js").Trouble} Trouble */

/** @param {number} mostChars what one box for a sentence holds */
export function createAddressNotice(mostChars) {
  const node = el("div", { class: "notices" });
  /** @type {Trouble | null} */
  let shown = null;
  /** @param {import("../types.js").Lang} lang */
  function draw(lang) {
    if (shown === null) node.replaceChildren();
    else node.replaceChildren(el("p", { class: "notice", role: "alert" }, el("strong", {}, `${t(lang, `address-${shown}`)}. `), t(lang, `address-${shown}-detail`, { most: mostChars.toLocaleString("en") })));
  }
  return {
    node, draw,
    /** @param {import("../types.js").Lang} lang @param {Trouble | null} trouble */
    show(lang, trouble) {
      if (trouble === shown) return;
      shown = trouble;
      draw(lang);
    },
  };
}
