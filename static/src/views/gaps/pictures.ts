/** Accuracy against gap: the comparison of the cells, and what the shipped nets' own cards say. */
import { gaps, seriesName, spread } from "./scene.ts";
import { clauses, series as listed, t } from "../../core/words/index.ts";
import { decimals } from "../../plots/say.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Lang, TableModel } from "../../core/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Answers } from "../../state/answers.ts";
import type { Store } from "../../state/app.ts";
import type { Plot, Series } from "./scene.ts";

type Found = Answers["gaps"];

/** The difference that the card states, and its gap. */
const STATED = /^lstm_minus_rnn_gap_(\d+)$/;

/** The cards and their plots; null before they are there, or where this installation has none. */
export function drawnIn(store: Store): Found | null {
  const data = store.get("answers").gaps?.data ?? null;
  return data && data.plots.length > 0 ? data : null;
}

const scene = (store: Store, data: Found, width: number) => gaps(data, { width, lang: store.get("langInForce") });

/** What the comparison's card says in numbers. */
export function comparisonWords(lang: Lang, card: any): string[] {
  if (!card) return [];
  const stated = Object.keys(card).find((key) => STATED.test(key));
  const found = stated ? card[stated] : null;
  const seeds = Object.entries(found?.by_seed ?? {});
  const signed = (value: number) => (value > 0 ? `+${decimals(value)}` : decimals(value));
  const parameters = listed(
    lang,
    Object.entries(card.parameters).map(
      ([net, count]) => `${seriesName(lang, net)} ${Number(count).toLocaleString("en-US")}`,
    ),
  );
  return [
    ...(found
      ? [
          t(lang, "gaps-summary", {
            gap: STATED.exec(stated ?? "")?.[1] ?? "",
            mean: signed(found.mean),
            seeds: listed(
              lang,
              seeds.map(([seed]) => seed),
            ),
            each: listed(
              lang,
              seeds.map(([, value]) => signed(value as number)),
            ),
          }),
        ]
      : []),
    t(lang, "gaps-recipe", { parameters }),
    t(lang, "gaps-not-cannot"),
  ];
}

/** Everything that is said of the plots, the differences first. */
const saidOf = (lang: Lang, data: Found) => [
  ...comparisonWords(lang, data.comparison),
  t(lang, "gaps-shipped"),
  ...measureWords(lang, data),
];

/** What the axes are of: how much more than the filler lies between, and what the dotted lines are. */
export function measureWords(lang: Lang, { plots, cards }: Found): string[] {
  const more = (language: "en" | "zh") => {
    const found = Object.values(cards).flatMap(
      (card) => card?.results?.country_to_language?.[language]?.tokens_beyond_gap ?? [],
    );
    return found.length
      ? `${Math.min(...found.map(({ least }) => least))}–${Math.max(...found.map(({ most }) => most))}`
      : "";
  };
  const [en, zh] = [more("en"), more("zh")];
  const values = clauses(
    lang,
    plots.map(({ id, chance }) =>
      t(lang, "gaps-chance-of", { plot: t(lang, `gaps-plot-${id}`), share: chance.toFixed(3) }),
    ),
  );
  return [...(en && zh ? [t(lang, "gaps-distance", { en, zh })] : []), t(lang, "gaps-chance-note", { values })];
}

/** The card's own words on how it was measured, and by which recipe. */
function disclosed(card: any) {
  const extra = Object.values<{ disclosure?: string } | undefined>(card?.extra ?? {}).map((one) => one?.disclosure);
  return [card?.definition, card?.recipe?.disclosure, ...extra].filter(Boolean).join(" ");
}

/** @returns a row a gap */
function plotTable(lang: Lang, plot: Plot): TableModel {
  const head = [t(lang, "gaps-table-gap")];
  for (const { id, seeds } of plot.series) {
    const net = seriesName(lang, id);
    head.push(
      seeds.length ? t(lang, "gaps-table-mean", { cell: net }) : net,
      ...seeds.map(({ seed }) => t(lang, "gaps-table-seed", { cell: net, seed })),
    );
  }
  const rows = plot.gaps.map((gap, at) => [
    cell(gap, String),
    ...plot.series.flatMap(({ values, seeds }) =>
      [values, ...seeds.map((one) => one.values)].map((list) => cell(list[at], decimals)),
    ),
  ]);
  return { caption: t(lang, `gaps-plot-${plot.id}`), head, rows };
}

/** Which nets the cards are of. */
function netsOf(lang: Lang, { cards }: Found) {
  const nets = Object.entries(cards).flatMap(([id, card]) => {
    const sha = card?.files?.[`${id}.safetensors`]?.sha256;
    return sha ? [t(lang, "figure-gaps-net", { net: seriesName(lang, id), sha: sha.slice(0, 12) })] : [];
  });
  return nets.length ? t(lang, "figure-gaps-nets", { nets: clauses(lang, nets) }) : "";
}

function sayOne(lang: Lang, series: Series, at: number) {
  const words = { cell: seriesName(lang, series.id), value: decimals(series.values[at] ?? NaN) };
  if (series.seeds.length < 2) return t(lang, "gaps-say-one", words);
  const [low, high] = spread(series, at);
  return t(lang, "gaps-say-spread", { ...words, low: decimals(low), high: decimals(high), count: series.seeds.length });
}

export const sayGap = (lang: Lang, plot: Plot, at: number, series: readonly Series[] = plot.series) =>
  t(lang, "gaps-say", {
    gap: plot.gaps[at] ?? 0,
    list: clauses(
      lang,
      series.map((one) => sayOne(lang, one, at)),
    ),
  });

export const pictures: Maker = (store, { width }) => {
  const data = drawnIn(store);
  if (!data) return [];
  const lang = store.get("langInForce");
  const said = saidOf(lang, data);
  const card = disclosed(data.comparison);
  return [
    {
      id: "gaps",
      heading: t(lang, "gaps-title"),
      scene: scene(store, data, width),
      summary: said[0] ?? "",
      notes: [...said, netsOf(lang, data)].filter(Boolean),
      definitions: card ? [card] : [],
      tables: data.plots.map((plot) => ({ title: t(lang, `gaps-plot-${plot.id}`), make: () => plotTable(lang, plot) })),
    },
  ];
};

export const intro = (store: Store) => t(store.get("langInForce"), "gaps-intro");

export const figure: Drawing = { pictures, intro };
