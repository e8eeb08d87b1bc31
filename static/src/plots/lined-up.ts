/** Two matrices of attention on axes that they share: of the same tokens, of two sentences, of two tokenizers. */
import { editScript } from "../data/edit-script.ts";
import { tokenName } from "./labels.ts";
import type { LinedUp, Matrix, SharedAxis, Side, Spot, Token } from "../data/types.ts";

/** How the tokens of two sides meet */
type Way = "same" | "script" | "moved" | "spans";

/** What a person reads, and which piece of a character it is; markers of a space before it do not tell tokens apart. */
const readAs = (token: Token) =>
  token.special || token.unknown || token.text === "" ? `\u0000${token.piece}` : `${token.text}\u0000${token.part}`;

const bySameTokens = (a: Side, b: Side): Spot[] =>
  a.labels.map((_, i) => ({ a: [i], b: i < b.labels.length ? [i] : [] }));

/**
 * By an edit script. With `moved`, what goes at one place and comes at another is one token, at its place in the
 * first.
 */
function byScript(a: Side, b: Side, moved: boolean): Spot[] {
  const script = editScript(a.labels, b.labels, readAs);
  const spots = script.map(({ a: first, b: second }) => ({
    a: first === null ? [] : [first],
    b: second === null ? [] : [second],
  }));
  if (!moved) return spots;
  const gone = new Set();
  for (const spot of spots) {
    const token = spot.b.length === 0 ? a.labels[spot.a[0] ?? -1] : undefined;
    if (!token) continue;
    const other = spots.find(
      (one) => one.a.length === 0 && !gone.has(one) && readAs(b.labels[one.b[0] ?? -1] as Token) === readAs(token),
    );
    if (!other) continue;
    spot.b = other.b;
    gone.add(other);
  }
  return spots.filter((spot) => !gone.has(spot));
}

/**
 * By the characters that they stand for: what shares one is one place, many to many. What stands for none, such as
 * [CLS] and <s>, meets its like: the first before the sentence with the first, the last after it with the last.
 */
function bySpans(a: Side, b: Side): Spot[] {
  const sides = { a: a.labels, b: b.labels };
  const spots: { a: number[]; b: number[]; gap: number; at: [sequence: number, start: number] }[] = [];
  const spanned = (token: Token) => token.end > token.start && !token.special;
  const each = (name: "a" | "b") => sides[name].flatMap((token, i) => (spanned(token) ? [{ name, i, token }] : []));
  const order = [...each("a"), ...each("b")].sort(
    (x, y) =>
      (x.token.sequence ?? 0) - (y.token.sequence ?? 0) || x.token.start - y.token.start || x.token.end - y.token.end,
  );
  let end = -1;
  for (const { name, i, token } of order) {
    const last = spots.at(-1);
    const own = [token.sequence ?? 0, token.start];
    if (last && last.at[0] === own[0] && token.start < end) {
      last[name].push(i);
      end = Math.max(end, token.end);
      continue;
    }
    spots.push({ a: [], b: [], gap: 0, at: own as [number, number], [name]: [i] });
    end = token.end;
  }
  /** After how many spots a token without characters stands. */
  const gapOf = (name: "a" | "b", i: number) => {
    let at = spots.length;
    while (at > 0 && !spots[at - 1]?.[name].some((own) => own < i)) at -= 1;
    return at;
  };
  const bare = { a: new Map() as Map<number, number[]>, b: new Map() as Map<number, number[]> };
  for (const name of ["a", "b"] as const) {
    sides[name].forEach((token, i) => {
      if (spanned(token)) return;
      const gap = gapOf(name, i);
      bare[name].set(gap, [...(bare[name].get(gap) ?? []), i]);
    });
  }
  const out: Spot[] = [];
  for (let gap = 0; gap <= spots.length; gap += 1) {
    const left = [...(bare.b.get(gap) ?? [])];
    for (const index of bare.a.get(gap) ?? []) {
      // Special meets special: <s> is the counterpart of [CLS], an empty piece is nobody's.
      const at = left.findIndex((other) => sides.b[other]?.special === sides.a[index]?.special);
      out.push({ a: [index], b: at < 0 ? [] : left.splice(at, 1) });
    }
    for (const index of left) out.push({ a: [], b: [index] });
    const spot = spots[gap];
    if (spot) out.push({ a: spot.a, b: spot.b });
  }
  return out;
}

/** Several tokens as one label. */
function joined(pieces: readonly Token[]): Token {
  const [first] = pieces as [Token];
  if (pieces.length === 1) return first;
  const words = pieces
    .filter(({ part }) => part === 0)
    .map((token) => token.text)
    .join("");
  const unknown = pieces.find((piece) => piece.unknown);
  return {
    ...first,
    text: words,
    piece: unknown?.piece ?? words,
    end: pieces.at(-1)?.end ?? first.end,
    unknown: unknown !== undefined,
    part: 0,
    parts: 1,
  };
}

/** Only one of them has this token: its label says which. */
function only(token: Token, letter: "A" | "B"): Token {
  const words = `${tokenName(token)} (${letter})`;
  return { ...token, text: words, piece: words, part: 0, parts: 1 };
}

export function sharedAxis(a: Side, b: Side, way: Way): SharedAxis {
  const spots = way === "same" ? bySameTokens(a, b) : way === "spans" ? bySpans(a, b) : byScript(a, b, way === "moved");
  const pick = (side: Side, at: number[]) => at.map((i) => side.labels[i] as Token);
  const labels = spots.map((spot) => {
    if (spot.b.length === 0) return only(joined(pick(a, spot.a)), "A");
    if (spot.a.length === 0) return only(joined(pick(b, spot.b)), "B");
    return joined(spot.b.length < spot.a.length ? pick(b, spot.b) : pick(a, spot.a));
  });
  return { spots, labels };
}

/** The weights of one matrix on shared axes: the sum over a place's keys, the mean over its queries. */
function placed(
  { weights, keys, causal }: Matrix,
  name: "a" | "b",
  rows: SharedAxis,
  columns: SharedAxis,
): Float32Array {
  const count = keys.labels.length;
  const wide = columns.spots.length;
  const out = new Float32Array(rows.spots.length * wide).fill(NaN);
  rows.spots.forEach(({ [name]: queries }, row) => {
    columns.spots.forEach(({ [name]: own }, column) => {
      let sum = 0;
      let seen = false;
      for (const query of queries) {
        for (const key of own) {
          if (causal && key > query) continue;
          seen = true;
          sum += weights[query * count + key] as number;
        }
      }
      if (seen) out[row * wide + column] = sum / queries.length;
    });
  });
  return out;
}

/** @returns b − a */
export const minus = (a: ArrayLike<number>, b: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: a.length }, (_, i) => (b[i] as number) - (a[i] as number));

export function lineUp(a: Matrix, b: Matrix, way: Way): LinedUp {
  const rows = sharedAxis(a.queries, b.queries, way);
  const columns = a.queries === a.keys && b.queries === b.keys ? rows : sharedAxis(a.keys, b.keys, way);
  const [first, second] = [placed(a, "a", rows, columns), placed(b, "b", rows, columns)];
  const several = ({ spots }: SharedAxis) => spots.some(({ a: x, b: y }) => x.length > 1 || y.length > 1);
  return {
    rows,
    columns,
    a: first,
    b: second,
    between: minus(first, second),
    summed: several(rows) || several(columns),
  };
}

/** Of the cells that both have: the mean of |b − a|, and how many there are. */
export function meanDifference(between: ArrayLike<number>) {
  let [sum, count] = [0, 0];
  for (let i = 0; i < between.length; i += 1) {
    const value = Math.abs(between[i] as number);
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return { mean: count ? sum / count : NaN, count };
}

/**
 * Jensen–Shannon divergence of two rows in bits (Lin 1991): ½·KL(p‖m) + ½·KL(q‖m), m = ½(p + q). Only cells that both
 * have count, p and q divided by their sums there; NaN where one has no weight on them.
 * @param b both [row * column]
 */
export function divergence(a: ArrayLike<number>, b: ArrayLike<number>, row: number, columns: number) {
  let [p, q] = [0, 0];
  const at = (values: ArrayLike<number>, i: number) => values[row * columns + i] as number;
  const both = (i: number) => !Number.isNaN(at(a, i)) && !Number.isNaN(at(b, i));
  for (let i = 0; i < columns; i += 1) {
    if (!both(i)) continue;
    p += at(a, i);
    q += at(b, i);
  }
  if (!(p > 0) || !(q > 0)) return NaN;
  let bits = 0;
  for (let i = 0; i < columns; i += 1) {
    if (!both(i)) continue;
    const [x, y] = [at(a, i) / p, at(b, i) / q];
    const middle = (x + y) / 2;
    if (x > 0) bits += 0.5 * x * Math.log2(x / middle);
    if (y > 0) bits += 0.5 * y * Math.log2(y / middle);
  }
  return Math.max(0, bits); // rounding may leave −1e-17
}

/** Each row's divergence. */
export const divergences = ({ a, b, rows, columns }: Pick<LinedUp, "a" | "b" | "rows" | "columns">) =>
  rows.spots.map((_, row) => divergence(a, b, row, columns.spots.length));

/** The cells that differ most, the largest first. */
export function largest(between: ArrayLike<number>, most: number): number[] {
  const found: number[] = [];
  const size = (i: number) => Math.abs(between[i] as number);
  for (let i = 0; i < between.length; i += 1) {
    if (!(size(i) > 0)) continue;
    if (found.length === most && size(i) <= size(found[most - 1] as number)) continue;
    let at = found.length;
    while (at > 0 && size(found[at - 1] as number) < size(i)) at -= 1;
    found.splice(at, 0, i);
    if (found.length > most) found.pop();
  }
  return found;
}
