/** Why the API would not run a change, in the reader's words. No document. */
import { modelName, tokenName } from "../../views/labels.js";
import { t } from "../i18n.js";

/**
 * @param {import("../../types.js").Lang} lang @param {import("../../types.js").Problem} problem
 * @param {import("../../data/runs.js").Run} run the sentence as it is @param {{mask: readonly number[]}} state
 */
export function refusal(lang, { type, detail, errors = [] }, run, { mask }) {
  const model = modelName(lang, run.model);
  if (type.endsWith("#index-out-of-range")) return t(lang, "change-refused-beyond");
  const left = /token (\d+) has nothing left/.exec(detail);
  if (left && errors.some(({ pointer }) => pointer === "/mask")) {
    const index = Number(left[1]);
    const token = run.tokens[index];
    return run.family === "decoder" && index === 0 && mask.includes(0)
      ? t(lang, "change-refused-first", { model })
      : t(lang, "change-refused-all", { token: token ? tokenName(token) : index });
  }
  return t(lang, "change-refused-kind", { model });
}
