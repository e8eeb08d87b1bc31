/** The player's controls: back, play, on; the moves; the tokens; the unit. */
import { tokenLook, tokenText } from "../../plots/labels.ts";
import { MOVES, moveOf } from "./moves.ts";
import { activeNear, el, segments } from "../../panel/dom.ts";
import { t } from "../../core/words/index.ts";
import { still } from "./flow.ts";
import type { Lang } from "../../core/types.ts";
import type { StepData } from "../../data/types.ts";

interface Choices {
  step: (by: 1 | -1) => void;
  play: () => void;
  move: (move: number) => void;
  token: (token: number) => void;
  unit: (unit: number) => void;
}

export function createStepControls(choose: Choices) {
  const button = (name: string, press: () => void) => {
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

  function drawTokens(lang: Lang, data: StepData) {
    tokens.setAttribute("aria-label", t(lang, "step-token"));
    const focused = tokens.contains(activeNear(tokens));
    tokens.replaceChildren(
      ...data.tokens.map((token) => {
        const { lang: script, dir } = tokenLook(token);
        const chosen = token.index === data.token;
        const made = el(
          "button",
          {
            type: "button",
            role: "radio",
            "aria-checked": chosen ? "true" : "false",
            tabindex: chosen ? "0" : "-1",
            lang: script,
            dir,
            class: token.unknown ? "unknown" : token.special ? "soft" : undefined,
            "data-token": token.index,
          },
          tokenText(token),
        );
        made.addEventListener("click", () => choose.token(token.index));
        return made;
      }),
    );
    const now = tokens.querySelector("[aria-checked=true]") as HTMLElement | null;
    if (focused) now?.focus({ preventScroll: true });
    // In its own box only: the page stays where it is.
    if (
      now &&
      (now.offsetLeft < tokens.scrollLeft || now.offsetLeft + now.offsetWidth > tokens.scrollLeft + tokens.clientWidth)
    ) {
      tokens.scrollLeft = now.offsetLeft - tokens.clientWidth / 2;
    }
  }

  let listed = "";
  /** @param ranked whether they stand in carrier order */
  function drawUnits(lang: Lang, data: StepData, order: readonly number[], ranked: boolean) {
    unitLabel.textContent = t(lang, "step-unit");
    const now = JSON.stringify([lang, order, ranked]);
    if (now !== listed) {
      listed = now;
      const named = order.map((each, i) =>
        el("option", { value: each }, t(lang, ranked ? "step-unit-n" : "unit-n", { unit: each, rank: i + 1 })),
      );
      unit.replaceChildren(...named);
    }
    unit.value = String(data.unit);
  }

  return {
    nodes: [tokens, el("div", { class: "step-bar" }, transport, moves, units)],
    tokens,
    draw(
      lang: Lang,
      data: StepData,
      {
        move,
        playing,
        order,
        ranked,
        ends,
      }: {
        move: number;
        playing: boolean;
        order: readonly number[];
        ranked: boolean;
        ends: { first: boolean; last: boolean };
      },
    ) {
      const set = (node: HTMLButtonElement, sign: string, words: string, off = false) => {
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
      const named = MOVES[data.kind].map(({ key }, i) => ({
        value: String(i),
        words: `${i + 1} ${t(lang, `step-move-${data.kind}-${key}`)}`,
      }));
      segments(moves, t(lang, "step-moves"), named, String(moveOf(data.kind, move)), (value) =>
        choose.move(Number(value)),
      );
      moves.hidden = named.length < 2;
      drawTokens(lang, data);
      drawUnits(lang, data, order, ranked);
    },
  };
}
