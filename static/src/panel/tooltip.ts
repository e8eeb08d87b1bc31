/** One small label that follows the pointer or stands by the focused cell. */
import { el, put } from "./dom.ts";

/** @param host where it hangs: inside a shadow root, its styles are there */
export function createTooltip(host: Node = document.body) {
  const tip = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  host.appendChild(tip);
  /** What to do at the next frame: between an event and its frame, nothing on the page should change. */
  let next: (() => void) | null = null;
  const later = (change: () => void) => {
    if (!next) {
      requestAnimationFrame(() => {
        next?.();
        next = null;
      });
    }
    next = change;
  };
  return {
    /** @param y in the window */
    show(words: string, x: number, y: number) {
      // Near an edge it hangs on the pointer's other side: no need to measure it, which would cost a layout a move.
      const left = x > window.innerWidth * 0.6;
      const above = y > window.innerHeight - 80;
      const across = left ? `calc(${Math.round(x - 14)}px - 100%)` : `${Math.round(x + 14)}px`;
      const down = above ? `calc(${Math.round(y - 12)}px - 100%)` : `${Math.round(y + 18)}px`;
      later(() => {
        put(tip, words);
        tip.hidden = false;
        tip.style.transform = `translate(${across}, ${down})`;
      });
    },
    hide() {
      later(() => {
        tip.hidden = true;
      });
    },
  };
}
