/** What the server's list says of a model. */
import { layersOf } from "../data/layers.ts";
import type { Layers, ModelInfo } from "../data/types.ts";
import type { Store } from "./app.ts";

/** A model as the server lists it. */
export const listedIn = (store: Store, id: string | undefined) =>
  store.get("answers").models.data?.models.find((model) => model.id === id);

/** The layers and heads of a listed model; null where they are not known yet. */
export function listedLayers({ layers, heads, attending }: ModelInfo): Layers | null {
  if (!layers || !heads) return null;
  return layersOf({ layers_total: layers, attending }, { rows: attending?.length ?? layers, width: heads });
}

/** The name of the model that read the sentence. */
export function titleIn(store: Store) {
  const id = store.get("answers").attention.data?.model.id ?? store.get("model");
  return listedIn(store, id)?.title ?? id;
}
