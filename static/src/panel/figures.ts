/** Views as they are drawn without their part on a page. */
import type { Drawing, Figure, View } from "../state/view.ts";

export const figureOf = (view: View, drawing: Drawing): Figure => ({
  ...drawing,
  id: view.id,
  ...(view.sentence === false && { sentence: view.sentence }),
});

/** The figures of views whose code may still have to come. */
export const loadFigures = (views: readonly View[]): Promise<Figure[]> =>
  Promise.all(views.map(async (view) => figureOf(view, (await view.pictures()).figure)));
