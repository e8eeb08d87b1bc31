/** What is read off one head at the cursor: where its token looks, and what the model expects after it. */
import { cellsOf } from "../data/matrix.js";
import { createBars } from "./bars.js";
import { el, put } from "./dom.js";
import { t } from "./i18n.js";
import { name, percent, ranked, rowOf, rowSum, sayDrawn } from "./say.js";

/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").LitTokens} LitTokens */
/** @typedef {import("../types.js").PredictionsData} PredictionsData */

/** @param {HTMLElement} host */
export function createHeadReadout(host) {
  const says = el("span");
  const sums = el("span");
  const held = el("span");
  const rest = el("span", { class: "soft" }, sums, held);
  const line = el("p", { class: "says" }, says, rest);
  const strong = createBars(6);
  const expected = createBars(5);
  host.append(line, strong.node, expected.node);

  /** What follows the sentence. @param {string} words @param {HTMLElement | null} release */
  function follow(words, release) {
    put(sums, words);
    if (release || held.firstChild) held.replaceChildren(release ?? "");
  }

  /** @param {Lang} lang @param {PredictionsData | null} predictions @param {number | undefined} token @param {string} word */
  function expect(lang, predictions, token, word) {
    const list = token === undefined ? undefined : predictions?.lists[token];
    const intro = predictions?.predicts === "masked" ? t(lang, "predicts-at", { token: word }) : t(lang, "predicts-next", { token: word });
    expected.node.hidden = !list;
    expected.show(intro, (list ?? []).map(({ text, probability }) => ({ words: text, share: probability })));
  }

  /** @param {Matrix} matrix @param {number} query @param {number} most */
  function strongest(matrix, query, most) {
    const row = rowOf(matrix, query);
    // Weights times norms have no upper bound: their bars are of the row's largest.
    const largest = matrix.quantity ? Math.max(...row) || 1 : 1;
    return ranked(matrix, query).slice(0, most).map((key) => ({
      words: name(matrix.keys.labels, key), share: (row[key] ?? 0) / largest, ...(matrix.quantity ? { says: String(Number((row[key] ?? 0).toPrecision(4))) } : {}), unknown: matrix.keys.labels[key]?.unknown ?? false,
    }));
  }

  return {
    /**
     * @param {Lang} lang @param {import("../types.js").DrawnMatrix | null} drawn its numbers as they are, whatever is done to them in the picture
     * @param {{lit: LitTokens, cursor: Cursor | null, predictions: PredictionsData | null, release: HTMLElement | null}} at
     */
    show(lang, drawn, { lit, cursor, predictions, release }) {
      const matrix = drawn?.truth ?? null;
      const found = matrix ? cellsOf(matrix.queries, lit.rows) : [];
      const [query] = found;
      line.classList.toggle("soft", query === undefined);
      host.classList.toggle("deep", predictions !== null);
      if (!drawn || !matrix || query === undefined) {
        put(says, t(lang, "hint-heatmap"));
        follow("", null);
        strong.show("", []);
        const last = matrix?.queries.labels.at(-1);
        expect(lang, predictions, matrix?.queries.tokens.at(-1)?.at(-1), last ? name([last], 0) : "");
        return;
      }
      const { labels, tokens } = matrix.queries;
      const word = name(labels, query);
      if (found.length > 1) {
        // One token of the other panel may stand for several here: each looks for itself, and shows where most.
        put(says, t(lang, "several-rows", { count: found.length, tokens: found.map((row) => name(labels, row)).join(" ") }));
        follow("", release);
        const each = found.flatMap((row) => strongest(matrix, row, 1).map((best) => ({ ...best, words: `${name(labels, row)} → ${best.words}` })));
        strong.show(t(lang, "each-most"), each);
      } else {
        const [column] = cursor?.key === undefined ? [] : cellsOf(matrix.keys, [cursor.key]);
        put(says, column === undefined ? t(lang, "looks", { query: word }) : sayDrawn(lang, drawn, query, column));
        const sum = matrix.quantity ? "" : ` · ${t(lang, matrix.cropped ? "row-sum-part" : "row-sum", { sum: rowSum(matrix, query).toFixed(4) })}`;
        const hidden = drawn.hiddenMass && !matrix.quantity ? ` · ${t(lang, "hidden-mass", { percent: percent(drawn.hiddenMass[query] ?? 0) })}` : "";
        follow(sum + hidden, release);
        strong.show("", strongest(matrix, query, 6));
      }
      const last = /** @type {number} */ (found.at(-1));
      expect(lang, predictions, tokens[last]?.at(-1), name(labels, last));
    },
  };
}
