/** Swap the word: a token, its rivals, and what each net expects before and after, side by side. */
import { cellsOf, listNames } from "./swap-pictures.ts";
import { chosenIn, UNKNOWN } from "./swapped.ts";
import { script, visible } from "../../core/scene/text.ts";
import { createBars } from "../../panel/bars.ts";
import { activeNear, el } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import { name } from "../../plots/say.ts";
import type { Lang } from "../../core/types.ts";
import type { Prediction } from "../../data/types.ts";
import type { Store } from "../../state/app.ts";
import type { Chosen } from "./swapped.ts";

/** Cut before the answer, so that the prediction is about the language. */
export const SENTENCES = ["I grew up in France, so I speak fluent", "我在法国长大,所以我会说"];

const asBars = (list: readonly Prediction[]) =>
  list.map(({ text, probability }) => ({ words: text, share: probability }));

export function createSwap(store: Store) {
  const heading = el("h3");
  const chips = el("p", { class: "swap-chips" });
  const choices = el("div", { class: "segments rivals", role: "group" });
  const next = el("p", { class: "note" });
  const host = el("div", { class: "swap-cells" });
  const note = el("p", { class: "note" });
  const node = el("section", { class: "swap" }, heading, chips, choices, next, host, note);
  const cells = ["lstm", "gru", "rnn"].map((cell) => {
    const title = el("h4", {}, cell.toUpperCase());
    const [beforeWords, afterWords] = [el("p", { class: "soft" }), el("p", { class: "soft" })];
    const [before, after] = [createBars(5), createBars(5)];
    const moved = el("p", { class: "moved" });
    const meter = el("span", { class: "meter", "aria-hidden": "true" });
    const box = el(
      "section",
      { class: "swap-cell", "aria-label": cell.toUpperCase() },
      title,
      el(
        "div",
        { class: "before-after" },
        el("div", {}, beforeWords, before.node),
        el("div", {}, afterWords, after.node),
      ),
      moved,
      meter,
    );
    host.append(box);
    return { cell, beforeWords, afterWords, before, after, moved, meter };
  });

  /** Lists, as a screen reader reads them: the figure's picture of them has no words to go through. */
  function drawCells(lang: Lang, chosen: Chosen) {
    const names = listNames(lang, chosen);
    const all = cellsOf(store, chosen);
    for (const { cell, beforeWords, afterWords, before, after, moved, meter } of cells) {
      const found = all.find((one) => one.cell === cell);
      if (!found) continue;
      beforeWords.textContent = names.before;
      before.show("", asBars(found.before));
      afterWords.textContent = names.after;
      after.show(found.missing, asBars(found.after));
      moved.textContent = found.said;
      moved.classList.toggle("soft", found.moved === undefined);
      meter.style.setProperty("--share", String(found.moved ?? 0));
      meter.hidden = found.moved === undefined;
    }
  }

  return {
    node,
    draw() {
      const { langInForce: lang, text } = store.snapshot();
      const chosen = chosenIn(store.snapshot());
      heading.textContent = t(lang, "swap-heading");
      chips.replaceChildren(
        el("span", { class: "soft" }, `${t(lang, "swap-choose")} `),
        ...SENTENCES.map((sentence) => {
          const chip = el(
            "button",
            {
              type: "button",
              class: "plain",
              "aria-pressed": sentence === text ? "true" : "false",
              lang: script(sentence).lang ?? "en",
            },
            sentence,
          );
          chip.addEventListener("click", () => {
            store.set({ typing: false });
            store.set({ text: sentence, at: null, replaced: null, by_piece: "", pin: null, cursor: null });
          });
          return chip;
        }),
      );
      note.textContent = t(lang, "swap-note");
      choices.hidden = next.hidden = host.hidden = !chosen;
      if (!chosen) return;
      const { data, token, rivals, piece } = chosen;
      const tokens = data.reach.tokens;
      const held = piece?.text ?? UNKNOWN;
      const word = name(tokens, token);
      next.textContent = t(lang, "swap-next", { token: name(tokens, data.reach.token) });
      const focused = choices.contains(activeNear(choices))
        ? (activeNear(choices) as HTMLElement).dataset["piece"]
        : undefined;
      const button = (own: string, said: string, whose: readonly string[]) => {
        const made = el(
          "button",
          {
            type: "button",
            "aria-pressed": own === held ? "true" : "false",
            "data-piece": own,
            lang: script(said).lang,
          },
          said,
        );
        if (whose.length < data.cells.length) {
          made.append(el("span", { class: "whose soft" }, ` ${whose.map((cell) => cell.toUpperCase()).join(" ")}`));
        }
        made.addEventListener("click", () => store.set({ replaced: token, by_piece: own }));
        return made;
      };
      choices.setAttribute("aria-label", t(lang, "swap-for", { token: word }));
      choices.replaceChildren(
        el("span", { class: "choice-label soft" }, t(lang, "swap-for", { token: word })),
        ...rivals.map(({ text: own, cells: whose }) => button(own, visible(own), whose)),
        button(
          UNKNOWN,
          t(lang, "swap-unknown"),
          data.cells.map(({ cell }) => cell),
        ),
      );
      if (focused !== undefined) {
        [...choices.querySelectorAll("button")].find((one) => one.dataset["piece"] === focused)?.focus();
      }
      drawCells(lang, chosen);
    },
  };
}
