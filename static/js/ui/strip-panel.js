/** The ruler under the sentence: both tokenizations, lined up by character. */
import { linesIn, rowsOf } from "../figures/strip.js";
import { strip } from "../views/strip.js";
import { createFigure } from "./figure.js";
import { t, titled } from "./i18n.js";
import { sayToken } from "./say.js";

/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {import("../types.js").Source} Source */
/** @typedef {import("./figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {Region} region @returns {Cursor} */
const pointed = ({ column }) => ({ source: /** @type {Source} */ (column.source), token: column.from ?? 0 });

/** @param {Store} store @param {Hands} hands */
export function createStrip(store, hands) {
  const figure = createFigure({
    className: "ruler",
    hands,
    meaning: { cursor: pointed, say: (region) => say(pointed(region)), pick: (region) => hands.pin(pointed(region)) },
  });
  figure.summary.remove();
  figure.table.node.remove();
  figure.heading.remove();

  /** @param {Source} source @returns {{tokens: Token[], model: import("../types.js").ModelRef} | null} */
  function readBy(source) {
    const { attention, gates } = store.snapshot();
    if (source === "gates") return gates.data && { model: gates.data.model, tokens: gates.data.read };
    if (source === "attention") return attention.data;
    return attention.data && { model: attention.data.model, tokens: attention.data.targetTokens ?? [] };
  }

  /** @param {Cursor} cursor */
  function say({ source, token }) {
    const data = readBy(source);
    const found = data?.tokens[token];
    return data && found ? sayToken(store.get("words"), found, data.model) : "";
  }

  function draw() {
    const { words: lang, look } = store.snapshot();
    const data = linesIn(store);
    figure.node.hidden = !data;
    if (!data || figure.room() < 1) return;
    const scene = strip(data, { width: figure.room(), lang });
    const rows = rowsOf(data);
    /** @type {Map<string, Region>} */
    const boxes = new Map(scene.regions.map((region) => [region.id, region]));
    const box = (/** @type {number} */ row, /** @type {number} */ column) => {
      const { source, tokens } = /** @type {(typeof rows)[0]} */ (rows[row]);
      const token = tokens[Math.min(column, tokens.length - 1)];
      return /** @type {Region} */ (boxes.get(`${source}-${token?.index}`));
    };
    figure.show(scene, look, [
      [
        "tokens",
        {
          label: titled(lang, scene.title, t(lang, "keys")),
          rows: rows.length, columns: Math.max(...rows.map(({ tokens }) => tokens.length)),
          box,
          find: (id) => {
            const [source, token] = id.split("-");
            for (const [row, { source: own, tokens }] of rows.entries()) {
              const column = own === source ? tokens.findIndex(({ index }) => index === Number(token)) : -1;
              if (column >= 0) return [row, column];
            }
            return null;
          },
          say: (row, column) => say(pointed(box(row, column))),
          enter: (row, column) => hands.hover(pointed(box(row, column))),
          pick: (row, column) => hands.pin(pointed(box(row, column))),
        },
      ],
    ]);
  }

  return { node: figure.node, figure, draw };
}
