/** A short list of words with numbers and bars, its nodes kept and only their words changed. */
import { script, visible } from "../core/scene/text.ts";
import { el, put } from "./dom.ts";
import { percent } from "../plots/say.ts";

/** A share from 0 to 1, printed as a percentage unless it `says` something else. */
type Bar = { words: string; share: number; says?: string; unknown?: boolean };

/** @param most items */
export function createBars(most: number) {
  const lead = el("li", { class: "soft" });
  const items = Array.from({ length: most }, () => {
    const word = el("span", { dir: "auto" });
    const value = el("span", { class: "value" });
    const bar = el("span", { class: "bar" });
    return { node: el("li", {}, word, value, bar), word, value, bar };
  });
  const node = el("ul", { class: "bars" }, lead, ...items.map((item) => item.node));
  let shown = "";
  return {
    node,
    /** @param intro words before the list, or none */
    show(intro: string, bars: readonly Bar[]) {
      const now = JSON.stringify([intro, bars]);
      if (now === shown) return;
      shown = now;
      put(lead, intro);
      lead.hidden = intro === "";
      items.forEach(({ node: item, word, value, bar }, i) => {
        const one = bars[i];
        item.hidden = one === undefined;
        if (!one) return;
        put(word, visible(one.words));
        word.classList.toggle("unknown", one.unknown ?? false);
        const lang = script(one.words).lang ?? "";
        if (word.lang !== lang) word.lang = lang;
        put(value, one.says ?? percent(one.share));
        bar.style.width = `${one.share * 100}%`;
      });
    },
  };
}
