/** All heads of the model at once, and under them the chosen ones in full. */
import { asideOf } from "../../data/findings.ts";
import { chosenHeads } from "../../state/selection.ts";
import { grid } from "../../plots/grid.ts";
import { t } from "../../core/words/index.ts";
import { sayLayers, saySilent } from "../../plots/say-layers.ts";
import { pictures as inFull } from "../../panel/heatmap/pictures.ts";
import {
  orderedBy,
  sortedBy,
  sortedScene,
  statisticsOf,
  statsTable,
  sumUpOrder,
} from "../../panel/pictures/statistics.ts";
import { gridTable } from "../../panel/pictures/tables.ts";
import type { AttentionData } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

/** Larger where nothing stands beside them. */
const largestPicture = (store: Store) => (store.get("view") === "heads" ? 110 : 64);

/** Every head in small: by layer, or sorted. */
function headsScene(store: Store, data: AttentionData, width: number) {
  const by = sortedBy(store, data);
  if (by) return sortedScene(store, data, by, width);
  const state = store.snapshot();
  const { langInForce: lang, layer, head, scale, colour, quarter, special } = state;
  return grid(data, {
    width,
    lang,
    scale,
    colour,
    layer,
    head,
    quarter,
    special,
    most: largestPicture(store),
    statistic: orderedBy(store, data),
    others: chosenHeads(state).slice(1),
  });
}

function headsHeading(store: Store, data: AttentionData) {
  const lang = store.get("langInForce");
  const by = sortedBy(store, data);
  return by ? t(lang, "sorted-by", { name: t(lang, `stat-${by.name}`) }) : t(lang, "view-heads");
}

/** What must be known to read the pictures. */
function headsNotes(store: Store, data: AttentionData): string[] {
  const lang = store.get("langInForce");
  const {
    tokens,
    thumbnails: { bins },
  } = data;
  const count = tokens.length;
  return [
    ...(store.get("special") === "hide" ? [t(lang, count > bins ? "grid-hidden-block" : "grid-hidden")] : []),
    ...(count > bins ? [t(lang, "grid-block", { count, bins })] : []),
    ...(tokens.some((token) => token.unknown) ? [t(lang, "grid-unknown")] : []),
    ...(tokens.some((token) => token.parts > 1) ? [t(lang, "parts-note")] : []),
    ...(tokens.some((token) => !token.special && token.end === token.start) ? [t(lang, "begin-note")] : []),
  ];
}

/** What the model read. */
function sumUpHeads(store: Store, { tokens, forced, thumbnails: { layers } }: AttentionData) {
  const lang = store.get("langInForce");
  const said = sayLayers(lang, layers);
  return [
    t(lang, "summary-grid", { layers: said, count: tokens.length }),
    saySilent(lang, layers),
    ...(asideOf(tokens, forced).forced ? [t(lang, "aside-note")] : []),
  ]
    .filter(Boolean)
    .join(lang === "zh" ? "" : " ");
}

/** Every statistic of every head, or what the small pictures hold most. */
function headsTable(store: Store, data: AttentionData) {
  const lang = store.get("langInForce");
  const statistics = statisticsOf(store, data);
  return statistics.length ? statsTable(lang, statistics, data) : gridTable(lang, data);
}

/** What that table is called. */
const headsTableName = (store: Store, data: AttentionData) =>
  t(store.get("langInForce"), statisticsOf(store, data).length ? "stats-table" : "table-heads");

/** All heads in small. */
export const overview: Maker = (store, { width, live = false }) => {
  const { data } = store.get("answers").attention;
  if (!data) return [];
  return [
    {
      id: "heads",
      heading: headsHeading(store, data),
      scene: headsScene(store, data, width),
      summary: sumUpHeads(store, data),
      notes: [
        sumUpOrder(store, data),
        ...(live ? [t(store.get("langInForce"), "grid-several")] : []),
        ...headsNotes(store, data),
      ].filter(Boolean),
      tables: [{ title: headsTableName(store, data), make: () => headsTable(store, data) }],
    },
  ];
};

export const pictures: Maker = (store, room) => [...overview(store, room), ...inFull(store, room)];

export const figure: Drawing = { pictures };
