/** What a view says where the address masks tokens or switches heads off: that its numbers are of that run, or that they are not. */
import { headId } from "../data/selection.js";
import { ATTN_VIEWS, LAB_VIEWS } from "../state/permalink.js";
import { runFields } from "../state/run.js";
import { titleIn } from "../state/listed.js";
import { modelName } from "../views/labels.js";
import { series, spoken, t } from "../ui/i18n.js";
import { name } from "../ui/say.js";

/** @typedef {import("../types.js").AttnView} AttnView */
/** @typedef {import("../types.js").FigureEntry["id"]} View */
/** @typedef {import("../types.js").LabView} LabView */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../state/run.js").Run} Run */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** What is changed, in words. @param {Lang} lang @param {Run} run @param {readonly Token[]} tokens of the sentence, as far as they are known */
export function sayRun(lang, { mask = [], ablate = [] }, tokens) {
  const each = (/** @type {number} */ index) => (tokens[index] ? t(lang, "run-token", { index, token: name(tokens, index) }) : String(index));
  return [
    ...(mask.length ? [t(lang, mask.length === 1 ? "run-masked" : "run-masked-several", { tokens: series(lang, mask.map(each)) })] : []),
    ...(ablate.length ? [t(lang, ablate.length === 1 ? "run-off" : "run-off-several", { heads: series(lang, ablate.map(headId)) })] : []),
  ].join(t(lang, "list-comma"));
}

/** Of the two that are compared, which are of the run. @param {Store} store */
function compared(store) {
  const { against, words: lang, mask, ablate } = store.snapshot();
  if (against === "head") return "";
  if (against === "model") return t(lang, "run-second-model");
  if (mask.length === 0) return "";
  return t(lang, ablate.length ? "run-second-text-off" : "run-second-text");
}

/** @param {Store} store @param {View} view one that is shown @returns {string} "" where the address changes nothing, the view shows both runs, or stands beside attention */
export function runNote(store, view) {
  const { words: lang, attention: { data }, labData, mask, ablate, view: alone } = store.snapshot();
  const wanted = runFields({ mask, ablate });
  if (Object.keys(wanted).length === 0 || view === "change" || view === "strip") return "";
  const isAttention = ATTN_VIEWS.includes(/** @type {AttnView} */ (view));
  const shown = view === "shares" ? (labData["beside"]?.data?.head ?? null) : data;
  const say = (/** @type {string} */ key, /** @type {Run} */ run, /** @type {readonly Token[]} */ tokens) => t(lang, key, { changes: sayRun(lang, run, tokens) });
  // Whose tokens they would be is not read where they do not act.
  if (view === "context") return say("run-not-context", wanted, []);
  if (LAB_VIEWS.includes(/** @type {LabView} */ (view)) && view !== "shares") return alone === "" ? "" : say("run-not-net", wanted, []);
  if (!shown) return "";
  const run = runFields(shown);
  const model = data ? titleIn(store) : modelName(lang, shown.model);
  if (Object.keys(run).length === 0) return t(lang, "run-refused", { changes: sayRun(lang, wanted, shown.tokens), model });
  return spoken(lang, say(isAttention ? "run-changed" : "run-beside", run, shown.tokens), view === "compare" ? compared(store) : "");
}
