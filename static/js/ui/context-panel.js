/** One word in two sentences: choosing the word, and its cosine with itself at every layer. */
import { linesOf, scene as sceneOf, sumUp } from "../figures/context.js";
import { cellBox } from "../scene/hit.js";
import { sentencesOf } from "../views/context.js";
import { modelName } from "../views/labels.js";
import { el, segments } from "./dom.js";
import { createFigure } from "./figure.js";
import { clauses, t, titled } from "./i18n.js";
import { decimals, name } from "./say.js";
import { contextTable } from "../figures/tables.js";

/** @typedef {import("../types.js").ContextData} ContextData */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("./figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {Lang} lang @param {ContextData} data @param {number} layer as it is drawn: the embedding first */
function sayLayer(lang, data, layer) {
  const where = layer === 0 ? t(lang, "context-embedding") : t(lang, "context-say-layer", { layer: layer - 1 });
  return clauses(lang, linesOf(data).map(({ letter, pair }) => t(lang, "context-say", { letter, layer: where, value: decimals(pair.cosine[layer] ?? NaN) })));
}

/** @param {Lang} lang @param {ContextData} data @param {string} letter @param {number} index */
function sayToken(lang, data, letter, index) {
  const sentence = sentencesOf(data).find((one) => one.letter === letter);
  const key = sentence?.chosen === index ? "context-say-chosen" : "context-say-token";
  return t(lang, key, { token: name(sentence?.tokens ?? [], index), index, letter });
}

/** @param {Store} store @param {Hands} hands */
export function createContextPanel(store, hands) {
  /** @param {string} id such as B-4 @param {number} column */
  function say(id, column) {
    const { context: { data }, words: lang } = store.snapshot();
    if (!data) return "";
    if (id === "plot") return sayLayer(lang, data, column);
    const [letter = "", index] = id.split("-");
    return sayToken(lang, data, letter, Number(index));
  }

  /** @param {string} id */
  function pick(id) {
    const { data } = store.get("context");
    const [letter = "", index] = id.split("-");
    if (!data || id === "plot" || sentencesOf(data).find((one) => one.letter === letter)?.tokens[Number(index)] === undefined) return;
    // What the other sentences' places are is settled with the first choice: they do not move under it.
    const { main, reference } = data;
    const held = { token_a: main.tokenA, token_b: main.tokenB, token_c: reference?.tokenB ?? null };
    store.set({ ...held, [`token_${letter.toLowerCase()}`]: Number(index) });
  }

  const figure = createFigure({
    className: "context",
    hands: { ...hands, hover: () => {} },
    meaning: {
      cursor: () => null,
      say: (region, _, column) => say(region.id, column),
      pick: (region) => pick(region.id),
    },
  });
  const axis = el("span", { class: "segments" });
  figure.tools.append(axis);

  function draw() {
    const { context: { data, status }, words: lang, look, view, axis: chosen } = store.snapshot();
    figure.node.hidden = !data;
    figure.node.classList.toggle("stale", status === "loading");
    if (!data || view !== "context" || figure.room() < 1) return;
    const scene = sceneOf(store, data, figure.room());
    const sentences = sentencesOf(data);
    const region = (/** @type {string} */ id) => /** @type {Region} */ (scene.regions.find((one) => one.id === id));
    const plot = region("plot");
    const place = (/** @type {number} */ row, /** @type {number} */ column) => {
      const { letter, tokens } = /** @type {(typeof sentences)[0]} */ (sentences[row]);
      return `${letter}-${Math.min(column, tokens.length - 1)}`;
    };
    figure.show(scene, look, [
      [
        "tokens",
        {
          label: titled(lang, t(lang, "context-tokens"), t(lang, "keys")),
          rows: sentences.length, columns: Math.max(...sentences.map(({ tokens }) => tokens.length)),
          box: (row, column) => region(place(row, column)),
          find: (id) => {
            const [letter, index] = id.split("-");
            const row = sentences.findIndex((one) => one.letter === letter);
            return row < 0 ? null : [row, Number(index)];
          },
          say: (row, column) => say(place(row, column), 0),
          enter: () => {},
          pick: (row, column) => pick(place(row, column)),
        },
      ],
      [
        "plot",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: 1, columns: plot.columns,
          box: (row, column) => cellBox(plot, row, column),
          find: (id, row, column) => (id === "plot" ? [row, column] : null),
          say: (_, column) => say("plot", column),
          enter: () => {},
          pick: () => {},
        },
      ],
    ]);
    figure.heading.textContent = modelName(lang, data.main.model);
    figure.summary.textContent = sumUp(lang, data);
    figure.table.set(t(lang, "table"), () => contextTable(lang, data));
    const choices = ["whole", "close"].map((value) => ({ value, words: t(lang, `axis-${value}`) }));
    segments(axis, t(lang, "axis"), choices, chosen, (value) => store.set({ axis: /** @type {"whole" | "close"} */ (value) }));
  }

  return { nodes: [figure.node], figure, draw };
}
