/** Which heads are chosen, and the matrices that every view of the attention panel draws from. */
import { runFields } from "../state/run.js";
import { clauses, t } from "../ui/i18n.js";
import { filtered } from "./filter.js";
import { matrixOf } from "./matrix.js";

/** @typedef {import("../types.js").DrawnMatrix} DrawnMatrix */
/** @typedef {import("../types.js").HeadData} HeadData */
/** @typedef {import("../types.js").HeadRef} HeadRef */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").Matrix} Matrix */
/** @typedef {import("../types.js").Token} Token */
/** @typedef {ReturnType<typeof import("../state/app.js").createState>} Store */

/** @param {HeadRef} head such as 3.1 */
export const headId = ({ layer, head }) => `${layer}.${head}`;

/** The current head and those chosen with it, each once. @param {HeadRef & {heads: readonly HeadRef[]}} state @returns {HeadRef[]} */
export function chosenHeads({ layer, head, heads }) {
  const all = [{ layer, head }, ...heads];
  return all.filter((one, i) => all.findIndex((other) => headId(other) === headId(one)) === i);
}

/**
 * The other heads after one of them was added, or let go.
 * @param {HeadRef & {heads: readonly HeadRef[]}} state @param {HeadRef} one @returns {Partial<HeadRef & {heads: readonly HeadRef[]}>} what to set
 */
export function toggled(state, one) {
  const others = chosenHeads(state).slice(1);
  if (headId(one) === headId(state)) {
    const [next, ...rest] = others;
    return next ? { ...next, heads: rest } : {}; // the last one stays
  }
  const without = others.filter((other) => headId(other) !== headId(one));
  return { heads: without.length < others.length ? without : [...others, { layer: one.layer, head: one.head }] };
}

/**
 * The mean of matrices of one shape, cell by cell.
 * @param {readonly [Matrix, ...Matrix[]]} all @returns {Matrix}
 */
export function meanOf(all) {
  const [first] = all;
  const sum = new Float64Array(first.weights.length);
  for (const { weights } of all) for (let i = 0; i < sum.length; i += 1) sum[i] = /** @type {number} */ (sum[i]) + /** @type {number} */ (weights[i]);
  // What is forced in one of them is forced in a part of the mean.
  const forced = first.forced.map((_, row) => all.some((one) => one.forced[row]));
  return { ...first, weights: Float32Array.from(sum, (value) => value / all.length), forced, mean: all.map(({ layer, head }) => ({ layer, head })) };
}

/** What a picture of a matrix is called: its head, or of which heads it is the mean. @param {Lang} lang @param {Matrix} matrix */
export function headLabel(lang, { layer, head, mean }) {
  return mean ? t(lang, "mean-of-heads", { count: mean.length, heads: mean.map(headId).join(", ") }) : t(lang, "head-title", { layer, head });
}

/** @param {readonly Token[]} a @param {readonly Token[]} b */
const sameTokens = (a, b) => a === b || (a.length === b.length && a.every(({ id }, i) => id === b[i]?.id));

/** @param {HeadData} a @param {HeadData} b */
const sameRun = (a, b) => JSON.stringify(runFields(a)) === JSON.stringify(runFields(b));

/** Whether two heads were read from the same sentence by the same model, in the same run. @param {HeadData} a @param {HeadData} b */
const together = (a, b) => a.model.id === b.model.id && sameRun(a, b) && sameTokens(a.tokens, b.tokens) && sameTokens(a.targetTokens ?? [], b.targetTokens ?? []);

/** The data of the chosen heads as far as they have come, the current one first. @param {Store} store @returns {HeadData[]} */
export function chosenData(store) {
  const state = store.snapshot();
  const first = state.oneHead.data;
  if (!first || first.own.length === 0) return [];
  const fetched = /** @type {HeadData[]} */ (state.attnData["heads"]?.data ?? []);
  const others = chosenHeads({ layer: first.layer, head: first.head, heads: state.heads }).slice(1);
  return [first, ...others.flatMap((one) => fetched.filter((other) => headId(other) === headId(one) && together(first, other)).slice(0, 1))];
}

/**
 * One head as it was chosen to be read: which part, which quarter, between what; weights, or weights times the norms of
 * what they weigh where those were asked for and have come.
 * @param {Store} store @param {HeadData} data @returns {Matrix}
 */
function read(store, data) {
  const { part, quarter, by, quantity, attnData } = store.snapshot();
  /** @type {{model: string, tokens: readonly Token[], heads: Record<string, Float32Array>} | null | undefined} */
  const norms = quantity === "value" ? attnData["norms"]?.data : null;
  const own = norms?.model === data.model.id && sameTokens(norms.tokens, data.tokens) ? norms.heads[headId(data)] : undefined;
  const matrix = own && matrixOf({ ...data, own, words: null }, { part, quarter });
  const ours = matrix && matrix.queries.source === "attention" && matrix.keys.source === "attention";
  return ours ? { ...matrix, quantity: "value" } : matrixOf(data, { part, quarter, by });
}

/** @type {WeakMap<Store, {inputs: unknown[], made: DrawnMatrix[]}>} */
const memory = new WeakMap();

/**
 * What is to be drawn now: the chosen head, several apart, or their mean, after every choice over the pictures. The same
 * array comes back while nothing it depends on changed, so that moving the cursor computes nothing.
 * @param {Store} store @returns {DrawnMatrix[]} none before there are data
 */
export function matrices(store) {
  const state = store.snapshot();
  const { oneHead, attnData, heads, mix, part, quarter, by, special, renormalise, filter, least, mass, quantity, words: lang } = state;
  const inputs = [oneHead.data, attnData["heads"]?.data, attnData["norms"]?.data, heads, mix, part, quarter, by, special, renormalise, filter, least, mass, quantity, lang];
  const known = memory.get(store);
  if (known && known.inputs.every((one, i) => one === inputs[i])) return known.made;
  const [first, ...rest] = chosenData(store).map((data) => read(store, data));
  const alike = first ? [first, ...rest.filter(({ weights, quantity: own }) => weights.length === first.weights.length && own === first.quantity)] : [];
  const drawn = mix === "mean" && alike.length > 1 ? [meanOf(/** @type {[Matrix, ...Matrix[]]} */ (alike))] : alike;
  const made = drawn.map((matrix) => {
    const { renormalised: again, ...shown } = filtered(matrix, { special, renormalise, filter, least, mass });
    const said = [
      ...(matrix.mean ? [t(lang, "derived-mean", { count: matrix.mean.length })] : []),
      ...(matrix.derived ? [t(lang, "legend-words")] : []),
      ...(again ? [t(lang, "derived-renormalised")] : []),
    ];
    const own = matrix.mean ?? [{ layer: matrix.layer, head: matrix.head }];
    return { ...shown, id: matrix.mean ? "mean" : headId(matrix), label: headLabel(lang, matrix), heads: own, derived: said.length ? clauses(lang, said) : null };
  });
  memory.set(store, { inputs, made });
  return made;
}
