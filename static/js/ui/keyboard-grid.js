/**
 * A picture's cells for the keyboard and for screen readers: an ARIA grid with one tab stop, of which only the
 * cell in focus is in the document.
 */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/**
 * @typedef {object} GridModel
 * @property {string} label
 * @property {number} rows
 * @property {number} columns
 * @property {(row: number, column: number) => Box} box
 * @property {(row: number, column: number) => string} say
 * @property {(row: number, column: number) => void} enter the cell came into focus
 * @property {(row: number, column: number, event: KeyboardEvent) => void} pick Enter or Space
 * @property {(region: string, row: number, column: number) => [row: number, column: number] | null} find the grid's cell for a cell of the picture
 * @property {[row: number, column: number]} [start]
 * @property {(event: KeyboardEvent) => boolean} [key] any other key; whether it meant something
 * @property {(row: number, column: number) => void} [reveal] the cell is about to be gone to: have it on view
 */

const PAGE = 10;

/** @param {string} key @param {boolean} ctrl @param {[number, number]} at @param {[number, number]} last @returns {[number, number] | null} */
export function move(key, ctrl, [row, column], [lastRow, lastColumn]) {
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

/**
 * @param {HTMLElement} host positioned over the picture; the grid is appended
 * @param {{leave: () => void, escape: () => void}} events
 */
export function createKeyboardGrid(host, events) {
  const doc = host.ownerDocument;
  const grid = doc.createElement("div");
  grid.className = "keyboard-grid";
  grid.setAttribute("role", "grid");
  grid.setAttribute("aria-readonly", "true");
  host.append(grid);
  /** @type {GridModel | null} */
  let model = null;
  /** @type {[number, number]} */
  let at = [0, 0];
  let moving = false;

  /** Puts the cell at `at` into the document. @param {boolean} focus */
  const place = (focus) => {
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
    /** @param {GridModel} next keeps the place, and the focus, where the new grid has it */
    update(next) {
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
    /** Moves to a cell of the picture, if the grid holds it. @param {string} region @param {number} row @param {number} column */
    goTo(region, row, column) {
      const found = model?.find(region, row, column);
      if (!found) return;
      at = found;
      place(true);
    },
    remove: () => grid.remove(),
  };
}
