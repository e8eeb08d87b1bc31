/** All heads of the model at once, and under them the chosen ones in full. */
import { chosenHeads, toggled } from "../../data/selection.js";
import { grid } from "../../views/grid.js";
import { createChanged } from "../changed.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { sayHead } from "../say.js";
import { gridTable } from "../../figures/tables.js";
import { createHeatmaps } from "./heatmap.js";
import { createOrder } from "./order.js";
import { pointed } from "./pointed.js";

/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** @param {Store} store @param {Hands} hands @returns {import("../../types.js").AttnPart} */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @param {Region} region @param {MouseEvent | KeyboardEvent} [event] with Shift or Ctrl, one more head */
  function choose({ layer, head }, event) {
    if (layer === undefined || head === undefined) return;
    store.set(event?.shiftKey || event?.ctrlKey || event?.metaKey ? toggled(store.snapshot(), { layer, head }) : { layer, head });
  }
  const all = createFigure({
    className: "all-heads",
    hands,
    meaning: {
      cursor: pointed,
      say({ layer = 0, head = 0 }) {
        const { data } = store.get("attention");
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

  /** @param {import("../../types.js").AttentionData} data */
  function summarise(data) {
    const lang = words();
    const { layers, heads, bins } = data.thumbnails;
    const summary = { layers, heads, count: data.tokens.length };
    const block = data.tokens.length > bins ? ` ${t(lang, "grid-block", { count: data.tokens.length, bins })}` : "";
    const unknown = data.tokens.some((token) => token.unknown) ? ` ${t(lang, "grid-unknown")}` : "";
    const parts = data.tokens.some((token) => token.parts > 1) ? ` ${t(lang, "parts-note")}` : "";
    const begin = data.tokens.some((token) => !token.special && token.end === token.start) ? ` ${t(lang, "begin-note")}` : "";
    const hidden = store.get("special") === "hide" ? ` ${t(lang, data.tokens.length > bins ? "grid-hidden-block" : "grid-hidden")}` : "";
    const whole = `${t(lang, "summary-grid", summary)} ${t(lang, "grid-several")}${hidden}${block}${unknown}${parts}${begin}`;
    all.summary.textContent = [order.summary(data), whole].filter(Boolean).join(" ");
  }

  function drawAll() {
    const { data } = store.get("attention");
    all.node.hidden = !data;
    const room = all.room();
    if (!data || room < 1) return;
    const state = store.snapshot();
    const { words: lang, look, layer, head, scale, colour, quarter, special } = state;
    // 270 pictures: what else the panel hears of, such as predictions or how far a model has loaded, is nothing to them.
    if (!changed(data, room, lang, look, layer, head, scale, colour, quarter, special, state.view, state.heads, state.order, state.arrange, state.attnData)) return;
    const { layers, heads } = data.thumbnails;
    order.draw();
    all.heading.textContent = t(lang, "view-heads");
    summarise(data);
    const counted = order.has(data);
    all.table.set(`${t(lang, "table")}: ${t(lang, counted ? "stats-table" : "table-heads")}`, () => (counted ? order.table(data) : gridTable(lang, data)));
    all.node.classList.toggle("stale", order.waits());
    if (order.sorts(data)) {
      const made = order.scene(data, room, choose);
      all.show(made.scene, look, [made.keys]);
      return;
    }
    const most = state.view === "heads" ? 110 : 64;
    const scene = grid(data, { width: room, lang, scale, colour, layer, head, most, quarter, special, statistic: order.statistic(data), others: chosenHeads(state).slice(1) });
    const region = (/** @type {number} */ l, /** @type {number} */ h) => /** @type {Region} */ (scene.regions[l * heads + h]);
    all.show(scene, look, [
      [
        "heads",
        {
          label: `${scene.title}. ${t(lang, "keys")}`,
          rows: layers, columns: heads, start: [Math.min(layer, layers - 1), Math.min(head, heads - 1)],
          box: (l, h) => region(l, h),
          find: (id) => {
            const at = scene.regions.findIndex((one0) => one0.id === id);
            return at < 0 ? null : [Math.floor(at / heads), at % heads];
          },
          say: (l, h) => sayHead(lang, data, l, h),
          enter: () => {},
          pick: (l, h, event) => choose(region(l, h), event),
        },
      ],
    ]);
  }

  return {
    node,
    controls: ["heads", "mix", "part", "by", "quarter", "special", "filter", "scale", "colour", "quantity", "temperature"],
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
