/** The cells of one or several matrices as rows of a table: which there are, in which order, and their text for copying. */
import { rowEnd } from "../../data/filter.ts";
import type { DrawnMatrix, Matrix, Side, Token } from "../../data/types.ts";

export type Column = "head" | "query" | "key" | "weight";
export type Order = { by: Column; falling: boolean };
/** parts of names; of which head; empty: all */
export type Wanted = { query: string; key: string; head: string };
export type Cell = { shown: DrawnMatrix; row: number; column: number; weight: number; again: number | null };

/**
 * @param shown of one size
 * @param counts which cells are meant at all; every one, if left out
 */
export function cellsOfAll(
  shown: readonly DrawnMatrix[],
  wanted: Wanted,
  order: Order,
  nameOf: (token: Token) => string,
  counts?: (matrix: Matrix, row: number, column: number) => boolean,
) {
  const [first] = shown;
  const [rows, columns] = [first?.truth.queries.labels.length ?? 0, first?.truth.keys.labels.length ?? 0];
  const size = rows * columns;
  const fold = (text: string) => text.normalize("NFKC").toLowerCase();
  const matching = (labels: readonly Token[], part: string) =>
    labels.map((label) => part === "" || fold(nameOf(label)).includes(fold(part)));
  const ofQuery = matching(first?.truth.queries.labels ?? [], wanted.query.trim());
  const ofKey = matching(first?.truth.keys.labels ?? [], wanted.key.trim());
  const found = new Uint32Array(size * shown.length);
  let count = 0;
  let all = 0;
  shown.forEach(({ id, truth, drawn }, n) => {
    for (let row = 0; row < rows; row += 1) {
      const end = rowEnd(truth, row);
      for (let column = 0; column < end; column += 1) if (!counts || counts(truth, row, column)) all += 1;
      if (!ofQuery[row] || (wanted.head !== "" && wanted.head !== id)) continue;
      for (let column = 0; column < end; column += 1) {
        const at = row * columns + column;
        if (!ofKey[column] || drawn?.[at] === 0 || (counts && !counts(truth, row, column))) continue;
        found[count] = n * size + at;
        count += 1;
      }
    }
  });
  const kept = found.subarray(0, count);
  const way = order.falling ? -1 : 1;
  const weights = shown.map(({ truth }) => truth.weights);
  if (order.by === "weight") {
    const of = new Float32Array(size * shown.length);
    weights.forEach((own, n) => of.set(own, n * size));
    kept.sort((a, b) => way * ((of[a] as number) - (of[b] as number)) || a - b);
  } else if (order.by !== "head" || order.falling) {
    const key = {
      head: (i: number) => Math.floor(i / size),
      query: (i: number) => Math.floor((i % size) / columns),
      key: (i: number) => i % columns,
    }[order.by];
    kept.sort((a, b) => way * (key(a) - key(b)) || (a % size) - (b % size) || a - b);
  }

  function at(i: number): Cell {
    const index = kept[i] as number;
    const one = shown[Math.floor(index / size)] as DrawnMatrix;
    const cell = index % size;
    return {
      shown: one,
      row: Math.floor(cell / columns),
      column: cell % columns,
      weight: one.truth.weights[cell] ?? NaN,
      again: one.matrix === one.truth ? null : (one.matrix.weights[cell] ?? NaN),
    };
  }
  return { count, all, at };
}

/** Every digit that a 32-bit number has. */
const full = (value: number) => String(Number(value.toPrecision(9)));

/** Tab-separated, with a line of names. */
export function tsvOf({ count, at }: ReturnType<typeof cellsOfAll>, nameOf: (token: Token) => string) {
  const again = count > 0 && at(0).again !== null;
  const lines = [
    ["head", "query_index", "query", "key_index", "key", "weight", ...(again ? ["renormalised"] : [])].join("\t"),
  ];
  for (let i = 0; i < count; i += 1) {
    const { shown, row, column, weight, again: other } = at(i);
    const [query, key] = [shown.truth.queries, shown.truth.keys];
    const name = (side: Side, cell: number) => {
      const label = side.labels[cell];
      return label ? nameOf(label).replace(/[\t\r\n]/g, " ") : "";
    };
    const [from, to] = [query.tokens[row]?.join("+") ?? "", key.tokens[column]?.join("+") ?? ""];
    lines.push(
      [
        shown.id,
        from,
        name(query, row),
        to,
        name(key, column),
        full(weight),
        ...(other === null ? [] : [full(other)]),
      ].join("\t"),
    );
  }
  return `${lines.join("\n")}\n`;
}
