/** What is read off one head at the cursor: where its token looks, and what the model expects after it. */
import { cellsOf } from "../data/matrix.ts";
import { createBars } from "./bars.ts";
import { el, put } from "./dom.ts";
import { t } from "../core/words/index.ts";
import { name, percent, ranked, rowOf, rowSum, sayDrawn } from "../plots/say.ts";
import type { Cursor, Lang, LitTokens } from "../core/types.ts";
import type { DrawnMatrix, Matrix, PredictionsData } from "../data/types.ts";

export function createHeadReadout(host: HTMLElement) {
  const says = el("span");
  const sums = el("span");
  const held = el("span");
  const rest = el("span", { class: "soft" }, sums, held);
  const line = el("p", { class: "says" }, says, rest);
  const strong = createBars(6);
  const expected = createBars(5);
  host.append(line, strong.node, expected.node);

  /** What follows the sentence. */
  function follow(words: string, release: HTMLElement | null) {
    put(sums, words);
    if (release || held.firstChild) held.replaceChildren(release ?? "");
  }

  function expect(lang: Lang, predictions: PredictionsData | null, token: number | undefined, word: string) {
    const list = token === undefined ? undefined : predictions?.lists[token];
    const intro =
      predictions?.predicts === "masked"
        ? t(lang, "predicts-at", { token: word })
        : t(lang, "predicts-next", { token: word });
    expected.node.hidden = !list;
    expected.show(
      intro,
      (list ?? []).map(({ text, probability }) => ({ words: text, share: probability })),
    );
  }

  function strongest(matrix: Matrix, query: number, most: number) {
    const row = rowOf(matrix, query);
    // Weights times norms have no upper bound: their bars are of the row's largest.
    const largest = matrix.quantity ? Math.max(...row) || 1 : 1;
    return ranked(matrix, query)
      .slice(0, most)
      .map((key) => ({
        words: name(matrix.keys.labels, key),
        share: (row[key] ?? 0) / largest,
        ...(matrix.quantity ? { says: String(Number((row[key] ?? 0).toPrecision(4))) } : {}),
        unknown: matrix.keys.labels[key]?.unknown ?? false,
      }));
  }

  return {
    /** @param drawn its numbers as they are, whatever is done to them in the picture */
    show(
      lang: Lang,
      drawn: DrawnMatrix | null,
      {
        lit,
        cursor,
        predictions,
        release,
      }: { lit: LitTokens; cursor: Cursor | null; predictions: PredictionsData | null; release: HTMLElement | null },
    ) {
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
        put(
          says,
          t(lang, "several-rows", { count: found.length, tokens: found.map((row) => name(labels, row)).join(" ") }),
        );
        follow("", release);
        const each = found.flatMap((row) =>
          strongest(matrix, row, 1).map((best) => ({ ...best, words: `${name(labels, row)} → ${best.words}` })),
        );
        strong.show(t(lang, "each-most"), each);
      } else {
        const [column] = cursor?.key === undefined ? [] : cellsOf(matrix.keys, [cursor.key]);
        put(says, column === undefined ? t(lang, "looks", { query: word }) : sayDrawn(lang, drawn, query, column));
        const sum = matrix.quantity
          ? ""
          : ` · ${t(lang, matrix.cropped ? "row-sum-part" : "row-sum", { sum: rowSum(matrix, query).toFixed(4) })}`;
        const hidden =
          drawn.hiddenMass && !matrix.quantity
            ? ` · ${t(lang, "hidden-mass", { percent: percent(drawn.hiddenMass[query] ?? 0) })}`
            : "";
        follow(sum + hidden, release);
        strong.show("", strongest(matrix, query, 6));
      }
      const last = found.at(-1) as number;
      expect(lang, predictions, tokens[last]?.at(-1), name(labels, last));
    },
  };
}
