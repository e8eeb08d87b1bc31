/**
 * Which layers of a model attend, and with how many heads: the rows of every array about all layers. A layer's number is
 * not its row where some layers do not attend (hybrid models), and layers may differ in their heads.
 */

/** @typedef {import("../types.js").HeadRef} HeadRef */
/** @typedef {import("../types.js").Layers} Layers */

/** @param {number} count */
const upTo = (count) => Array.from({ length: count }, (_, i) => i);

/** Of a model all of whose layers attend alike. @param {number} count @param {number} heads @returns {Layers} */
export const contiguous = (count, heads) => ({ numbers: upTo(count), total: count, each: Array(count).fill(heads), width: heads });

/**
 * As an answer says it; what it does not say is as in a model all of whose layers attend alike.
 * @param {Record<string, any>} answer with layers_total, attending and heads_by_layer, or without (figures frozen before)
 * @param {{rows: number, width: number, numbers?: readonly number[] | null | undefined}} array how many layers and heads it
 *   has, and the numbers of its layers where it names them itself
 * @returns {Layers}
 */
export function layersOf({ layers_total: total, attending, heads_by_layer: each }, { rows, width, numbers: own }) {
  const numbers = [own, attending].find((one) => Array.isArray(one) && one.length === rows) ?? upTo(rows);
  const of = (/** @type {number} */ layer, /** @type {number} */ row) => each?.[Array.isArray(attending) ? attending.indexOf(layer) : row] ?? width;
  return { numbers, total: Math.max(total ?? 0, (numbers.at(-1) ?? -1) + 1), each: numbers.map((/** @type {number} */ layer, /** @type {number} */ row) => Math.min(of(layer, row), width)), width };
}

/** The row of a layer; −1 where it does not attend. @param {Pick<Layers, "numbers">} layers @param {number} layer */
export const rowOf = ({ numbers }, layer) => numbers.indexOf(layer);

/** How many heads a layer has; none where it does not attend. @param {Layers} layers @param {number} layer */
export const headsIn = (layers, layer) => layers.each[rowOf(layers, layer)] ?? 0;

/** @param {Layers} layers @param {HeadRef} one */
export const hasHead = (layers, { layer, head }) => head < headsIn(layers, layer);

/** Where a head stands in an array of all, [layer * head]. @param {Layers} layers @param {HeadRef} one −1: nowhere */
export const placeOf = (layers, { layer, head }) => (hasHead(layers, { layer, head }) ? rowOf(layers, layer) * layers.width + head : -1);

/** The head at a place of an array of all; null where rows are padded. @param {Layers} layers @param {number} at @returns {HeadRef | null} */
export function headAt(layers, at) {
  const [row, head] = [Math.floor(at / layers.width), at % layers.width];
  const layer = layers.numbers[row];
  return layer !== undefined && head < (layers.each[row] ?? 0) ? { layer, head } : null;
}

/** Every head, by layer. @param {Layers} layers @returns {HeadRef[]} */
export const allHeads = ({ numbers, each }) => numbers.flatMap((layer, row) => upTo(each[row] ?? 0).map((head) => ({ layer, head })));

/** Layers that do not attend. @param {Layers} layers @returns {number[]} */
export const silentIn = ({ numbers, total }) => upTo(total).filter((layer) => !numbers.includes(layer));

/** The layer that is shown where one is asked for: itself, or the nearest before it that attends, or the first. @param {Layers} layers @param {number} layer */
export const nearestLayer = ({ numbers }, layer) => numbers.filter((one) => one <= layer).at(-1) ?? numbers[0] ?? 0;

/** The head that is shown where one is asked for. @param {Layers} layers @param {HeadRef} one @returns {HeadRef} */
export function nearestHead(layers, { layer, head }) {
  const own = nearestLayer(layers, layer);
  return { layer: own, head: Math.max(0, Math.min(head, headsIn(layers, own) - 1)) };
}

/** Whether all layers that attend have as many heads. @param {Layers} layers */
export const alike = ({ each }) => each.every((heads) => heads === each[0]);
