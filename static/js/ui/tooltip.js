/** One small label that follows the pointer or stands by the focused cell. */
import { el } from "./dom.js";

export function createTooltip() {
  const tip = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  document.body.append(tip);
  return {
    /** @param {string} words @param {number} x @param {number} y in the window */
    show(words, x, y) {
      if (tip.textContent !== words) tip.textContent = words;
      tip.hidden = false;
      const { offsetWidth: width, offsetHeight: height } = tip;
      const left = Math.max(4, Math.min(x + 14, document.documentElement.clientWidth - width - 4));
      const top = y + 20 + height > window.innerHeight ? y - height - 12 : y + 18;
      tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    },
    hide() {
      tip.hidden = true;
    },
  };
}
