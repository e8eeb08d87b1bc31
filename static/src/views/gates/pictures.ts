/** The gates view: every gate and state of the recurrent net, and what it expects next; the tracks of a chosen unit. */
import { arraysOf, mean, sorted } from "../../data/units.ts";
import { gates } from "../../plots/gates.ts";
import { spoken, t } from "../../core/words/index.ts";
import { apartWords } from "../../panel/memory-notes.ts";
import { decimals, name } from "../../plots/say.ts";
import { expectedPictures, netIntro, orderDefined, THIN } from "../../panel/pictures/net.ts";
import { gatesTable } from "../../panel/pictures/tables.ts";
import { TALL, trackPicture } from "../../panel/pictures/tracks.ts";
import type { Lang } from "../../core/types.ts";
import type { GatesData } from "../../data/types.ts";
import type { Drawing, Maker } from "../../state/view.ts";
import type { Store } from "../../state/app.ts";

/** The means of gates and states, and where the first gate opens most. */
function sumUpGates(lang: Lang, data: GatesData) {
  const means = arraysOf(data).map((array) => `${t(lang, array)} ${decimals(mean(data.arrays[array] ?? []))}`);
  const said = t(lang, "summary-gates", { means: means.join(t(lang, "list-comma")) });
  const [first] = arraysOf(data);
  const values = first?.startsWith("gates.") ? data.arrays[first] : undefined;
  if (!first || !values) return said;
  let best = 0;
  values.forEach((value, i) => {
    if (value > (values[best] as number)) best = i;
  });
  const where = {
    gate: t(lang, first),
    token: name(data.tokens, Math.floor(best / data.units)),
    unit: best % data.units,
    value: decimals(values[best] ?? 0),
  };
  return spoken(lang, said, t(lang, "summary-opens", where));
}

/** Why the picture ends early, if it does, and what a GRU's z means here. */
const noteWords = (lang: Lang, data: GatesData) =>
  [apartWords(lang, data), data.kind === "gru" ? t(lang, "gru-z") : ""].filter(Boolean);

/** The unit whose tracks stand under the gates, if one was chosen. */
export function unitOpen(store: Store, data: GatesData) {
  const unit = store.get("unit");
  return unit !== null && unit < data.units ? unit : undefined;
}

export const intro = (store: Store) => netIntro(store, "gates-intro");

/** Every gate and state. */
export const bands: Maker = (store, { width, live = false }) => {
  const {
    answers: {
      gates: { data },
    },
    langInForce: lang,
    sort,
    track,
    view,
  } = store.snapshot();
  if (!data) return [];
  const by = sorted(data, sort, track);
  const heading = t(lang, `cell-${data.cell}`);
  return [
    {
      id: "gates",
      heading,
      scene: gates(data, {
        width,
        lang,
        maxColumn: view === "gates" ? 110 : 54,
        by,
        ...(live ? {} : { minColumn: THIN }),
      }),
      summary: sumUpGates(lang, data),
      notes: noteWords(lang, data),
      definitions: orderDefined(data, by.sort),
      tables: [{ title: heading, make: () => gatesTable(lang, data, by.order[0] ?? 0) }],
    },
  ];
};

/** The tracks of the unit that was chosen. */
export const tracks: Maker = (store, { width, live = false }) => {
  const { data } = store.get("answers").gates;
  const unit = data ? unitOpen(store, data) : undefined;
  if (!data || unit === undefined) return [];
  return [trackPicture(store, data, { unit, width, tall: TALL.under, ...(live ? {} : { minColumn: THIN }) })];
};

/** On the page the two are drawn apart, as moving a threshold draws no band again, and what comes next is read off. */
export const pictures: Maker = (store, room) => {
  const { answers, pin } = store.snapshot();
  const { data } = answers.gates;
  if (!data) return [];
  return [
    ...bands(store, room),
    ...tracks(store, room),
    ...expectedPictures(store, data, pin?.array === undefined ? undefined : pin.unit, room),
  ];
};

export const figure: Drawing = { pictures, intro };
