/** Three cells on one sentence: what each expects, what it pays for what came, and its gates in brief. */
import {
  cellsLegend,
  cellsScene,
  cellsShown,
  cellsStep,
  cellsTable,
  intro,
  sayCame,
  sayStep,
  sayStrip,
  sumUpCells,
} from "./pictures.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { createBars } from "../../panel/bars.ts";
import { el } from "../../panel/dom.ts";
import { createFigure } from "../../panel/figure.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import type { Cursor, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands) {
  const words = () => store.get("words");
  const shown = () => cellsShown(store);

  /** What a region's row is about. */
  function about(id: string) {
    const [kind = "", cell = "", array = ""] = id.split("-");
    const reading = shown()?.readings.find(({ data }) => data.cell === cell);
    return { kind, array, reading };
  }

  const pointed = (region: Region, column: number): Cursor => ({
    source: "gates",
    token: column,
    ...(region.array === undefined ? {} : { array: region.array }),
  });

  function say(region: Region, row: number, column: number) {
    const { kind, array, reading } = about(region.id);
    const data = shown();
    if (!data) return "";
    if (!reading) return data.readings.map((one) => sayStep(words(), one, column)).join(" · ");
    if (kind === "strip") return sayStrip(words(), reading, array, row === 0, column);
    return sayStep(words(), reading, column);
  }

  const figure = createFigure({
    className: "cells",
    hands,
    readout: true,
    meaning: {
      cursor: (region, _, column) => pointed(region, column),
      say,
      pick: (region, _, column) => hands.pin(pointed(region, column)),
    },
  });
  figure.box.before(figure.readout);
  const lead = el("p", { class: "says" });
  const columns = el("div", { class: "side-by-side" });
  const boxes = [0, 1, 2].map(() => {
    const heading = el("b");
    const came = el("p", { class: "soft" });
    const bars = createBars(5);
    const node = el("div", {}, heading, bars.node, came);
    columns.append(node);
    return { node, heading, came, bars };
  });
  figure.readout.append(lead, columns);

  function draw() {
    const data = shown();
    const { words: lang, look } = store.snapshot();
    figure.node.hidden = !data;
    figure.node.classList.toggle("stale", store.get("labData")["cells"]?.status === "loading");
    const first = data?.readings[0]?.data;
    if (!data || !first || figure.room() < 1) return;
    const scene = cellsScene(store, data, { width: figure.room() });
    figure.show(
      scene,
      look,
      data.readings.map(({ data: own }) => {
        const rows = scene.regions
          .filter(({ id }) => about(id).reading?.data.cell === own.cell)
          .flatMap((region) => Array.from({ length: region.rows }, (_, row) => ({ region, row })));
        const at = (row: number) => rows[row] as { region: Region; row: number };
        return [
          own.cell,
          {
            label: titled(lang, labelled(lang, own.cell.toUpperCase(), scene.title), t(lang, "keys")),
            rows: rows.length,
            columns: own.tokens.length,
            box: (row, column) => cellBox(at(row).region, at(row).row, column),
            find: (id, row, column) => {
              const first = rows.findIndex(({ region }) => region.id === id);
              return first < 0 ? null : [first + row, column];
            },
            say: (row, column) => say(at(row).region, at(row).row, column),
            enter: (row, column) => hands.hover(pointed(at(row).region, column)),
            pick: (row, column) => hands.pin(pointed(at(row).region, column)),
          },
        ];
      }),
    );
    figure.heading.textContent = t(lang, "lab-cells");
    figure.summary.textContent = [...sumUpCells(lang, data), ...cellsLegend(lang, scene, data)].join(
      lang === "zh" ? "" : " ",
    );
    figure.table.set(t(lang, "table"), () => cellsTable(lang, data));
    read();
  }

  /** The step that the cursor is on; without a cursor, the last. */
  function read() {
    const data = shown();
    const lang = words();
    if (!data) return;
    const { token, words: said } = cellsStep(store, data);
    lead.textContent = said;
    const release = hands.release();
    if (release) lead.append(release);
    data.readings.forEach((reading, i) => {
      const box = boxes[i];
      if (!box) return;
      const { cell, predictions } = reading.data;
      box.heading.textContent = cell.toUpperCase();
      box.bars.show(
        "",
        (predictions?.[token] ?? []).map(({ text, probability }) => ({ words: text, share: probability })),
      );
      const came = sayCame(lang, reading, token);
      box.came.textContent = came.words;
      box.came.lang = came.lang;
    });
  }

  return {
    node: figure.node,
    draw,
    read,
    stages: [figure.stage],
    pickers: ["checkpoint"] as const,
    intro: () => intro(store),
    notes: false,
  };
}
