/** One unit's tracks: the unit view, and what stands under the gates when a unit is chosen. */
import { runsOf, saturated, trackOf, trackValues } from "../../data/units.ts";
import { symbolOf } from "../../plots/bands.ts";
import { shortNumber } from "../../plots/labels.ts";
import { runWords, trackDomain, unitTracks } from "../../plots/unit.ts";
import { spoken, t } from "../../core/words/index.ts";
import { percent } from "../../plots/say.ts";
import { unitTable } from "./tables.ts";
import type { Lang, Picture } from "../../core/types.ts";
import type { GatesData } from "../../data/types.ts";
import type { Store } from "../../state/app.ts";

function halfLifeWords(lang: Lang, tokens: number | null | undefined) {
  if (tokens === null || tokens === undefined) return t(lang, "half-life-none");
  if (tokens < 1) return t(lang, "half-life-short", { share: percent(tokens > 0 ? 0.5 ** (1 / tokens) : 0) });
  return t(lang, "half-life-tokens", { tokens: tokens >= 1000 ? "> 1000" : String(Number(tokens.toPrecision(3))) });
}

/** Saturation and half-life of a unit in words. */
export function unitWords(lang: Lang, data: GatesData, unit: number) {
  if (saturated(data) === null) return t(lang, "unit-no-gates");
  const gates = Object.entries(data.saturation).map(([gate, { low, high }]) =>
    t(lang, "unit-saturation", {
      gate: `${t(lang, `gates.${gate}`)} ${symbolOf(data.kind, `gates.${gate}`)}`,
      low: percent(low[unit] ?? 0),
      high: percent(high[unit] ?? 0),
    }),
  );
  const keeper = data.kind === "gru" ? "gates.update" : "gates.forget";
  if (data.tokens.length < 2) return ""; // after <s> there is no step to count
  const kept = t(lang, "unit-half-life", {
    gate: `${t(lang, keeper)} ${symbolOf(data.kind, keeper)}`,
    half: halfLifeWords(lang, data.halfLife[unit]),
  });
  return t(lang, "unit-says", { gates: gates.join(t(lang, "list-comma")), kept });
}

/** The steps at which the unit is on. */
function onWords(store: Store, data: GatesData, unit: number) {
  const { langInForce: lang, threshold, track: chosen } = store.snapshot();
  const track = trackOf(data, chosen);
  const signed = trackDomain(data, track, unit)[0] < 0;
  const values = trackValues(data, track, unit);
  const runs = runsOf(values, threshold);
  const words = { track: `${t(lang, track)} ${symbolOf(data.kind, track)}`, unit, threshold: shortNumber(threshold) };
  const steps = runs.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const counted = runs.length ? t(lang, "on-steps", { steps, count: values.length }) : "";
  return spoken(
    lang,
    t(lang, signed ? "on-at-magnitude" : "on-at", {
      ...words,
      runs: runWords(lang, data, runs, signed) || t(lang, "on-nowhere"),
    }),
    counted,
  );
}

/** @param place tall: the height of a track */
function trackScene(
  store: Store,
  data: GatesData,
  place: { unit: number; width: number; tall: number; minColumn?: number },
) {
  const { langInForce: lang, threshold, track, view } = store.snapshot();
  return unitTracks(data, {
    ...place,
    lang,
    track: trackOf(data, track),
    threshold,
    maxColumn: view === "" ? 54 : 110,
  });
}

/** How tall a track is: alone, and under the gates. */
export const TALL = { alone: 60, under: 20 };

export function trackPicture(
  store: Store,
  data: GatesData,
  place: { unit: number; width: number; tall: number; minColumn?: number },
): Picture {
  const { langInForce: lang } = store.snapshot();
  const { unit } = place;
  return {
    id: "tracks",
    heading: t(lang, "unit-heading", { unit, cell: t(lang, `cell-${data.cell}`) }),
    scene: trackScene(store, data, place),
    summary: onWords(store, data, unit),
    notes: [unitWords(lang, data, unit)],
    definitions: saturated(data) === null ? [] : [data.saturationDefinition, data.halfLifeDefinition].filter(Boolean),
    tables: [{ title: t(lang, "unit-n", { unit }), make: () => unitTable(lang, data, unit) }],
  };
}
