/** Beside the list: the dimensions that made one key's score. */
import { vectorsTable } from "./tables.ts";
import { dimensionOrder, dimensions } from "./dims.ts";
import { productsOf } from "./numbers.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { segments } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { t, titled } from "../../core/words/index.ts";
import { sayDimension, sayDimensions } from "./say.ts";
import type { Lang, Theme } from "../../core/types.ts";
import type { HeadStep } from "../../data/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Order } from "./dims.ts";

type Now = { step: HeadStep; key: number; order: Order; lang: Lang; look: Theme };

/** @param choose what the dimensions are ordered by */
export function createDimensions(hands: Hands, choose: (order: Order) => void) {
  let now: Now | null = null;
  const dimension = ({ step, key, order }: Now, column: number) =>
    dimensionOrder(productsOf(step, key), order)[column] ?? 0;
  const say = (column: number) => (now ? sayDimension(now.lang, now.step, now.key, dimension(now, column)) : "");
  const figure = createFigure({
    className: "inspect-dims",
    hands,
    meaning: { cursor: () => null, say: (_region, _row, column) => say(column), pick: () => {} },
  });
  const sorting = figure.tools.appendChild(document.createElement("span"));
  sorting.className = "segments";

  function redraw() {
    if (!now || figure.room() < 1) return;
    const { step, key, order, lang, look } = now;
    const scene = dimensions(step, key, { width: figure.room(), lang, order });
    const [cells] = scene.regions;
    if (!cells) return;
    figure.show(scene, look, [
      [
        "dims",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: 1,
          columns: cells.columns,
          box: (row, column) => cellBox(cells, row, column),
          find: (id, row, column) => (id === cells.id ? [row, column] : null),
          say: (_row, column) => say(column),
          enter: () => {},
          pick: () => {},
        },
      ],
    ]);
    figure.heading.textContent = scene.title;
    figure.summary.textContent = sayDimensions(lang, step, key);
    const choices = ["size", "index"].map((value) => ({ value, words: t(lang, `inspect-order-${value}`) }));
    segments(sorting, t(lang, "inspect-dims-order"), choices, order, (value) => choose(value as Order));
    figure.table.set(t(lang, "inspect-table-vectors-open"), () => vectorsTable(lang, step, key));
  }

  return {
    node: figure.node,
    /** Redrawn only for another key, order or step. */
    draw(next: Now) {
      const same =
        now &&
        now.step === next.step &&
        now.key === next.key &&
        now.order === next.order &&
        now.lang === next.lang &&
        now.look === next.look;
      now = next;
      if (!same) redraw();
    },
    redraw,
  };
}
