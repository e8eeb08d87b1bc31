/** The unit view: the tracks of one unit, in whichever order the units are gone through. */
import { TALL } from "../../figures/tracks.js";
import { intro, unitShown } from "../../figures/unit.js";
import { el } from "../dom.js";
import { createSortChoice } from "./sort.js";
import { createTracks } from "./tracks.js";

/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** @param {Store} store @param {import("../figure.js").Hands} hands @returns {import("../../types.js").LabPart} */
export function create(store, hands) {
  const sort = createSortChoice(store);
  const tracks = createTracks(store, hands, { tall: TALL.alone, after: [sort.node] });
  const node = el("div", {}, tracks.node);
  return {
    node, stages: [tracks.stage], gates: true, read: tracks.read, intro: () => intro(store),
    draw() {
      const { data } = store.get("gates");
      tracks.node.hidden = !data;
      if (!data) return;
      const by = sort.draw(data);
      tracks.draw(data, by, unitShown(store, data, by));
      tracks.read();
    },
  };
}
