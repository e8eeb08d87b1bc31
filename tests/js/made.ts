/** Made-up input for tests of layout. It never leaves the tests. */

import { contiguous } from "../../static/src/data/layers.ts";
import { matrixOf } from "../../static/src/data/matrix.ts";
import type { Mark, Scene } from "../../static/src/core/types.ts";
import type { AttentionData, GatesData, HeadData, Layers, ModelRef, Token } from "../../static/src/data/types.ts";

/** Tokens from words; spaces lie between them. A word in [] is special, one ending in ? is unknown. */
export function tokensOf(words: string[], changes: Partial<Token>[] = []): Token[] {
  let at = 0;
  return words.map((word, index) => {
    const special = word.startsWith("[");
    const length = [...word].length;
    const start = special ? Math.max(at - 1, 0) : at;
    if (!special) at += length + 1;
    return {
      index,
      id: index,
      text: special ? "" : word,
      piece: word,
      start,
      end: special ? start : start + length,
      sequence: special ? null : 0,
      special,
      unknown: false,
      fragment: false,
      part: 0,
      parts: 1,
      ...changes[index],
    };
  });
}

export const MODEL: ModelRef = {
  id: "made",
  revision: "0",
  weights_sha256: "0",
  converted_from: null,
  dtype: "float32",
  libraries: {},
};

/** Rows that sum to 1, each cell its own value. */
export function rowsOf(count: number) {
  const weights = new Float32Array(count * count);
  for (let row = 0; row < count; row += 1) {
    let sum = 0;
    for (let column = 0; column < count; column += 1) sum += 1 + row * 3 + column;
    for (let column = 0; column < count; column += 1) weights[row * count + column] = (1 + row * 3 + column) / sum;
  }
  return weights;
}

/** A head as it is fetched. */
export const fetchedOf = (tokens: Token[], changes: Partial<HeadData> = {}): HeadData => ({
  model: MODEL,
  family: "encoder",
  tokens,
  targetTokens: null,
  layer: 3,
  head: 1,
  own: rowsOf(tokens.length),
  target: null,
  cross: null,
  forced: [],
  words: null,
  ...changes,
});

/** A head as it is drawn. */
export const headOf = (tokens: Token[]) => matrixOf(fetchedOf(tokens));

/**
 * Small pictures, and largest weights that are no pixel's: of the head at place n, n thousandths more than a half,
 * from the second token to the first.
 */
export function allOf(
  tokens: Token[],
  {
    layers = 2,
    heads = 3,
    bins = tokens.length,
    map = contiguous(layers, heads),
  }: { layers?: number; heads?: number; bins?: number; map?: Layers } = {},
): AttentionData {
  const codes = Uint8Array.from({ length: map.numbers.length * map.width * bins * bins }, (_, i) => (i * 7) % 256);
  const each = (of: (at: number) => number) =>
    map.each.map((count, row) => Array.from({ length: count }, (_, head) => of(row * map.width + head)));
  const largest = { weights: each((at) => 0.75 + at / 1000), queries: each(() => 0), keys: each(() => 0) };
  const free = {
    weights: each((at) => 0.5 + at / 1000),
    queries: each(() => Math.min(1, tokens.length - 1)),
    keys: each(() => 0),
  };
  const thumbnails = { codes, layers: map, bins, definition: "", maxAbsError: 0.002, largest, free };
  return {
    model: MODEL,
    family: "encoder",
    text: tokens.map(({ text }) => text).join(" "),
    textPair: null,
    tokens,
    targetTokens: null,
    predicts: null,
    notices: [],
    thumbnails,
    forced: map.numbers.map(() => []),
  };
}

export function gatesOf(tokens: Token[], units: number = 4): GatesData {
  const size = tokens.length * units;
  const arrays = Object.fromEntries(
    ["gates.input", "gates.forget", "gates.candidate", "gates.output", "states.cell", "states.hidden"].map(
      (name, n) => [
        name,
        Float32Array.from({ length: size }, (_, i) => (name === "states.cell" ? i - 2 : ((i * 13 + n) % 100) / 100)),
      ],
    ),
  );
  return {
    model: MODEL,
    cell: "lstm",
    kind: "lstm",
    checkpoint: "trained",
    text: "",
    tokens,
    notices: [],
    units,
    arrays,
    forgetBias: null,
    recurrentScale: null,
    saturation: {},
    saturationDefinition: "",
    halfLife: [],
    halfLifeDefinition: "",
    predictions: tokens.map((_, i) => [
      { text: `next${i}`, probability: 0.5 },
      { text: "other", probability: 0.25 },
    ]),
    order: [...Array(units).keys()].reverse(),
    orderDefinition: "",
    check: { against: "torch.nn.LSTM", max_abs_error: 0, tolerance: 1e-5, first_apart: null, apart_tolerance: 0.01 },
    read: tokens,
    apart: null,
  };
}

export const marksOf = <T extends Mark["type"]>(scene: Scene, type: T): Extract<Mark, { type: T }>[] =>
  scene.marks.filter((mark) => mark.type === type) as any;
