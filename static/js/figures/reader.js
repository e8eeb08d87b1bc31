/** The model that reads the sentence, as it is called where it is listed. */

/** @param {ReturnType<typeof import("../state/app.js").createState>} store */
export function readerOf(store) {
  const { attention: { data }, model, models } = store.snapshot();
  const id = data?.model.id ?? model;
  return models?.models.find((one) => one.id === id)?.title ?? id;
}
