/** One unit's tracks with their threshold: the unit view, and what stands under the gates when a unit is chosen. */
import { arraysOf, trackOf } from "../../data/units.js";
import { unitTable } from "../../figures/tables.js";
import { onWords, trackScene, unitWords } from "../../figures/tracks.js";
import { cellBox } from "../../scene/hit.js";
import { keyNumber, sortWords } from "../../views/gates.js";
import { shortNumber } from "../../views/labels.js";
import { trackDomain } from "../../views/unit.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { labelled, t, titled } from "../i18n.js";
import { sayGate, sayToken } from "../say.js";
import { trackChoice } from "./sort.js";
import { createStepReadout } from "./step-readout.js";

/** @typedef {import("../../types.js").GatesData} GatesData */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../data/units.js").Sorted} Sorted */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/**
 * @param {Store} store @param {Hands} hands @param {{tall: number, before?: HTMLElement[], after?: HTMLElement[]}} look height of a track, and what stands beside the picker
 */
export function createTracks(store, hands, { tall, before = [], after = [] }) {
  /** What is drawn now. @type {{data: GatesData, unit: number} | null} */
  let now = null;
  /** @param {Region} region @param {number} column @returns {import("../../types.js").Cursor} */
  const pointed = (region, column) => ({
    source: "gates", token: column, ...(region.array && now ? { unit: now.unit, array: region.array } : {}),
  });
  /** @param {Region} region @param {number} column */
  function say(region, column) {
    if (!now) return "";
    const { data, unit } = now;
    const token = data.tokens[column];
    if (!token) return "";
    return region.array ? sayGate(store.get("words"), data, region.array, column, unit) : sayToken(store.get("words"), token, data.model);
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
  /** @type {readonly number[]} */
  let order = [];
  const go = (/** @type {number} */ by) => {
    const at = order.indexOf(now?.unit ?? 0) + by;
    const unit = order[(at + order.length) % order.length];
    if (unit !== undefined) store.set({ unit });
  };
  previous.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));

  /** @param {GatesData} data @param {Sorted} by */
  function drawPicker(data, by) {
    const lang = store.get("words");
    name.firstChild?.remove();
    name.replaceChildren(`${t(lang, "unit")} `, picker);
    const options = by.order.map((unit, rank) => {
      const key = keyNumber(by, unit);
      return { value: String(unit), words: `${unit}${key && ` · ${key}`}${by.sort === "carrier" ? ` · ${t(lang, "carrier-rank", { rank: rank + 1 })}` : ""}` };
    });
    const same = options.length === picker.options.length && options.every((one, i) => picker.options[i]?.value === one.value && picker.options[i].text === one.words);
    if (!same) picker.replaceChildren(...options.map((one) => el("option", { value: one.value }, one.words)));
    picker.value = String(now?.unit);
    picker.title = sortWords(lang, data, by);
    for (const [button, key] of /** @type {const} */ ([[previous, "unit-previous"], [next, "unit-next"]])) {
      button.setAttribute("aria-label", t(lang, key));
      button.title = t(lang, key);
    }
  }

  const showStep = createStepReadout(figure.readout);

  return {
    node: figure.node, stage: figure.stage, figure,
    /** @param {GatesData} data @param {Sorted} by @param {number} unit */
    draw(data, by, unit) {
      now = { data, unit };
      order = by.order;
      const { words: lang, look, threshold, track: chosen } = store.snapshot();
      if (figure.room() < 1) return;
      const track = trackOf(data, chosen);
      const scene = trackScene(store, data, { unit, width: figure.room(), tall });
      const names = arraysOf(data);
      const region = (/** @type {number} */ row) => /** @type {Region} */ (scene.regions.find(({ id }) => id === `track-${names[row]}`));
      figure.show(scene, look, [
        [
          "tracks",
          {
            label: titled(lang, scene.title, t(lang, "keys")),
            rows: names.length, columns: data.tokens.length,
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
      figure.table.set(labelled(lang, t(lang, "table"), t(lang, "unit-n", { unit })), () => unitTable(lang, data, unit));
    },
    read() {
      const lang = store.get("words");
      showStep(lang, now?.data ?? null, { steps: hands.lit().gates.rows, unit: now?.unit, hint: t(lang, "hint-gates"), release: hands.release() });
    },
  };
}
