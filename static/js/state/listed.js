/** What the server's list says of a model. */

/** @typedef {ReturnType<typeof import("./app.js").createState>} Store */

/** A model as the server lists it. @param {Store} store @param {string | undefined} id */
export const listedIn = (store, id) => store.get("models")?.models.find((model) => model.id === id);

/** The name of the model that read the sentence. @param {Store} store */
export function titleIn(store) {
  const id = store.get("attention").data?.model.id ?? store.get("model");
  return listedIn(store, id)?.title ?? id;
}
