/** Beside the list: the dimensions that made one key's score. */
import { vectorsTable } from "../../figures/steps-tables.js";
import { dimensionOrder, dimensions } from "../../views/inspector/dims.js";
import { productsOf } from "../../views/inspector/numbers.js";
import { cellBox } from "../../scene/hit.js";
import { segments } from "../dom.js";
import { createFigure } from "../figure.js";
import { t, titled } from "../i18n.js";
import { sayDimension, sayDimensions } from "./steps-say.js";

/** @typedef {import("../../types.js").HeadStep} HeadStep */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {import("../../views/inspector/dims.js").Order} Order */
/** @typedef {{step: HeadStep, key: number, order: Order, lang: import("../../types.js").Lang, look: import("../../types.js").Theme}} Now */

/** @param {Hands} hands @param {(order: Order) => void} choose what the dimensions are ordered by */
export function createDimensions(hands, choose) {
  /** @type {Now | null} */
  let now = null;
  const dimension = (/** @type {Now} */ { step, key, order }, /** @type {number} */ column) => dimensionOrder(productsOf(step, key), order)[column] ?? 0;
  const say = (/** @type {number} */ column) => (now ? sayDimension(now.lang, now.step, now.key, dimension(now, column)) : "");
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
          label: titled(lang, scene.title, t(lang, "keys")), rows: 1, columns: cells.columns,
          box: (row, column) => cellBox(cells, row, column),
          find: (id, row, column) => (id === cells.id ? [row, column] : null),
          say: (_row, column) => say(column), enter: () => {}, pick: () => {},
        },
      ],
    ]);
    figure.heading.textContent = scene.title;
    figure.summary.textContent = sayDimensions(lang, step, key);
    const choices = ["size", "index"].map((value) => ({ value, words: t(lang, `inspect-order-${value}`) }));
    segments(sorting, t(lang, "inspect-dims-order"), choices, order, (value) => choose(/** @type {Order} */ (value)));
    figure.table.set(t(lang, "inspect-table-vectors-open"), () => vectorsTable(lang, step, key));
  }

  return {
    node: figure.node,
    /** Redrawn only for another key, order or step. @param {Now} next */
    draw(next) {
      const same = now && now.step === next.step && now.key === next.key && now.order === next.order && now.lang === next.lang && now.look === next.look;
      now = next;
      if (!same) redraw();
    },
    redraw,
  };
}
