/** A sentence's tokens in a row, of which one or a span can be chosen: by click, drag or Shift, or with the arrow keys. */
import { script } from "../../core/scene/text.ts";
import { tokenName } from "../../plots/labels.ts";
import { activeNear, el } from "../../panel/dom.ts";
import type { Token } from "../../data/types.ts";

type Span = readonly [first: number, last: number];

/** The span between two tokens, whichever comes first. */
const between = (a: number, b: number): Span => [Math.min(a, b), Math.max(a, b)];

export function createTokenPicker({
  choose,
  hover,
}: {
  choose: (span: Span) => void;
  hover: (token: number | null) => void;
}) {
  const label = el("span", { class: "choice-label soft" });
  const list = el("div", {
    class: "pick-tokens",
    role: "listbox",
    "aria-multiselectable": true,
    "aria-orientation": "horizontal",
  });
  const node = el("div", { class: "pick-row" }, label, list);
  let options: HTMLElement[] = [];
  let shown: readonly Token[] = [];
  let span: Span | null = null;
  /** Where a span began that is being drawn out. */
  let anchor: number | null = null;
  let dragging = false;

  const at = (target: EventTarget | Element | null) =>
    options.indexOf((target instanceof Element ? target.closest("[role=option]") : null) as HTMLElement);

  function mark(next: Span | null, focus?: number) {
    span = next;
    const stop = focus ?? next?.[0] ?? 0;
    options.forEach((option, i) => {
      const own = next !== null && i >= next[0] && i <= next[1];
      option.setAttribute("aria-selected", own ? "true" : "false");
      option.tabIndex = i === stop ? 0 : -1;
    });
  }

  list.addEventListener("pointerdown", (event) => {
    const found = at(event.target);
    if (found < 0 || event.button !== 0) return;
    event.preventDefault(); // no selecting of text
    if (!(event.shiftKey && anchor !== null)) anchor = found;
    dragging = true;
    mark(between(anchor, found), found);
    options[found]?.focus({ preventScroll: true });
  });
  list.addEventListener("pointermove", (event) => {
    const found = at((list.getRootNode() as Document | ShadowRoot).elementFromPoint(event.clientX, event.clientY));
    hover(found < 0 ? null : found);
    if (dragging && found >= 0 && anchor !== null) mark(between(anchor, found), found);
  });
  list.addEventListener("pointerleave", () => hover(null));
  addEventListener("pointerup", () => {
    if (!dragging) return;
    dragging = false;
    if (span) choose(span);
  });
  list.addEventListener("keydown", (event) => {
    const here = at(event.target);
    const last = options.length - 1;
    if (here < 0) return;
    const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: last, Enter: here, " ": here }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(to, 0), last);
    if (event.shiftKey) anchor ??= here;
    else anchor = next;
    mark(between(anchor, next), next);
    options[next]?.focus();
    if (span) choose(span);
  });

  return {
    node,
    draw(words: string, tokens: readonly Token[], chosen: Span | null) {
      label.textContent = words;
      list.setAttribute("aria-label", words);
      if (tokens !== shown) {
        shown = tokens;
        anchor = null;
        options = tokens.map((token) =>
          el(
            "div",
            {
              role: "option",
              class: token.unknown ? "unknown" : token.special ? "soft" : "",
              lang: script(token.text).lang,
              dir: script(token.text).dir,
            },
            tokenName(token),
          ),
        );
        list.replaceChildren(...options);
      }
      if (dragging) return;
      const inside = chosen && chosen[1] < tokens.length ? chosen : null;
      const focused = options.indexOf(activeNear(list) as HTMLElement);
      mark(inside, focused < 0 ? undefined : focused);
    },
  };
}
