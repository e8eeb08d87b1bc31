/** The unit view: the tracks of one unit, in whichever order the units are gone through. */
import { TALL } from "../../panel/pictures/tracks.ts";
import { intro, unitShown } from "./pictures.ts";
import { el } from "../../panel/dom.ts";
import { createSortChoice } from "../../panel/unit-order.ts";
import { createTracks } from "../../panel/tracks.ts";
import type { Hands } from "../../panel/figure.ts";
import type { MemoryPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): MemoryPart {
  const sort = createSortChoice(store);
  const tracks = createTracks(store, hands, { tall: TALL.alone, after: [sort.node] });
  const node = el("div", {}, tracks.node);
  return {
    node,
    stages: [tracks.stage],
    gates: true,
    read: tracks.read,
    intro: () => intro(store),
    draw() {
      const { data } = store.get("answers").gates;
      tracks.node.hidden = !data;
      if (!data) return;
      const by = sort.draw(data);
      tracks.draw(data, by, unitShown(store, data, by));
      tracks.read();
    },
  };
}
