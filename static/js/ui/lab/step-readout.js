/** The step that the cursor is on: its numbers, and the likeliest next tokens. Without a cursor, the last step. */
import { stepNumbers, stepRead } from "../../figures/net.js";
import { tokenName } from "../../views/labels.js";
import { createBars } from "../bars.js";
import { el, put } from "../dom.js";
import { t } from "../i18n.js";
import { name } from "../say.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").GatesData} GatesData */

/** @param {HTMLElement} host */
export function createStepReadout(host) {
  const step = el("b", { dir: "auto" });
  const says = el("span");
  const held = el("span");
  const rest = el("span", {}, says, held);
  const bars = createBars(5);
  const line = el("p", { class: "says" }, step, rest);
  host.append(line, bars.node);

  /** @param {Lang} lang @param {GatesData | null} data @param {{steps: number[], unit: number | undefined, hint: string, release: Node | null}} about unit: none for the mean over all */
  return (lang, data, { steps, unit, hint, release }) => {
    const { token, found } = data ? stepRead(data, steps) : { token: 0, found: undefined };
    line.classList.toggle("soft", !found);
    put(step, found ? tokenName(found) : "");
    const intro = data ? t(lang, "predicts-next", { token: name(data.tokens, token) }) : "";
    bars.show(intro, (data?.predictions?.[token] ?? []).map(({ text, probability }) => ({ words: text, share: probability })));
    const button = data && found ? release : null;
    if (button || held.firstChild) held.replaceChildren(button ?? "");
    if (!data || !found) {
      put(says, hint);
      return;
    }
    put(says, stepNumbers(lang, data, steps, unit));
  };
}
