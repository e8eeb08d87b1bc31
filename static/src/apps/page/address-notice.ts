/** What could not be read of the page's address, above everything else. */
import { el } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import type { Lang } from "../../core/types.ts";
import type { Trouble } from "../../address/address.ts";

/** @param mostChars what one box for a sentence holds */
export function createAddressNotice(mostChars: number) {
  const node = el("div", { class: "notices" });
  let shown: Trouble | null = null;
  function draw(lang: Lang) {
    if (shown === null) node.replaceChildren();
    else {
      node.replaceChildren(
        el(
          "p",
          { class: "notice", role: "alert" },
          el("strong", {}, `${t(lang, `address-${shown}`)}. `),
          t(lang, `address-${shown}-detail`, { most: mostChars.toLocaleString("en") }),
        ),
      );
    }
  }
  return {
    node,
    draw,
    show(lang: Lang, trouble: Trouble | null) {
      if (trouble === shown) return;
      shown = trouble;
      draw(lang);
    },
  };
}
