/** One head in full; several apart, with one cursor; or their mean. */
import { matrices } from "../../data/selection.js";
import { cellBox } from "../../scene/hit.js";
import { heatmap } from "../../views/heatmap.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { createHeadReadout } from "../head-readout.js";
import { t } from "../i18n.js";
import { name, percent, sayDrawn, sayToken } from "../say.js";
import { headTable } from "../tables.js";
import { withFind } from "./go.js";
import { pointed } from "./pointed.js";

/** @typedef {import("../../types.js").DrawnMatrix} DrawnMatrix */
/** @typedef {import("../../types.js").Matrix} Matrix */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** The predictions that belong to what is drawn. @param {Store} store @param {Matrix} matrix */
export function expectedIn(store, { queries, model }) {
  const { predictions: { data }, attention } = store.snapshot();
  const reads = attention.data?.targetTokens ? "target" : "attention";
  return data && data.model.id === model.id && data.text === attention.data?.text && queries.source === reads ? data : null;
}

/** One matrix on the page. @param {Store} store @param {Hands} hands @param {number} at which of those that are drawn */
function createOne(store, hands, at) {
  const words = () => store.get("words");
  const now = () => matrices(store)[at];
  const figure = createFigure({
    className: "one-head",
    hands,
    readout: at === 0,
    meaning: {
      cursor: pointed,
      say(region, row, column) {
        const drawn = now();
        if (!drawn) return "";
        if (region.id === "cells") return sayDrawn(words(), drawn, row, column);
        const found = region.id === "queries" ? drawn.matrix.queries.labels[row] : drawn.matrix.keys.labels[column];
        return found ? sayToken(words(), found, drawn.matrix.model) : "";
      },
      pick: (region, row, column) => hands.pin(pointed(region, row, column)),
    },
  });

  /** @param {DrawnMatrix} drawn */
  function summarise(drawn) {
    const lang = words();
    const { matrix, truth } = drawn;
    const columns = matrix.keys.labels.length;
    let best = 0;
    truth.weights.forEach((weight, i) => {
      if (weight > /** @type {number} */ (truth.weights[best])) best = i;
    });
    const say = { layer: matrix.layer, head: matrix.head, percent: percent(truth.weights[best] ?? 0) };
    const [query, key] = [name(matrix.queries.labels, Math.floor(best / columns)), name(matrix.keys.labels, best % columns)];
    const expected = expectedIn(store, matrix);
    const warm = expected ? ` ${t(lang, "temperature-note", { temperature: expected.temperature })}` : "";
    figure.summary.textContent = t(lang, "summary-head", { ...say, query, key }) + warm;
    if (matrix.derived) figure.summary.append(" ", el("span", { lang: "en" }, matrix.derived));
  }

  return {
    figure,
    /** @param {DrawnMatrix} drawn @param {{full: boolean, maxCell: number}} size */
    draw(drawn, { maxCell }) {
      const { words: lang, look, scale, colour, oneHead } = store.snapshot();
      figure.node.classList.toggle("stale", oneHead.status === "loading");
      figure.heading.textContent = drawn.label;
      if (figure.room() < 1) return;
      const { matrix } = drawn;
      const expected = expectedIn(store, matrix);
      const same = matrix.keys.source === matrix.queries.source;
      const predictions = expected && same && at === 0 ? matrix.keys.tokens.map((own) => expected.lists[own.at(-1) ?? 0] ?? []) : null;
      const options = { width: figure.room(), lang, scale, colour, drawn: drawn.drawn, ramp: at === 0, maxCell, predictions, predicts: expected?.predicts ?? /** @type {const} */ ("next") };
      const scene = heatmap(matrix, options);
      const cells = /** @type {Region} */ (scene.regions[0]);
      figure.show(scene, look, [
        [
          "cells",
          {
            label: `${scene.title}. ${t(lang, "keys")}`,
            rows: matrix.queries.labels.length, columns: matrix.keys.labels.length,
            box: (row, column) => cellBox(cells, row, column),
            find: (id, row, column) => (id === cells.id ? [row, column] : null),
            say: (row, column) => sayDrawn(lang, drawn, row, column),
            enter: (row, column) => hands.hover(pointed(cells, row, column)),
            pick: (row, column) => hands.pin(pointed(cells, row, column)),
          },
        ],
      ]);
      summarise(drawn);
      figure.table.set(`${t(lang, "table")}: ${drawn.label}`, () => headTable(lang, matrix));
    },
  };
}

/** The chosen heads, a picture each. @param {Store} store @param {Hands} hands */
export function createHeatmaps(store, hands) {
  /** @type {ReturnType<typeof createOne>[]} */
  const ones = [];
  const node = el("div", { class: "heatmaps" });
  const made = (/** @type {number} */ at) => (ones[at] ??= createOne(store, hands, at));
  const readout = createHeadReadout(made(0).figure.readout);

  return {
    node,
    get stages() {
      return ones.map(({ figure }) => figure.stage);
    },
    draw() {
      const drawn = matrices(store);
      node.hidden = drawn.length === 0;
      node.classList.toggle("several", drawn.length > 1);
      const figures = drawn.map((_, at) => made(at).figure.node);
      if (figures.length !== node.children.length || figures.some((one, at) => node.children[at] !== one)) node.replaceChildren(...figures);
      const maxCell = store.get("view") === "heatmap" ? 60 : 44;
      drawn.forEach((one, at) => made(at).draw(one, { full: drawn.length === 1, maxCell }));
    },
    /** The row that the cursor is on: what its token looks at, strongest first. */
    read() {
      const shown = matrices(store)[0];
      const matrix = shown?.matrix ?? null;
      const lit = hands.lit();
      const own = matrix?.queries.source === "target" ? (lit.target ?? { rows: [], columns: [] }) : lit.attention;
      const cursor = store.get("cursor");
      readout.show(store.get("words"), shown ?? null, {
        lit: own, cursor: cursor?.source === matrix?.queries.source ? cursor : null,
        predictions: matrix && expectedIn(store, matrix), release: withFind(store, hands.release()),
      });
    },
  };
}

/** @param {Store} store @param {Hands} hands @returns {import("../../types.js").AttnPart} */
export function create(store, hands) {
  const all = createHeatmaps(store, hands);
  return {
    node: all.node,
    controls: ["heads", "mix", "part", "by", "quarter", "special", "filter", "scale", "colour", "quantity", "temperature"],
    get stages() {
      return all.stages;
    },
    draw: all.draw,
    read: all.read,
  };
}
