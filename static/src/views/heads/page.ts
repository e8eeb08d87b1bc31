/** All heads of the model at once, of which one or several are chosen, and under them the chosen ones in full. */
import { nearestHead, rowOf } from "../../data/layers.ts";
import { toggled } from "../../state/selection.ts";
import { overview } from "./pictures.ts";
import { sortedBy } from "../../panel/pictures/statistics.ts";
import { el } from "../../panel/dom.ts";
import { overPlaces } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayHead } from "../../plots/say.ts";
import { createHeatmaps } from "../../panel/heatmap/page.ts";
import { createOrder } from "./order.ts";
import { pointed } from "../../panel/pointed.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Grid } from "../../panel/grids.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("langInForce");
  const shown = () => store.get("answers").attention.data;
  const order = createOrder(store);

  /** @param event with Shift or Ctrl, one more head */
  function choose({ layer, head }: Region, event: MouseEvent | KeyboardEvent) {
    if (layer === undefined || head === undefined) return;
    store.set(
      event.shiftKey || event.ctrlKey || event.metaKey ? toggled(store.snapshot(), { layer, head }) : { layer, head },
    );
  }

  /** Over the heads of the layers that attend, or over all heads strongest first. */
  function grids({ scene }: Picture): Grid[] {
    const data = shown();
    if (!data) return [];
    const by = sortedBy(store, data);
    if (by) return [order.grid(by, scene)];
    const { layers } = data.thumbnails;
    const places = new Map(scene.regions.map((one) => [one.id, one]));
    const rows = layers.numbers.map((layer, row) =>
      Array.from({ length: layers.each[row] ?? 1 }, (_, head) => places.get(`head-${layer}-${head}`) as Region),
    );
    const { layer, head } = nearestHead(layers, store.snapshot());
    const label = titled(words(), scene.title, t(words(), "keys"));
    const say = (row: number, column: number) => {
      const { layer: l = 0, head: h = 0 } = rows[row]?.[Math.min(column, (rows[row]?.length ?? 1) - 1)] ?? {};
      return sayHead(words(), data, l, h);
    };
    return [overPlaces("heads", rows, label, { say, quiet: true, start: [rowOf(layers, layer), head] })];
  }
  const mount = createMount(store, hands, {
    pictures: overview,
    busy: order.waits,
    // Hundreds of pictures: what else the panel hears of, such as predictions, is nothing to them.
    inputs() {
      const {
        layer,
        head,
        heads,
        scale,
        colour,
        quarter,
        special,
        view,
        order: by,
        arrange,
        answers,
      } = store.snapshot();
      const { stats, contributions } = answers;
      return [shown(), stats, contributions, layer, head, heads, scale, colour, quarter, special, view, by, arrange];
    },
    parts: {
      heads: {
        className: "all-heads",
        cursor: pointed,
        say({ layer = 0, head = 0 }) {
          const data = shown();
          return data
            ? [order.say(data, { layer, head }), sayHead(words(), data, layer, head)].filter(Boolean).join(" · ")
            : "";
        },
        pick: (region, _, __, event) => choose(region, event),
        grids,
        table() {
          const data = shown();
          return data && order.table(data);
        },
      },
    },
  });
  const all = mount.figures.heads;
  all.tools.append(order.node);
  const one = createHeatmaps(store, hands);

  return {
    node: el("div", {}, all.node, one.node),
    controls: [
      "heads",
      "mix",
      "part",
      "by",
      "quarter",
      "special",
      "filter",
      "scale",
      "colour",
      "quantity",
      "temperature",
    ],
    light(lit) {
      mount.light(lit);
      one.light(lit);
    },
    draw() {
      if (mount.draw()) order.draw();
      one.draw();
    },
    read: one.read,
  };
}
