/** The gates view: every gate and state of the recurrent net, and what it expects next. */
import { arraysOf } from "../../data/units.js";
import { bandsScene, intro, noteWords, sumUpGates, unitOpen } from "../../figures/gates.js";
import { gatesTable } from "../../figures/tables.js";
import { TALL } from "../../figures/tracks.js";
import { cellBox } from "../../scene/hit.js";
import { el } from "../dom.js";
import { createFigure } from "../figure.js";
import { spoken, t, titled } from "../i18n.js";
import { sayGate, sayToken } from "../say.js";
import { createSortChoice } from "./sort.js";
import { createStepReadout } from "./step-readout.js";
import { createTracks } from "./tracks.js";

/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../types.js").Cursor} Cursor */
/** @typedef {import("../../types.js").GatesData} GatesData */
/** @typedef {import("../figure.js").Hands} Hands */
/** @typedef {ReturnType<typeof import("../../state/app.js").createState>} Store */

/** @param {Store} store @param {Hands} hands @returns {import("../../types.js").LabPart} */
export function create(store, hands) {
  const words = () => store.get("words");
  /** The order of the rows as they are drawn. @type {readonly number[]} */
  let order = [];

  /** @param {Region} region @param {number} row @param {number} column @returns {Cursor} */
  function pointed(region, row, column) {
    const unit = region.row.kind === "unit" ? order[(region.row.from ?? 0) + row] : undefined;
    return {
      source: "gates", token: column,
      ...(unit === undefined ? {} : { unit }), ...(region.array === undefined ? {} : { array: region.array }),
    };
  }

  /** @param {Cursor} cursor */
  function say({ token, unit, array }) {
    const { data } = store.get("gates");
    const found = data?.tokens[token];
    if (!data || !found) return "";
    return array === undefined ? sayToken(words(), found, data.model) : sayGate(words(), data, array, token, unit);
  }

  /** A step is pinned; a unit's row also opens the unit's tracks. @param {Cursor} cursor */
  function pick(cursor) {
    hands.pin(cursor);
    if (cursor.unit !== undefined) store.set({ unit: cursor.unit });
  }

  const figure = createFigure({
    className: "gates",
    hands,
    readout: true,
    meaning: {
      cursor: pointed,
      say: (region, row, column) => say(pointed(region, row, column)),
      pick: (region, row, column) => pick(pointed(region, row, column)),
    },
  });
  const sort = createSortChoice(store);
  figure.tools.append(sort.node);
  figure.box.before(figure.readout); // under the heading: the bands are taller than most windows
  const keeps = el("p", { class: "note" });
  figure.readout.before(keeps);
  const close = el("button", { type: "button", class: "small close" });
  close.addEventListener("click", () => {
    store.set({ unit: null });
    figure.box.focus();
  });
  const tracks = createTracks(store, hands, { tall: TALL.under, after: [close] });
  tracks.node.classList.add("under");
  const node = el("div", {}, figure.node);
  /** What was drawn last: moving a threshold draws no band again. @type {unknown[]} */
  let drawn = [];

  function draw() {
    const { data } = store.get("gates");
    const unit = data ? unitOpen(store, data) : undefined;
    figure.node.hidden = !data;
    const open = unit !== undefined;
    if (!open) tracks.node.remove();
    else if (!tracks.node.parentNode) node.append(tracks.node);
    node.closest("html")?.classList.toggle("tracks-open", open); // inside a shadow root there is none
    if (!data) return;
    const by = sort.draw(data);
    close.textContent = t(words(), "unit-close");
    if (open) tracks.draw(data, by, unit);
    drawBands(data, by);
    read();
  }

  /** @param {GatesData} data @param {import("../../data/units.js").Sorted} by */
  function drawBands(data, by) {
    const { words: lang, look } = store.snapshot();
    const now = [data, by.sort, by.array, lang, look, store.get("view") === "gates", figure.room()];
    if (figure.room() < 1 || now.every((one, i) => one === drawn[i])) return;
    drawn = now;
    order = by.order;
    const scene = bandsScene(store, data, by, { width: figure.room() });
    const count = data.tokens.length;
    const bands = arraysOf(data);
    figure.show(
      scene,
      look,
      bands.map((band) => {
        const find = (/** @type {string} */ id) => scene.regions.find((region) => region.id === id);
        const mean = /** @type {Region} */ (find(`mean-${band}`));
        const carriers = /** @type {Region} */ (find(band));
        const rest = find(`rest-${band}`);
        /** @param {number} row of the keyboard's grid: the mean, then the units @returns {[Region, number]} */
        const place = (row) => {
          if (row === 0) return [mean, 0];
          const unit = row - 1;
          return rest && unit >= carriers.rows ? [rest, unit - carriers.rows] : [carriers, unit];
        };
        const at = (/** @type {number} */ row, /** @type {number} */ column) => pointed(...place(row), column);
        return /** @type {[string, import("../keyboard-grid.js").GridModel]} */ ([
          band,
          {
            label: titled(lang, t(lang, band), t(lang, "keys")),
            rows: data.units + 1, columns: count,
            box: (row, column) => cellBox(...place(row), column),
            find: (id, row, column) => {
              const first = new Map([[mean.id, 0], [carriers.id, 1], [rest?.id, 1 + carriers.rows]]).get(id);
              return first === undefined ? null : [first + row, column];
            },
            say: (row, column) => say(at(row, column)),
            enter: (row, column) => hands.hover(at(row, column)),
            pick: (row, column) => pick(at(row, column)),
          },
        ]);
      }),
    );
    figure.heading.textContent = t(lang, `cell-${data.cell}`);
    keeps.textContent = spoken(lang, ...noteWords(lang, data));
    keeps.hidden = keeps.textContent === "";
    figure.summary.textContent = sumUpGates(lang, data);
    figure.table.set(t(lang, "table"), () => gatesTable(lang, data, order[0] ?? 0));
  }

  const showStep = createStepReadout(figure.readout);
  function read() {
    const cursor = store.get("cursor");
    const steps = hands.lit().gates.rows;
    const own = cursor?.source === "gates" && cursor.array !== undefined && cursor.token === steps.at(-1);
    const { data } = store.get("gates");
    showStep(words(), data, { steps, unit: own ? cursor?.unit : undefined, hint: t(words(), "hint-units"), release: hands.release() });
    tracks.read();
  }

  return { node, stages: [figure.stage, tracks.stage], gates: true, draw, read, intro: () => intro(store) };
}
