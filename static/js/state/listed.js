/** What the server's list says of a model. */
import { layersOf } from "../data/layers.js";

/** @typedef {ReturnType<typeof import("./app.js").createState>} Store */

/** A model as the server lists it. @param {Store} store @param {string | undefined} id */
export const listedIn = (store, id) => store.get("models")?.models.find((model) => model.id === id);

/** The layers and heads of a listed model; null where they are not known yet. @param {import("../types.js").ModelInfo} model @returns {import("../types.js").Layers | null} */
export function listedLayers({ layers, heads, attending, heads_by_layer: each }) {
  if (!layers || !heads) return null;
  const width = Math.max(heads, ...(each ?? []));
  return layersOf({ layers_total: layers, attending, heads_by_layer: each }, { rows: attending?.length ?? layers, width });
}

/** The name of the model that read the sentence. @param {Store} store */
export function titleIn(store) {
  const id = store.get("attention").data?.model.id ?? store.get("model");
  return listedIn(store, id)?.title ?? id;
}
