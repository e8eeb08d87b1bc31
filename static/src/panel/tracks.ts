/** One unit's tracks with their threshold: the unit view, and what stands under the gates when a unit is chosen. */
import { arraysOf, trackOf } from "../data/units.ts";
import { unitTable } from "./pictures/tables.ts";
import { onWords, trackScene, unitWords } from "./pictures/tracks.ts";
import { cellBox } from "../core/scene/hit.ts";
import { keyNumber, sortWords } from "../plots/gates.ts";
import { shortNumber } from "../plots/labels.ts";
import { trackDomain } from "../plots/unit.ts";
import { el } from "./dom.ts";
import { createFigure } from "./figure.ts";
import { labelled, t, titled } from "../core/words/index.ts";
import { sayGate, sayToken } from "../plots/say.ts";
import { trackChoice } from "./unit-order.ts";
import { createStepReadout } from "./unit-readout.ts";
import type { Cursor, Region } from "../core/types.ts";
import type { GatesData } from "../data/types.ts";
import type { Sorted } from "../data/units.ts";
import type { Hands } from "./figure.ts";
import type { Store } from "../state/app.ts";

/** @param look height of a track, and what stands beside the picker */
export function createTracks(
  store: Store,
  hands: Hands,
  { tall, before = [], after = [] }: { tall: number; before?: HTMLElement[]; after?: HTMLElement[] },
) {
  /** What is drawn now. */
  let now: { data: GatesData; unit: number } | null = null;
  const pointed = (region: Region, column: number): Cursor => ({
    source: "gates",
    token: column,
    ...(region.array && now ? { unit: now.unit, array: region.array } : {}),
  });
  function say(region: Region, column: number) {
    if (!now) return "";
    const { data, unit } = now;
    const token = data.tokens[column];
    if (!token) return "";
    return region.array
      ? sayGate(store.get("words"), data, region.array, column, unit)
      : sayToken(store.get("words"), token, data.model);
  }

  const figure = createFigure({
    className: "tracks",
    hands,
    readout: true,
    meaning: {
      cursor: (region, _, column) => pointed(region, column),
      say: (region, _, column) => say(region, column),
      pick: (region, _, column) => hands.pin(pointed(region, column)),
    },
  });

  const name = el("label", { class: "soft choice-label" });
  const picker = el("select", { class: "small" });
  name.append(picker);
  const previous = el("button", { type: "button", class: "small" }, "‹");
  const next = el("button", { type: "button", class: "small" }, "›");
  const units = el("span", { class: "choice" }, name, previous, next);
  const tracks = el("span", { class: "segments letters" });
  const slider = el("input", { type: "range", min: 0, step: 0.01 });
  const value = el("output", { class: "number" });
  const said = el("span", { class: "soft choice-label" });
  const limit = el("label", { class: "choice threshold-slider" }, slider, value);
  figure.tools.append(...before, units, el("span", { class: "choice threshold" }, said, tracks, limit), ...after);
  const on = el("p", { class: "on" });
  figure.box.before(figure.readout);
  figure.box.after(on);

  picker.addEventListener("change", () => store.set({ unit: Number(picker.value) }));
  slider.addEventListener("input", () => store.set({ threshold: Number(slider.value) }));
  let order: readonly number[] = [];
  const go = (by: number) => {
    const at = order.indexOf(now?.unit ?? 0) + by;
    const unit = order[(at + order.length) % order.length];
    if (unit !== undefined) store.set({ unit });
  };
  previous.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));

  function drawPicker(data: GatesData, by: Sorted) {
    const lang = store.get("words");
    name.firstChild?.remove();
    name.replaceChildren(`${t(lang, "unit")} `, picker);
    const options = by.order.map((unit, rank) => {
      const key = keyNumber(by, unit);
      return {
        value: String(unit),
        words: `${unit}${key && ` · ${key}`}${by.sort === "carrier" ? ` · ${t(lang, "carrier-rank", { rank: rank + 1 })}` : ""}`,
      };
    });
    const same =
      options.length === picker.options.length &&
      options.every((one, i) => picker.options[i]?.value === one.value && picker.options[i].text === one.words);
    if (!same) picker.replaceChildren(...options.map((one) => el("option", { value: one.value }, one.words)));
    picker.value = String(now?.unit);
    picker.title = sortWords(lang, data, by);
    for (const [button, key] of [
      [previous, "unit-previous"],
      [next, "unit-next"],
    ] as const) {
      button.setAttribute("aria-label", t(lang, key));
      button.title = t(lang, key);
    }
  }

  const showStep = createStepReadout(figure.readout);

  return {
    node: figure.node,
    stage: figure.stage,
    figure,
    draw(data: GatesData, by: Sorted, unit: number) {
      now = { data, unit };
      order = by.order;
      const { words: lang, look, threshold, track: chosen } = store.snapshot();
      if (figure.room() < 1) return;
      const track = trackOf(data, chosen);
      const scene = trackScene(store, data, { unit, width: figure.room(), tall });
      const names = arraysOf(data);
      const region = (row: number) => scene.regions.find(({ id }) => id === `track-${names[row]}`) as Region;
      figure.show(scene, look, [
        [
          "tracks",
          {
            label: titled(lang, scene.title, t(lang, "keys")),
            rows: names.length,
            columns: data.tokens.length,
            box: (row, column) => cellBox(region(row), 0, column),
            find: (id, _, column) => {
              const row = names.findIndex((array) => id === `track-${array}`);
              return row < 0 ? null : [row, column];
            },
            say: (row, column) => say(region(row), column),
            enter: (row, column) => hands.hover(pointed(region(row), column)),
            pick: (row, column) => hands.pin(pointed(region(row), column)),
          },
        ],
      ]);
      figure.heading.textContent = t(lang, "unit-heading", { unit, cell: t(lang, `cell-${data.cell}`) });
      drawPicker(data, by);
      const [low, high] = trackDomain(data, track, unit);
      said.textContent = t(lang, low < 0 ? "threshold-magnitude" : "threshold");
      trackChoice(store, tracks, said.textContent, data);
      slider.max = String(Math.ceil(high * 100) / 100);
      if (slider.value !== String(threshold)) slider.value = String(threshold);
      slider.setAttribute("aria-label", said.textContent);
      value.textContent = shortNumber(threshold);
      on.textContent = onWords(store, data, unit);
      figure.summary.textContent = unitWords(lang, data, unit);
      figure.table.set(labelled(lang, t(lang, "table"), t(lang, "unit-n", { unit })), () =>
        unitTable(lang, data, unit),
      );
    },
    read() {
      const lang = store.get("words");
      showStep(lang, now?.data ?? null, {
        steps: hands.lit().gates.rows,
        unit: now?.unit,
        hint: t(lang, "hint-gates"),
        release: hands.release(),
      });
    },
  };
}
