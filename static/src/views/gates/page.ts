/** The gates view: every gate and state of the recurrent net, and what it expects next. */
import { arraysOf } from "../../data/units.ts";
import { bandsScene, intro, noteWords, sumUpGates, unitOpen } from "./pictures.ts";
import { gatesTable } from "../../panel/pictures/tables.ts";
import { TALL } from "../../panel/pictures/tracks.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { spoken, t, titled } from "../../core/words/index.ts";
import { sayGate, sayToken } from "../../plots/say.ts";
import { createSortChoice } from "../../panel/unit-order.ts";
import { createStepReadout } from "../../panel/unit-readout.ts";
import { createTracks } from "../../panel/tracks.ts";
import type { Cursor, Region } from "../../core/types.ts";
import type { GatesData } from "../../data/types.ts";
import type { Sorted } from "../../data/units.ts";
import type { Hands } from "../../panel/figure.ts";
import type { GridModel } from "../../panel/keyboard-grid.ts";
import type { MemoryPart } from "../../panel/types.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands): MemoryPart {
  const words = () => store.get("words");
  /** The order of the rows as they are drawn. */
  let order: readonly number[] = [];

  function pointed(region: Region, row: number, column: number): Cursor {
    const unit = region.row.kind === "unit" ? order[(region.row.from ?? 0) + row] : undefined;
    return {
      source: "gates",
      token: column,
      ...(unit === undefined ? {} : { unit }),
      ...(region.array === undefined ? {} : { array: region.array }),
    };
  }

  function say({ token, unit, array }: Cursor) {
    const { data } = store.get("answers").gates;
    const found = data?.tokens[token];
    if (!data || !found) return "";
    return array === undefined ? sayToken(words(), found, data.model) : sayGate(words(), data, array, token, unit);
  }

  /** A step is pinned; a unit's row also opens the unit's tracks. */
  function pick(cursor: Cursor) {
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
  /** What was drawn last: moving a threshold draws no band again. */
  let drawn: unknown[] = [];

  function draw() {
    const { data } = store.get("answers").gates;
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

  function drawBands(data: GatesData, by: Sorted) {
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
        const find = (id: string) => scene.regions.find((region) => region.id === id);
        const mean = find(`mean-${band}`) as Region;
        const carriers = find(band) as Region;
        const rest = find(`rest-${band}`);
        /** @param row of the keyboard's grid: the mean, then the units */
        const place = (row: number): [Region, number] => {
          if (row === 0) return [mean, 0];
          const unit = row - 1;
          return rest && unit >= carriers.rows ? [rest, unit - carriers.rows] : [carriers, unit];
        };
        const at = (row: number, column: number) => pointed(...place(row), column);
        return [
          band,
          {
            label: titled(lang, t(lang, band), t(lang, "keys")),
            rows: data.units + 1,
            columns: count,
            box: (row, column) => cellBox(...place(row), column),
            find: (id, row, column) => {
              const first = new Map([
                [mean.id, 0],
                [carriers.id, 1],
                [rest?.id, 1 + carriers.rows],
              ]).get(id);
              return first === undefined ? null : [first + row, column];
            },
            say: (row, column) => say(at(row, column)),
            enter: (row, column) => hands.hover(at(row, column)),
            pick: (row, column) => pick(at(row, column)),
          },
        ] as [string, GridModel];
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
    const { data } = store.get("answers").gates;
    showStep(words(), data, {
      steps,
      unit: own ? cursor?.unit : undefined,
      hint: t(words(), "hint-units"),
      release: hands.release(),
    });
    tracks.read();
  }

  return { node, stages: [figure.stage, tracks.stage], gates: true, draw, read, intro: () => intro(store) };
}
