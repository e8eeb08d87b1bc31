/** Attention rollout after a layer, the mean of that layer's heads beside it, and one token's rows of both through the layers. */
import { cellBox } from "../../scene/hit.js";
import { ATTENTION_TICKS, attentionScale } from "../../views/heatmap.js";
import { isWord } from "../../views/links.js";
import { acrossLayers, rolloutSquare, weightsOf } from "../../views/rollout.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { t } from "../i18n.js";
import { twins } from "../panel-words.js";
import { name, percent, sayToken } from "../say.js";
import { table } from "../tables.js";
import { anchorOf } from "../../figures/one-token.js";
import { pointed } from "./pointed.js";
import { repaint } from "./repaint.js";

/** @typedef {import("../../types.js").Cursor} Cursor */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../types.js").RolloutData} RolloutData */
/** @typedef {import("../../types.js").Scene} Scene */
/** @typedef {import("../../views/rollout.js").Quantity} Quantity */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

const QUANTITIES = /** @type {const} */ (["rollout", "mean"]);

/** Where the token holds most, itself and special tokens aside. @param {RolloutData} data @param {number} layer @param {number} token */
function strongestOf({ tokens, rollout }, layer, token) {
  const from = (layer * tokens.length + token) * tokens.length;
  let best = -1;
  tokens.forEach(({ special }, key) => {
    if (!special && key !== token && (best < 0 || (rollout[from + key] ?? 0) > (rollout[from + best] ?? 0))) best = key;
  });
  return best;
}

/** @param {Store} store @param {Hands} hands @returns {import("../../types.js").AttnPart} */
export function create(store, hands) {
  const words = () => store.get("words");
  /** @returns {RolloutData | null} */
  const data = () => store.get("attnData")["rollout"]?.data ?? null;
  /** The token whose rows are drawn, and what is drawn of it. @type {{token: number, scene: Scene | null, at: string}} */
  const now = { token: -1, scene: null, at: "" };
  /** While the slider is held, its layer is shown before it is the page's. @type {number | null} */
  let sliding = null;

  /** @param {RolloutData} found */
  const layerOf = ({ layers }) => Math.min(sliding ?? store.get("layer"), layers - 1);

  /** @param {Quantity} quantity @param {number} layer @param {number} query @param {number} key */
  function say(quantity, layer, query, key) {
    const found = data();
    if (!found) return "";
    const lang = words();
    const spoken = { layer, query: name(found.tokens, query), key: name(found.tokens, key), heads: found.heads };
    if (found.family === "decoder" && key > query) return t(lang, "rollout-say-masked", spoken);
    const weight = weightsOf(found, quantity, layer)?.[query * found.tokens.length + key];
    return weight === undefined ? t(lang, "rollout-no-mean", spoken) : t(lang, `rollout-say-${quantity}`, { ...spoken, percent: percent(weight) });
  }

  /** @param {Quantity} quantity */
  const squareFigure = (quantity) =>
    createFigure({
      className: `attn-${quantity}`,
      hands,
      meaning: {
        cursor: pointed,
        say(region, row, column) {
          const found = data();
          if (!found) return "";
          if (region.id === "cells") return say(quantity, layerOf(found), row, column);
          const token = found.tokens[region.id === "queries" ? row : column];
          return token ? sayToken(words(), token, found.model) : "";
        },
        pick: (region, row, column) => hands.pin(pointed(region, row, column)),
      },
    });
  const figures = { rollout: squareFigure("rollout"), mean: squareFigure("mean") };

  /** @param {Region} region @param {number} column @returns {Cursor} a cell is of the token that is shown; a label is another token */
  const acrossCursor = (region, column) =>
    region.role === "label" ? { source: "attention", token: column } : { source: "attention", token: now.token, key: column };
  /** @param {Region} region @param {number} row @param {number} column */
  function pickAcross(region, row, column) {
    if (region.role === "label") hands.pin({ source: "attention", token: column });
    else if (row !== store.get("layer")) store.set({ layer: row });
    else hands.pin({ source: "attention", token: now.token, key: column });
  }
  const across = createFigure({
    className: "attn-across",
    hands,
    meaning: {
      cursor: (region, _row, column) => acrossCursor(region, column),
      say(region, row, column) {
        const found = data();
        const token = found?.tokens[column];
        if (!found || !token) return "";
        return region.role === "label" ? sayToken(words(), token, found.model) : say(/** @type {Quantity} */ (region.id), row, now.token, column);
      },
      pick: pickAcross,
    },
  });

  const slider = el("input", { type: "range", min: 0, step: 1, class: "layers" });
  const sliderWords = el("span", { class: "choice-label soft" });
  const number = el("output", { class: "number" });
  const tools = el("div", { class: "tools" }, el("label", { class: "choice" }, sliderWords, slider, number));
  const held = el("p", { class: "says" });
  const lead = el("p", { class: "note not-here", hidden: true });
  const pair = el("div", { class: "pair two" }, figures.rollout.node, figures.mean.node);
  const some = el("p", { class: "note" });
  const definition = el("p", { class: "note", lang: "en" });
  const node = el("div", { class: "attn-rollouts" }, tools, lead, held, pair, across.node, some, definition);
  slider.addEventListener("input", () => {
    sliding = Number(slider.value);
    requestAnimationFrame(draw);
  });
  slider.addEventListener("change", () => {
    sliding = null;
    store.set({ layer: Number(slider.value) });
  });

  /** @param {"rollout" | "mean" | "both"} what */
  function look(what) {
    const { scale, colour, words: lang } = store.snapshot();
    // What is by row in one head has no row of its own among layers: all are drawn on one scale.
    const kind = scale === "row" ? "linear" : scale;
    const caption = t(lang, "rollout-legend", { what: t(lang, `rollout-what-${what}`), colour: t(lang, `colour-${colour}`), scale: t(lang, `scale-${kind}`) });
    return { lang, scale: attentionScale(kind, colour), ticks: ATTENTION_TICKS[kind], caption };
  }

  /** @param {RolloutData} found */
  function drawSquares(found) {
    const { look: theme, words: lang } = store.snapshot();
    const layer = layerOf(found);
    const made = (/** @type {Quantity} */ quantity, /** @type {number} */ maxCell) =>
      rolloutSquare(found, quantity, layer, { width: figures[quantity].room(), maxCell, ...look(quantity) });
    const size = (/** @type {Scene} */ scene) => (scene.regions[0]?.width ?? 0) / found.tokens.length;
    // Cells of one size, so that a row of one is at the height of the same row of the other.
    const cell = Math.min(...QUANTITIES.map((quantity) => size(made(quantity, 44))));
    for (const quantity of QUANTITIES) {
      const figure = figures[quantity];
      const has = weightsOf(found, quantity, layer) !== null;
      figure.box.classList.toggle("stale", !has);
      figure.heading.textContent = t(lang, `rollout-heading-${quantity}`, { layer });
      if (!has) continue;
      const scene = made(quantity, cell);
      const cells = /** @type {Region} */ (scene.regions[0]);
      figure.show(scene, theme, [[
        "cells",
        {
          label: `${scene.title}. ${t(lang, "keys")}`,
          rows: cells.rows, columns: cells.columns,
          box: (row, column) => cellBox(cells, row, column),
          find: (id, row, column) => (id === cells.id ? [row, column] : null),
          say: (row, column) => say(quantity, layer, row, column),
          enter: (row, column) => hands.hover(pointed(cells, row, column)),
          pick: (row, column) => hands.pin(pointed(cells, row, column)),
        },
      ]]);
      figure.table.set(`${t(lang, "table")}: ${figure.heading.textContent}`, () => squareTable(found, quantity, layer));
    }
  }

  /** @param {RolloutData} found @param {Quantity} quantity @param {number} layer */
  function squareTable(found, quantity, layer) {
    const values = weightsOf(found, quantity, layer);
    const count = found.tokens.length;
    const rows = found.tokens.map((_, row) => [
      name(found.tokens, row),
      ...found.tokens.map((__, column) => (found.family === "decoder" && column > row ? "" : (values?.[row * count + column] ?? NaN).toFixed(4))),
    ]);
    return table(figures[quantity].heading.textContent ?? "", [t(words(), "table-query"), ...found.tokens.map((_, i) => name(found.tokens, i))], rows);
  }

  /** @param {RolloutData} found */
  function shownToken(found) {
    const anchor = anchorOf(store);
    if (anchor?.source === "attention" && anchor.token < found.tokens.length) return anchor.token;
    if (now.token >= 0 && now.token < found.tokens.length) return now.token;
    return found.tokens.filter(isWord).at(-1)?.index ?? 0;
  }

  /** @param {RolloutData} found */
  const acrossScene = (found) => acrossLayers(found, now.token, layerOf(found), { width: across.room(), ...look("both") });

  /** @param {RolloutData} found */
  function drawAcross(found) {
    const { look: theme, words: lang } = store.snapshot();
    const scene = (now.scene = acrossScene(found));
    across.heading.textContent = t(lang, "rollout-across-heading");
    across.show(scene, theme, QUANTITIES.map((quantity) => {
      const cells = /** @type {Region} */ (scene.regions.find(({ id }) => id === quantity));
      return [
        quantity,
        {
          label: `${scene.title}: ${t(lang, quantity === "rollout" ? "attn-rollout" : "mean")}. ${t(lang, "keys")}`,
          rows: cells.rows, columns: cells.columns,
          box: (row, column) => cellBox(cells, row, column),
          find: (id, row, column) => (id === quantity ? [row, column] : null),
          say: (row, column) => say(quantity, row, now.token, column),
          enter: (_, column) => hands.hover(acrossCursor(cells, column)),
          pick: (row, column) => pickAcross(cells, row, column),
        },
      ];
    }));
    setAcrossTable(found);
  }

  /** @param {RolloutData} found */
  function setAcrossTable(found) {
    const lang = words();
    const { token } = now;
    const count = found.tokens.length;
    across.table.set(`${t(lang, "table")}: ${t(lang, "rollout-across-heading")}, ${name(found.tokens, token)}`, () => {
      const rows = QUANTITIES.flatMap((quantity) =>
        Array.from({ length: found.layers }, (_, layer) => {
          const values = weightsOf(found, quantity, layer)?.subarray(token * count, (token + 1) * count);
          return [`${t(lang, `rollout-heading-${quantity}`, { layer })}`, ...found.tokens.map((__, key) => (!values || (found.family === "decoder" && key > token) ? "" : (values[key] ?? NaN).toFixed(4)))];
        }),
      );
      return table(t(lang, "rollout-across-heading"), [t(lang, "layer"), ...found.tokens.map((_, i) => name(found.tokens, i))], rows);
    });
  }

  /** The cell that the cursor is on in both pictures, or what the shown token holds most. */
  function read() {
    const found = data();
    if (!found || now.token < 0) return;
    const lang = words();
    const layer = layerOf(found);
    const { cursor, pin } = store.snapshot();
    const about = cursor ?? pin;
    const key = about?.source === "attention" ? about.key : undefined;
    const count = found.tokens.length;
    const strongest = strongestOf(found, layer, now.token);
    const mean = weightsOf(found, "mean", layer);
    const said = key !== undefined && about && about.token < count && key < count
      ? QUANTITIES.map((quantity) => say(quantity, layer, about.token, key))
      : strongest < 0 || !mean ? [] : [t(lang, "rollout-summary", {
          layer, query: name(found.tokens, now.token), key: name(found.tokens, strongest),
          percent: percent(weightsOf(found, "rollout", layer)?.[now.token * count + strongest] ?? 0), mean: percent(mean[now.token * count + strongest] ?? 0),
        })];
    held.replaceChildren(...said.map((one) => el("span", {}, one)), hands.release() ?? "");
  }

  function draw() {
    const { words: lang, attention, attnData } = store.snapshot();
    const found = data();
    const both = attention.data?.targetTokens ?? null;
    lead.hidden = !both;
    lead.textContent = both ? t(lang, "rollout-not-here", { model: attention.data?.model.id ?? "" }) : "";
    for (const one of [tools, held, pair, across.node, some, definition]) one.hidden = !found || both !== null;
    if (!found || both) return;
    pair.classList.toggle("stale", attnData["rollout"]?.status === "loading");
    sliderWords.textContent = t(lang, "rollout-layer");
    slider.max = String(found.layers - 1);
    if (sliding === null) slider.value = String(layerOf(found));
    slider.setAttribute("aria-label", t(lang, "rollout-layer"));
    number.textContent = `${layerOf(found)} / ${found.layers - 1}`;
    now.token = shownToken(found);
    if (figures.rollout.room() < 1) return;
    drawSquares(found);
    drawAcross(found);
    const missing = found.means.some((mean) => mean === null);
    some.hidden = !missing;
    some.textContent = missing ? t(lang, "rollout-some-layers", { count: (found.layers * found.heads * found.tokens.length ** 2).toLocaleString("en") }) : "";
    definition.textContent = found.definition;
    read();
  }

  function light() {
    const found = data();
    if (!found || !now.scene) return;
    const token = shownToken(found);
    if (token !== now.token) {
      now.token = token;
      const before = now.scene;
      now.scene = acrossScene(found);
      if (!repaint(across.stage.inner, before, now.scene, store.get("look"))) drawAcross(found);
      else setAcrossTable(found);
    }
    read();
  }

  return {
    node, draw, light,
    stages: [figures.rollout.stage, figures.mean.stage, across.stage],
    controls: ["scale", "colour"],
    intro: () => t(words(), "rollout-intro"),
    twins() {
      const { text, text_pair: second, model, layer, attention } = store.snapshot();
      const paired = second.trim() !== "" && attention.data?.textPair !== null;
      const [json, tensors] = twins("/api/v1/attention", { text, ...(paired ? { text_pair: second } : {}), model, layers: layer, include: "rollout" });
      return { json, tensors };
    },
  };
}
