/** What each head adds to the residual stream: all heads at once, and one layer's heads at every token. */
import { contribution, relative, relativeNorms } from "../../data/stats.js";
import { readerOf } from "../../figures/reader.js";
import { cellBox } from "../../scene/hit.js";
import { ofLayer, overview } from "../../views/contributions.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { name, percent, sayToken } from "../say.js";
import { table } from "../tables.js";

/** @typedef {import("../../types.js").Cursor} Cursor */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../data/stats.js").ContributionsData} ContributionsData */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** A norm as it is printed. @param {number} value */
export const length = (value) => String(Number(value.toPrecision(4)));

/** @typedef {{data: ContributionsData, means: Float64Array, shares: Float64Array}} Read */

/** @param {Lang} lang @param {Read} read @param {number} layer @param {number} head */
export function sayMean(lang, { data, means, shares }, layer, head) {
  const at = layer * data.heads + head;
  return t(lang, "contributions-say-mean", { layer, head, relative: percent(means[at] ?? NaN), count: data.tokens.length, share: percent(shares[at] ?? NaN) });
}

/** @param {Lang} lang @param {ContributionsData} data @param {number} layer @param {number} head @param {number} token */
export function sayAt(lang, data, layer, head, token) {
  const { heads, norms, residual, tokens } = data;
  const norm = /** @type {number} */ (norms[(layer * heads + head) * tokens.length + token]);
  const words = { layer, head, token: name(tokens, token), norm: length(norm), residual: length(/** @type {number} */ (residual[layer * tokens.length + token])) };
  return t(lang, "contributions-say", { ...words, relative: percent(relative(data, layer, head, token)) });
}

/** @param {Store} store @param {Hands} hands @returns {import("../../types.js").AttnPart} */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @type {Read | null} */
  let known = null;
  /** @returns {Read | null} */
  function shown() {
    /** @type {ContributionsData | null} */
    const data = store.get("attnData")["contributions"]?.data ?? null;
    if (known?.data !== data) known = data && { data, means: relativeNorms(data), shares: contribution(data).values };
    return known;
  }
  /** The layer that is shown in full. @param {ContributionsData} data */
  const layerOf = ({ layers }) => Math.min(store.get("layer"), layers - 1);
  const choose = (/** @type {number} */ layer, /** @type {number} */ head) => store.set({ layer, head });

  const all = createFigure({
    className: "contributions-all",
    hands: { ...hands, hover: () => {} },
    meaning: {
      cursor: () => null,
      say(_, row, column) {
        const read = shown();
        return read ? sayMean(words(), read, row, column) : "";
      },
      pick: (_, row, column) => choose(row, column),
    },
  });
  /** @param {Region} region @param {number} row @param {number} column */
  function say(region, row, column) {
    const read = shown();
    if (!read) return "";
    const { data } = read;
    const [lang, layer] = [words(), layerOf(data)];
    const token = name(data.tokens, column);
    if (region.id === "cells") return sayAt(lang, data, layer, row, column);
    if (region.id === "residual") return t(lang, "contributions-say-read", { token, layer, residual: length(/** @type {number} */ (data.residual[layer * data.tokens.length + column])) });
    const label = data.tokens[column];
    return label ? sayToken(lang, label, data.model) : "";
  }
  const cursorOf = (/** @type {number} */ token) => /** @type {Cursor} */ ({ source: "attention", token });
  const one = createFigure({
    className: "contributions-layer",
    hands,
    meaning: { cursor: (_, __, column) => cursorOf(column), say, pick: (_, __, column) => hands.pin(cursorOf(column)) },
  });
  const derived = el("p", { class: "note derived" });
  const node = el("div", { class: "contributions" }, el("div", { class: "contributions-two" }, all.node, one.node), derived);

  /** @param {Lang} lang @param {ContributionsData} data @param {number} layer */
  function norms(lang, data, layer) {
    const { heads, tokens: { length: count } } = data;
    const of = (/** @type {number} */ head) => Array.from({ length: count }, (_, token) => length(/** @type {number} */ (data.norms[(layer * heads + head) * count + token])));
    const rows = Array.from({ length: heads }, (_, head) => [`${layer}.${head}`, ...of(head)]);
    const read = Array.from({ length: count }, (_, token) => length(/** @type {number} */ (data.residual[layer * count + token])));
    return table(t(lang, "contributions-table", { layer }), [t(lang, "head"), ...data.tokens.map((_, i) => name(data.tokens, i))], [...rows, [t(lang, "contributions-residual"), ...read]]);
  }

  function draw() {
    const read = shown();
    const { words: lang, look, head, attnData } = store.snapshot();
    const { status = "idle" } = attnData["contributions"] ?? {};
    node.hidden = !read || status === "error";
    for (const { node: part } of [all, one]) part.classList.toggle("stale", status === "loading");
    if (!read || node.hidden || one.room() < 1) return;
    const { data, means } = read;
    const layer = layerOf(data);
    const above = overview(data, { width: all.room(), lang, layer, head });
    const grid = /** @type {Region} */ (above.regions[0]);
    all.heading.textContent = t(lang, "contributions-overview");
    all.show(above, look, [["overview", {
      label: `${above.title}. ${t(lang, "keys")}`,
      rows: data.layers, columns: data.heads, start: [layer, Math.min(head, data.heads - 1)],
      box: (row, column) => cellBox(grid, row, column),
      find: (_, row, column) => [row, column],
      say: (row, column) => sayMean(lang, read, row, column),
      enter: () => {},
      pick: choose,
    }]]);
    let best = 0;
    means.forEach((value, at) => {
      if (value > /** @type {number} */ (means[best])) best = at;
    });
    all.summary.textContent = t(lang, "contributions-summary", { layer: Math.floor(best / data.heads), head: best % data.heads, relative: percent(means[best] ?? NaN) });
    all.table.node.hidden = true;
    const scene = ofLayer(data, { width: one.room(), lang, layer, head });
    const cells = /** @type {Region} */ (scene.regions[0]);
    one.heading.textContent = t(lang, "contributions-of-layer", { layer });
    one.show(scene, look, [["cells", {
      label: `${scene.title}. ${t(lang, "keys")}`,
      rows: data.heads, columns: data.tokens.length,
      box: (row, column) => cellBox(cells, row, column),
      find: (id, row, column) => (id === "cells" ? [row, column] : null),
      say: (row, column) => sayAt(lang, data, layer, row, column),
      enter: (_, column) => hands.hover(cursorOf(column)),
      pick: (_, column) => hands.pin(cursorOf(column)),
    }]]);
    one.table.set(`${t(lang, "table")}: ${t(lang, "contributions-table", { layer })}`, () => norms(lang, data, layer));
    derived.textContent = t(lang, "contributions-derived");
  }

  return {
    node, draw,
    get stages() {
      return [one.stage];
    },
    intro: () => t(words(), "contributions-intro", { model: readerOf(store) }),
    twins() {
      const { text, text_pair: pair, model } = store.snapshot();
      const json = `/api/v1/attention?${new URLSearchParams({ text, ...(pair.trim() ? { text_pair: pair } : {}), model, layers: "", heads: "", include: "contributions" })}`;
      return { json, tensors: `${json}&format=safetensors` };
    },
  };
}
