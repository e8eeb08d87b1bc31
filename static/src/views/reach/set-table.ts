/** A small table set in type: as many of its columns as there is room for. */
import { line, text } from "../../core/scene/marks.ts";
import { fit, script, textWidth } from "../../core/scene/text.ts";
import { shown } from "../../panel/pictures/tables.ts";
import { wrapped } from "../../plots/lines.ts";
import type { Mark, Scene, TableModel } from "../../core/types.ts";

const SIZE = 11;
const ROW = 20;
const GAP = 18;
/** A heading takes lines before it makes its column wider than this. */
const HEAD = 76;

/** How wide a column is. */
function columnWidth({ head, rows }: TableModel, column: number) {
  const values = rows.map((row) => textWidth(shown(row[column] ?? ""), SIZE, column === 0));
  const words = (head[column] ?? "").split(/\s+/).map((word) => textWidth(word, SIZE));
  return Math.ceil(
    Math.max(
      ...values,
      Math.min(textWidth(head[column] ?? "", SIZE), HEAD),
      ...words.map((word) => Math.min(word, HEAD)),
    ),
  );
}

/**
 * @param options spare: the columns that are left out where there is no room, the first of them first
 * @returns without regions: every number is printed
 */
export function setTable(
  model: TableModel,
  {
    width,
    title,
    description,
    spare = [],
  }: { width: number; title: string; description: string; spare?: readonly number[] },
): Scene {
  const { head, rows } = model;
  let columns = head.map((_, column) => column);
  const wide = head.map((_, column) => columnWidth(model, column));
  const total = () => columns.reduce((sum, column) => sum + (wide[column] as number) + GAP, -GAP);
  for (const column of spare) if (total() > width) columns = columns.filter((own) => own !== column);
  const names = columns.map((column) =>
    wrapped(head[column] ?? "", Math.max(wide[column] as number, HEAD * 0.6), SIZE),
  );
  const tall = Math.max(...names.map((one) => one.length)) * 14;
  const marks: Mark[] = [line(0, tall + 4, Math.min(total(), width), tall + 4, { stroke: "soft" })];
  let x = 0;
  columns.forEach((column, at) => {
    const room = wide[column] as number;
    const [edge, anchor] = at === 0 ? [x, "start" as const] : [x + room, "end" as const];
    const above = names[at] as string[];
    above.forEach((words, i) =>
      marks.push(text(words, edge, tall - (above.length - 1 - i) * 14 - 2, { size: SIZE, fill: "soft", anchor })),
    );
    rows.forEach((row, i) => {
      const words = shown(row[column] ?? "");
      marks.push(
        text(fit(words, Math.min(room, width - x) + 2, SIZE), edge, tall + 4 + i * ROW + 14, {
          size: SIZE,
          anchor,
          bold: at === 0,
          ...script(words),
        }),
      );
    });
    x += room + GAP;
  });
  rows.forEach((_, i) =>
    marks.push(line(0, tall + 4 + (i + 1) * ROW, Math.min(total(), width), tall + 4 + (i + 1) * ROW)),
  );
  return {
    width: Math.min(total(), width),
    height: tall + 6 + rows.length * ROW,
    title,
    description,
    marks,
    regions: [],
  };
}
