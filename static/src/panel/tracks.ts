/** One unit's tracks: choosing the unit and its threshold, and reading off a step. */
import { arraysOf, trackOf } from "../data/units.ts";
import { keyNumber, sortWords } from "../plots/gates.ts";
import { shortNumber } from "../plots/labels.ts";
import { trackDomain } from "../plots/unit.ts";
import { el } from "./dom.ts";
import { overRows } from "./grids.ts";
import { createMount } from "./mount.ts";
import { t, titled } from "../core/words/index.ts";
import { sayGate, sayToken } from "../plots/say.ts";
import { trackChoice } from "./unit-order.ts";
import { createStepReadout } from "./unit-readout.ts";
import type { Cursor, Region } from "../core/types.ts";
import type { GatesData } from "../data/types.ts";
import type { Sorted } from "../data/units.ts";
import type { Hands } from "./figure.ts";
import type { Maker } from "../state/view.ts";
import type { Store } from "../state/app.ts";

/**
 * @param about pictures: the maker of the tracks; shown: whose they are, if any; what stands before and after the
 *   picker
 */
export function createTracks(
  store: Store,
  hands: Hands,
  {
    pictures,
    shown: now,
    before = [],
    after = [],
  }: {
    pictures: Maker;
    shown: () => { data: GatesData; unit: number } | null;
    before?: HTMLElement[];
    after?: HTMLElement[];
  },
) {
  const notes = el("div");
  const mount = createMount(store, hands, {
    pictures,
    parts: {
      tracks: {
        className: "tracks",
        readout: true,
        notes,
        cursor({ array }, _, token): Cursor {
          const unit = now()?.unit;
          return { source: "gates", token, ...(array && unit !== undefined ? { unit, array } : {}) };
        },
        say({ array }, _, column) {
          const { data, unit } = now() ?? {};
          const token = data?.tokens[column];
          if (!data || !token || unit === undefined) return "";
          const lang = store.get("langInForce");
          return array ? sayGate(lang, data, array, column, unit) : sayToken(lang, token, data.model);
        },
        grids({ scene: { regions, title } }) {
          const lang = store.get("langInForce");
          const names = arraysOf(now()?.data as GatesData);
          const rows = names.map((name) => regions.find(({ id }) => id === `track-${name}`) as Region);
          return [overRows("tracks", rows, titled(lang, title, t(lang, "keys")))];
        },
      },
    },
  });
  const figure = mount.figures.tracks;

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
  figure.box.before(figure.readout);
  figure.box.after(figure.summary);
  figure.summary.className = "on";
  figure.open.before(notes);

  picker.addEventListener("change", () => store.set({ unit: Number(picker.value) }));
  slider.addEventListener("input", () => store.set({ threshold: Number(slider.value) }));
  let order: readonly number[] = [];
  const go = (by: number) => {
    const at = order.indexOf(now()?.unit ?? 0) + by;
    const unit = order[(at + order.length) % order.length];
    if (unit !== undefined) store.set({ unit });
  };
  previous.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));

  function drawPicker(data: GatesData, by: Sorted) {
    const lang = store.get("langInForce");
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
    picker.value = String(now()?.unit);
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
    light: mount.light,
    draw(by: Sorted) {
      order = by.order;
      const found = now();
      const drawn = mount.draw();
      if (!found || !drawn) return;
      const { data, unit } = found;
      const { langInForce: lang, threshold, track: chosen } = store.snapshot();
      const track = trackOf(data, chosen);
      drawPicker(data, by);
      const [low, high] = trackDomain(data, track, unit);
      said.textContent = t(lang, low < 0 ? "threshold-magnitude" : "threshold");
      trackChoice(store, tracks, said.textContent, data);
      slider.max = String(Math.ceil(high * 100) / 100);
      if (slider.value !== String(threshold)) slider.value = String(threshold);
      slider.setAttribute("aria-label", said.textContent);
      value.textContent = shortNumber(threshold);
    },
    read() {
      const lang = store.get("langInForce");
      const found = now();
      showStep(lang, found?.data ?? null, {
        steps: hands.lit().gates.rows,
        unit: found?.unit,
        hint: t(lang, "hint-gates"),
        release: hands.release(),
      });
    },
  };
}
