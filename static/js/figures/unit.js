/** The unit view: the tracks of one unit. */
import { sorted } from "../data/units.js";
import { apartWords } from "../ui/memory-notes.js";
import { expectedPictures, netIntro, THIN } from "./net.js";
import { TALL, trackPicture } from "./tracks.js";

/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** The unit that is looked at: the chosen one, or the first of the order. @param {Store} store @param {GatesData} data @param {import("../data/units.js").Sorted} by */
export function unitShown(store, data, by) {
  const unit = store.get("unit");
  return unit !== null && unit < data.units ? unit : (by.order[0] ?? 0);
}

/** @param {Store} store */
export const intro = (store) => netIntro(store, "unit-intro");

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const { gates: { data }, sort, track } = store.snapshot();
  if (!data) return [];
  const unit = unitShown(store, data, sorted(data, sort, track));
  const tracks = trackPicture(store, data, { unit, width, tall: TALL.alone, minColumn: THIN });
  const apart = apartWords(store.get("words"), data);
  return [
    { ...tracks, notes: [...(apart ? [apart] : []), ...(tracks.notes ?? [])] },
    ...expectedPictures(store, data, unit, { width }),
  ];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "unit", gates: true, pictures, intro };
