/** What of a head's matrix is drawn: special tokens left out, rows renormalised when asked, small weights not drawn. */
import type { Matrix, Side, Token } from "./types.ts";

type Filter = "none" | "least" | "mass";

/** The end of a row: what comes after its query is masked. */
export const rowEnd = ({ causal, keys }: Matrix, row: number) =>
  causal ? Math.min(row + 1, keys.labels.length) : keys.labels.length;

const pick = (side: Side, at: readonly number[]): Side => ({
  ...side,
  labels: at.map((i) => side.labels[i] as Token),
  tokens: at.map((i) => side.tokens[i] as number[]),
});

/**
 * The matrix without special tokens, and what each row that is left gives to the keys that are not. Where nothing but
 * special tokens looks, or is looked at, nothing is hidden.
 * @returns hiddenMass: [row], null where no key is hidden; how many are hidden
 */
export function withoutSpecials(matrix: Matrix): {
  matrix: Matrix;
  hiddenMass: Float64Array | null;
  rows: number;
  columns: number;
} {
  const { queries, keys, weights } = matrix;
  const kept = (side: Side) => side.labels.flatMap(({ special }, i) => (special ? [] : [i]));
  const [rows, columns] = [kept(queries), kept(keys)];
  const count = keys.labels.length;
  const [hiddenRows, hiddenKeys] = [queries.labels.length - rows.length, count - columns.length];
  if (rows.length === 0 || columns.length === 0 || hiddenRows + hiddenKeys === 0) {
    return { matrix, hiddenMass: null, rows: 0, columns: 0 };
  }
  const shown = new Float32Array(rows.length * columns.length);
  const hiddenMass = new Float64Array(rows.length);
  rows.forEach((row, r) => {
    const from = row * count;
    let all = 0;
    for (let key = from, end = from + rowEnd(matrix, row); key < end; key += 1) all += weights[key] as number;
    let left = 0;
    columns.forEach((column, c) => {
      const weight = weights[from + column] as number;
      shown[r * columns.length + c] = weight;
      if (column < rowEnd(matrix, row)) left += weight;
    });
    hiddenMass[r] = Math.max(all - left, 0);
  });
  return {
    matrix: {
      ...matrix,
      queries: pick(queries, rows),
      keys: pick(keys, columns),
      weights: shown,
      cropped: matrix.cropped || hiddenKeys > 0,
      forced: rows.map((row) => matrix.forced[row] ?? false),
    },
    hiddenMass: hiddenKeys > 0 ? hiddenMass : null,
    rows: hiddenRows,
    columns: hiddenKeys,
  };
}

/** Each row divided by its sum, so that it sums to 1 again: a row without any weight stays as it is. */
export function renormalised(matrix: Matrix): Matrix {
  const count = matrix.keys.labels.length;
  const weights = new Float32Array(matrix.weights);
  for (let row = 0; row < matrix.queries.labels.length; row += 1) {
    const [from, end] = [row * count, row * count + rowEnd(matrix, row)];
    let sum = 0;
    for (let key = from; key < end; key += 1) sum += weights[key] as number;
    if (sum > 0) for (let key = from; key < end; key += 1) weights[key] = (weights[key] as number) / sum;
  }
  return { ...matrix, weights, cropped: false };
}

/**
 * Which cells are drawn.
 * @param choice least: weights below it are not drawn; mass: of each row, the fewest keys that hold this share of
 *   what it shows are
 * @returns [row * column] 1 where a cell is drawn; null: all are
 */
export function drawnCells(
  matrix: Matrix,
  { filter, least, mass }: { filter: Filter; least: number; mass: number },
): Uint8Array | null {
  if (filter === "none") return null;
  const { keys, queries, weights } = matrix;
  const count = keys.labels.length;
  const drawn = new Uint8Array(weights.length);
  for (let row = 0; row < queries.labels.length; row += 1) {
    const [from, end] = [row * count, row * count + rowEnd(matrix, row)];
    const at = (key: number) => weights[key] as number;
    if (filter === "least") {
      for (let key = from; key < end; key += 1) drawn[key] = at(key) >= least ? 1 : 0;
      continue;
    }
    const strongest = Uint32Array.from({ length: end - from }, (_, i) => from + i).sort(
      (a, b) => at(b) - at(a) || a - b,
    );
    const needed = mass * strongest.reduce((sum, key) => sum + at(key), 0);
    let held = 0;
    for (const key of strongest) {
      // Sums of thousands of floats miss the whole by a little.
      if (held >= needed - 1e-9) break;
      held += at(key);
      drawn[key] = 1;
    }
  }
  return drawn;
}

/** Everything the choices over a picture do to one matrix. */
export function filtered(
  matrix: Matrix,
  choice: { special: "show" | "hide"; renormalise: boolean; filter: Filter; least: number; mass: number },
): {
  matrix: Matrix;
  truth: Matrix;
  renormalised: boolean;
  hiddenMass: Float64Array | null;
  hiddenRows: number;
  hiddenKeys: number;
  drawn: Uint8Array | null;
} {
  const left = choice.special === "hide" ? withoutSpecials(matrix) : { matrix, hiddenMass: null, rows: 0, columns: 0 };
  // Rows that show all their keys sum to 1 already.
  const again = choice.renormalise && left.matrix.cropped && !matrix.quantity;
  const shown = again ? renormalised(left.matrix) : left.matrix;
  return {
    matrix: shown,
    truth: left.matrix,
    renormalised: again,
    hiddenMass: left.hiddenMass,
    hiddenRows: left.rows,
    hiddenKeys: left.columns,
    drawn: drawnCells(shown, choice),
  };
}
