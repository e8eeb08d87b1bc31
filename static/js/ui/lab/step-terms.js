/** Under the diagram, or beside it: what one gate adds up, and whether the sums come out. */
import { gatesOf, termsScene } from "../../figures/step.js";
import { checkTable, gatesInOrder, termsTable } from "../../figures/step-tables.js";
import { full } from "../../views/step/numbers.js";
import { FEW, termRows } from "../../views/step/terms.js";
import { el, segments } from "../dom.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { tableNode } from "../tables.js";
import { sayTerm } from "./step-say.js";

/** @typedef {import("../../types.js").StepData} StepData */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */
/** @typedef {{data: StepData, move: number, lang: import("../../types.js").Lang, look: import("../../types.js").Theme}} Now */

/** @param {Store} store @param {Hands} hands */
export function createStepTerms(store, hands) {
  /** @type {Now | null} */
  let now = null;
  /** The gate that was chosen by hand, and for which move; another move shows its own gate again. @type {{gate: string, move: number} | null} */
  let chosen = null;
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
    figure.summary.textContent = t(lang, shown === "" ? "step-terms-none" : hidden || all ? "step-terms-all" : "step-terms-few", { inputs, units, few: FEW });
    more.hidden = hidden;
    more.textContent = t(lang, all ? "step-show-few" : "step-show-all", { count: inputs + units, few: FEW });
    more.setAttribute("aria-expanded", all ? "true" : "false");
    check.replaceChildren(...(shown === "" ? [] : [el("div", { class: "check" }, tableNode(checkTable(lang, data, shown)))]));
    figure.table.node.hidden = shown === "";
    if (shown !== "") figure.table.set(t(lang, "step-all-terms"), () => termsTable(lang, data, shown));
  }

  return {
    node: figure.node,
    /** @param {Now} next */
    draw(next) {
      now = next;
      redraw();
    },
    /** Shows a gate's terms. @param {string} name */
    choose(name) {
      if (!now || !now.data.gates[name]) return;
      chosen = { gate: name, move: now.move };
      redraw();
    },
  };
}
