/** A picture of two matrices and their difference, whose axes are its own: a place may hold tokens of either, or of one. */
import { litPlaces } from "./pictures/pair.ts";
import { overCells } from "./grids.ts";
import type { Cursor, Lit, Region } from "../core/types.ts";
import type { LinedUp, Matrix } from "../data/types.ts";
import type { Figure } from "./figure.ts";
import type { Hand } from "./mount.ts";

/** What is pointed at: a place of either axis, or of both. */
type Pointed = { panel: string; row: number | null; column: number | null };

function pointedAt({ id }: Region, row: number, column: number): Pointed {
  const [panel = "", kind] = id.split("-");
  return { panel, row: kind === "columns" ? null : row, column: kind === "rows" || panel === "bars" ? null : column };
}

/**
 * @param about className: of the figure; shown: what is drawn; say: what a place is, in words; label: of a panel's
 *   keyboard grid
 */
export function createPairHand({
  className,
  shown,
  say,
  label,
}: {
  className: string;
  shown: () => { lined: LinedUp; first: Matrix } | null;
  say: (at: Pointed) => string;
  label: (panel: string) => string;
}) {
  /** What this picture's own pointer or keyboard is on. */
  let own: Pointed | null = null;
  let last: Lit | null = null;
  let figure: Figure | null = null;

  /** The first matrix's tokens there: the page's cursor is on those. */
  function cursorAt({ row, column }: Pointed): Cursor | null {
    const now = shown();
    if (!now) return null;
    const {
      lined,
      first: { queries, keys },
    } = now;
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

  /** From the page's tokens to this picture's places. */
  function places(): Lit | null {
    if (own) {
      const rows = own.row === null ? [] : [own.row];
      const columns = own.column === null ? [] : [own.column];
      return { attention: { rows, columns }, gates: { rows: [], columns: [] } };
    }
    const now = shown();
    return now && last && litPlaces(now, last);
  }
  function point(at: Pointed | null) {
    own = at;
    figure?.stage.light(places());
  }

  const hand: Hand = {
    className,
    say: (...spot) => say(pointedAt(...spot)),
    cursor(...spot) {
      point(pointedAt(...spot));
      return cursorAt(pointedAt(...spot));
    },
    grids: ({ scene }) =>
      scene.regions.filter(({ role }) => role === "cells").map((region) => overCells(region, label(region.id))),
    lit(lit) {
      last = lit;
      return places();
    },
  };
  return {
    hand,
    /** @param made the figure that the hand is of */
    attach(made: Figure) {
      figure = made;
      made.stage.inner.addEventListener("pointerleave", () => point(null));
      made.stage.inner.addEventListener("focusout", () => point(null));
    },
    /** A cell, from outside the picture; null: none any more. */
    point: (cell: { row: number; column: number } | null) => point(cell && { panel: "", ...cell }),
  };
}
