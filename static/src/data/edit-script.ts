/**
 * Two sequences lined up by an edit script: what stays, what goes and what comes. Generic over keys; a thing that
 * moved is one that goes and one that comes, as nothing in the sequences says that they are the same thing.
 */
import type { Token } from "./types.ts";

export interface Column {
  /** in both, in the first alone (it goes), in the second alone (it comes) */
  kind: "same" | "a" | "b";
  /** the index in the first sequence */
  a: number | null;
  /** the index in the second */
  b: number | null;
}

/**
 * A shortest script from the first sequence to the second, by dynamic programming over their longest common
 * subsequences (Wagner & Fischer 1974, without substitution). Of the shortest ones, that whose common things lie
 * least far from their old places; of those, the one that takes away before it adds.
 * @param key equal keys (===) mean the same thing
 * @returns in reading order; every index of either sequence once
 */
export function editScript<T>(a: readonly T[], b: readonly T[], key: (item: T) => unknown = (item) => item): Column[] {
  const [left, right] = [a.map(key), b.map(key)];
  const [rows, columns] = [a.length, b.length];
  const wide = columns + 1;
  // How many edits from (i, j) to the ends, and by how many places what is kept is displaced: [i][j], row by row.
  const edits = new Uint32Array((rows + 1) * wide);
  const displaced = new Float64Array((rows + 1) * wide);
  /** Which way is best: 0 the end, 1 take away, 2 add, 3 keep. */
  const ways = new Uint8Array((rows + 1) * wide);
  for (let i = rows; i >= 0; i -= 1) {
    for (let j = columns; j >= 0; j -= 1) {
      const at = i * wide + j;
      let [fewest, least, way] = [Infinity, Infinity, 0];
      const offer = (to: number, cost: number, shift: number, name: number) => {
        const [more, further] = [(edits[to] as number) + cost, (displaced[to] as number) + shift];
        if (more < fewest || (more === fewest && further < least)) [fewest, least, way] = [more, further, name];
      };
      if (i < rows && j < columns && left[i] === right[j]) offer(at + wide + 1, 0, Math.abs(i - j), 3);
      if (i < rows) offer(at + wide, 1, 0, 1);
      if (j < columns) offer(at + 1, 1, 0, 2);
      if (way === 0) [fewest, least] = [0, 0];
      edits[at] = fewest;
      displaced[at] = least;
      ways[at] = way;
    }
  }
  const script: Column[] = [];
  for (let i = 0, j = 0; i < rows || j < columns;) {
    const way = ways[i * wide + j];
    if (way === 3) script.push({ kind: "same", a: i++, b: j++ });
    else if (way === 1) script.push({ kind: "a", a: i++, b: null });
    else script.push({ kind: "b", a: null, b: j++ });
  }
  return script;
}

/** How many things go or come. */
export const editCount = (script: readonly Column[]) => script.filter(({ kind }) => kind !== "same").length;

/** What the first sequence becomes: what stays is taken from it, what comes from the second. */
export function applied<T>(script: readonly Column[], a: readonly T[], b: readonly T[]): T[] {
  return script.flatMap((column) => {
    if (column.kind === "a") return [];
    return [(column.kind === "same" ? a[column.a as number] : b[column.b as number]) as T];
  });
}

/** The columns of a shared axis for the tokens of two sentences: the same piece of the vocabulary is the same token. */
export const tokenColumns = (a: readonly Token[], b: readonly Token[]) => editScript(a, b, ({ id }) => id);

/**
 * A token axis' values on the columns of a shared axis; where a sentence has no token, NaN, which no view colours.
 * @param values [token * unit]
 * @returns [column * unit]
 */
export function onColumns(
  values: ArrayLike<number>,
  units: number,
  columns: readonly Column[],
  side: "a" | "b",
): Float32Array {
  const out = new Float32Array(columns.length * units).fill(NaN);
  columns.forEach((column, at) => {
    const token = column[side];
    if (token === null) return;
    for (let unit = 0; unit < units; unit += 1) out[at * units + unit] = values[token * units + unit] as number;
  });
  return out;
}

/**
 * Second minus first where both have the token, NaN elsewhere.
 * @param a [column * unit]
 * @param b [column * unit]
 */
export const difference = (a: ArrayLike<number>, b: ArrayLike<number>): Float32Array =>
  Float32Array.from({ length: a.length }, (_, i) => (b[i] as number) - (a[i] as number));

/** Whether two sequences are made of the same things, in whatever order. */
export function samePieces<T>(a: readonly T[], b: readonly T[], key: (item: T) => unknown) {
  if (a.length !== b.length) return false;
  const counts: Map<unknown, number> = new Map();
  for (const item of a) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  for (const item of b) {
    const left = counts.get(key(item)) ?? 0;
    if (left === 0) return false;
    counts.set(key(item), left - 1);
  }
  return true;
}
