/** The player's controls: back, play, on; the moves; the tokens; the unit. */
import { tokenLook, tokenText } from "../../views/labels.js";
import { MOVES, moveOf } from "../../views/step/moves.js";
import { activeNear, el, segments } from "../dom.js";
import { t } from "../i18n.js";
import { still } from "./step-flow.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").StepData} StepData */
/**
 * @typedef {object} Choices
 * @property {(by: 1 | -1) => void} step
 * @property {() => void} play
 * @property {(move: number) => void} move
 * @property {(token: number) => void} token
 * @property {(unit: number) => void} unit
 */

/** @param {Choices} choose */
export function createStepControls(choose) {
  const button = (/** @type {string} */ name, /** @type {() => void} */ press) => {
    const made = el("button", { type: "button", class: `press ${name}` });
    made.addEventListener("click", press);
    return made;
  };
  const back = button("back", () => choose.step(-1));
  const play = button("play", choose.play);
  const next = button("next", () => choose.step(1));
  const transport = el("span", { class: "transport" }, back, play, next);
  const moves = el("span", { class: "segments moves" });
  const unitLabel = el("label", { class: "soft", for: "step-unit" });
  const unit = el("select", { id: "step-unit" });
  const units = el("span", { class: "choice" }, unitLabel, unit);
  const tokens = el("div", { class: "step-tokens", role: "radiogroup" });
  unit.addEventListener("change", () => choose.unit(Number(unit.value)));

  /** @param {Lang} lang @param {StepData} data */
  function drawTokens(lang, data) {
    tokens.setAttribute("aria-label", t(lang, "step-token"));
    const focused = tokens.contains(activeNear(tokens));
    tokens.replaceChildren(
      ...data.tokens.map((token) => {
        const { lang: script, dir } = tokenLook(token);
        const chosen = token.index === data.token;
        const made = el(
          "button",
          {
            type: "button", role: "radio", "aria-checked": chosen ? "true" : "false", tabindex: chosen ? "0" : "-1", lang: script, dir,
            class: token.unknown ? "unknown" : token.special ? "soft" : undefined, "data-token": token.index,
          },
          tokenText(token),
        );
        made.addEventListener("click", () => choose.token(token.index));
        return made;
      }),
    );
    const now = /** @type {HTMLElement | null} */ (tokens.querySelector("[aria-checked=true]"));
    if (focused) now?.focus({ preventScroll: true });
    // In its own box only: the page stays where it is.
    if (now && (now.offsetLeft < tokens.scrollLeft || now.offsetLeft + now.offsetWidth > tokens.scrollLeft + tokens.clientWidth)) {
      tokens.scrollLeft = now.offsetLeft - tokens.clientWidth / 2;
    }
  }

  let listed = "";
  /** @param {Lang} lang @param {StepData} data @param {readonly number[]} order @param {boolean} ranked whether they stand in carrier order */
  function drawUnits(lang, data, order, ranked) {
    unitLabel.textContent = t(lang, "step-unit");
    const now = JSON.stringify([lang, order, ranked]);
    if (now !== listed) {
      listed = now;
      const named = order.map((each, i) => el("option", { value: each }, t(lang, ranked ? "step-unit-n" : "unit-n", { unit: each, rank: i + 1 })));
      unit.replaceChildren(...named);
    }
    unit.value = String(data.unit);
  }

  return {
    nodes: [tokens, el("div", { class: "step-bar" }, transport, moves, units)],
    tokens,
    /** @param {Lang} lang @param {StepData} data @param {{move: number, playing: boolean, order: readonly number[], ranked: boolean, ends: {first: boolean, last: boolean}}} now */
    draw(lang, data, { move, playing, order, ranked, ends }) {
      const set = (/** @type {HTMLButtonElement} */ node, /** @type {string} */ sign, /** @type {string} */ words, off = false) => {
        const mark = el("span", { "aria-hidden": "true" }, sign);
        node.replaceChildren(...(node === next ? [`${words} `, mark] : [mark, ` ${words}`]));
        // Not disabled: the focus would be lost where the sentence ends.
        node.setAttribute("aria-disabled", off ? "true" : "false");
      };
      set(back, "←", t(lang, "step-back"), ends.first);
      set(next, "→", t(lang, "step-next"), ends.last);
      set(play, playing ? "❚❚" : "▶", t(lang, playing ? "step-pause" : "step-play"));
      play.setAttribute("aria-pressed", playing ? "true" : "false");
      play.hidden = still();
      const named = MOVES[data.kind].map(({ key }, i) => ({ value: String(i), words: `${i + 1} ${t(lang, `step-move-${data.kind}-${key}`)}` }));
      segments(moves, t(lang, "step-moves"), named, String(moveOf(data.kind, move)), (value) => choose.move(Number(value)));
      moves.hidden = named.length < 2;
      drawTokens(lang, data);
      drawUnits(lang, data, order, ranked);
    },
  };
}
