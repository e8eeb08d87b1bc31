/** Real tables beside the pictures, filled when they are opened. */
import { shown } from "./pictures/tables.ts";
import { el } from "./dom.ts";
import type { TableModel } from "../core/types.ts";

function tableNode({ caption, head, rows }: TableModel): HTMLTableElement {
  const body = el("tbody");
  for (const [first = "", ...rest] of rows) {
    body.append(
      el("tr", {}, el("th", { scope: "row" }, shown(first)), ...rest.map((cell) => el("td", {}, shown(cell)))),
    );
  }
  const top = el("thead", {}, el("tr", {}, ...head.map((words) => el("th", { scope: "col" }, words))));
  return el("table", {}, el("caption", { class: "visually-hidden" }, caption), top, body);
}

/** @param rows the first cell of a row is its heading */
export const table = (caption: string, head: string[], rows: (string | number)[][]) =>
  tableNode({ caption, head, rows: rows.map((row) => row.map(String)) });

/** @param made a table, or how it is shown already */
export const shownTable = (made: HTMLElement | TableModel) => (made instanceof HTMLElement ? made : tableNode(made));

/** A closed table that fills itself when opened, and again when the data change while it is open. */
export function lazyTable(): {
  node: HTMLDetailsElement;
  set: (summary: string, make: () => HTMLElement | TableModel) => void;
} {
  const summary = el("summary");
  const box = el("div", { class: "table-box", tabindex: "0", role: "region" });
  const node = el("details", {}, summary, box);
  let make: (() => HTMLElement | TableModel) | null = null;
  const fill = () => {
    const made = node.open && make ? make() : null;
    box.replaceChildren(...(made === null ? [] : [shownTable(made)]));
  };
  node.addEventListener("toggle", fill);
  return {
    node,
    set(words, next) {
      summary.textContent = words;
      box.setAttribute("aria-label", words);
      make = next;
      fill();
    },
  };
}
