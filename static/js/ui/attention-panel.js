/** The attention panel: all heads, and one head in full. */
import { cellBox, tokenOf } from "../scene/hit.js";
import { grid } from "../views/grid.js";
import { heatmap } from "../views/heatmap.js";
import { tokenText } from "../views/labels.js";
import { createBars } from "./bars.js";
import { el, segments } from "./dom.js";
import { createFigure } from "./figure.js";
import { t } from "./i18n.js";
import { name, percent, ranked, rowOf, rowSum, sayHead, sayToken, sayWeight } from "./say.js";
import { gridTable, headTable } from "./tables.js";

/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("./figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {Region} region @param {number} row @param {number} column @returns {Cursor} */
function pointed(region, row, column) {
  const token = region.row.kind === "token" ? tokenOf(region.row, row, region.rows) : tokenOf(region.column, column, region.columns);
  if (region.row.kind !== "token" || region.column.kind !== "token") return { source: "attention", token };
  return { source: "attention", token, key: tokenOf(region.column, column, region.columns) };
}

/** @param {Store} store @param {Hands} hands */
export function createAttentionPanel(store, hands) {
  const words = () => store.get("words");
  /** @param {Region} region */
  const choose = ({ layer, head }) => {
    if (layer !== undefined && head !== undefined) store.set({ layer, head });
  };

  const all = createFigure({
    className: "all-heads",
    hands,
    meaning: {
      cursor: pointed,
      say({ layer = 0, head = 0 }) {
        const { data } = store.get("attention");
        return data ? sayHead(words(), data, layer, head) : "";
      },
      pick: choose,
    },
  });

  const one = createFigure({
    className: "one-head",
    hands,
    readout: true,
    meaning: {
      cursor: pointed,
      say(region, row, column) {
        const { data } = store.get("oneHead");
        const { token, key } = pointed(region, row, column);
        const found = data?.tokens[token];
        if (!data || !found) return "";
        return key === undefined ? sayToken(words(), found, data.model.id) : sayWeight(words(), data, token, key);
      },
      pick: (region, row, column) => hands.pin(pointed(region, row, column)),
    },
  });
  const scale = el("span", { class: "segments" });
  one.tools.append(scale);

  function drawAll() {
    const { data } = store.get("attention");
    all.node.hidden = !data;
    if (!data || all.room() < 1) return; // nothing to draw on in a view that hides it
    const { words: lang, look, layer, head, scale: kind } = store.snapshot();
    const { layers, heads, bins } = data.thumbnails;
    const most = store.get("view") === "heads" ? 110 : 64;
    const scene = grid(data, { width: all.room(), lang, scale: kind, layer, head, most });
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
          pick: (l, h) => choose(region(l, h)),
        },
      ],
    ]);
    all.heading.textContent = t(lang, "view-heads");
    const summary = { layers, heads, count: data.tokens.length };
    const block = data.tokens.length > bins ? ` ${t(lang, "grid-block", { count: data.tokens.length, bins })}` : "";
    const unknown = data.tokens.some((token) => token.unknown) ? ` ${t(lang, "grid-unknown")}` : "";
    all.summary.textContent = t(lang, "summary-grid", summary) + block + unknown;
    all.table.set(`${t(lang, "table")}: ${t(lang, "table-heads")}`, () => gridTable(lang, data));
  }

  function drawOne() {
    const { data, status } = store.get("oneHead");
    const { words: lang, look, scale: kind, layer, head } = store.snapshot();
    one.node.hidden = !data;
    one.heading.textContent = t(lang, "head-title", { layer, head });
    one.node.classList.toggle("stale", status === "loading");
    if (!data || one.room() < 1) return;
    const full = store.get("view") === "heatmap";
    const scene = heatmap(data, { width: one.room(), lang, scale: kind, maxCell: full ? 60 : 44 });
    const cells = /** @type {Region} */ (scene.regions[0]);
    const count = data.tokens.length;
    one.show(scene, look, [
      [
        "cells",
        {
          label: `${scene.title}. ${t(lang, "keys")}`,
          rows: count, columns: count,
          box: (row, column) => cellBox(cells, row, column),
          find: (id, row, column) => (id === cells.id ? [row, column] : null),
          say: (row, column) => sayWeight(lang, data, row, column),
          enter: (row, column) => hands.hover(pointed(cells, row, column)),
          pick: (row, column) => hands.pin(pointed(cells, row, column)),
        },
      ],
    ]);
    let best = 0;
    data.weights.forEach((weight, i) => {
      if (weight > /** @type {number} */ (data.weights[best])) best = i;
    });
    const [query, key] = [Math.floor(best / count), best % count];
    const say = { layer: data.layer, head: data.head, percent: percent(data.weights[best] ?? 0) };
    one.summary.textContent = t(lang, "summary-head", { ...say, query: name(data.tokens, query), key: name(data.tokens, key) });
    one.table.set(`${t(lang, "table")}: ${t(lang, "head-title", { layer: data.layer, head: data.head })}`, () => headTable(lang, data));
    const choices = /** @type {const} */ (["sqrt", "linear"]).map((value) => ({ value, words: t(lang, `scale-${value}`) }));
    segments(scale, t(lang, "scale"), choices, kind, (value) => store.set({ scale: /** @type {"sqrt" | "linear"} */ (value) }));
  }

  const says = el("span");
  const rest = el("span", { class: "soft" });
  const bars = createBars(6);
  const line = el("p", { class: "says" }, says, rest);
  one.readout.append(line, bars.node);

  /** The row that the cursor is on: what its token looks at, strongest first. */
  function read() {
    const { data } = store.get("oneHead");
    const lang = words();
    const cursor = store.get("cursor");
    const query = hands.lit().attention.rows[0];
    const from = query === undefined ? undefined : data?.tokens[query];
    line.classList.toggle("soft", !from);
    if (!data || query === undefined || !from) {
      says.textContent = t(lang, "hint-heatmap");
      rest.textContent = "";
      bars.show("", []);
      return;
    }
    const row = rowOf(data, query);
    const pair = cursor?.source === "attention" && cursor.key !== undefined && cursor.key < row.length ? cursor.key : null;
    says.textContent = pair === null ? t(lang, "looks", { query: tokenText(from) }) : sayWeight(lang, data, query, pair);
    rest.replaceChildren(` · ${t(lang, "row-sum", { sum: rowSum(data, query).toFixed(4) })}`, hands.release() ?? "");
    const strongest = ranked(data, query).slice(0, 6);
    bars.show("", strongest.map((key) => ({ words: name(data.tokens, key), share: row[key] ?? 0, unknown: data.tokens[key]?.unknown ?? false })));
  }

  return { nodes: [all.node, one.node], all, one, drawAll, drawOne, read };
}
