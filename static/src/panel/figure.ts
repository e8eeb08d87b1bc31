/** A figure: heading, picture with cursor and keyboard grids, what is read off it, and a table. */
import { createKeyboardGrid } from "./keyboard-grid.ts";
import { createStage } from "./stage.ts";
import { el } from "./dom.ts";
import { lazyTable } from "./tables.ts";
import type { Cursor, Lit, Region, Scene, Theme } from "../core/types.ts";
import type { Reach } from "../data/transport.ts";
import type { GridModel } from "./keyboard-grid.ts";
import type { createTooltip } from "./tooltip.ts";

/** What the page does with a figure's events. */
export interface Hands {
  /** where a part asks for what no source brings */
  reach: Reach;
  hover: (cursor: Cursor | null) => void;
  pin: (cursor: Cursor) => void;
  unpin: () => void;
  /** a button that lets a pin go, if there is one */
  release: () => HTMLElement | null;
  lit: () => Lit;
  tip: ReturnType<typeof createTooltip>;
  /** asks a source of a panel's views anew */
  again: (name: string) => void;
}
/** What a figure knows about its cells. */
interface Meaning {
  cursor: (region: Region, row: number, column: number) => Cursor | null;
  say: (region: Region, row: number, column: number) => string;
  pick: (region: Region, row: number, column: number, event: MouseEvent) => void;
}

export function createFigure({
  className,
  hands,
  meaning,
  readout: wantsReadout = false,
}: {
  className: string;
  hands: Hands;
  meaning: Meaning;
  readout?: boolean;
}) {
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
  const grids: Map<string, ReturnType<typeof createKeyboardGrid>> = new Map();

  function gridFor(id: string) {
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
  const focused = () => (node.getRootNode() as Document | ShadowRoot).activeElement ?? null;

  function tipAtFocus(words: string) {
    const cell = focused()?.getBoundingClientRect();
    if (cell) hands.tip.show(words, cell.right, cell.bottom - 12);
  }

  return {
    node,
    heading,
    tools,
    box,
    readout,
    summary,
    table,
    stage,
    /** @param models a keyboard grid each */
    show(scene: Scene, theme: Theme, models: [string, GridModel][]) {
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
