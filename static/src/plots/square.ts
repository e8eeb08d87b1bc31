/** Tokens against tokens: labels, cells, numbers in them and a hatch, the same for every picture of such a square. */
import { over } from "../core/scene/colour.ts";
import { line, raster, rect, text } from "../core/scene/marks.ts";
import { textWidth } from "../core/scene/text.ts";
import { columnLabels, drawColumnLabels, tokenLabel, tokenName, widestLabel } from "./labels.ts";
import { wrapped } from "./lines.ts";
import { hatch } from "./masked.ts";
import { unknownTicks } from "./unknown.ts";
import type { Axis, ColourScale, Mark, Region } from "../core/types.ts";
import type { Token } from "../data/types.ts";
import type { Window } from "./window.ts";

interface Square {
  /** a label each */
  rows: readonly Token[];
  columns: readonly Token[];
  /** of the axes, in the corner */
  names: readonly [row: string, column: string];
  row: Axis;
  column: Axis;
  /** [row * column]; NaN draws nothing */
  values: ArrayLike<number>;
  /** what is printed in the cells, where it is not the values that colour them */
  numbers?: ArrayLike<number>;
  scale: ColourScale;
  /** a number inside its cell, where they fit; empty: none */
  print: (value: number) => string;
  /** the room there is */
  width: number;
  /** room kept free right of the cells */
  after?: number;
  maxCell?: number;
  /** words that stand in the left margin */
  beside?: readonly string[];
  /** whether what lies right of the diagonal is there to nobody */
  hatched?: boolean;
  /** where the rows and columns begin in a larger square, for the hatch */
  window?: Window;
  /** whose labels the left margin has room for; the rows', if left out */
  measured?: readonly Token[];
  minCell?: number;
  /** for the cells' region */
  about?: { layer?: number; head?: number; array?: string };
}

function cellSize(width: number, margin: number, count: number, most: number, least: number = 3) {
  const size = (width - margin) / count;
  return Math.max(least, Math.min(most, Math.floor(size)));
}

/** Small type before no type: all labels stay to some sixty tokens. */
const labelSizeFor = (cell: number) => (cell >= 13 || cell < 9 ? 12 : Math.max(9, cell - 1));

/** Numbers inside the cells, where they fit. */
function cellNumbers(
  { values, numbers = values, scale, print }: Pick<Square, "values" | "numbers" | "scale" | "print">,
  columns: number,
  { x, y, cell }: { x: number; y: number; cell: number },
): Mark[] {
  if (cell < 25) return [];
  const size = cell >= 32 ? 11 : 10;
  return Array.from(values).flatMap((value, i) => {
    const words = Number.isNaN(value) ? "" : print(numbers[i] as number);
    if (words === "") return [];
    const middle = y + (Math.floor(i / columns) + 0.5) * cell + size * 0.36;
    return [
      text(words, x + ((i % columns) + 0.5) * cell, middle, { size, anchor: "middle", fill: over(value, scale) }),
    ];
  });
}

export function square(square: Square): {
  marks: Mark[];
  regions: [cells: Region, rows: Region, columns: Region];
  left: number;
  top: number;
  across: number;
  down: number;
  cell: number;
  labelSize: number;
  right: number;
} {
  const {
    rows: rowTokens,
    columns: columnTokens,
    names,
    width,
    values,
    scale,
    after = 0,
    maxCell = 44,
    minCell,
    beside = [],
    measured = rowTokens,
  } = square;
  const rows = rowTokens.length;
  const columns = columnTokens.length;
  const words = [textWidth(`${names[0]} ↓`, 11) - 4, ...beside.map((one) => textWidth(one, 10))];
  const left = Math.ceil(Math.min(Math.max(widestLabel(measured, 12), ...words), 110)) + 12;
  let cell = cellSize(width, left + 4 + after, columns, maxCell, minCell);
  let labelSize = labelSizeFor(cell);
  let set = columnLabels(columnTokens, cell, { size: labelSize });
  if (set.overhang) {
    cell = cellSize(width, left + 4 + Math.max(after, set.overhang - cell * 0.5), columns, maxCell, minCell);
    labelSize = labelSizeFor(cell);
    set = columnLabels(columnTokens, cell, { size: labelSize });
  }
  const top = set.height + 18;
  const across = cell * columns;
  const down = cell * rows;
  const every = Math.max(1, Math.ceil(labelSize / cell));

  const marks: Mark[] = [
    text(`${names[1]} →`, left, 11, { size: 11, fill: "soft" }),
    text(`${names[0]} ↓`, left - 8, top - 5, { size: 11, fill: "soft", anchor: "end" }),
    ...drawColumnLabels(columnTokens, set, { x: left, y: top, step: cell }),
    raster({ x: left, y: top, width: across, height: down, columns, rows, values, scale }),
  ];
  rowTokens.forEach((label, row) => {
    const y = top + (row + 0.5) * cell + labelSize * 0.36;
    if (row % every === 0) marks.push(tokenLabel(label, left - 8, y, left - 12, { size: labelSize, anchor: "end" }));
    if (cell >= 12 && row > 0) {
      marks.push(line(left, top + row * cell, left + across, top + row * cell, { stroke: "paper" }));
    }
  });
  for (let column = 1; column < columns && cell >= 12; column += 1) {
    marks.push(line(left + column * cell, top, left + column * cell, top + down, { stroke: "paper" }));
  }
  if (square.hatched) {
    marks.push(
      hatch({
        x: left,
        y: top,
        cell,
        count: square.window ? square.window.rows.first + rows + columns : rows,
        ...square.window,
      }),
    );
  }
  marks.push(...cellNumbers(square, columns, { x: left, y: top, cell }));
  marks.push(rect({ x: left - 0.5, y: top - 0.5, width: across + 1, height: down + 1, fill: "none", stroke: "faint" }));
  if (every > 1) {
    marks.push(...unknownTicks(rowTokens, rows, [{ x: left, y: top, side: down, rows: true, columns: false }]));
    marks.push(...unknownTicks(columnTokens, columns, [{ x: left, y: top, side: across, rows: false, columns: true }]));
  }

  const none = { kind: "none" } as const;
  const rowTags = every > 1 ? { tags: rowTokens.map(tokenName) } : {};
  const columnTags = every > 1 ? { tags: columnTokens.map(tokenName) } : {};
  return {
    marks,
    regions: [
      {
        id: "cells",
        role: "cells",
        x: left,
        y: top,
        width: across,
        height: down,
        rows,
        columns,
        row: square.row,
        column: square.column,
        ...square.about,
      },
      {
        id: "queries",
        role: "label",
        x: 0,
        y: top,
        width: left - 3,
        height: down,
        rows,
        columns: 1,
        row: square.row,
        column: none,
        ...rowTags,
      },
      {
        id: "keys",
        role: "label",
        x: left,
        y: top - set.height,
        width: across,
        height: set.height - 2,
        rows: 1,
        columns,
        row: none,
        column: square.column,
        shear: set.shear,
        ...columnTags,
      },
    ],
    left,
    top,
    across,
    down,
    cell,
    labelSize,
    right: left + across + 4 + Math.max(0, set.overhang - cell * 0.5),
  };
}

/** Small type under a picture, each remark in as many lines as it needs; a hatched one has a sample before it. */
export function remarks(
  said: readonly { words: string; hatched?: boolean }[],
  { x, y, width }: { x: number; y: number; width: number },
): { marks: Mark[]; height: number } {
  const marks: Mark[] = [];
  let at = y;
  for (const { words, hatched } of said) {
    if (hatched) {
      marks.push({
        type: "path",
        d: `M${x} ${at + 9}l9 -9M${x + 5} ${at + 12}l11 -11M${x + 13} ${at + 12}l7 -7`,
        fill: "none",
        stroke: "soft",
        strokeWidth: 0.75,
      });
      marks.push(rect({ x, y: at, width: 20, height: 12, fill: "none", stroke: "faint" }));
    }
    const from = x + (hatched ? 26 : 0);
    const lines = wrapped(words, width - from - 2, 11);
    lines.forEach((line, i) => marks.push(text(line, from, at + 10 + i * 14, { size: 11, fill: "soft" })));
    at += 4 + lines.length * 14;
  }
  return { marks, height: at - y };
}
