/** Attention rollout after a layer, the mean of that layer's heads beside it, and one token's rows of both through the layers. */
import { allHeads, headsIn, nearestLayer, rowOf } from "../../data/layers.ts";
import { ATTENTION_TICKS, attentionScale } from "../../plots/heatmap.ts";
import { isWord } from "../../plots/links.ts";
import { acrossLayers, rolloutSquare, weightsOf } from "./scene.ts";
import { t } from "../../core/words/index.ts";
import { name, percent } from "../../plots/say.ts";
import { saySilent } from "../../plots/say-layers.ts";
import { GAP } from "../../plots/compose.ts";
import { anchorOf } from "../../panel/pictures/one-token.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Cell, Lang, Picture, Scene, TableModel } from "../../core/types.ts";
import type { RolloutData } from "../../data/types.ts";
import type { Drawing, Maker, Room } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";
import type { Quantity } from "./scene.ts";

export const QUANTITIES = ["rollout", "mean"] as const;
const LARGEST = 44;

/** What there is to draw: nothing of a model with an encoder and a decoder. */
export const rolloutIn = (store: Store): RolloutData | null =>
  store.get("answers").attention.data?.targetTokens ? null : (store.get("answers").rollout?.data ?? null);

/** Why there is nothing, where there never will be. */
export function why(store: Store) {
  const {
    answers: {
      attention: { data },
    },
    langInForce: lang,
  } = store.snapshot();
  return data?.targetTokens ? t(lang, "rollout-not-here", { model: data.model.id }) : "";
}

/** The page's layer, as far as the model has it. */
export const layerOf = (store: Store, { layers }: RolloutData) => nearestLayer(layers, store.get("layer"));

/** The token whose rows are shown: the one that the cursor is about, or was, or the last word. */
export function shownToken(store: Store, { tokens }: RolloutData, last: number = -1) {
  const anchor = anchorOf(store);
  if (anchor?.source === "attention" && anchor.token < tokens.length) return anchor.token;
  return last >= 0 && last < tokens.length ? last : (tokens.filter(isWord).at(-1)?.index ?? 0);
}

export function sayRollout(
  lang: Lang,
  found: RolloutData,
  quantity: Quantity,
  layer: number,
  query: number,
  key: number,
) {
  const spoken = {
    layer,
    query: name(found.tokens, query),
    key: name(found.tokens, key),
    heads: headsIn(found.layers, layer),
  };
  if (rowOf(found.layers, layer) < 0) return t(lang, "layer-silent-say", spoken);
  if (found.family === "decoder" && key > query) return t(lang, "rollout-say-masked", spoken);
  const weight = weightsOf(found, quantity, layer)?.[query * found.tokens.length + key];
  return weight === undefined
    ? t(lang, "rollout-no-mean", spoken)
    : t(lang, `rollout-say-${quantity}`, { ...spoken, percent: percent(weight) });
}

/** Where the token holds most, itself and special tokens aside; −1 where it can hold of fewer than two. */
function strongestOf({ tokens, rollout, layers }: RolloutData, layer: number, token: number) {
  const from = (rowOf(layers, layer) * tokens.length + token) * tokens.length;
  const others = tokens.flatMap(({ special }, key) =>
    !special && key !== token && (rollout[from + key] ?? 0) > 0 ? [key] : [],
  );
  if (others.length < 2) return -1;
  return others.reduce((best, key) => ((rollout[from + key] ?? 0) > (rollout[from + best] ?? 0) ? key : best));
}

/** What a token holds most of, and what the heads give to that; empty where there are no two to choose from. */
export function sumUpRollout(lang: Lang, found: RolloutData, layer: number, token: number) {
  const strongest = strongestOf(found, layer, token);
  if (strongest < 0) return "";
  const [rollout, mean] = QUANTITIES.map(
    (quantity) => weightsOf(found, quantity, layer)?.[token * found.tokens.length + strongest],
  );
  if (rollout === undefined || mean === undefined) return "";
  return t(lang, "rollout-summary", {
    layer,
    query: name(found.tokens, token),
    key: name(found.tokens, strongest),
    percent: percent(rollout),
    mean: percent(mean),
  });
}

/** Of which layers the mean has come, where not of all. */
const sayMissing = (lang: Lang, { means, layers, tokens }: RolloutData) =>
  means.some((mean) => mean === null)
    ? t(lang, "rollout-some-layers", { count: (allHeads(layers).length * tokens.length ** 2).toLocaleString("en") })
    : "";

function look(store: Store, what: "rollout" | "mean" | "both") {
  const { scale, colour, langInForce: lang } = store.snapshot();
  // What is by row in one head has no row of its own among layers: all are drawn on one scale.
  const kind = scale === "row" ? "linear" : scale;
  const caption = t(lang, "rollout-legend", {
    what: t(lang, `rollout-what-${what}`),
    colour: t(lang, `colour-${colour}`),
    scale: t(lang, `scale-${kind}`),
  });
  return { lang, scale: attentionScale(kind, colour), ticks: ATTENTION_TICKS[kind], caption };
}

/** @param scene pixels of a cell */
const cellSide = ({ regions: [cells] }: Scene) => (cells ? cells.width / cells.columns : 0);

/**
 * Both squares, with cells of one size, so that a row of one is at the height of the same row of the other.
 * @returns without what was not asked for
 */
function squares(
  store: Store,
  found: RolloutData,
  layer: number,
  widths: Record<Quantity, number>,
  minCell?: number,
): Partial<Record<Quantity, Scene>> {
  const made = (quantity: Quantity, maxCell: number) =>
    rolloutSquare(found, quantity, layer, {
      width: widths[quantity],
      maxCell,
      ...(minCell === undefined ? {} : { minCell }),
      ...look(store, quantity),
    });
  const side = Math.min(...QUANTITIES.map((quantity) => cellSide(made(quantity, LARGEST))));
  return Object.fromEntries(
    QUANTITIES.flatMap((quantity) => (weightsOf(found, quantity, layer) ? [[quantity, made(quantity, side)]] : [])),
  );
}

/** One token's weights; nothing where it may not look. */
function rowCells(found: RolloutData, quantity: Quantity, layer: number, token: number): Cell[] {
  const values = weightsOf(found, quantity, layer);
  return found.tokens.map((_, key) =>
    cell(found.family === "decoder" && key > token ? null : values?.[token * found.tokens.length + key]),
  );
}

function squareTable(lang: Lang, found: RolloutData, quantity: Quantity, layer: number): TableModel {
  const { tokens } = found;
  return {
    caption: t(lang, `rollout-heading-${quantity}`, { layer }),
    head: [t(lang, "table-query"), ...tokens.map((_, key) => name(tokens, key))],
    rows: tokens.map((_, query) => [name(tokens, query), ...rowCells(found, quantity, layer, query)]),
  };
}

function acrossTable(lang: Lang, found: RolloutData, token: number): TableModel {
  const { tokens, layers } = found;
  return {
    caption: `${t(lang, "rollout-across-heading")}${t(lang, "list-comma")}${name(tokens, token)}`,
    head: [t(lang, "layer"), ...tokens.map((_, key) => name(tokens, key))],
    rows: QUANTITIES.flatMap((quantity) =>
      layers.numbers.map((layer) => [
        t(lang, `rollout-heading-${quantity}`, { layer }),
        ...rowCells(found, quantity, layer, token),
      ]),
    ),
  };
}

/** Narrower than this, squares that stand side by side cannot be read; so small, cells are worth a row of their own. */
const [NARROW, SMALL] = [300, 9];

/** The rows of one token through the layers. */
export function acrossPicture(
  store: Store,
  found: RolloutData,
  { layer, token }: { layer: number; token: number },
  room: { width: number; minCell?: number },
): Picture {
  const lang = store.get("langInForce");
  const heading = t(lang, "rollout-across-heading");
  return {
    id: "across",
    heading,
    scene: acrossLayers(found, token, layer, { ...room, ...look(store, "both") }),
    notes: [saySilent(lang, found.layers), sayMissing(lang, found)].filter(Boolean),
    tables: [{ title: `${heading}, ${name(found.tokens, token)}`, make: () => acrossTable(lang, found, token) }],
  };
}

/** Both squares of the room that each has; side by side only if that is enough. */
function arranged(store: Store, found: RolloutData, layer: number, { width, of }: Room) {
  if (of) return { both: squares(store, found, layer, { rollout: of("rollout"), mean: of("mean") }), beside: true };
  const drawn = (room: number) => squares(store, found, layer, { rollout: room, mean: room }, 1);
  const half = Math.floor((width - GAP) / 2);
  const small = half < NARROW ? null : drawn(half);
  const beside = small !== null && (cellSide(small.rollout as Scene) >= SMALL || !small.mean);
  return { both: small && beside ? small : drawn(width), beside };
}

/**
 * @param place which layer, and whose rows
 * @returns on the page, what a token holds most is read off beside the pictures
 */
export function picturesAt(
  store: Store,
  found: RolloutData,
  place: { layer: number; token: number },
  room: Room,
): Picture[] {
  const lang = store.get("langInForce");
  const { layer, token } = place;
  const { of, live = false } = room;
  const { both, beside } = arranged(store, found, layer, room);
  const across = of ? { width: of("across") } : { width: room.width, minCell: 1 };
  return [
    ...QUANTITIES.flatMap((quantity) => {
      const scene = both[quantity];
      const heading = t(lang, `rollout-heading-${quantity}`, { layer });
      if (!scene) return [];
      return [
        {
          id: quantity,
          heading,
          scene,
          ...(beside ? { row: "squares" } : {}),
          ...(quantity === "rollout" && !live ? { summary: sumUpRollout(lang, found, layer, token) } : {}),
          ...(quantity === "rollout" ? { definitions: [found.definition] } : {}),
          tables: [{ title: heading, make: () => squareTable(lang, found, quantity, layer) }],
        },
      ];
    }),
    acrossPicture(store, found, place, across),
  ];
}

export const pictures: Maker = (store, room) => {
  const found = rolloutIn(store);
  return found ? picturesAt(store, found, { layer: layerOf(store, found), token: shownToken(store, found) }, room) : [];
};

export const figure: Drawing = {
  pictures,
  why,
  intro: (store) => t(store.get("langInForce"), "rollout-intro"),
};
