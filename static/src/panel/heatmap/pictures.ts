/** One head in full; several apart, or their mean. */
import { asideIn, largestFree } from "../../data/findings.ts";
import { matrices } from "../../state/selection.ts";
import { heatmap } from "../../plots/heatmap.ts";
import { fitting } from "../../plots/window.ts";
import { spoken, t, titled } from "../../core/words/index.ts";
import { drawingNotes, name, percent } from "../../plots/say.ts";
import { sayAside } from "../../plots/say-layers.ts";
import { headTable } from "../pictures/tables.ts";
import type { Lang } from "../../core/types.ts";
import type { DrawnMatrix, Matrix } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Size } from "../../plots/window.ts";
import type { Store } from "../../state/app.ts";

/** Much taller than a window, a picture is looked at in parts anyway: zooming is better at that. */
const TALL = 1000;

/** The predictions that belong to what is drawn. */
export function expectedIn(store: Store, { queries, model }: Matrix) {
  const {
    answers: {
      predictions: { data },
      attention,
    },
  } = store.snapshot();
  const reads = attention.data?.targetTokens ? "target" : "attention";
  return data && data.model.id === model.id && data.text === attention.data?.text && queries.source === reads
    ? data
    : null;
}

export const sizeOf = ({ queries, keys }: Matrix): Size => [queries.labels.length, keys.labels.length];

/** The part of a matrix that is on view, the same of all heads. */
export const windowIn = (store: Store, matrix: Matrix) => fitting(store.get("window"), sizeOf(matrix));

/** What a legend has room for. */
function shortNotes(
  lang: Lang,
  { matrix, truth, drawn }: DrawnMatrix,
  { filter, least, mass }: { filter: string; least: number; mass: number },
) {
  return [
    ...(matrix.mean ? [t(lang, "derived-mean", { count: matrix.mean.length })] : []),
    ...(matrix !== truth ? [t(lang, "derived-renormalised")] : []),
    ...(drawn ? [t(lang, filter === "least" ? "legend-least" : "legend-mass", { least, mass: percent(mass) })] : []),
  ];
}

/**
 * One matrix of those that are drawn.
 * @param place at: which of the matrices it is
 */
function headScene(
  store: Store,
  drawn: DrawnMatrix,
  { width, at, maxCell }: { width: number; at: number; maxCell: number },
) {
  const state = store.snapshot();
  const { langInForce: lang, scale, colour } = state;
  const { matrix } = drawn;
  const expected = expectedIn(store, matrix);
  const same = matrix.keys.source === matrix.queries.source;
  const predictions =
    expected && same && at === 0 ? matrix.keys.tokens.map((own) => expected.lists[own.at(-1) ?? 0] ?? []) : null;
  return heatmap(matrix, {
    width,
    lang,
    scale,
    colour,
    drawn: drawn.drawn,
    hidden: matrix.quantity ? null : drawn.hiddenMass,
    notes: at === 0 ? shortNotes(lang, drawn, state) : [],
    window: windowIn(store, matrix),
    ramp: at === 0 || matrix.quantity !== undefined,
    maxCell,
    minCell: 1,
    tall: TALL,
    predictions,
    predicts: expected?.predicts ?? "next",
  });
}

/**
 * The largest weight that says something about the head.
 * @param matrix of weights as the model gave them
 */
export function sayLargest(lang: Lang, matrix: Matrix) {
  const { layer, head, mean, queries, keys } = matrix;
  const best = largestFree(matrix);
  const about = {
    layer,
    head,
    count: mean?.length ?? 1,
    aside: sayAside(lang, asideIn(matrix)) + (matrix.cropped ? t(lang, "aside-part") : ""),
  };
  if (!best) return t(lang, mean ? "summary-mean-none" : "summary-head-none", about);
  const cell = {
    percent: percent(best.weight),
    query: name(queries.labels, best.query),
    key: name(keys.labels, best.key),
  };
  return t(lang, mean ? "summary-mean" : "summary-head", { ...about, ...cell });
}

/** The largest weight, and what was done to the numbers. */
function sumUpHead(store: Store, drawn: DrawnMatrix) {
  const state = store.snapshot();
  const { langInForce: lang } = state;
  const { matrix, truth } = drawn;
  const expected = expectedIn(store, matrix);
  const warm = expected ? t(lang, "temperature-note", { temperature: expected.temperature }) : "";
  const said = matrix.quantity ? "" : sayLargest(lang, truth);
  const notes = drawingNotes(lang, drawn, state).map((one) => titled(lang, `${one[0]?.toUpperCase()}${one.slice(1)}`));
  return spoken(lang, said, ...notes, warm);
}

/** The largest side of a cell. */
export const largestCell = (store: Store) => (store.get("view") === "heatmap" ? 60 : 44);

/** Narrower than this, matrices that stand side by side cannot be read. */
const NARROW = 300;
const GAP = 28;

export const pictures: Maker = (store, { width, of }) => {
  const drawn = matrices(store);
  const across = Math.max(1, Math.min(drawn.length, Math.floor((width + GAP) / (NARROW + GAP))));
  const room = (width - GAP * (across - 1)) / across;
  return drawn.map((one, at) => ({
    id: one.id,
    heading: one.label,
    row: String(Math.floor(at / across)),
    scene: headScene(store, one, { width: of?.(one.id) ?? room, at, maxCell: largestCell(store) }),
    summary: sumUpHead(store, one),
    definitions: one.matrix.derived ? [one.matrix.derived] : [],
    tables: [{ title: one.label, make: () => headTable(store.get("langInForce"), one.matrix, one.label) }],
  }));
};

export const figure: Drawing = { pictures };
