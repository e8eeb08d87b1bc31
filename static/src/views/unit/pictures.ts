/** The unit view: the tracks of one unit. */
import { sorted } from "../../data/units.ts";
import { apartWords } from "../../panel/memory-notes.ts";
import { expectedPictures, netIntro, THIN } from "../../panel/pictures/net.ts";
import { TALL, trackPicture } from "../../panel/pictures/tracks.ts";
import type { GatesData } from "../../data/types.ts";
import type { Sorted } from "../../data/units.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

/** The unit that is looked at: the chosen one, or the first of the order. */
export function unitShown(store: Store, data: GatesData, by: Sorted) {
  const unit = store.get("unit");
  return unit !== null && unit < data.units ? unit : (by.order[0] ?? 0);
}

export const intro = (store: Store) => netIntro(store, "unit-intro");

/** On the page, what the net expects is read off beside the tracks. */
export const pictures: Maker = (store, { width, live = false }) => {
  const {
    answers: {
      gates: { data },
    },
    sort,
    track,
  } = store.snapshot();
  if (!data) return [];
  const unit = unitShown(store, data, sorted(data, sort, track));
  const tracks = trackPicture(store, data, {
    unit,
    width,
    tall: TALL.alone,
    ...(live ? {} : { minColumn: THIN }),
  });
  const apart = apartWords(store.get("langInForce"), data);
  return [
    { ...tracks, notes: [...(apart ? [apart] : []), ...(tracks.notes ?? [])] },
    ...(live ? [] : expectedPictures(store, data, unit, { width })),
  ];
};

export const figure: Drawing = { pictures, intro };
