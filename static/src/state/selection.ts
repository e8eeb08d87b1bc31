/** Which heads are chosen, and the matrices that every view of the attention panel draws from. */
import { runFields } from "../data/run.ts";
import { clauses, t } from "../core/words/index.ts";
import { filtered } from "../data/filter.ts";
import { matrixOf } from "../data/matrix.ts";
import type { Lang } from "../core/types.ts";
import type { DrawnMatrix, HeadData, HeadRef, Matrix, Token } from "../data/types.ts";
import type { Store } from "./app.ts";

/** @param head such as 3.1 */
export const headId = ({ layer, head }: HeadRef) => `${layer}.${head}`;

/** The current head and those chosen with it, each once. */
export function chosenHeads({ layer, head, heads }: HeadRef & { heads: readonly HeadRef[] }): HeadRef[] {
  const all = [{ layer, head }, ...heads];
  return all.filter((one, i) => all.findIndex((other) => headId(other) === headId(one)) === i);
}

/**
 * The other heads after one of them was added, or let go.
 * @returns what to set
 */
export function toggled(
  state: HeadRef & { heads: readonly HeadRef[] },
  one: HeadRef,
): Partial<HeadRef & { heads: readonly HeadRef[] }> {
  const others = chosenHeads(state).slice(1);
  if (headId(one) === headId(state)) {
    const [next, ...rest] = others;
    return next ? { ...next, heads: rest } : {}; // the last one stays
  }
  const without = others.filter((other) => headId(other) !== headId(one));
  return { heads: without.length < others.length ? without : [...others, { layer: one.layer, head: one.head }] };
}

/** The mean of matrices of one shape, cell by cell. */
export function meanOf(all: readonly [Matrix, ...Matrix[]]): Matrix {
  const [first] = all;
  const sum = new Float64Array(first.weights.length);
  for (const { weights } of all) {
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + (weights[i] as number);
  }
  // What is forced in one of them is forced in a part of the mean.
  const forced = first.forced.map((_, row) => all.some((one) => one.forced[row]));
  return {
    ...first,
    weights: Float32Array.from(sum, (value) => value / all.length),
    forced,
    mean: all.map(({ layer, head }) => ({ layer, head })),
  };
}

/** What a picture of a matrix is called: its head, or of which heads it is the mean. */
export function headLabel(lang: Lang, { layer, head, mean }: Matrix) {
  return mean
    ? t(lang, "mean-of-heads", { count: mean.length, heads: mean.map(headId).join(", ") })
    : t(lang, "head-title", { layer, head });
}

const sameTokens = (a: readonly Token[], b: readonly Token[]) =>
  a === b || (a.length === b.length && a.every(({ id }, i) => id === b[i]?.id));

const sameRun = (a: HeadData, b: HeadData) => JSON.stringify(runFields(a)) === JSON.stringify(runFields(b));

/** Whether two heads were read from the same sentence by the same model, in the same run. */
const together = (a: HeadData, b: HeadData) =>
  a.model.id === b.model.id &&
  sameRun(a, b) &&
  sameTokens(a.tokens, b.tokens) &&
  sameTokens(a.targetTokens ?? [], b.targetTokens ?? []);

/** The data of the chosen heads as far as they have come, the current one first. */
export function chosenData(store: Store): HeadData[] {
  const state = store.snapshot();
  const first = state.answers.oneHead.data;
  if (!first || first.own.length === 0) return [];
  const fetched = (state.answers.heads?.data ?? []) as HeadData[];
  const others = chosenHeads({ layer: first.layer, head: first.head, heads: state.heads }).slice(1);
  return [
    first,
    ...others.flatMap((one) =>
      fetched.filter((other) => headId(other) === headId(one) && together(first, other)).slice(0, 1),
    ),
  ];
}

/**
 * One head as it was chosen to be read: which part, which quarter, between what; weights, or weights times the norms
 * of what they weigh where those were asked for and have come.
 */
function read(store: Store, data: HeadData): Matrix {
  const { part, quarter, by, quantity, answers } = store.snapshot();
  const norms: { model: string; tokens: readonly Token[]; heads: Record<string, Float32Array> } | null | undefined =
    quantity === "value" ? answers.norms?.data : null;
  const own =
    norms?.model === data.model.id && sameTokens(norms.tokens, data.tokens) ? norms.heads[headId(data)] : undefined;
  const matrix = own && matrixOf({ ...data, own, words: null }, { part, quarter });
  const ours = matrix && matrix.queries.source === "attention" && matrix.keys.source === "attention";
  return ours ? { ...matrix, quantity: "value" } : matrixOf(data, { part, quarter, by });
}

const memory: WeakMap<Store, { inputs: unknown[]; made: DrawnMatrix[] }> = new WeakMap();

/**
 * What is to be drawn now: the chosen head, several apart, or their mean, after every choice over the pictures. The
 * same array comes back while nothing it depends on changed, so that moving the cursor computes nothing.
 * @returns none before there are data
 */
export function matrices(store: Store): DrawnMatrix[] {
  const state = store.snapshot();
  const {
    answers: { oneHead },
    answers,
    heads,
    mix,
    part,
    quarter,
    by,
    special,
    renormalise,
    filter,
    least,
    mass,
    quantity,
    langInForce: lang,
  } = state;
  const inputs = [
    oneHead.data,
    answers.heads?.data,
    answers.norms?.data,
    heads,
    mix,
    part,
    quarter,
    by,
    special,
    renormalise,
    filter,
    least,
    mass,
    quantity,
    lang,
  ];
  const known = memory.get(store);
  if (known && known.inputs.every((one, i) => one === inputs[i])) return known.made;
  const [first, ...rest] = chosenData(store).map((data) => read(store, data));
  const alike = first
    ? [
        first,
        ...rest.filter(
          ({ weights, quantity: own }) => weights.length === first.weights.length && own === first.quantity,
        ),
      ]
    : [];
  const drawn = mix === "mean" && alike.length > 1 ? [meanOf(alike as [Matrix, ...Matrix[]])] : alike;
  const made = drawn.map((matrix) => {
    const { renormalised: again, ...shown } = filtered(matrix, { special, renormalise, filter, least, mass });
    const said = [
      ...(matrix.mean ? [t(lang, "derived-mean", { count: matrix.mean.length })] : []),
      ...(matrix.derived ? [t(lang, "legend-words")] : []),
      ...(again ? [t(lang, "derived-renormalised")] : []),
    ];
    const own = matrix.mean ?? [{ layer: matrix.layer, head: matrix.head }];
    return {
      ...shown,
      id: matrix.mean ? "mean" : headId(matrix),
      label: headLabel(lang, matrix),
      heads: own,
      derived: said.length ? clauses(lang, said) : null,
    };
  });
  memory.set(store, { inputs, made });
  return made;
}
