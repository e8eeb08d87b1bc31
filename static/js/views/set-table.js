/** A small table set in type: as many of its columns as there is room for. */
import { line, text } from "../scene/marks.js";
import { fit, script, textWidth } from "../scene/text.js";
import { shown } from "../figures/tables.js";
import { wrapped } from "./lines.js";

/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").TableModel} TableModel */

const SIZE = 11;
const ROW = 20;
const GAP = 18;
/** A heading takes lines before it makes its column wider than this. */
const HEAD = 76;

/** How wide a column is. @param {TableModel} model @param {number} column */
function columnWidth({ head, rows }, column) {
  const values = rows.map((row) => textWidth(shown(row[column] ?? ""), SIZE, column === 0));
  const words = (head[column] ?? "").split(/\s+/).map((word) => textWidth(word, SIZE));
  return Math.ceil(Math.max(...values, Math.min(textWidth(head[column] ?? "", SIZE), HEAD), ...words.map((word) => Math.min(word, HEAD))));
}

/**
 * @param {TableModel} model @param {{width: number, title: string, description: string, spare?: readonly number[]}} options
 *   spare: the columns that are left out where there is no room, the first of them first
 * @returns {Scene} without regions: every number is printed
 */
export function setTable(model, { width, title, description, spare = [] }) {
  const { head, rows } = model;
  let columns = head.map((_, column) => column);
  const wide = head.map((_, column) => columnWidth(model, column));
  const total = () => columns.reduce((sum, column) => sum + /** @type {number} */ (wide[column]) + GAP, -GAP);
  for (const column of spare) if (total() > width) columns = columns.filter((own) => own !== column);
  const names = columns.map((column) => wrapped(head[column] ?? "", Math.max(/** @type {number} */ (wide[column]), HEAD * 0.6), SIZE));
  const tall = Math.max(...names.map((one) => one.length)) * 14;
  /** @type {Mark[]} */
  const marks = [line(0, tall + 4, Math.min(total(), width), tall + 4, { stroke: "soft" })];
  let x = 0;
  columns.forEach((column, at) => {
    const room = /** @type {number} */ (wide[column]);
    const [edge, anchor] = at === 0 ? [x, /** @type {const} */ ("start")] : [x + room, /** @type {const} */ ("end")];
    const above = /** @type {string[]} */ (names[at]);
    above.forEach((words, i) => marks.push(text(words, edge, tall - (above.length - 1 - i) * 14 - 2, { size: SIZE, fill: "soft", anchor })));
    rows.forEach((row, i) => {
      const words = shown(row[column] ?? "");
      marks.push(text(fit(words, Math.min(room, width - x) + 2, SIZE), edge, tall + 4 + i * ROW + 14, { size: SIZE, anchor, bold: at === 0, ...script(words) }));
    });
    x += room + GAP;
  });
  rows.forEach((_, i) => marks.push(line(0, tall + 4 + (i + 1) * ROW, Math.min(total(), width), tall + 4 + (i + 1) * ROW)));
  return { width: Math.min(total(), width), height: tall + 6 + rows.length * ROW, title, description, marks, regions: [] };
}
