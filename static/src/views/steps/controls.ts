/** Which token looks: the sentence's tokens, and one back or on. */
import { tokenLook, tokenText } from "../../plots/labels.ts";
import { activeNear, el } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import type { Lang } from "../../core/types.ts";
import type { Token } from "../../data/types.ts";

export function createQueryChoice(choose: (query: number) => void) {
  const label = el("span", { class: "choice-label soft" });
  const tokens = el("div", { class: "step-tokens", role: "radiogroup" });
  const back = el("button", { type: "button", class: "press" });
  const next = el("button", { type: "button", class: "press" });
  let now = 0;
  let count = 0;
  let drawn = "";
  const go = (query: number) => {
    if (query >= 0 && query < count && query !== now) choose(query);
  };
  back.addEventListener("click", () => go(now - 1));
  next.addEventListener("click", () => go(now + 1));
  tokens.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const to = by ? now + by : { Home: 0, End: count - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  });

  function fill(lang: Lang, list: readonly Token[]) {
    tokens.setAttribute("aria-label", t(lang, "inspect-query"));
    tokens.replaceChildren(
      ...list.map((token) => {
        const { lang: script, dir } = tokenLook(token);
        const made = el(
          "button",
          {
            type: "button",
            role: "radio",
            lang: script,
            dir,
            class: token.unknown ? "unknown" : token.special ? "soft" : undefined,
            "data-token": token.index,
          },
          tokenText(token),
        );
        made.addEventListener("click", () => choose(token.index));
        return made;
      }),
    );
  }

  return {
    node: el(
      "div",
      { class: "query-choice" },
      el("div", { class: "query-head" }, label, el("span", { class: "transport" }, back, next)),
      tokens,
    ),
    tokens,
    go,
    by: (step: 1 | -1) => go(now + step),
    draw(lang: Lang, list: readonly Token[], query: number) {
      const focused = tokens.contains(activeNear(tokens));
      const what = JSON.stringify([lang, list.map(({ text, piece }) => [text, piece])]);
      if (what !== drawn) fill(lang, list);
      drawn = what;
      [now, count] = [query, list.length];
      [...tokens.children].forEach((node, i) => {
        node.setAttribute("aria-checked", i === query ? "true" : "false");
        node.setAttribute("tabindex", i === query ? "0" : "-1");
      });
      label.textContent = t(lang, "inspect-query");
      back.textContent = `← ${t(lang, "inspect-previous")}`;
      next.textContent = `${t(lang, "inspect-next")} →`;
      back.setAttribute("aria-disabled", query === 0 ? "true" : "false");
      next.setAttribute("aria-disabled", query >= count - 1 ? "true" : "false");
      const chosen = tokens.children[query] as HTMLElement | undefined;
      if (focused) chosen?.focus({ preventScroll: true });
      // In its own box only: the page stays where it is.
      if (
        chosen &&
        (chosen.offsetLeft < tokens.scrollLeft ||
          chosen.offsetLeft + chosen.offsetWidth > tokens.scrollLeft + tokens.clientWidth)
      ) {
        tokens.scrollLeft = chosen.offsetLeft - tokens.clientWidth / 2;
      }
    },
  };
}
