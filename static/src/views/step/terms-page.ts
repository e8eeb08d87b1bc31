/** Under the diagram, or beside it: what one gate adds up, and whether the sums come out. */
import { gatesOf, termsScene } from "./pictures.ts";
import { checkTable, gatesInOrder, termsTable } from "./tables.ts";
import { full } from "../../core/numbers.ts";
import { FEW, termRows } from "./terms.ts";
import { el, segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { t } from "../../core/words/index.ts";
import { tableNode } from "../../panel/tables.ts";
import { sayTerm } from "./say.ts";
import type { Lang, Theme } from "../../core/types.ts";
import type { StepData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

type Now = { data: StepData; move: number; lang: Lang; look: Theme };

export function createStepTerms(store: Store, hands: Hands) {
  let now: Now | null = null;
  /** The gate that was chosen by hand, and for which move; another move shows its own gate again. */
  let chosen: { gate: string; move: number } | null = null;
  let all = false;

  /** The gate whose terms are shown; "" where a move has none. */
  function gate() {
    if (!now) return "";
    const { data, move } = now;
    if (chosen && chosen.move === move && (chosen.gate === "" || data.gates[chosen.gate])) return chosen.gate;
    return gatesOf(data, move)[0] ?? "";
  }
  const count = () => (all ? Infinity : FEW);

  const figure = createFigure({
    className: "step-terms",
    hands,
    meaning: {
      cursor: () => null,
      say({ id }) {
        if (!now) return "";
        const { data, move, lang } = now;
        const row = termRows(data, gate(), { lang, count: count(), move }).find((one) => one.id === id);
        return sayTerm(lang, data, gate(), id, full(row?.value ?? NaN));
      },
      pick: () => {},
    },
  });
  const gates = el("span", { class: "segments" });
  const more = el("button", { type: "button", class: "plain more" });
  const check = el("div");
  figure.tools.append(gates);
  figure.box.before(figure.summary);
  figure.box.after(more, check);
  more.addEventListener("click", () => {
    all = !all;
    redraw();
  });

  function redraw() {
    if (!now || figure.room() < 1) return;
    const { data, move, lang, look } = now;
    const shown = gate();
    const scene = termsScene(store, data, shown, { width: figure.room(), count: count() });
    figure.show(scene, look, []);
    figure.heading.textContent = scene.title;
    const inOrder = gatesInOrder(data);
    const adds = gatesOf(data, move)[0] === "";
    const named = [
      ...inOrder.map((value) => ({ value, words: t(lang, `step-gate-${data.kind}-${value}`) })),
      ...(adds ? [{ value: "", words: t(lang, "step-this-move") }] : []),
    ];
    segments(gates, t(lang, "step-terms-of"), named, shown, (value) => {
      chosen = { gate: value, move };
      redraw();
    });
    gates.hidden = named.length < 2;
    const [inputs, units] = [data.input.length, data.hidden_before.length];
    const hidden = shown === "" || inputs + units <= FEW;
    figure.summary.textContent = t(
      lang,
      shown === "" ? "step-terms-none" : hidden || all ? "step-terms-all" : "step-terms-few",
      { inputs, units, few: FEW },
    );
    more.hidden = hidden;
    more.textContent = t(lang, all ? "step-show-few" : "step-show-all", { count: inputs + units, few: FEW });
    more.setAttribute("aria-expanded", all ? "true" : "false");
    check.replaceChildren(
      ...(shown === "" ? [] : [el("div", { class: "check" }, tableNode(checkTable(lang, data, shown)))]),
    );
    figure.table.node.hidden = shown === "";
    if (shown !== "") figure.table.set(t(lang, "step-all-terms"), () => termsTable(lang, data, shown));
  }

  return {
    node: figure.node,
    draw(next: Now) {
      now = next;
      redraw();
    },
    /** Shows a gate's terms. */
    choose(name: string) {
      if (!now || !now.data.gates[name]) return;
      chosen = { gate: name, move: now.move };
      redraw();
    },
  };
}
