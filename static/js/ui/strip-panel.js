/** The ruler under the sentence: both tokenizations, lined up by character. */
import { strip } from "../views/strip.js";
import { createFigure } from "./figure.js";
import { t } from "./i18n.js";
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

  /** @param {Cursor} cursor */
  function say({ source, token }) {
    const { data } = store.get(source);
    const found = data?.tokens[token];
    return data && found ? sayToken(store.get("words"), found, data.model.id) : "";
  }

  function draw() {
    const { attention, gates, words: lang, look } = store.snapshot();
    // Only tokenizations of one and the same sentence may be lined up.
    const sentence = (attention.status === "ready" ? attention.data : null)?.text ?? gates.data?.text ?? attention.data?.text;
    const sources = [
      { source: /** @type {Source} */ ("attention"), data: attention.data },
      { source: /** @type {Source} */ ("gates"), data: gates.data },
    ];
    const rows = sources.flatMap(({ source, data }) =>
      data && data.text === sentence ? [{ source, name: data.model.id, tokens: data.tokens }] : [],
    );
    figure.node.hidden = rows.length === 0 || sentence === undefined;
    if (rows.length === 0 || sentence === undefined) return;
    const scene = strip({ sentence, rows }, { width: figure.room(), lang });
    /** @type {Map<string, Region>} */
    const boxes = new Map(scene.regions.map((region) => [region.id, region]));
    const box = (/** @type {number} */ row, /** @type {number} */ column) => {
      const { source, tokens } = /** @type {{source: Source, tokens: Token[]}} */ (rows[row]);
      return /** @type {Region} */ (boxes.get(`${source}-${Math.min(column, tokens.length - 1)}`));
    };
    figure.show(scene, look, [
      [
        "tokens",
        {
          label: `${scene.title}. ${t(lang, "keys")}`,
          rows: rows.length, columns: Math.max(...rows.map(({ tokens }) => tokens.length)),
          box,
          find: (id) => {
            const [source, token] = id.split("-");
            const row = rows.findIndex((one) => one.source === source);
            return row < 0 ? null : [row, Number(token)];
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
