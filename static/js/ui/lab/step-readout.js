/** The step that the cursor is on: its numbers, and the likeliest next tokens. Without a cursor, the last step. */
import { arraysOf } from "../../data/units.js";
import { symbolOf } from "../../views/bands.js";
import { tokenName } from "../../views/labels.js";
import { createBars } from "../bars.js";
import { el, put } from "../dom.js";
import { t } from "../i18n.js";
import { decimals, gateMean, gateValue, name } from "../say.js";

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
    const lit = steps.at(-1);
    const found = lit === undefined ? undefined : data?.tokens[lit];
    const token = found?.index ?? (data ? data.tokens.length - 1 : 0);
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
    const values = arraysOf(data).map((array) => {
      const value = unit === undefined ? gateMean(data, array, token) : gateValue(data, array, token, unit);
      return `${symbolOf(data.kind, array)} ${decimals(value)}`;
    });
    const whose = unit === undefined ? t(lang, "mean") : t(lang, "unit-n", { unit });
    const among = { count: steps.length, tokens: steps.map((each) => name(data.tokens, each)).join(" ") };
    const several = steps.length > 1 ? ` (${t(lang, "several-steps", among)})` : "";
    put(says, `${several} · ${whose}: ${values.join("   ")}`);
  };
}
