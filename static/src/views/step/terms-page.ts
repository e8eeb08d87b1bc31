/** Under the diagram, or beside it: what one gate adds up, and whether the sums come out. */
import { gatesOf, termsPicture } from "./pictures.ts";
import { gatesInOrder } from "./tables.ts";
import { full } from "../../core/numbers.ts";
import { FEW, termRows } from "./terms.ts";
import { el, segments } from "../../panel/dom.ts";
import { createMount } from "../../panel/mount.ts";
import { t } from "../../core/words/index.ts";
import { sayTerm } from "./say.ts";
import type { StepData } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

type Now = { data: StepData; move: number };

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

  const mount = createMount(store, hands, {
    pictures: (_, { width }) =>
      now ? [termsPicture(store, now.data, gate(), { width, count: count(), live: true })] : [],
    slot: () => "terms",
    parts: {
      terms: {
        className: "step-terms",
        say({ id }) {
          if (!now) return "";
          const { data, move } = now;
          const lang = store.get("langInForce");
          const row = termRows(data, gate(), { lang, count: count(), move }).find((one) => one.id === id);
          return sayTerm(lang, data, gate(), id, full(row?.value ?? NaN));
        },
      },
    },
  });
  const figure = mount.figures.terms;
  const gates = el("span", { class: "segments" });
  const more = el("button", { type: "button", class: "plain more" });
  figure.tools.append(gates);
  figure.box.before(figure.summary);
  figure.box.after(more, figure.open);
  figure.open.classList.add("check");
  more.addEventListener("click", () => {
    all = !all;
    redraw();
  });

  function redraw() {
    if (!now || !mount.draw()) return;
    const { data, move } = now;
    const lang = store.get("langInForce");
    const shown = gate();
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
    more.hidden = hidden;
    more.textContent = t(lang, all ? "step-show-few" : "step-show-all", { count: inputs + units, few: FEW });
    more.setAttribute("aria-expanded", all ? "true" : "false");
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
