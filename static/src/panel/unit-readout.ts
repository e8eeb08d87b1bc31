/** The step that the cursor is on: its numbers, and the likeliest next tokens. Without a cursor, the last step. */
import { stepNumbers, stepRead } from "./pictures/net.ts";
import { tokenName } from "../plots/labels.ts";
import { createBars } from "./bars.ts";
import { el, put } from "./dom.ts";
import { t } from "../core/words/index.ts";
import { name } from "../plots/say.ts";
import type { Lang } from "../core/types.ts";
import type { GatesData } from "../data/types.ts";

export function createStepReadout(host: HTMLElement) {
  const step = el("b", { dir: "auto" });
  const says = el("span");
  const held = el("span");
  const rest = el("span", {}, says, held);
  const bars = createBars(5);
  const line = el("p", { class: "says" }, step, rest);
  host.append(line, bars.node);

  /** @param about unit: none for the mean over all */
  return (
    lang: Lang,
    data: GatesData | null,
    { steps, unit, hint, release }: { steps: number[]; unit: number | undefined; hint: string; release: Node | null },
  ) => {
    const { token, found } = data ? stepRead(data, steps) : { token: 0, found: undefined };
    line.classList.toggle("soft", !found);
    put(step, found ? tokenName(found) : "");
    const intro = data ? t(lang, "predicts-next", { token: name(data.tokens, token) }) : "";
    bars.show(
      intro,
      (data?.predictions?.[token] ?? []).map(({ text, probability }) => ({ words: text, share: probability })),
    );
    const button = data && found ? release : null;
    if (button || held.firstChild) held.replaceChildren(button ?? "");
    if (!data || !found) {
      put(says, hint);
      return;
    }
    put(says, stepNumbers(lang, data, steps, unit));
  };
}
