/**
 * Which layers of a model attend, and with how many heads: the rows of every array about all layers. A layer's number is
 * not its row where some layers do not attend (hybrid models), and layers may differ in their heads.
 */
import type { HeadRef, Layers } from "./types.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Of a model all of whose layers attend alike. */
export const contiguous = (count: number, heads: number): Layers => ({
  numbers: upTo(count),
  total: count,
  each: Array(count).fill(heads),
  width: heads,
});

/**
 * As an answer says it; what it does not say is as in a model all of whose layers attend alike.
 * @param answer with layers_total, attending and heads_by_layer, or without (figures frozen before)
 * @param array how many layers and heads it has, and the numbers of its layers where it names them itself
 */
export function layersOf(
  { layers_total: total, attending, heads_by_layer: each }: Record<string, any>,
  { rows, width, numbers: own }: { rows: number; width: number; numbers?: readonly number[] | null | undefined },
): Layers {
  const numbers = [own, attending].find((one) => Array.isArray(one) && one.length === rows) ?? upTo(rows);
  const of = (layer: number, row: number) => each?.[Array.isArray(attending) ? attending.indexOf(layer) : row] ?? width;
  return {
    numbers,
    total: Math.max(total ?? 0, (numbers.at(-1) ?? -1) + 1),
    each: numbers.map((layer: number, row: number) => Math.min(of(layer, row), width)),
    width,
  };
}

/** The row of a layer; −1 where it does not attend. */
export const rowOf = ({ numbers }: Pick<Layers, "numbers">, layer: number) => numbers.indexOf(layer);

/** How many heads a layer has; none where it does not attend. */
export const headsIn = (layers: Layers, layer: number) => layers.each[rowOf(layers, layer)] ?? 0;

export const hasHead = (layers: Layers, { layer, head }: HeadRef) => head < headsIn(layers, layer);

/**
 * Where a head stands in an array of all, [layer * head].
 * @param one −1: nowhere
 */
export const placeOf = (layers: Layers, { layer, head }: HeadRef) =>
  hasHead(layers, { layer, head }) ? rowOf(layers, layer) * layers.width + head : -1;

/** The head at a place of an array of all; null where rows are padded. */
export function headAt(layers: Layers, at: number): HeadRef | null {
  const [row, head] = [Math.floor(at / layers.width), at % layers.width];
  const layer = layers.numbers[row];
  return layer !== undefined && head < (layers.each[row] ?? 0) ? { layer, head } : null;
}

/** Every head, by layer. */
export const allHeads = ({ numbers, each }: Layers): HeadRef[] =>
  numbers.flatMap((layer, row) => upTo(each[row] ?? 0).map((head) => ({ layer, head })));

/** Layers that do not attend. */
export const silentIn = ({ numbers, total }: Layers): number[] =>
  upTo(total).filter((layer) => !numbers.includes(layer));

/** The layer that is shown where one is asked for: itself, or the nearest before it that attends, or the first. */
export const nearestLayer = ({ numbers }: Layers, layer: number) =>
  numbers.filter((one) => one <= layer).at(-1) ?? numbers[0] ?? 0;

/** The head that is shown where one is asked for. */
export function nearestHead(layers: Layers, { layer, head }: HeadRef): HeadRef {
  const own = nearestLayer(layers, layer);
  return { layer: own, head: Math.max(0, Math.min(head, headsIn(layers, own) - 1)) };
}

/** Whether all layers that attend have as many heads. */
export const alike = ({ each }: Layers) => each.every((heads) => heads === each[0]);
