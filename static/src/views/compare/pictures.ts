/** One head beside another: of another sentence, another model, or the same one. */
import { filtered } from "../../data/filter.ts";
import { asideOfBoth, sharedFree } from "../../data/findings.ts";
import { divergences, largest, lineUp, meanDifference } from "../../plots/lined-up.ts";
import { matrixOf } from "../../data/matrix.ts";
import { litNow } from "../../state/lit.ts";
import { bitsWords, points, small } from "../../plots/difference.ts";
import { series, t } from "../../core/words/index.ts";
import { percent } from "../../plots/say.ts";
import { sayAside } from "../../plots/say-layers.ts";
import { most } from "../../plots/change.ts";
import { compare } from "./scene.ts";
import { modelName, tokenName } from "../../plots/labels.ts";
import { kept } from "../../panel/changed.ts";
import { litPlaces, pairTable } from "../../panel/pictures/pair.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, TableModel } from "../../core/types.ts";
import type { LinedUp, Spot, HeadData, Matrix, Token } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { CompareData } from "./source.ts";

export type Shown = {
  against: CompareData["against"];
  texts: [string, string];
  first: Matrix;
  second: Matrix;
  lined: LinedUp;
  bits: number[];
  hidden: boolean;
};

/** How many of the largest differences are listed. */
const LARGEST = 8;

/** The two heads on the axes that they share; null while one is not here. */
export const comparedHeads = kept((store) => {
  const { answers, part, quarter, by, special, renormalise, matched, against } = store.snapshot();
  return [answers.compare?.data, part, quarter, by, special, renormalise, matched, against];
}, lineUpHeads);

function lineUpHeads(store: Store): Shown | null {
  const { answers, part, quarter, by, special, renormalise, least, mass, matched, against } = store.snapshot();
  const data: CompareData | null = answers.compare?.data ?? null;
  if (!data || data.against !== against || data.a.own.length === 0 || data.b.own.length === 0) return null;
  let hidden = false;
  const of = (head: HeadData) => {
    const whole = matrixOf(head, { part, quarter, by });
    const made = filtered(whole, { special, renormalise, filter: "none", least, mass }).matrix;
    hidden ||= made !== whole && made.weights.length < whole.weights.length;
    return made;
  };
  const [first, second] = [of(data.a), of(data.b)];
  const lined = lineUp(
    first,
    second,
    against === "head" ? "same" : against === "model" ? "spans" : matched === "moved" ? "moved" : "script",
  );
  return { against, texts: [data.text, data.textB], first, second, lined, bits: divergences(lined), hidden };
}

/**
 * What a place of the picture is, in words.
 * @param panel one of the squares, or the bars beside them
 * @param row null: a label of a column
 */
export function sayPlace(
  lang: Lang,
  { lined, bits, first, second }: Shown,
  { panel, row, column }: { panel: string; row: number | null; column: number | null },
) {
  if (panel === "bars") {
    const own = bits[row ?? 0] ?? NaN;
    const query = tokenName(lined.rows.labels[row ?? 0] as Token);
    return Number.isNaN(own)
      ? t(lang, "versus-say-row-none", { query })
      : t(lang, "versus-say-row", { query, bits: bitsWords(own) });
  }
  if (row !== null && column !== null) return sayCompared(lang, lined, row, column);
  const axis = row === null ? lined.columns : lined.rows;
  const at = row ?? column ?? 0;
  const spot = axis.spots[at];
  const label = axis.labels[at];
  if (!spot || !label) return "";
  const side = (matrix: Matrix) => (row === null ? matrix.keys : matrix.queries);
  const where = (["a", "b"] as const).flatMap((name) => {
    const own = spot[name].flatMap((cell) => side(name === "a" ? first : second).tokens[cell] ?? []);
    return own.length ? [t(lang, "versus-where", { indices: own.join(", "), letter: name.toUpperCase() })] : [];
  });
  return t(lang, "versus-say-label", { token: tokenName(label), where: series(lang, where) });
}

/** What a cell of the shared axes says, the same in each of the three pictures. */
export function sayCompared(lang: Lang, { rows, columns, a, b, between }: LinedUp, row: number, column: number) {
  const i = row * columns.spots.length + column;
  const words = { query: tokenName(rows.labels[row] as Token), key: tokenName(columns.labels[column] as Token) };
  const [first, second] = [a[i] ?? NaN, b[i] ?? NaN];
  if (Number.isNaN(first) && Number.isNaN(second)) return t(lang, "versus-say-none", words);
  if (Number.isNaN(first)) {
    return t(lang, "versus-say-only", { ...words, letter: "B", other: "A", value: percent(second) });
  }
  if (Number.isNaN(second)) {
    return t(lang, "versus-say-only", { ...words, letter: "A", other: "B", value: percent(first) });
  }
  return t(lang, "versus-say-cell", {
    ...words,
    a: percent(first),
    b: percent(second),
    difference: points(lang, between[i] ?? NaN),
  });
}

/**
 * How many matched tokens stand at another place among those that are matched.
 * @param both in the first's order
 */
function movedCount(both: readonly Spot[]) {
  const second = both.map(({ b }) => b[0] ?? 0);
  const sorted = [...second].sort((x, y) => x - y);
  return second.filter((value, i) => value !== sorted[i]).length;
}

/** Which places the two share, and how far their numbers lie apart. */
function sumUpCompared(store: Store, { lined, bits, against, first, second }: Shown) {
  const { langInForce: lang, matched } = store.snapshot();
  const { mean, count } = meanDifference(lined.between);
  const lines = [];
  const { spots } = lined.columns;
  const only = (name: "a" | "b") =>
    spots.filter((spot) => spot[name].length && !spot[name === "a" ? "b" : "a"].length).length;
  const both = spots.filter(({ a, b }) => a.length && b.length);
  if (against === "text") {
    lines.push(
      t(lang, matched === "moved" ? "versus-matched-moved" : "versus-matched", {
        same: both.length,
        moved: movedCount(both),
        a: only("a"),
        b: only("b"),
      }),
    );
  }
  if (against === "model") {
    lines.push(
      t(lang, "versus-places", {
        a: first.keys.labels.length,
        b: second.keys.labels.length,
        modelA: modelName(lang, first.model),
        modelB: modelName(lang, second.model),
        places: spots.length,
      }),
    );
  }
  if (count === 0) lines.push(t(lang, "versus-summary-none"));
  else {
    const rows = bits.filter((value) => !Number.isNaN(value));
    const free = sharedFree(lined, first, second);
    const best = most(bits.map((value, row) => (Number.isNaN(value) || !free.row(row) ? -1 : value)));
    const label = lined.rows.labels[best];
    const bitsMean = rows.reduce((sum, value) => sum + value, 0) / rows.length;
    lines.push(t(lang, "versus-summary", { count, mean: small(mean), bits: bitsWords(bitsMean) }));
    if (label && free.row(best) && (bits[best] ?? 0) > 0) {
      lines.push(
        t(lang, "versus-summary-row", {
          query: tokenName(label),
          most: bitsWords(bits[best] ?? NaN),
          aside: sayAside(lang, asideOfBoth(first, second)),
        }),
      );
    }
    if (mean === 0) lines.push(t(lang, `versus-one-${against}`));
  }
  return lines.join(lang === "zh" ? "" : " ");
}

const headingOf = (lang: Lang, { against, first }: Shown) =>
  t(lang, `versus-title-${against}`, { layer: first.layer, head: first.head, model: modelName(lang, first.model) });

function compareScene(store: Store, shown: Shown, width: number) {
  const { langInForce: lang, scale, colour } = store.snapshot();
  return compare(shown, { width, lang, scale, colour });
}

const compareTable = (lang: Lang, { lined }: Shown): TableModel =>
  pairTable(lang, lined, ["A", "B", "B − A"], t(lang, "versus-table"));

/**
 * The cells that lie furthest apart, of those that say something about both heads, the largest first: as [row *
 * column] of the shared axes.
 */
export function furthest({ lined, first, second }: Shown) {
  const free = sharedFree(lined, first, second);
  const wide = lined.columns.spots.length;
  return largest(
    lined.between.map((value, i) => (free.row(Math.floor(i / wide)) && free.column(i % wide) ? value : NaN)),
    LARGEST,
  );
}

/** What that list is called. */
const largestName = (lang: Lang, { first, second }: Shown) =>
  t(lang, "versus-largest", { aside: sayAside(lang, asideOfBoth(first, second)) });

function largestTable(lang: Lang, shown: Shown): TableModel {
  const { rows, columns, a, b, between } = shown.lined;
  const wide = columns.spots.length;
  const name = (label: Token | undefined) => (label ? tokenName(label) : "");
  return {
    caption: largestName(lang, shown),
    head: [t(lang, "versus-link"), "A", "B", "B − A"],
    rows: furthest(shown).map((i) => [
      `${name(rows.labels[Math.floor(i / wide)])} → ${name(columns.labels[i % wide])}`,
      cell(a[i], percent),
      cell(b[i], percent),
      cell(between[i], (value) => points(lang, value)),
    ]),
  };
}

export const pictures: Maker = (store, { width, live = false }) => {
  const shown = comparedHeads(store);
  if (!shown) return [];
  const { langInForce: lang, pin } = store.snapshot();
  const { against, texts, lined, first } = shown;
  const scene = compareScene(store, shown, width);
  // The lines over the squares have no room for long sentences.
  const cut = against === "text" && scene.marks.some((mark) => mark.type === "text" && mark.text.endsWith("…"));
  const sentences = cut
    ? texts.map((text, i) => t(lang, "versus-sentence-is", { letter: i === 0 ? "A" : "B", text }))
    : [];
  return [
    {
      id: "compare",
      heading: headingOf(lang, shown),
      scene,
      summary: sumUpCompared(store, shown),
      notes: [...sentences, t(lang, "versus-js-definition")],
      lit: pin ? litPlaces({ lined, first }, litNow(store.snapshot())) : null,
      tables: [
        { title: t(lang, "versus-table"), make: () => compareTable(lang, shown) },
        ...(furthest(shown).length || !live
          ? [{ title: largestName(lang, shown), make: () => largestTable(lang, shown), open: live }]
          : []),
      ],
    },
  ];
};

export const intro = (store: Store) => t(store.get("langInForce"), "versus-intro");

export const figure: Drawing = {
  pictures,
  intro,
  why(store) {
    const { langInForce: lang, against, text_b: second } = store.snapshot();
    return t(lang, against === "text" && second.trim() === "" ? "versus-no-second" : "figure-nothing");
  },
};
