/** One head in full; several apart, with one cursor; or their mean. */
import { matrices } from "../../state/selection.ts";
import { expectedIn, headScene, largestCell, sizeOf, sumUpHead, windowIn } from "./pictures.ts";
import { headTable } from "../pictures/tables.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { titleIn } from "../../state/listed.ts";
import { isWhole, panned, revealing, sameWindow } from "../../plots/window.ts";
import { createChanged } from "../changed.ts";
import { el } from "../dom.ts";
import { createFigure } from "../figure.ts";
import { createHeadReadout } from "../head-readout.ts";
import { labelled, t, titled } from "../../core/words/index.ts";
import { createPanZoom } from "../pan-zoom.ts";
import { sayDrawn, sayToken } from "../../plots/say.ts";
import { withFind } from "../go.ts";
import { pointed } from "../pointed.ts";
import type { Region } from "../../core/types.ts";
import type { DrawnMatrix } from "../../data/types.ts";
import type { Hands } from "../figure.ts";
import type { AttentionPart } from "../types.ts";
import type { Window } from "../../plots/window.ts";
import type { Store } from "../../state/app.ts";

/**
 * One matrix on the page.
 * @param at which of those that are drawn
 * @param goTo another part of the matrix
 */
function createOne(store: Store, hands: Hands, at: number, goTo: (next: Window) => void) {
  const words = () => store.get("words");
  const now = () => matrices(store)[at];
  /** The first cell on view, of the whole matrix. */
  const corner = ({ matrix }: DrawnMatrix): [row: number, column: number] => {
    const { rows, columns } = windowIn(store, matrix);
    return [rows.first, columns.first];
  };
  const figure = createFigure({
    className: "one-head",
    hands,
    readout: at === 0,
    meaning: {
      cursor: (region, row, column) => (region.id === "overview" ? null : pointed(region, row, column)),
      say(region, row, column) {
        const drawn = now();
        if (!drawn) return "";
        if (region.id === "overview") return t(words(), "zoom-hint");
        const [top, left] = corner(drawn);
        if (region.id === "cells") return sayDrawn(words(), drawn, top + row, left + column);
        const found =
          region.id === "queries" ? drawn.matrix.queries.labels[top + row] : drawn.matrix.keys.labels[left + column];
        return found ? sayToken(words(), found, drawn.matrix.model) : "";
      },
      pick(region, row, column) {
        const drawn = now();
        if (region.id !== "overview") hands.pin(pointed(region, row, column));
        else if (drawn) {
          // To where the small picture was pointed at, as the middle.
          const { rows, columns } = windowIn(store, drawn.matrix);
          const [down, right] = [row - rows.first - rows.count / 2, column - columns.first - columns.count / 2];
          goTo(panned({ rows, columns }, sizeOf(drawn.matrix), down, right));
        }
      },
    },
  });
  /** The cells as they lie on the page. */
  let cells: Region | null = null;
  const zoom = createPanZoom(figure.stage.inner, {
    view() {
      const drawn = now();
      return drawn && cells
        ? { region: cells, window: windowIn(store, drawn.matrix), size: sizeOf(drawn.matrix) }
        : null;
    },
    change: goTo,
  });
  figure.tools.append(zoom.node);
  const changed = createChanged();

  function summarise(drawn: DrawnMatrix) {
    figure.summary.textContent = sumUpHead(store, drawn);
    if (drawn.matrix.derived) figure.summary.append(" ", el("span", { lang: "en" }, drawn.matrix.derived));
  }

  return {
    figure,
    draw(drawn: DrawnMatrix, { maxCell }: { maxCell: number }) {
      const state = store.snapshot();
      const {
        words: lang,
        look,
        scale,
        colour,
        answers: { oneHead },
      } = state;
      figure.node.classList.toggle("stale", oneHead.status === "loading");
      figure.heading.textContent = drawn.label;
      const room = figure.room();
      if (room < 1) return;
      const { matrix } = drawn;
      const [rows, columns] = sizeOf(matrix);
      const expected = expectedIn(store, matrix);
      if (
        !changed(drawn, expected, JSON.stringify(windowIn(store, matrix)), room, maxCell, lang, look, scale, colour)
      ) {
        return;
      }
      const scene = headScene(store, drawn, { width: room, at, maxCell });
      const region = scene.regions[0] as Region;
      cells = region;
      const [top, left] = corner(drawn);
      const boxed = (row: number, column: number) => {
        const inside = (value: number, count: number) => Math.max(0, Math.min(value, count - 1));
        return cellBox(region, inside(row - top, region.rows), inside(column - left, region.columns));
      };
      const aim = (row: number, column: number) => pointed(region, row - top, column - left);
      figure.show(scene, look, [
        [
          "cells",
          {
            label: titled(lang, scene.title, t(lang, "keys"), t(lang, "zoom-keys")),
            rows,
            columns,
            box: boxed,
            find: (id, row, column) => (id === region.id ? [top + row, left + column] : null),
            say: (row, column) => sayDrawn(lang, drawn, row, column),
            enter(row, column) {
              // After zooming by the buttons the cell in focus may have left the picture.
              if (row - top < region.rows && column - left < region.columns && row >= top && column >= left) {
                hands.hover(aim(row, column));
              }
            },
            pick: (row, column) => hands.pin(aim(row, column)),
            key: zoom.key,
            reveal: (row, column) => goTo(revealing(windowIn(store, matrix), [rows, columns], row, column)),
          },
        ],
      ]);
      zoom.draw(lang);
      summarise(drawn);
      figure.table.set(labelled(lang, t(lang, "table"), drawn.label), () => headTable(lang, matrix));
    },
  };
}

/** The chosen heads, a picture each. */
export function createHeatmaps(store: Store, hands: Hands) {
  const ones: ReturnType<typeof createOne>[] = [];
  const node = el("div", { class: "heatmaps" });
  function goTo(window: Window) {
    const matrix = matrices(store)[0]?.matrix;
    if (!matrix || sameWindow(window, windowIn(store, matrix))) return;
    store.set({ window: isWhole(window, sizeOf(matrix)) ? null : window });
    draw(); // at once: the keyboard's frame goes on to a cell that comes on view
  }
  const made = (at: number) => (ones[at] ??= createOne(store, hands, at, goTo));
  const readout = createHeadReadout(made(0).figure.readout);

  function draw() {
    const drawn = matrices(store);
    node.hidden = drawn.length === 0;
    node.classList.toggle("several", drawn.length > 1);
    const figures = drawn.map((_, at) => made(at).figure.node);
    if (figures.length !== node.children.length || figures.some((one, at) => node.children[at] !== one)) {
      node.replaceChildren(...figures);
    }
    drawn.forEach((one, at) => made(at).draw(one, { maxCell: largestCell(store) }));
  }

  return {
    node,
    draw,
    get stages() {
      return ones.map(({ figure }) => figure.stage);
    },
    /** The row that the cursor is on: what its token looks at, strongest first. */
    read() {
      const shown = matrices(store)[0];
      const matrix = shown?.matrix ?? null;
      const lit = hands.lit();
      const own = matrix?.queries.source === "target" ? (lit.target ?? { rows: [], columns: [] }) : lit.attention;
      const cursor = store.get("cursor");
      readout.show(store.get("words"), shown ?? null, {
        lit: own,
        cursor: cursor?.source === matrix?.queries.source ? cursor : null,
        predictions: matrix && expectedIn(store, matrix),
        release: withFind(store, hands.release()),
      });
    },
  };
}

export function create(store: Store, hands: Hands): AttentionPart {
  const all = createHeatmaps(store, hands);
  return {
    node: all.node,
    controls: [
      "heads",
      "mix",
      "part",
      "by",
      "quarter",
      "special",
      "filter",
      "scale",
      "colour",
      "quantity",
      "temperature",
    ],
    get stages() {
      return all.stages;
    },
    intro: () => t(store.get("words"), "heatmap-intro", { model: titleIn(store) }),
    draw: all.draw,
    read: all.read,
  };
}
