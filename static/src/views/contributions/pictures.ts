/** What each head adds to the residual stream: all heads at once, and one layer's heads at every token. */
import { asideOf } from "../../data/findings.ts";
import { headAt, headsIn, nearestLayer, placeOf, rowOf } from "../../data/layers.ts";
import { contribution, relative, relativeFree, relativeNorms } from "../../data/stats.ts";
import { titleIn } from "../../state/listed.ts";
import { ofLayer, overview } from "./scene.ts";
import { t } from "../../core/words/index.ts";
import { name, percent } from "../../plots/say.ts";
import { sayAside, saySilent } from "../../plots/say-layers.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Cell, Lang, TableModel } from "../../core/types.ts";
import type { ContributionsData } from "../../data/stats.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

type Read = {
  data: ContributionsData;
  means: Float64Array;
  shares: Float64Array;
  free: ReturnType<typeof relativeFree>;
};

/** A norm as it is printed. */
export const length = (value: number) => String(Number(value.toPrecision(4)));

/** What is worked out of an answer, once. */
const READ: WeakMap<ContributionsData, Read> = new WeakMap();

export function readIn(store: Store): Read | null {
  const data: ContributionsData | null = store.get("answers").contributions?.data ?? null;
  if (!data) return null;
  const known = READ.get(data) ?? {
    data,
    means: relativeNorms(data),
    shares: contribution(data).values,
    free: relativeFree(data),
  };
  READ.set(data, known);
  return known;
}

/** The layer that is shown in full. */
export const layerOf = (store: Store, { layers }: ContributionsData) => nearestLayer(layers, store.get("layer"));

export function sayMean(lang: Lang, { data, means, shares }: Read, layer: number, head: number) {
  const at = placeOf(data.layers, { layer, head });
  if (at < 0) return t(lang, "layer-silent-say", { layer });
  return t(lang, "contributions-say-mean", {
    layer,
    head,
    relative: percent(means[at] ?? NaN),
    count: data.tokens.length,
    share: percent(shares[at] ?? NaN),
  });
}

export function sayAt(lang: Lang, data: ContributionsData, layer: number, head: number, token: number) {
  const { layers, norms, residual, tokens } = data;
  const norm = norms[placeOf(layers, { layer, head }) * tokens.length + token] as number;
  const words = {
    layer,
    head,
    token: name(tokens, token),
    norm: length(norm),
    residual: length(residual[rowOf(layers, layer) * tokens.length + token] as number),
  };
  return t(lang, "contributions-say", { ...words, relative: percent(relative(data, layer, head, token)) });
}

/** What the layer read at a token. */
export const sayRead = (lang: Lang, { layers, residual, tokens }: ContributionsData, layer: number, token: number) =>
  t(lang, "contributions-say-read", {
    token: name(tokens, token),
    layer,
    residual: length(residual[rowOf(layers, layer) * tokens.length + token] as number),
  });

/** The head that adds most, over the tokens that say something about it. */
function sumUpContributions(lang: Lang, { data, free: { means, tokens } }: Read) {
  let best = -1;
  means.forEach((value, at) => {
    if (value > (means[best] ?? -1)) best = at;
  });
  const one = headAt(data.layers, best);
  const silent = saySilent(lang, data.layers);
  const aside = sayAside(lang, asideOf(data.tokens, data.forced));
  const said = one
    ? t(lang, "contributions-summary", { ...one, relative: percent(means[best] ?? NaN), count: tokens, aside })
    : "";
  return [said, silent].filter(Boolean).join(lang === "zh" ? "" : " ");
}

/** The norms of one layer, as the API gives them. */
function normsTable(lang: Lang, data: ContributionsData, layer: number): TableModel {
  const { layers, norms, residual, tokens } = data;
  const count = tokens.length;
  const rows: Cell[][] = Array.from({ length: headsIn(layers, layer) }, (_, head) => [
    `${layer}.${head}`,
    ...tokens.map((__, token) => cell(norms[placeOf(layers, { layer, head }) * count + token], length)),
  ]);
  rows.push([
    t(lang, "contributions-residual"),
    ...tokens.map((_, token) => cell(residual[rowOf(layers, layer) * count + token], length)),
  ]);
  return {
    caption: t(lang, "contributions-table", { layer }),
    head: [t(lang, "head"), ...tokens.map((_, i) => name(tokens, i))],
    rows,
  };
}

/** Layers down, heads across. */
function meansTable(lang: Lang, { data: { layers }, means }: Read): TableModel {
  const heads = Array.from({ length: layers.width }, (_, head) => head);
  const rows = layers.numbers.map((layer) => [
    String(layer),
    ...heads.map((head) => cell(means[placeOf(layers, { layer, head })], percent)),
  ]);
  return {
    caption: t(lang, "contributions-overview"),
    head: [`${t(lang, "layer")} \\ ${t(lang, "head")}`, ...heads.map(String)],
    rows,
  };
}

/** Narrower than this, the two stand one under the other. */
const TWO = 1000;
const GAP = 28;

export const pictures: Maker = (store, { width, of }) => {
  const read = readIn(store);
  if (!read) return [];
  const { data } = read;
  const { langInForce: lang, head } = store.snapshot();
  const layer = layerOf(store, data);
  const left = width >= TWO ? Math.floor(((width - GAP) * 5) / 12) : width;
  const notes = [t(lang, "contributions-derived")];
  return [
    {
      id: "overview",
      heading: t(lang, "contributions-overview"),
      row: "both",
      summary: sumUpContributions(lang, read),
      scene: overview(data, { width: of?.("overview") ?? left, lang, layer, head }),
      tables: [{ title: t(lang, "contributions-overview"), make: () => meansTable(lang, read) }],
    },
    {
      id: "layer",
      heading: t(lang, "contributions-of-layer", { layer }),
      row: width >= TWO ? "both" : "layer",
      notes,
      scene: ofLayer(data, { width: of?.("layer") ?? (width >= TWO ? width - GAP - left : width), lang, layer, head }),
      tables: [{ title: t(lang, "contributions-table", { layer }), make: () => normsTable(lang, data, layer) }],
    },
  ];
};

export const intro = (store: Store) => t(store.get("langInForce"), "contributions-intro", { model: titleIn(store) });

export const figure: Drawing = { pictures, intro };
