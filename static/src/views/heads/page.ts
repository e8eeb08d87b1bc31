/** All heads of the model at once, and under them the chosen ones in full. */
import { nearestHead, rowOf } from "../../data/layers.ts";
import { toggled } from "../../state/selection.ts";
import { headsHeading, headsNotes, headsScene, headsTable, headsTableName, sumUpHeads } from "./pictures.ts";
import { sortedBy, sumUpOrder } from "../../panel/pictures/statistics.ts";
import { createChanged } from "../../panel/changed.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { labelled, spoken, t, titled } from "../../core/words/index.ts";
import { sayHead } from "../../plots/say.ts";
import { createHeatmaps } from "../../panel/heatmap/page.ts";
import { createOrder } from "./order.ts";
import { pointed } from "../../panel/pointed.ts";
import type { Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { AttentionPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): AttentionPart {
  const words = () => store.get("words");
  /** @param event with Shift or Ctrl, one more head */
  function choose({ layer, head }: Region, event?: MouseEvent | KeyboardEvent) {
    if (layer === undefined || head === undefined) return;
    store.set(
      event?.shiftKey || event?.ctrlKey || event?.metaKey
        ? toggled(store.snapshot(), { layer, head })
        : { layer, head },
    );
  }
  const all = createFigure({
    className: "all-heads",
    hands,
    meaning: {
      cursor: pointed,
      say({ layer = 0, head = 0 }) {
        const { data } = store.get("answers").attention;
        if (!data) return "";
        return [order.say(data, { layer, head }), sayHead(words(), data, layer, head)].filter(Boolean).join(" · ");
      },
      pick: (region, _row, _column, event) => choose(region, event),
    },
  });
  const order = createOrder(store);
  const changed = createChanged();
  all.tools.append(order.node);
  const one = createHeatmaps(store, hands);
  const node = el("div", {}, all.node, one.node);

  function drawAll() {
    const { data } = store.get("answers").attention;
    all.node.hidden = !data;
    const room = all.room();
    if (!data || room < 1) return;
    const state = store.snapshot();
    const { words: lang, look, layer, head, scale, colour, quarter, special } = state;
    // 270 pictures: what else the panel hears of, such as predictions or how far a model has loaded, is nothing to them.
    if (
      !changed(
        data,
        room,
        lang,
        look,
        layer,
        head,
        scale,
        colour,
        quarter,
        special,
        state.view,
        state.heads,
        state.order,
        state.arrange,
        state.answers,
      )
    ) {
      return;
    }
    const { layers } = data.thumbnails;
    order.draw();
    all.heading.textContent = headsHeading(store, data);
    all.summary.textContent = spoken(
      lang,
      sumUpOrder(store, data),
      sumUpHeads(store, data),
      t(lang, "grid-several"),
      ...headsNotes(store, data),
    );
    all.table.set(
      labelled(lang, t(lang, "table"), headsTableName(store, data)),
      () => order.table(data) ?? headsTable(store, data),
    );
    all.node.classList.toggle("stale", order.waits());
    const scene = headsScene(store, data, room);
    const by = sortedBy(store, data);
    if (by) {
      all.show(scene, look, [order.keys(by, scene, choose)]);
      return;
    }
    // The keyboard goes over the layers that attend; where one has fewer heads, its last stands for those that it lacks.
    const at = (row: number, column: number) => ({
      layer: layers.numbers[row] ?? 0,
      head: Math.min(column, (layers.each[row] ?? 1) - 1),
    });
    const places = new Map(scene.regions.map((one0) => [one0.id, one0]));
    const region = (row: number, column: number) => {
      const { layer: l, head: h } = at(row, column);
      return places.get(`head-${l}-${h}`) as Region;
    };
    const start = nearestHead(layers, { layer, head });
    all.show(scene, look, [
      [
        "heads",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: layers.numbers.length,
          columns: layers.width,
          start: [rowOf(layers, start.layer), start.head],
          box: region,
          find: (id) => {
            const { layer: l = -1, head: h = 0 } = places.get(id) ?? {};
            return l < 0 ? null : [rowOf(layers, l), h];
          },
          say: (row, column) => sayHead(lang, data, at(row, column).layer, at(row, column).head),
          enter: () => {},
          pick: (row, column, event) => choose(region(row, column), event),
        },
      ],
    ]);
  }

  return {
    node,
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
    get stages() {
      return [all.stage, ...one.stages];
    },
    draw() {
      drawAll();
      one.draw();
    },
    read: one.read,
  };
}
