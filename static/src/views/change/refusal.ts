/** Why the API would not run a change, in the reader's words. No document. */
import { modelName, tokenName } from "../../plots/labels.ts";
import { t } from "../../core/words/index.ts";
import type { Lang } from "../../core/types.ts";
import type { Problem } from "../../data/types.ts";
import type { Run } from "./runs.ts";

/** @param run the sentence as it is */
export function refusal(
  lang: Lang,
  { type, detail, errors = [] }: Problem,
  run: Run,
  { mask }: { mask: readonly number[] },
) {
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
