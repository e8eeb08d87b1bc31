/** Swap the word: a token, its rivals, and what each net expects before and after, side by side. */
import { rivalsOf } from "../../data/reach.js";
import { createSwapped } from "../../state/lab/swapped.js";
import { script, visible } from "../../scene/text.js";
import { createBars } from "../bars.js";
import { el } from "../dom.js";
import { t } from "../i18n.js";
import { decimals, name } from "../say.js";

/** @typedef {import("../../types.js").CounterfactualData} CounterfactualData */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Prediction} Prediction */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** Stands in the address for the zero vector: no piece is called so. */
export const UNKNOWN = "<unknown>";

/** Cut before the answer, so that the prediction is about the language. */
export const SENTENCES = ["I grew up in France, so I speak fluent", "我在法国长大,所以我会说"];

/** @param {readonly Prediction[]} list */
const asBars = (list) => list.map(({ text, probability }) => ({ words: text, share: probability }));

/** @param {Store} store @param {import("../../data/transport.js").Reach} reach */
export function createSwap(store, reach) {
  const swapped = createSwapped(store, reach);
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
    const box = el("section", { class: "swap-cell", "aria-label": cell.toUpperCase() }, title, el("div", { class: "before-after" },
      el("div", {}, beforeWords, before.node), el("div", {}, afterWords, after.node)), moved, meter);
    host.append(box);
    return { cell, beforeWords, afterWords, before, after, moved, meter };
  });

  /**
   * @param {Lang} lang @param {CounterfactualData} data @param {number} token
   * @param {ReturnType<typeof rivalsOf>[number] | null} piece null: a zero vector
   */
  function drawCells(lang, data, token, piece) {
    const { text, tokens, token: last } = data.reach;
    const lacking = piece ? cells.filter(({ cell }) => !piece.cells.includes(cell)).map(({ cell }) => cell) : [];
    const asked = piece && lacking.length ? swapped.want({ text, tokens, token, last, piece, cells: lacking }) : null;
    for (const { cell, beforeWords, afterWords, before, after, moved, meter } of cells) {
      const found = data.cells.find((one) => one.cell === cell);
      if (!found) continue;
      const swap = (found.replacements[token] ?? []).find(({ id }) => id === piece?.id);
      const value = piece ? swap?.totalVariation : found.unknown[token];
      beforeWords.textContent = t(lang, "swap-before");
      before.show("", asBars(found.baseline));
      afterWords.textContent = t(lang, "swap-after", { piece: piece ? `“${visible(piece.text)}”` : t(lang, "swap-unknown") });
      const read = swap?.predictions ?? asked?.cells[cell] ?? [];
      const words = { piece: visible(piece?.text ?? ""), cell: cell.toUpperCase() };
      const missing = !piece ? t(lang, "swap-unknown-only") : swap || (asked === null && read.length === 0) || read.length ? "" : t(lang, "swap-lacks", words);
      after.show(missing, asBars(read));
      const aside = swap || !piece ? "" : read.length ? t(lang, "swap-asked", words) : asked ? "" : t(lang, "reach-computing");
      moved.textContent = value === undefined ? aside : t(lang, "swap-moved", { value: decimals(value) });
      moved.classList.toggle("soft", value === undefined);
      meter.style.setProperty("--share", String(value ?? 0));
      meter.hidden = value === undefined;
    }
  }

  return {
    node,
    /** @param {CounterfactualData} data @param {number | null} token that is swapped */
    draw(data, token) {
      const { words: lang, by_piece: chosen, text } = store.snapshot();
      const tokens = data.reach.tokens;
      heading.textContent = t(lang, "swap-heading");
      chips.replaceChildren(
        el("span", { class: "soft" }, `${t(lang, "swap-choose")} `),
        ...SENTENCES.map((sentence) => {
          const chip = el("button", { type: "button", class: "plain", "aria-pressed": sentence === text ? "true" : "false", lang: script(sentence).lang ?? "en" }, sentence);
          chip.addEventListener("click", () => {
            store.set({ typing: false });
            store.set({ text: sentence, at: null, replaced: null, by_piece: "", pin: null, cursor: null });
          });
          return chip;
        }),
      );
      note.textContent = t(lang, "swap-note");
      const possible = token !== null && token > 0 && token <= data.reach.token;
      choices.hidden = next.hidden = host.hidden = !possible;
      if (!possible) return;
      const rivals = rivalsOf(data.cells, token);
      const piece = chosen === UNKNOWN ? null : (rivals.find(({ text: own }) => own === chosen) ?? rivals[0] ?? null);
      const held = piece?.text ?? UNKNOWN;
      const word = name(tokens, token);
      next.textContent = t(lang, "swap-next", { token: name(tokens, data.reach.token) });
      const focused = choices.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset["piece"] : undefined;
      /** @param {string} own @param {string} said @param {readonly string[]} whose */
      const button = (own, said, whose) => {
        const made = el("button", { type: "button", "aria-pressed": own === held ? "true" : "false", "data-piece": own, lang: script(said).lang }, said);
        if (whose.length < data.cells.length) made.append(el("span", { class: "whose soft" }, ` ${whose.map((cell) => cell.toUpperCase()).join(" ")}`));
        made.addEventListener("click", () => store.set({ replaced: token, by_piece: own }));
        return made;
      };
      choices.setAttribute("aria-label", t(lang, "swap-for", { token: word }));
      choices.replaceChildren(
        el("span", { class: "choice-label soft" }, t(lang, "swap-for", { token: word })),
        ...rivals.map(({ text: own, cells: whose }) => button(own, visible(own), whose)),
        button(UNKNOWN, t(lang, "swap-unknown"), data.cells.map(({ cell }) => cell)),
      );
      if (focused !== undefined) [...choices.querySelectorAll("button")].find((one) => one.dataset["piece"] === focused)?.focus();
      drawCells(lang, data, token, piece);
    },
  };
}
