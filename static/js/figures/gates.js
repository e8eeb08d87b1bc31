/** The gates view: every gate and state of the recurrent net, and what it expects next; the tracks of a chosen unit. */
import { arraysOf, mean, sorted } from "../data/units.js";
import { gates } from "../views/gates.js";
import { spoken, t } from "../ui/i18n.js";
import { apartWords } from "../ui/memory-notes.js";
import { decimals, name } from "../ui/say.js";
import { expectedPictures, netIntro, orderDefined, THIN } from "./net.js";
import { gatesTable } from "./tables.js";
import { TALL, trackPicture } from "./tracks.js";

/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../data/units.js").Sorted} Sorted */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** The means of gates and states, and where the first gate opens most. @param {Lang} lang @param {GatesData} data */
export function sumUpGates(lang, data) {
  const means = arraysOf(data).map((array) => `${t(lang, array)} ${decimals(mean(data.arrays[array] ?? []))}`);
  const said = t(lang, "summary-gates", { means: means.join(t(lang, "list-comma")) });
  const [first] = arraysOf(data);
  const values = first?.startsWith("gates.") ? data.arrays[first] : undefined;
  if (!first || !values) return said;
  let best = 0;
  values.forEach((value, i) => {
    if (value > /** @type {number} */ (values[best])) best = i;
  });
  const where = { gate: t(lang, first), token: name(data.tokens, Math.floor(best / data.units)), unit: best % data.units, value: decimals(values[best] ?? 0) };
  return spoken(lang, said, t(lang, "summary-opens", where));
}

/** Why the picture ends early, if it does, and what a GRU's z means here. @param {Lang} lang @param {GatesData} data */
export const noteWords = (lang, data) => [apartWords(lang, data), data.kind === "gru" ? t(lang, "gru-z") : ""].filter(Boolean);

/** @param {Store} store @param {GatesData} data @param {Sorted} by @param {{width: number, minColumn?: number}} room */
export function bandsScene(store, data, by, room) {
  const { words: lang, view } = store.snapshot();
  return gates(data, { ...room, lang, maxColumn: view === "gates" ? 110 : 54, by });
}

/** The unit whose tracks stand under the gates, if one was chosen. @param {Store} store @param {GatesData} data */
export function unitOpen(store, data) {
  const unit = store.get("unit");
  return unit !== null && unit < data.units ? unit : undefined;
}

/** @param {Store} store */
export const intro = (store) => netIntro(store, "gates-intro");

/** @type {import("../types.js").Maker} */
export function pictures(store, { width }) {
  const { gates: { data }, words: lang, sort, track, pin } = store.snapshot();
  if (!data) return [];
  const by = sorted(data, sort, track);
  const unit = unitOpen(store, data);
  const heading = t(lang, `cell-${data.cell}`);
  return [
    {
      id: "gates", heading, scene: bandsScene(store, data, by, { width, minColumn: THIN }),
      summary: sumUpGates(lang, data),
      notes: noteWords(lang, data), definitions: orderDefined(data, by.sort),
      tables: [{ title: heading, make: () => gatesTable(lang, data, by.order[0] ?? 0) }],
    },
    ...(unit === undefined ? [] : [trackPicture(store, data, { unit, width, tall: TALL.under, minColumn: THIN })]),
    ...expectedPictures(store, data, pin?.array === undefined ? undefined : pin.unit, { width }),
  ];
}

/** @type {import("../types.js").FigureEntry} */
export const figure = { id: "gates", gates: true, pictures, intro };
