/** Interventions: tokens masked, heads switched off, and what the model does then. */
import { filtered } from "../../data/filter.ts";
import { asideOfBoth, sharedFree } from "../../data/findings.ts";
import { contiguous, nearestHead, placeOf } from "../../data/layers.ts";
import { divergences, lineUp, meanDifference } from "../../plots/lined-up.ts";
import { changeByHead, matrixIn } from "./runs.ts";
import { litNow } from "../../state/lit.ts";
import { bitsWords, small } from "../../plots/difference.ts";
import { refusal } from "./refusal.ts";
import { labelled, series, t } from "../../core/words/index.ts";
import { sayAside } from "../../plots/say-layers.ts";
import { headBoard, most, movedBars } from "../../plots/change.ts";
import { changePicture } from "../../plots/change-picture.ts";
import { modelName, tokenName } from "../../plots/labels.ts";
import { expectedPictures } from "./expected.ts";
import { litPlaces, pairTable } from "../../panel/pictures/pair.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, Picture, TableModel } from "../../core/types.ts";
import type { LinedUp, Layers, Matrix } from "../../data/types.ts";
import type { FigureEntry, Maker } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";
import type { Effect, Run } from "./runs.ts";
import type { ChangeData } from "./source.ts";

/** One head before and after, on its axes. */
export type Shown = {
  data: ChangeData;
  before: Matrix;
  after: Matrix | null;
  lined: LinedUp;
  bits: number[];
  masked: ReadonlySet<number>;
  hidden: boolean;
};

/** What was answered last. */
export const changeIn = (store: Store): ChangeData | null => store.get("attnData")["change"]?.data ?? null;

/** The head that is looked at, before and after; null while it is not here. */
export function changedHead(store: Store): Shown | null {
  const { layer, head, quarter, special, renormalise, least, mass } = store.snapshot();
  const data = changeIn(store);
  if (!data) return null;
  const { before: run, after: changed } = data;
  const layers =
    store.get("attention").data?.thumbnails.layers ??
    contiguous(Math.max(...run.layers) + 1, Math.max(...run.heads) + 1);
  const which = nearestHead(layers, { layer, head });
  const of = (one: Run) => {
    const matrix = matrixIn(one, which, quarter);
    return matrix && filtered(matrix, { special, renormalise, filter: "none", least, mass }).matrix;
  };
  const before = of(run);
  if (!before) return null;
  const after = changed && of(changed);
  const lined = lineUp(before, after ?? before, "same");
  return {
    data,
    before,
    after,
    lined,
    bits: after ? divergences(lined) : [],
    masked: new Set(changed?.mask ?? []),
    hidden: before.queries.labels.length < run.tokens.length && quarter === "",
  };
}

const BY_HEAD: WeakMap<ChangeData, Float64Array | null> = new WeakMap();
/**
 * How much each head changed, where all are here.
 * @returns [layer * head]
 */
export function changesOf(data: ChangeData | null): Float64Array | null {
  if (!data) return null;
  const known = BY_HEAD.get(data);
  if (known !== undefined) return known;
  const { before, after } = data;
  const made =
    after && before.layers.length > 1 && before.layers.length === after.layers.length
      ? changeByHead(before, after)
      : null;
  BY_HEAD.set(data, made);
  return made;
}

/**
 * What was changed, in a line.
 * @param few so many heads are named
 */
export function sayChange(lang: Lang, { mask, ablate, tokens }: Run, few: number = 8) {
  const off =
    ablate.length > few
      ? t(lang, "change-heads-many", { count: ablate.length })
      : series(
          lang,
          ablate.map(({ layer, head }) => `${layer}.${head}`),
        );
  return [
    ...(mask.length
      ? [
          t(lang, "change-masked", {
            tokens: series(
              lang,
              mask.map((i) => (tokens[i] ? tokenName(tokens[i]) : i)),
            ),
          }),
        ]
      : []),
    ...(ablate.length ? [t(lang, "change-off", { heads: off })] : []),
  ].join(" · ");
}

export function pairScene(store: Store, shown: Shown, width: number) {
  const { words: lang, scale, colour } = store.snapshot();
  const run = shown.data.after;
  return changePicture(shown, { width, lang, scale, colour, changed: run ? sayChange(lang, run) : "" });
}

/** Whether the change left every weight of this head as it was. */
export const unchanged = ({ after, lined }: Shown) => after !== null && meanDifference(lined.between).mean === 0;

export function sumUpChange(lang: Lang, shown: Shown) {
  const { before, after, lined, bits } = shown;
  if (!after) return t(lang, "change-none");
  if (unchanged(shown)) return t(lang, "change-same");
  const { mean, count } = meanDifference(lined.between);
  const free = sharedFree(lined, before, after);
  const best = most(bits.map((value, row) => (Number.isNaN(value) || !free.row(row) ? -1 : value)));
  const query = lined.rows.labels[best];
  const said = t(lang, "change-summary", { count, mean: small(mean) });
  if (!query || !free.row(best) || !((bits[best] ?? 0) > 0)) return said;
  const row = t(lang, "change-summary-row", {
    query: tokenName(query),
    bits: bitsWords(bits[best] ?? NaN),
    aside: sayAside(lang, asideOfBoth(before, after)),
  });
  return [said, row].join(lang === "zh" ? "" : " ");
}

export function changeTable(lang: Lang, { before, after, lined }: Shown): TableModel {
  const names = after
    ? ["before", "after", "difference"].map((id) => t(lang, `change-${id}`))
    : [t(lang, "change-as-it-is")];
  return pairTable(
    lang,
    lined,
    names,
    t(lang, "change-title", { layer: before.layer, head: before.head, model: modelName(lang, before.model) }),
  );
}

/** The series of the effect: what moved, how far, and what it is expected to say. */
export const seriesOf = (lang: Lang, effect: Effect) => [
  { id: "moved", name: t(lang, "change-row-moved"), values: effect.moved },
  { id: "distance", name: t(lang, "change-row-distance"), values: effect.distance },
  ...(effect.total_variation
    ? [{ id: "variation", name: t(lang, "change-row-variation"), values: effect.total_variation }]
    : []),
];

/** @param run with an effect */
export const movedScene = (lang: Lang, run: Run, width: number) =>
  movedBars(run.tokens, seriesOf(lang, run.effect as Effect), { width, lang, masked: new Set(run.mask) });

/** The token that moved most. */
export function sumUpMoved(lang: Lang, { tokens }: Run, { moved, distance }: Effect) {
  const aside = { special: tokens.some(({ special }) => special), forced: false };
  const best = most(moved.map((value, i) => (tokens[i]?.special ? -1 : value)));
  const token = tokens[best];
  const words = {
    token: token ? tokenName(token) : "",
    moved: small(moved[best] ?? NaN),
    distance: small(distance[best] ?? NaN),
    aside: sayAside(lang, aside),
  };
  if (!((distance[most(distance)] ?? 0) > 0)) return t(lang, "change-not-moved");
  return t(lang, (distance[best] ?? 0) > 0 && !token?.special ? "change-moved-summary" : "change-moved-special", words);
}

/** As the API defines them. */
export const effectDefinitions = (effect: Effect) => [
  effect.definition_moved,
  effect.definition_distance,
  ...(effect.total_variation ? [effect.definition_variation] : []),
];

export function movedTable(lang: Lang, { tokens }: Run, effect: Effect): TableModel {
  const series = seriesOf(lang, effect);
  return {
    caption: t(lang, "change-moved"),
    head: [t(lang, "table-token"), ...series.map(({ name }) => name)],
    rows: tokens.map((one, i) => [tokenName(one), ...series.map(({ values }) => cell(values[i], small))]),
  };
}

/** All heads: which are off, and how much the weights of each changed. */
export function boardScene(store: Store, width: number) {
  const {
    words: lang,
    layer,
    head,
    ablate,
    attention: { data: all },
  } = store.snapshot();
  const layers = all?.thumbnails.layers ?? contiguous(1, 1);
  return headBoard(
    { layers, off: ablate, current: nearestHead(layers, { layer, head }), change: changesOf(changeIn(store)) },
    { width, lang },
  );
}

/** @param change [row * head] */
export function boardTable(lang: Lang, layers: Layers, change: ArrayLike<number>): TableModel {
  const heads = Array.from({ length: layers.width }, (_, head) => head);
  const rows = layers.numbers.map((layer) => [
    String(layer),
    ...heads.map((head) => cell(change[placeOf(layers, { layer, head })], small)),
  ]);
  return {
    caption: t(lang, "change-board-heading"),
    head: [`${t(lang, "layer")} \\ ${t(lang, "head")}`, ...heads.map(String)],
    rows,
  };
}

/** The board keeps this size; where there is twice as much, the bars stand beside it. */
const BOARD = 380;
const GAP = 28;

/** What the change did beyond the one head. */
function effects(store: Store, run: Run, width: number): Picture[] {
  const { effect } = run;
  const lang = store.get("words");
  const change = changesOf(changeIn(store));
  const across = change !== null && effect !== null && width >= 2 * BOARD + GAP;
  const all: Picture[] = [];
  if (effect) {
    all.push({
      id: "moved",
      heading: t(lang, "change-moved"),
      row: "effects",
      summary: sumUpMoved(lang, run, effect),
      scene: movedScene(lang, run, across ? width - BOARD - GAP : width),
      definitions: effectDefinitions(effect),
      tables: [{ title: t(lang, "change-table-moved"), make: () => movedTable(lang, run, effect) }],
    });
  }
  if (change) {
    all.push({
      id: "board",
      heading: t(lang, "change-board-heading"),
      row: across ? "effects" : "board",
      scene: boardScene(store, Math.min(width, BOARD)),
      tables: [
        {
          title: t(lang, "change-board-heading"),
          make: () =>
            boardTable(
              lang,
              store.get("attention").data?.thumbnails.layers ?? contiguous(run.layers.length, run.heads.length),
              change,
            ),
        },
      ],
    });
  }
  return [...all, ...expectedPictures(store, run, width)];
}

export const pictures: Maker = (store, { width }) => {
  const shown = changedHead(store);
  if (!shown || shown.data.refused) return [];
  const lang = store.get("words");
  const {
    before,
    data: { after: run },
  } = shown;
  const scene = pairScene(store, shown, width);
  return [
    {
      id: "pair",
      heading: t(lang, "head-title", { layer: before.layer, head: before.head }),
      scene,
      summary: sumUpChange(lang, shown),
      // The line over the second square has no room for many tokens.
      notes: run
        ? [labelled(lang, t(lang, "change-after"), sayChange(lang, run, Infinity)), t(lang, "change-js-definition")]
        : [t(lang, "change-none")],
      lit: store.get("pin") ? litPlaces({ lined: shown.lined, first: before }, litNow(store.snapshot())) : null,
      tables: [{ title: t(lang, "change-table"), make: () => changeTable(lang, shown) }],
    },
    ...(run ? effects(store, run, width) : []),
  ];
};

export function intro(store: Store) {
  const model = store.get("attention").data?.model;
  return t(store.get("words"), "change-intro", { model: model ? modelName(store.get("words"), model) : "" });
}

/**
 * Why the change was not run, in the reader's words.
 * @returns null: it was
 */
export function sayRefused(store: Store): string | null {
  const data = changeIn(store);
  return data?.refused ? refusal(store.get("words"), data.refused, data.before, store.snapshot()) : null;
}

export const figure: FigureEntry = {
  id: "change",
  pictures,
  intro,
  why(store) {
    const lang = store.get("words");
    const said = sayRefused(store);
    return said ? labelled(lang, t(lang, "change-refused"), said) : t(lang, "figure-nothing");
  },
};
