/** A figure of two matrices and their difference, whose axes are its own: a place may hold tokens of either, or of one. */
import { litPlaces } from "../../figures/pair.js";
import { cellBox } from "../../scene/hit.js";
import { createFigure } from "../figure.js";

/** @typedef {import("../../types.js").Cursor} Cursor */
/** @typedef {import("../../types.js").Lit} Lit */
/** @typedef {import("../../types.js").Matrix} Matrix */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../types.js").Scene} Scene */
/** @typedef {import("../../data/lined-up.js").LinedUp} LinedUp */
/** What is pointed at: a place of either axis, or of both. @typedef {{panel: string, row: number | null, column: number | null}} Pointed */

/** @param {Region} region @param {number} row @param {number} column @returns {Pointed} */
export function pointedAt({ id }, row, column) {
  const [panel = "", kind] = id.split("-");
  return { panel, row: kind === "columns" ? null : row, column: kind === "rows" || panel === "bars" ? null : column };
}

/**
 * @param {string} className @param {import("../figure.js").Hands} hands
 * @param {(at: Pointed) => string} say
 */
export function createPairFigure(className, hands, say) {
  /** @type {{lined: LinedUp, first: Matrix} | null} */
  let shown = null;
  /** What this figure's own pointer or keyboard is on. @type {Pointed | null} */
  let own = null;
  /** @type {Lit | null} */
  let last = null;

  /** The first matrix's tokens there: the page's cursor is on those. @param {Pointed} at @returns {Cursor | null} */
  function cursorAt({ row, column }) {
    if (!shown) return null;
    const { lined, first: { queries, keys } } = shown;
    const query = row === null ? undefined : queries.tokens[lined.rows.spots[row]?.a[0] ?? -1]?.[0];
    const key = column === null ? undefined : keys.tokens[lined.columns.spots[column]?.a[0] ?? -1]?.[0];
    if (query !== undefined) return { source: queries.source, token: query, ...(key === undefined || row === null || column === null ? {} : { key }) };
    return row === null && key !== undefined ? { source: keys.source, token: key } : null;
  }

  /** @param {Pointed} at */
  function enter(at) {
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
    className, hands,
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
    /** A cell, from outside the picture. @param {number} row @param {number} column */
    point(row, column) {
      own = { panel: "", row, column };
      apply();
    },
    /** @param {Lit} lit */
    light(lit) {
      last = lit;
      apply();
    },
    /**
     * @param {Scene} scene @param {import("../../types.js").Theme} look @param {{lined: LinedUp, first: Matrix}} data
     * @param {(panel: string) => string} label of a panel's keyboard grid
     */
    picture(scene, look, data, label) {
      shown = data;
      own = null;
      figure.show(scene, look, scene.regions.filter(({ role }) => role === "cells").map((region) => [
        region.id,
        {
          label: label(region.id),
          rows: region.rows, columns: region.columns,
          box: (row, column) => cellBox(region, row, column),
          find: (id, row, column) => (id === region.id ? [row, column] : null),
          say: (row, column) => say({ panel: region.id, row, column }),
          enter: (row, column) => enter({ panel: region.id, row, column }),
          pick: (row, column) => {
            const cursor = cursorAt({ panel: region.id, row, column });
            if (cursor) hands.pin(cursor);
          },
        },
      ]));
      apply();
    },
  };
}
