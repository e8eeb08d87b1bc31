/** The unit view: the tracks of one unit, in whichever order the units are gone through. */
import { sorted } from "../../data/units.ts";
import { intro, pictures, unitShown } from "./pictures.ts";
import { el } from "../../panel/dom.ts";
import { createSortChoice } from "../../panel/unit-order.ts";
import { createTracks } from "../../panel/tracks.ts";
import type { Hands } from "../../panel/figure.ts";
import type { MemoryPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): MemoryPart {
  const sort = createSortChoice(store);
  const tracks = createTracks(store, hands, {
    pictures,
    shown() {
      const { sort: key, track, answers } = store.snapshot();
      const { data } = answers.gates;
      return data && { data, unit: unitShown(store, data, sorted(data, key, track)) };
    },
    after: [sort.node],
  });
  const node = el("div", {}, tracks.node);
  return {
    node,
    light: tracks.light,
    read: tracks.read,
    intro: () => intro(store),
    draw() {
      const { data } = store.get("answers").gates;
      tracks.node.hidden = !data;
      if (!data) return;
      tracks.draw(sort.draw(data));
      tracks.read();
    },
  };
}
