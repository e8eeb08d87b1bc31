/** Three cells on one sentence: reading off what each expects at the cursor, and what came. */
import { cellsShown, cellsStep, intro, pictures, sayCame, sayStep, sayStrip } from "./pictures.ts";
import { createBars } from "../../panel/bars.ts";
import { el } from "../../panel/dom.ts";
import { overRows } from "../../panel/grids.ts";
import { createMount } from "../../panel/mount.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { Hands } from "../../panel/figure.ts";
import type { Store } from "../../state/app.ts";

export function create(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const shown = () => cellsShown(store);

  /** What a region's row is about. */
  function about(id: string) {
    const [kind = "", cell = "", array = ""] = id.split("-");
    const reading = shown()?.readings.find(({ data }) => data.cell === cell);
    return { kind, array, reading };
  }
  function say({ id }: Region, row: number, column: number) {
    const { kind, array, reading } = about(id);
    const data = shown();
    if (!data) return "";
    if (!reading) return data.readings.map((one) => sayStep(words(), one, column)).join(" · ");
    return kind === "strip" ? sayStrip(words(), reading, array, row === 0, column) : sayStep(words(), reading, column);
  }
  const grids = ({ scene: { regions, title } }: Picture) =>
    (shown()?.readings ?? []).map(({ data: { cell } }) =>
      overRows(
        cell,
        regions.filter(({ id }) => about(id).reading?.data.cell === cell),
        titled(words(), labelled(words(), cell.toUpperCase(), title), t(words(), "keys")),
      ),
    );
  const mount = createMount(store, hands, {
    pictures,
    busy: () => store.get("answers").cells?.status === "loading",
    gone: () => !shown()?.readings[0],
    parts: {
      cells: {
        className: "cells",
        readout: true,
        cursor: ({ array }, _, token) => ({ source: "gates", token, ...(array === undefined ? {} : { array }) }),
        say,
        grids,
      },
    },
  });
  const figure = mount.figures.cells;
  figure.box.before(figure.readout);
  const lead = el("p", { class: "says" });
  const columns = el("div", { class: "side-by-side" });
  const boxes = [0, 1, 2].map(() => {
    const heading = el("b");
    const came = el("p", { class: "soft" });
    const bars = createBars(5);
    columns.append(el("div", {}, heading, bars.node, came));
    return { heading, came, bars };
  });
  figure.readout.append(lead, columns);

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
    draw() {
      if (mount.draw()) read();
    },
    read,
    light: mount.light,
    pickers: ["checkpoint"] as const,
    intro: () => intro(store),
    notes: false,
  };
}
