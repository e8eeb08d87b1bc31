/** Interventions: tokens masked, heads switched off, and what the model does then. */
import { filtered } from "../../data/filter.ts";
import { asideOfBoth, sharedFree } from "../../data/findings.ts";
import { contiguous, hasHead, nearestHead, placeOf, rowOf } from "../../data/layers.ts";
import { divergences, largest, lineUp, meanDifference } from "../../plots/lined-up.ts";
import { changeByHead, matrixIn } from "./runs.ts";
import { litNow } from "../../state/lit.ts";
import { bitsWords, points, small } from "../../plots/difference.ts";
import { refusal } from "./refusal.ts";
import { labelled, series, t } from "../../core/words/index.ts";
import { percent } from "../../plots/say.ts";
import { sayAside } from "../../plots/say-layers.ts";
import { headBoard, most, movedBars } from "../../plots/change.ts";
import { changePicture } from "../../plots/change-picture.ts";
import { modelName, tokenName } from "../../plots/labels.ts";
import { kept } from "../../panel/changed.ts";
import { expectedPictures } from "./expected.ts";
import { litPlaces, pairTable } from "../../panel/pictures/pair.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, Picture, TableModel } from "../../core/types.ts";
import type { HeadRef, LinedUp, Layers, Matrix, Token } from "../../data/types.ts";
import type { Drawing, Maker, Room } from "../../state/view.ts";
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
export const changeIn = (store: Store): ChangeData | null => store.get("answers").change?.data ?? null;

/** The head that is looked at, before and after; null while it is not here. */
export const changedHead = kept((store) => {
  const {
    layer,
    head,
    quarter,
    special,
    renormalise,
    answers: { attention },
  } = store.snapshot();
  return [changeIn(store), layer, head, quarter, special, renormalise, attention.data];
}, lineUpRuns);

function lineUpRuns(store: Store): Shown | null {
  const { layer, head, quarter, special, renormalise, least, mass } = store.snapshot();
  const data = changeIn(store);
  if (!data) return null;
  const { before: run, after: changed } = data;
  const layers =
    store.get("answers").attention.data?.thumbnails.layers ??
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
function changesOf(data: ChangeData | null): Float64Array | null {
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
function sayChange(lang: Lang, { mask, ablate, tokens }: Run, few: number = 8) {
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

function pairScene(store: Store, shown: Shown, width: number) {
  const { langInForce: lang, scale, colour } = store.snapshot();
  const run = shown.data.after;
  return changePicture(shown, { width, lang, scale, colour, changed: run ? sayChange(lang, run) : "" });
}

/**
 * What a place of the two squares and their difference is, in words.
 * @param panel one of the squares, or the bars beside them
 * @param row null: a label of a column
 */
export function sayPlace(
  lang: Lang,
  { before, after, lined, bits, masked, data: { after: run } }: Shown,
  { panel, row, column }: { panel: string; row: number | null; column: number | null },
) {
  const query = row === null ? "" : tokenName(lined.rows.labels[row] as Token);
  if (panel === "bars") {
    return Number.isNaN(bits[row ?? 0])
      ? ""
      : t(lang, "change-say-row", { query, bits: bitsWords(bits[row ?? 0] ?? NaN) });
  }
  if (row === null || column === null) {
    const token = row === null ? lined.columns.labels[column ?? 0] : lined.rows.labels[row];
    if (!token) return "";
    const about = { token: tokenName(token), index: token.index };
    const moved = run?.effect?.moved[token.index];
    return moved === undefined
      ? t(lang, "change-say-token", about)
      : t(lang, "change-say-label", { ...about, moved: small(moved) });
  }
  const i = row * lined.columns.spots.length + column;
  const key = tokenName(lined.columns.labels[column] as Token);
  const [was, is] = [lined.a[i] as number, lined.b[i] as number];
  if (Number.isNaN(was)) return t(lang, "change-say-causal", { query, key });
  const value = { query, key, before: percent(was), after: percent(is), difference: points(lang, is - was) };
  if (!after) return `${query} → ${key}: ${value.before}`;
  return t(
    lang,
    before.keys.tokens[column]?.some((token) => masked.has(token)) ? "change-say-masked" : "change-say-cell",
    value,
  );
}

/** Whether the change left every weight of this head as it was. */
const unchanged = ({ after, lined }: Shown) => after !== null && meanDifference(lined.between).mean === 0;

function sumUpChange(lang: Lang, shown: Shown) {
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

function changeTable(lang: Lang, { before, after, lined }: Shown): TableModel {
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
const movedScene = (lang: Lang, run: Run, width: number) =>
  movedBars(run.tokens, seriesOf(lang, run.effect as Effect), { width, lang, masked: new Set(run.mask) });

/** The token that moved most. */
function sumUpMoved(lang: Lang, { tokens }: Run, { moved, distance }: Effect) {
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
const effectDefinitions = (effect: Effect) => [
  effect.definition_moved,
  effect.definition_distance,
  ...(effect.total_variation ? [effect.definition_variation] : []),
];

function movedTable(lang: Lang, { tokens }: Run, effect: Effect): TableModel {
  const series = seriesOf(lang, effect);
  return {
    caption: t(lang, "change-moved"),
    head: [t(lang, "table-token"), ...series.map(({ name }) => name)],
    rows: tokens.map((one, i) => [tokenName(one), ...series.map(({ values }) => cell(values[i], small))]),
  };
}

/** All heads: which are off, and how much the weights of each changed. */
function boardScene(store: Store, width: number) {
  const {
    langInForce: lang,
    layer,
    head,
    ablate,
    answers: {
      attention: { data: all },
    },
  } = store.snapshot();
  const layers = all?.thumbnails.layers ?? contiguous(1, 1);
  return headBoard(
    { layers, off: ablate, current: nearestHead(layers, { layer, head }), change: changesOf(changeIn(store)) },
    { width, lang },
  );
}

/** Whether a head is on, and how much it changed. */
export function sayBoard(store: Store, layer: number, head: number) {
  const {
    langInForce: lang,
    ablate,
    answers: { attention },
  } = store.snapshot();
  const off = ablate.some((one) => one.layer === layer && one.head === head);
  const state = t(lang, off ? "change-is-off" : "change-is-on");
  const own = changesOf(changeIn(store));
  const layers = attention.data?.thumbnails.layers;
  if (layers && !hasHead(layers, { layer, head })) {
    return t(lang, rowOf(layers, layer) < 0 ? "layer-silent-say" : "layer-lacks-head", { layer, head });
  }
  const value = layers && own?.[placeOf(layers, { layer, head })];
  return value === undefined
    ? t(lang, "change-board-say", { layer, head, state })
    : t(lang, "change-board-say-change", { layer, head, state, change: small(value) });
}

/** @param change [row * head] */
function boardTable(lang: Lang, layers: Layers, change: ArrayLike<number>): TableModel {
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

/** All heads: which are off, and how much each changed. On the page it is there before anything is changed: it is where heads are switched off. */
export const boardPictures: Maker = (store, { width, live = false }) => {
  const lang = store.get("langInForce");
  const layers = store.get("answers").attention.data?.thumbnails.layers;
  const data = changeIn(store);
  const change = changesOf(data);
  if (!change && !(live && layers)) return [];
  const run = data?.after;
  const own = layers ?? contiguous(run?.layers.length ?? 1, run?.heads.length ?? 1);
  const heading = t(lang, "change-board-heading");
  return [
    {
      id: "board",
      heading: change ? heading : "",
      scene: boardScene(store, Math.min(width, live ? Infinity : BOARD)),
      tables: change ? [{ title: heading, make: () => boardTable(lang, own, change) }] : [],
    },
  ];
};

/** How far the change moved each token. */
function movedPicture(store: Store, run: Run, effect: Effect, width: number): Picture {
  const lang = store.get("langInForce");
  return {
    id: "moved",
    heading: t(lang, "change-moved"),
    row: "effects",
    summary: sumUpMoved(lang, run, effect),
    scene: movedScene(lang, run, width),
    definitions: effectDefinitions(effect),
    tables: [{ title: t(lang, "change-table-moved"), make: () => movedTable(lang, run, effect) }],
  };
}

/** What the change did beyond the one head. */
function effects(store: Store, run: Run, { width, of, live = false }: Room): Picture[] {
  const { effect } = run;
  const change = changesOf(changeIn(store));
  const across = change !== null && effect !== null && width >= 2 * BOARD + GAP;
  const moved = effect
    ? [movedPicture(store, run, effect, of?.("moved") ?? (across ? width - BOARD - GAP : width))]
    : [];
  if (live) return moved;
  const board = boardPictures(store, { width }).map((one) => ({ ...one, row: across ? "effects" : "board" }));
  return [...moved, ...board, ...expectedPictures(store, { width })];
}

/** On the page, the board of heads and what is expected stand on their own: the first is a control, the second follows the cursor. */
export const pictures: Maker = (store, room) => {
  const shown = changedHead(store);
  const { live = false } = room;
  // The page says beside the head as it is why the change was not made; a file would show another run than was asked for.
  if (!shown || (shown.data.refused && !live)) return [];
  const lang = store.get("langInForce");
  const {
    before,
    data: { after: run },
  } = shown;
  const scene = pairScene(store, shown, room.width);
  // The line over the second square has no room for many tokens. On the page the controls say it too.
  const done = run && !live ? [labelled(lang, t(lang, "change-after"), sayChange(lang, run, Infinity))] : [];
  return [
    {
      id: "pair",
      heading: t(lang, "head-title", { layer: before.layer, head: before.head }),
      scene,
      summary: sumUpChange(lang, shown),
      notes: run ? [...done, ...(unchanged(shown) ? [] : [t(lang, "change-js-definition")])] : [t(lang, "change-none")],
      lit: store.get("pin") ? litPlaces({ lined: shown.lined, first: before }, litNow(store.snapshot())) : null,
      tables: [{ title: t(lang, "change-table"), make: () => changeTable(lang, shown) }],
    },
    ...(run ? effects(store, run, room) : []),
  ];
};

/**
 * This head cannot have changed, as it reads what no head that is off has touched: why, and which head changed most.
 * @returns null: it may have
 */
export function untouched(store: Store): { why: string; most: HeadRef | null } | null {
  const shown = changedHead(store);
  if (!shown || !unchanged(shown)) return null;
  const { before, after } = shown.data;
  if (!after || after.mask.length || after.ablate.length === 0) return null;
  const layer = Math.min(...after.ablate.map((one) => one.layer));
  const [at] = before.layers.length > 1 ? largest(changesOf(shown.data) ?? [], 1) : [];
  return {
    why: t(store.get("langInForce"), "change-same-why", { layer }),
    // Rows are those that came.
    most:
      at === undefined
        ? null
        : {
            layer: before.layers[Math.floor(at / before.heads.length)] ?? 0,
            head: before.heads[at % before.heads.length] ?? 0,
          },
  };
}

/**
 * How far a token moved, in words.
 * @param id of a row of bars
 */
export function sayMoved(store: Store, id: string, column: number) {
  const run = changeIn(store)?.after;
  const token = run?.tokens[column];
  if (!run?.effect || !token) return "";
  const lang = store.get("langInForce");
  const series = seriesOf(lang, run.effect);
  const found = series.find((one) => one.id === id) ?? series[0];
  return found
    ? t(lang, "change-say-moved", {
        token: tokenName(token),
        name: found.name,
        value: small(found.values[column] ?? NaN),
      })
    : "";
}

export function intro(store: Store) {
  const model = store.get("answers").attention.data?.model;
  return t(store.get("langInForce"), "change-intro", {
    model: model ? modelName(store.get("langInForce"), model) : "",
  });
}

/**
 * Why the change was not run, in the reader's words.
 * @returns null: it was
 */
export function sayRefused(store: Store): string | null {
  const data = changeIn(store);
  return data?.refused ? refusal(store.get("langInForce"), data.refused, data.before, store.snapshot()) : null;
}

export const figure: Drawing = {
  pictures,
  intro,
  why(store) {
    const lang = store.get("langInForce");
    const said = sayRefused(store);
    return said ? labelled(lang, t(lang, "change-refused"), said) : t(lang, "figure-nothing");
  },
};
