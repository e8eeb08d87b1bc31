/** The attention panel: all heads, and one head in full. */
import { isPair, matrixOf } from "../data/matrix.js";
import { cellBox, tokenOf } from "../scene/hit.js";
import { grid } from "../views/grid.js";
import { heatmap } from "../views/heatmap.js";
import { createFigure } from "./figure.js";
import { createHeadChoices } from "./head-choices.js";
import { createHeadReadout } from "./head-readout.js";
import { t } from "./i18n.js";
import { name, percent, sayHead, sayToken, sayWeight } from "./say.js";
import { gridTable, headTable } from "./tables.js";

/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("./figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {Region} region @param {number} row @param {number} column @returns {Cursor} */
function pointed(region, row, column) {
  const source = (region.row.kind === "token" ? region.row.source : region.column.source) ?? "attention";
  const token = region.row.kind === "token" ? tokenOf(region.row, row, region.rows) : tokenOf(region.column, column, region.columns);
  if (region.row.kind !== "token" || region.column.kind !== "token") return { source, token };
  return { source, token, key: tokenOf(region.column, column, region.columns) };
}

/** @param {Store} store @returns {Matrix | null} one head as it is drawn now */
export function shownMatrix(store) {
  const { oneHead, part, quarter, by } = store.snapshot();
  return oneHead.data && oneHead.data.own.length ? matrixOf(oneHead.data, { part, quarter, by }) : null;
}

/** The predictions that belong to what is drawn. @param {Store} store @param {Matrix} matrix */
function expectedIn(store, { queries, model }) {
  const { predictions: { data }, attention } = store.snapshot();
  const reads = attention.data?.targetTokens ? "target" : "attention";
  return data && data.model.id === model.id && data.text === attention.data?.text && queries.source === reads ? data : null;
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
        const matrix = shownMatrix(store);
        if (!matrix) return "";
        if (region.id === "cells") return sayWeight(words(), matrix, row, column);
        const found = region.id === "queries" ? matrix.queries.labels[row] : matrix.keys.labels[column];
        return found ? sayToken(words(), found, matrix.model) : "";
      },
      pick: (region, row, column) => hands.pin(pointed(region, row, column)),
    },
  });
  const choices = createHeadChoices(store);
  one.tools.append(...choices.nodes);

  function drawAll() {
    const { data } = store.get("attention");
    all.node.hidden = !data;
    if (!data || all.room() < 1) return; // nothing to draw on in a view that hides it
    const { words: lang, look, layer, head, scale: kind, quarter } = store.snapshot();
    const { layers, heads, bins } = data.thumbnails;
    const most = store.get("view") === "heads" ? 110 : 64;
    const scene = grid(data, { width: all.room(), lang, scale: kind, layer, head, most, quarter });
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
    const parts = data.tokens.some((token) => token.parts > 1) ? ` ${t(lang, "parts-note")}` : "";
    const begin = data.tokens.some((token) => !token.special && token.end === token.start) ? ` ${t(lang, "begin-note")}` : "";
    all.summary.textContent = t(lang, "summary-grid", summary) + block + unknown + parts + begin;
    all.table.set(`${t(lang, "table")}: ${t(lang, "table-heads")}`, () => gridTable(lang, data));
  }

  function drawOne() {
    const { status } = store.get("oneHead");
    const { words: lang, look, scale: kind, layer, head } = store.snapshot();
    const matrix = shownMatrix(store);
    one.node.hidden = !matrix;
    one.heading.textContent = t(lang, "head-title", { layer, head });
    one.node.classList.toggle("stale", status === "loading");
    if (!matrix || one.room() < 1) return;
    const full = store.get("view") === "heatmap";
    const expected = expectedIn(store, matrix);
    const same = matrix.keys.source === matrix.queries.source;
    const predictions = expected && same ? matrix.keys.tokens.map((own) => expected.lists[own.at(-1) ?? 0] ?? []) : null;
    const options = { width: one.room(), lang, scale: kind, maxCell: full ? 60 : 44, predictions, predicts: expected?.predicts ?? "next" };
    const scene = heatmap(matrix, options);
    const cells = /** @type {Region} */ (scene.regions[0]);
    const columns = matrix.keys.labels.length;
    one.show(scene, look, [
      [
        "cells",
        {
          label: `${scene.title}. ${t(lang, "keys")}`,
          rows: matrix.queries.labels.length, columns,
          box: (row, column) => cellBox(cells, row, column),
          find: (id, row, column) => (id === cells.id ? [row, column] : null),
          say: (row, column) => sayWeight(lang, matrix, row, column),
          enter: (row, column) => hands.hover(pointed(cells, row, column)),
          pick: (row, column) => hands.pin(pointed(cells, row, column)),
        },
      ],
    ]);
    let best = 0;
    matrix.weights.forEach((weight, i) => {
      if (weight > /** @type {number} */ (matrix.weights[best])) best = i;
    });
    const say = { layer: matrix.layer, head: matrix.head, percent: percent(matrix.weights[best] ?? 0) };
    const [query, key] = [name(matrix.queries.labels, Math.floor(best / columns)), name(matrix.keys.labels, best % columns)];
    const warm = expected ? ` ${t(lang, "temperature-note", { temperature: expected.temperature })}` : "";
    one.summary.textContent = t(lang, "summary-head", { ...say, query, key }) + warm;
    if (matrix.derived) one.summary.append(" ", Object.assign(document.createElement("span"), { lang: "en", textContent: matrix.derived }));
    one.table.set(`${t(lang, "table")}: ${t(lang, "head-title", { layer: matrix.layer, head: matrix.head })}`, () => headTable(lang, matrix));
    choices.draw({ pair: isPair(store.get("oneHead").data?.tokens ?? []), predicts: expected !== null });
  }

  const readout = createHeadReadout(one.readout);

  /** The row that the cursor is on: what its token looks at, strongest first. */
  function read() {
    const matrix = shownMatrix(store);
    const lit = hands.lit();
    const nowhere = { rows: [], columns: [] };
    const own = matrix?.queries.source === "target" ? (lit.target ?? nowhere) : lit.attention;
    const cursor = store.get("cursor");
    readout.show(words(), matrix, {
      lit: own, cursor: cursor?.source === matrix?.queries.source ? cursor : null,
      predictions: matrix && expectedIn(store, matrix), release: hands.release(),
    });
  }

  return { nodes: [all.node, one.node], all, one, drawAll, drawOne, read };
}
