/** A figure: heading, picture with cursor and keyboard grids, what is read off it, and a table. */
import { createKeyboardGrid } from "./keyboard-grid.js";
import { createStage } from "./stage.js";
import { el } from "./dom.js";
import { lazyTable } from "./tables.js";

/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Theme} Theme */
/** @typedef {import("../types.js").Cursor} Cursor */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("./keyboard-grid.js").GridModel} GridModel */
/**
 * What the page does with a figure's events.
 * @typedef {object} Hands
 * @property {import("../data/transport.js").Reach} reach where a part asks for what no source brings
 * @property {(cursor: Cursor | null) => void} hover
 * @property {(cursor: Cursor) => void} pin
 * @property {() => void} unpin
 * @property {() => HTMLElement | null} release a button that lets a pin go, if there is one
 * @property {() => import("../types.js").Lit} lit
 * @property {ReturnType<typeof import("./tooltip.js").createTooltip>} tip
 * @property {(name: string) => void} again asks a source of a panel's views anew
 */
/**
 * What a figure knows about its cells.
 * @typedef {object} Meaning
 * @property {(region: Region, row: number, column: number) => Cursor | null} cursor
 * @property {(region: Region, row: number, column: number) => string} say
 * @property {(region: Region, row: number, column: number, event: MouseEvent) => void} pick
 */

/**
 * @param {{className: string, hands: Hands, meaning: Meaning, readout?: boolean}} options
 */
export function createFigure({ className, hands, meaning, readout: wantsReadout = false }) {
  const heading = el("h3");
  const tools = el("span", { class: "tools" });
  const box = el("div", { class: "picture-box points", tabindex: "-1", role: "group" });
  const readout = el("div", { class: "readout", hidden: !wantsReadout });
  const summary = el("p", { class: "note" });
  const table = lazyTable();
  const node = el("figure", { class: `view ${className}` });
  node.append(el("div", { class: "view-head" }, heading, tools), box, readout, summary, table.node);

  const stage = createStage(box, {
    point(found, event) {
      if (!found) {
        hands.hover(null);
        hands.tip.hide();
        return;
      }
      const { region, row, column } = found;
      hands.hover(meaning.cursor(region, row, column));
      hands.tip.show(meaning.say(region, row, column), event.clientX, event.clientY);
    },
    pick({ region, row, column }, event) {
      meaning.pick(region, row, column, event);
      for (const grid of grids.values()) grid.goTo(region.id, row, column);
    },
  });
  /** @type {Map<string, ReturnType<typeof createKeyboardGrid>>} */
  const grids = new Map();

  /** @param {string} id */
  function gridFor(id) {
    const known = grids.get(id);
    if (known) return known;
    const made = createKeyboardGrid(stage.inner, {
      leave() {
        hands.hover(null);
        hands.tip.hide();
      },
      escape() {
        hands.unpin();
        box.focus();
      },
    });
    grids.set(id, made);
    return made;
  }

  /** Inside a shadow root the document knows only the root's host. */
  const focused = () => /** @type {Document | ShadowRoot} */ (node.getRootNode()).activeElement ?? null;

  /** @param {string} words */
  function tipAtFocus(words) {
    const cell = focused()?.getBoundingClientRect();
    if (cell) hands.tip.show(words, cell.right, cell.bottom - 12);
  }

  return {
    node, heading, tools, box, readout, summary, table, stage,
    /** @param {Scene} scene @param {Theme} theme @param {[string, GridModel][]} models a keyboard grid each */
    show(scene, theme, models) {
      stage.show(scene, theme);
      box.setAttribute("aria-label", scene.title);
      const wanted = new Set(models.map(([id]) => id));
      for (const [id, grid] of grids) {
        if (wanted.has(id)) continue;
        grid.remove();
        grids.delete(id);
      }
      for (const [id, model] of models) {
        gridFor(id).update({
          ...model,
          enter(row, column) {
            model.enter(row, column);
            requestAnimationFrame(() => {
              if (stage.inner.contains(focused())) tipAtFocus(model.say(row, column));
            });
          },
        });
      }
    },
    /** The width that a scene may take. */
    room: () => box.clientWidth - 6,
  };
}
