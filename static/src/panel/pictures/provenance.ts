/** Which numbers a figure shows: every model whose answers it was drawn from. */
import { modelName } from "../../plots/labels.ts";
import { clauses, t } from "../../core/words/index.ts";
import type { Lang } from "../../core/types.ts";
import type { ModelRef } from "../../data/types.ts";
import type { AppState } from "../../state/app.ts";

/** How deep the models lie in what was gathered: a resource, its data, a reading or one of a pair, the model. */
const DEEP = 5;
/** Longer lists are numbers, tokens or rows: no models in them. */
const LONG = 8;

function visit(value: any, found: Map<string, ModelRef>, deep: number) {
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value) || deep < 0) return;
  if (Array.isArray(value)) {
    if (value.length <= LONG) for (const one of value) visit(one, found, deep - 1);
    return;
  }
  if (typeof value.weights_sha256 === "string" && typeof value.revision === "string" && value.libraries) {
    found.set(JSON.stringify([value.id, value.weights_sha256, value.changed ?? null]), value);
    return;
  }
  for (const one of Object.values(value)) visit(one, found, deep - 1);
}

/**
 * @param state what was gathered into it
 * @returns each once
 */
export function modelsOf({ answers: { models: _, ...shown } }: AppState): ModelRef[] {
  const found: Map<string, ModelRef> = new Map();
  for (const answer of Object.values(shown)) visit(answer, found, DEEP);
  return [...found.values()];
}

/**
 * The line under a figure: the whole of it stands in the figure's metadata.
 * @param version the app's
 */
export function provenanceLine(lang: Lang, models: readonly ModelRef[], version: string) {
  const said = models.map((model) =>
    t(lang, "figure-model", {
      id: modelName(lang, model),
      revision: model.revision,
      sha: model.weights_sha256.slice(0, 12),
      dtype: model.dtype,
    }),
  );
  return t(lang, "figure-provenance", { models: clauses(lang, said), version });
}
