/**
 * A picture's cells for the keyboard and for screen readers: an ARIA grid with one tab stop, of which only the
 * cell in focus is in the document.
 */

type Box = { x: number; y: number; width: number; height: number };
export interface GridModel {
  label: string;
  rows: number;
  columns: number;
  box: (row: number, column: number) => Box;
  say: (row: number, column: number) => string;
  /** the cell came into focus */
  enter: (row: number, column: number) => void;
  /** Enter or Space */
  pick: (row: number, column: number, event: KeyboardEvent) => void;
  /** the grid's cell for a cell of the picture */
  find: (region: string, row: number, column: number) => [row: number, column: number] | null;
  start?: [row: number, column: number];
  /** any other key; whether it meant something */
  key?: (event: KeyboardEvent) => boolean;
  /** the cell is about to be gone to: have it on view */
  reveal?: (row: number, column: number) => void;
}

const PAGE = 10;

export function move(
  key: string,
  ctrl: boolean,
  [row, column]: [number, number],
  [lastRow, lastColumn]: [number, number],
): [number, number] | null {
  switch (key) {
    case "ArrowUp":
      return [row - 1, column];
    case "ArrowDown":
      return [row + 1, column];
    case "ArrowLeft":
      return [row, column - 1];
    case "ArrowRight":
      return [row, column + 1];
    case "Home":
      return ctrl ? [0, 0] : [row, 0];
    case "End":
      return ctrl ? [lastRow, lastColumn] : [row, lastColumn];
    case "PageUp":
      return [row - PAGE, column];
    case "PageDown":
      return [row + PAGE, column];
    default:
      return null;
  }
}

/** @param host positioned over the picture; the grid is appended */
export function createKeyboardGrid(host: HTMLElement, events: { leave: () => void; escape: () => void }) {
  const doc = host.ownerDocument;
  const grid = doc.createElement("div");
  grid.className = "keyboard-grid";
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-readonly", "true");
  host.append(grid);
  let model: GridModel | null = null;
  let at: [number, number] = [0, 0];
  let moving = false;

  /** Puts the cell at `at` into the document. */
  const place = (focus: boolean) => {
    if (!model) return;
    const [row, column] = at;
    const line = doc.createElement("div");
    line.setAttribute("role", "row");
    line.setAttribute("aria-rowindex", String(row + 1));
    const cell = doc.createElement("div");
    cell.setAttribute("role", "gridcell");
    cell.setAttribute("aria-colindex", String(column + 1));
    cell.setAttribute("tabindex", "0");
    cell.setAttribute("aria-label", model.say(row, column));
    const { x, y, width, height } = model.box(row, column);
    cell.style.transform = `translate(${x}px, ${y}px)`;
    cell.style.width = `${width}px`;
    cell.style.height = `${height}px`;
    line.append(cell);
    moving = true; // replacing the focused cell is not leaving the grid
    grid.replaceChildren(line);
    if (focus) cell.focus({ preventScroll: false });
    moving = false;
  };

  grid.addEventListener("keydown", (event) => {
    if (!model || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      model.pick(...at, event);
    } else if (event.key === "Escape") {
      events.escape();
    } else if (model.key?.(event)) {
      // The picture has changed; the place in it is the same.
    } else {
      const next = move(event.key, event.ctrlKey, at, [model.rows - 1, model.columns - 1]);
      if (!next) return;
      const [row, column] = next;
      at = [Math.min(Math.max(row, 0), model.rows - 1), Math.min(Math.max(column, 0), model.columns - 1)];
      model.reveal?.(...at);
      place(true);
    }
    event.preventDefault();
    event.stopPropagation();
  });
  grid.addEventListener("focusin", () => model?.enter(...at));
  grid.addEventListener("focusout", () => {
    if (!moving) events.leave();
  });

  return {
    grid,
    /** @param next keeps the place, and the focus, where the new grid has it */
    update(next: GridModel) {
      const focused = grid.contains(doc.activeElement);
      const fresh = model === null || next.start !== undefined;
      model = next;
      if (fresh && !focused) at = next.start ?? [0, 0];
      at = [Math.min(at[0], next.rows - 1), Math.min(at[1], next.columns - 1)];
      grid.setAttribute("aria-label", next.label);
      grid.setAttribute("aria-rowcount", String(next.rows));
      grid.setAttribute("aria-colcount", String(next.columns));
      place(focused);
    },
    /** Moves to a cell of the picture, if the grid holds it. */
    goTo(region: string, row: number, column: number) {
      const found = model?.find(region, row, column);
      if (!found) return;
      at = found;
      place(true);
    },
    remove: () => grid.remove(),
  };
}
