/** All heads of the model at once, and under them the chosen ones in full. */
import { asideOf } from "../data/findings.js";
import { chosenHeads } from "../data/selection.js";
import { grid } from "../views/grid.js";
import { t } from "../ui/i18n.js";
import { sayLayers, saySilent } from "../ui/say-layers.js";
import { pictures as inFull } from "./heatmap.js";
import { orderedBy, sortedBy, sortedScene, statisticsOf, statsTable, sumUpOrder } from "./statistics.js";
import { gridTable } from "./tables.js";

/** @typedef {import("../types.js").AttentionData} AttentionData */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** Larger where nothing stands beside them. @param {Store} store */
const largestPicture = (store) => (store.get("view") === "heads" ? 110 : 64);

/** Every head in small: by layer, or sorted. @param {Store} store @param {AttentionData} data @param {number} width */
export function headsScene(store, data, width) {
  const by = sortedBy(store, data);
  if (by) return sortedScene(store, data, by, width);
  const state = store.snapshot();
  const { words: lang, layer, head, scale, colour, quarter, special } = state;
  return grid(data, {
    width, lang, scale, colour, layer, head, quarter, special,
    most: largestPicture(store), statistic: orderedBy(store, data), others: chosenHeads(state).slice(1),
  });
}

/** @param {Store} store @param {AttentionData} data */
export function headsHeading(store, data) {
  const lang = store.get("words");
  const by = sortedBy(store, data);
  return by ? t(lang, "sorted-by", { name: t(lang, `stat-${by.name}`) }) : t(lang, "view-heads");
}

/** What must be known to read the pictures. @param {Store} store @param {AttentionData} data @returns {string[]} */
export function headsNotes(store, data) {
  const lang = store.get("words");
  const { tokens, thumbnails: { bins } } = data;
  const count = tokens.length;
  return [
    ...(store.get("special") === "hide" ? [t(lang, count > bins ? "grid-hidden-block" : "grid-hidden")] : []),
    ...(count > bins ? [t(lang, "grid-block", { count, bins })] : []),
    ...(tokens.some((token) => token.unknown) ? [t(lang, "grid-unknown")] : []),
    ...(tokens.some((token) => token.parts > 1) ? [t(lang, "parts-note")] : []),
    ...(tokens.some((token) => !token.special && token.end === token.start) ? [t(lang, "begin-note")] : []),
  ];
}

/** What the model read. @param {Store} store @param {AttentionData} data */
export function sumUpHeads(store, { tokens, forced, thumbnails: { layers } }) {
  const lang = store.get("words");
  const said = sayLayers(lang, layers);
  return [
    t(lang, "summary-grid", { layers: said, count: tokens.length }), saySilent(lang, layers),
    ...(asideOf(tokens, forced).forced ? [t(lang, "aside-note")] : []),
  ].filter(Boolean).join(lang === "zh" ? "" : " ");
}

/** Every statistic of every head, or what the small pictures hold most. @param {Store} store @param {AttentionData} data */
export function headsTable(store, data) {
  const lang = store.get("words");
  const statistics = statisticsOf(store, data);
  return statistics.length ? statsTable(lang, statistics, data) : gridTable(lang, data);
}

/** What that table is called. @param {Store} store @param {AttentionData} data */
export const headsTableName = (store, data) => t(store.get("words"), statisticsOf(store, data).length ? "stats-table" : "table-heads");

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const { data } = store.get("attention");
  if (!data) return [];
  return [
    {
      id: "heads", heading: headsHeading(store, data), scene: headsScene(store, data, width),
      summary: sumUpHeads(store, data), notes: [sumUpOrder(store, data), ...headsNotes(store, data)].filter(Boolean),
      tables: [{ title: headsTableName(store, data), make: () => headsTable(store, data) }],
    },
    ...inFull(store, { width }),
  ];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "heads", pictures };
