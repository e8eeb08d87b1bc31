/** What a view says where the address masks tokens or switches heads off: that its numbers are of that run, or that they are not. */
import { headId } from "../../state/selection.ts";
import { runFields } from "../../data/run.ts";
import { titleIn } from "../../state/listed.ts";
import { modelName } from "../../plots/labels.ts";
import { series, spoken, t } from "../../core/words/index.ts";
import { name } from "../../plots/say.ts";
import type { Lang } from "../../core/types.ts";
import type { Token } from "../../data/types.ts";
import type { Figure } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { Run } from "../../data/run.ts";

type View = Figure["id"];

/**
 * What is changed, in words.
 * @param tokens of the sentence, as far as they are known
 */
export function sayRun(lang: Lang, { mask = [], ablate = [] }: Run, tokens: readonly Token[]) {
  const each = (index: number) =>
    tokens[index] ? t(lang, "run-token", { index, token: name(tokens, index) }) : String(index);
  return [
    ...(mask.length
      ? [t(lang, mask.length === 1 ? "run-masked" : "run-masked-several", { tokens: series(lang, mask.map(each)) })]
      : []),
    ...(ablate.length
      ? [t(lang, ablate.length === 1 ? "run-off" : "run-off-several", { heads: series(lang, ablate.map(headId)) })]
      : []),
  ].join(t(lang, "list-comma"));
}

/** Of the two that are compared, which are of the run. */
function compared(store: Store) {
  const { against, langInForce: lang, mask, ablate } = store.snapshot();
  if (against === "head") return "";
  if (against === "model") return t(lang, "run-second-model");
  if (mask.length === 0) return "";
  return t(lang, ablate.length ? "run-second-text-off" : "run-second-text");
}

/**
 * @param view one that is shown
 * @returns "" where the address changes nothing, the view shows both runs, or stands beside attention
 */
export function runNote(store: Store, view: View): string {
  const {
    langInForce: lang,
    answers: {
      attention: { data },
      beside,
    },
    mask,
    ablate,
    view: alone,
    views,
  } = store.snapshot();
  const wanted = runFields({ mask, ablate });
  if (Object.keys(wanted).length === 0 || view === "change" || view === "strip") return "";
  const panel = views.find(({ id }) => id === view)?.panel;
  const shown = view === "shares" ? (beside?.data?.head ?? null) : data;
  const say = (key: string, run: Run, tokens: readonly Token[]) => t(lang, key, { changes: sayRun(lang, run, tokens) });
  // Whose tokens they would be is not read where they do not act.
  if (panel === "context") return say("run-not-context", wanted, []);
  if (panel === "memory" && view !== "shares") {
    return alone === "" ? "" : say("run-not-net", wanted, []);
  }
  if (!shown) return "";
  const run = runFields(shown);
  const model = data ? titleIn(store) : modelName(lang, shown.model);
  if (Object.keys(run).length === 0) {
    return t(lang, "run-refused", { changes: sayRun(lang, wanted, shown.tokens), model });
  }
  return spoken(
    lang,
    say(panel === "attention" ? "run-changed" : "run-beside", run, shown.tokens),
    view === "compare" ? compared(store) : "",
  );
}
