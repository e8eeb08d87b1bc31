/** A figure of two matrices and their difference, whose axes are its own: a place may hold tokens of either, or of one. */
import { litPlaces } from "./pictures/pair.ts";
import { cellBox } from "../core/scene/hit.ts";
import { createFigure } from "./figure.ts";
import type { Cursor, Lit, Region, Scene, Theme } from "../core/types.ts";
import type { LinedUp, Matrix } from "../data/types.ts";
import type { Hands } from "./figure.ts";

/** What is pointed at: a place of either axis, or of both. */
export type Pointed = { panel: string; row: number | null; column: number | null };

export function pointedAt({ id }: Region, row: number, column: number): Pointed {
  const [panel = "", kind] = id.split("-");
  return { panel, row: kind === "columns" ? null : row, column: kind === "rows" || panel === "bars" ? null : column };
}

export function createPairFigure(className: string, hands: Hands, say: (at: Pointed) => string) {
  let shown: { lined: LinedUp; first: Matrix } | null = null;
  /** What this figure's own pointer or keyboard is on. */
  let own: Pointed | null = null;
  let last: Lit | null = null;

  /** The first matrix's tokens there: the page's cursor is on those. */
  function cursorAt({ row, column }: Pointed): Cursor | null {
    if (!shown) return null;
    const {
      lined,
      first: { queries, keys },
    } = shown;
    const query = row === null ? undefined : queries.tokens[lined.rows.spots[row]?.a[0] ?? -1]?.[0];
    const key = column === null ? undefined : keys.tokens[lined.columns.spots[column]?.a[0] ?? -1]?.[0];
    if (query !== undefined) {
      return {
        source: queries.source,
        token: query,
        ...(key === undefined || row === null || column === null ? {} : { key }),
      };
    }
    return row === null && key !== undefined ? { source: keys.source, token: key } : null;
  }

  function enter(at: Pointed) {
    own = at;
    apply();
    hands.hover(cursorAt(at));
  }

  /** From the page's tokens to this figure's places. */
  function apply() {
    if (own) {
      const rows = own.row === null ? [] : [own.row];
      const columns = own.column === null ? [] : [own.column];
      figure.stage.light({ attention: { rows, columns }, gates: { rows: [], columns: [] } });
      return;
    }
    if (!shown || !last) {
      figure.stage.light(null);
      return;
    }
    figure.stage.light(litPlaces(shown, last));
  }

  const figure = createFigure({
    className,
    hands,
    meaning: {
      cursor(region, row, column) {
        own = pointedAt(region, row, column);
        apply();
        return cursorAt(own);
      },
      say: (region, row, column) => say(pointedAt(region, row, column)),
      pick(region, row, column) {
        const cursor = cursorAt(pointedAt(region, row, column));
        if (cursor) hands.pin(cursor);
      },
    },
  });
  const leave = () => {
    own = null;
    apply();
  };
  figure.stage.inner.addEventListener("pointerleave", leave);
  figure.stage.inner.addEventListener("focusout", leave);

  return {
    ...figure,
    leave,
    /** A cell, from outside the picture. */
    point(row: number, column: number) {
      own = { panel: "", row, column };
      apply();
    },
    light(lit: Lit) {
      last = lit;
      apply();
    },
    /** @param label of a panel's keyboard grid */
    picture(scene: Scene, look: Theme, data: { lined: LinedUp; first: Matrix }, label: (panel: string) => string) {
      shown = data;
      own = null;
      figure.show(
        scene,
        look,
        scene.regions
          .filter(({ role }) => role === "cells")
          .map((region) => [
            region.id,
            {
              label: label(region.id),
              rows: region.rows,
              columns: region.columns,
              box: (row, column) => cellBox(region, row, column),
              find: (id, row, column) => (id === region.id ? [row, column] : null),
              say: (row, column) => say({ panel: region.id, row, column }),
              enter: (row, column) => enter({ panel: region.id, row, column }),
              pick: (row, column) => {
                const cursor = cursorAt({ panel: region.id, row, column });
                if (cursor) hands.pin(cursor);
              },
            },
          ]),
      );
      apply();
    },
  };
}
