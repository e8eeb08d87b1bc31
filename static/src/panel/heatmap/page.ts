/** One head in full; several apart, with one cursor; or their mean: zooming, and reading off a row. */
import { matrices } from "../../state/selection.ts";
import { expectedIn, largestCell, pictures, sizeOf, windowIn } from "./pictures.ts";
import { cellBox } from "../../core/scene/hit.ts";
import { titleIn } from "../../state/listed.ts";
import { isWhole, panned, revealing, sameWindow } from "../../plots/window.ts";
import { el } from "../dom.ts";
import { createHeadReadout } from "../head-readout.ts";
import { createMount } from "../mount.ts";
import { t, titled } from "../../core/words/index.ts";
import { createPanZoom } from "../pan-zoom.ts";
import { sayDrawn, sayToken } from "../../plots/say.ts";
import { withFind } from "../go.ts";
import { pointed } from "../pointed.ts";
import type { Picture, Region } from "../../core/types.ts";
import type { DrawnMatrix } from "../../data/types.ts";
import type { Hands } from "../figure.ts";
import type { Grid } from "../grids.ts";
import type { Hand } from "../mount.ts";
import type { AttentionPart } from "../types.ts";
import type { Window } from "../../plots/window.ts";
import type { Store } from "../../state/app.ts";

/** The chosen heads, a picture each: the first in the slot 0, and so on, whichever they are. */
export function createHeatmaps(store: Store, hands: Hands) {
  const words = () => store.get("langInForce");
  const node = el("div", { class: "heatmaps" });
  const zooms: Map<number, ReturnType<typeof createPanZoom>> = new Map();

  /** The first cell on view, of the whole matrix. */
  const corner = ({ matrix }: DrawnMatrix): [row: number, column: number] => {
    const { rows, columns } = windowIn(store, matrix);
    return [rows.first, columns.first];
  };
  function goTo(window: Window) {
    const matrix = matrices(store)[0]?.matrix;
    if (!matrix || sameWindow(window, windowIn(store, matrix))) return;
    store.set({ window: isWhole(window, sizeOf(matrix)) ? null : window });
    draw(); // at once: the keyboard's frame goes on to a cell that comes on view
  }

  /** Where the small picture was pointed at comes to the middle. */
  function goToMiddle({ matrix }: DrawnMatrix, row: number, column: number) {
    const { rows, columns } = windowIn(store, matrix);
    const [down, right] = [row - rows.first - rows.count / 2, column - columns.first - columns.count / 2];
    goTo(panned({ rows, columns }, sizeOf(matrix), down, right));
  }

  /** The whole matrix, of which a part may be on view. */
  function gridOf(drawn: DrawnMatrix, at: number, { scene }: Picture): Grid {
    const region = scene.regions[0] as Region;
    const [top, left] = corner(drawn);
    const [rows, columns] = sizeOf(drawn.matrix);
    const inside = (value: number, count: number) => Math.max(0, Math.min(value, count - 1));
    const zoom = zooms.get(at);
    return {
      id: "cells",
      label: titled(words(), scene.title, t(words(), "keys"), t(words(), "zoom-keys")),
      rows,
      columns,
      at: (row, column) => [region, row - top, column - left],
      box: (row, column) => cellBox(region, inside(row - top, region.rows), inside(column - left, region.columns)),
      find: (id, row, column) => (id === region.id ? [top + row, left + column] : null),
      reveal: (row, column) => goTo(revealing(windowIn(store, drawn.matrix), [rows, columns], row, column)),
      ...(zoom ? { key: zoom.key } : {}),
    };
  }

  function handOf(at: number): Hand {
    const now = () => matrices(store)[at];
    return {
      className: "one-head",
      readout: at === 0,
      cursor(region, row, column) {
        if (region.id === "overview") return null;
        // After zooming by the buttons the cell in focus may have left the picture.
        const gone = row < 0 || column < 0 || row >= region.rows || column >= region.columns;
        return gone ? store.get("cursor") : pointed(region, row, column);
      },
      say({ id }, row, column) {
        const drawn = now();
        if (!drawn) return "";
        if (id === "overview") return t(words(), "zoom-hint");
        const [top, left] = corner(drawn);
        if (id === "cells") return sayDrawn(words(), drawn, top + row, left + column);
        const { queries, keys, model } = drawn.matrix;
        const found = id === "queries" ? queries.labels[top + row] : keys.labels[left + column];
        return found ? sayToken(words(), found, model) : "";
      },
      pick(region, row, column) {
        const drawn = now();
        if (region.id !== "overview") hands.pin(pointed(region, row, column));
        else if (drawn) goToMiddle(drawn, row, column);
      },
      grids(picture) {
        const drawn = now();
        return drawn ? [gridOf(drawn, at, picture)] : [];
      },
    };
  }

  const mount = createMount(store, hands, {
    pictures,
    parts: {},
    many: (slot) => handOf(Number(slot)),
    slot: (id) => String(matrices(store).findIndex((one) => one.id === id)),
    busy: () => store.get("answers").oneHead.status === "loading",
    inputs() {
      const all = matrices(store);
      const { scale, colour, window } = store.snapshot();
      return [
        all,
        all[0] && expectedIn(store, all[0].matrix),
        JSON.stringify(window),
        largestCell(store),
        scale,
        colour,
      ];
    },
  });

  /** A head's figure, with its zoom. */
  function figureAt(at: number) {
    const figure = mount.figure(String(at));
    if (!zooms.has(at)) {
      const zoom = createPanZoom(figure.stage.inner, {
        view() {
          const drawn = matrices(store)[at];
          const region = mount.shown()[at]?.scene.regions[0];
          return drawn && region ? { region, window: windowIn(store, drawn.matrix), size: sizeOf(drawn.matrix) } : null;
        },
        change: goTo,
      });
      zooms.set(at, zoom);
      figure.tools.append(zoom.node);
    }
    return figure;
  }
  const readout = createHeadReadout(figureAt(0).readout);

  function draw() {
    const drawn = matrices(store);
    node.hidden = drawn.length === 0;
    node.classList.toggle("several", drawn.length > 1);
    const figures = drawn.map((_, at) => figureAt(at).node);
    if (figures.length !== node.children.length || figures.some((one, at) => node.children[at] !== one)) {
      node.replaceChildren(...figures);
    }
    if (mount.draw()) for (const zoom of zooms.values()) zoom.draw(words());
  }

  return {
    node,
    draw,
    light: mount.light,
    /** The row that the cursor is on: what its token looks at, strongest first. */
    read() {
      const shown = matrices(store)[0];
      const matrix = shown?.matrix ?? null;
      const lit = hands.lit();
      const own = matrix?.queries.source === "target" ? (lit.target ?? { rows: [], columns: [] }) : lit.attention;
      const cursor = store.get("cursor");
      readout.show(store.get("langInForce"), shown ?? null, {
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
    light: all.light,
    intro: () => t(store.get("langInForce"), "heatmap-intro", { model: titleIn(store) }),
    draw: all.draw,
    read: all.read,
  };
}
