/** Bytes of a record: base64 to buffers, and one head's answer cut out of the answer of all. */
import type { decode } from "./safetensors.ts";

type File = ReturnType<typeof decode>;

export function bytesOf(base64: string): ArrayBuffer {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes.buffer;
}

/** The tensors that hold a matrix for every layer and head. */
const OF_HEADS = ["attention", "target_attention", "cross_attention"];

/** A safetensors file. */
export function encode(
  tensors: Record<string, { shape: number[]; values: Float32Array }>,
  metadata: Record<string, string>,
): ArrayBuffer {
  const header: Record<string, any> = { __metadata__: metadata };
  let at = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: "F32", shape, data_offsets: [at, at + values.byteLength] };
    at += values.byteLength;
  }
  const written = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(written.length / 8) * 8;
  const out = new Uint8Array(8 + padded + at).fill(0x20);
  new DataView(out.buffer).setBigUint64(0, BigInt(padded), true);
  out.set(written, 8);
  let from = 8 + padded;
  for (const { values } of Object.values(tensors)) {
    out.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), from);
    from += values.byteLength;
  }
  return out.buffer;
}

/**
 * The answer about one head, as the API would give it.
 * @param all the answer about every head
 * @returns null where the model has no such head
 */
export function sliceHeads(
  decode: (buffer: ArrayBuffer) => File,
  all: ArrayBuffer,
  layer: number,
  head: number,
): ArrayBuffer | null {
  const { tensors, metadata } = decode(all);
  const cut: Record<string, { shape: number[]; values: Float32Array }> = {};
  for (const name of OF_HEADS) {
    const whole = tensors.get(name);
    if (!whole) continue;
    const [layers = 0, heads = 0, rows = 0, columns = 0] = whole.shape;
    const numbers = JSON.parse(metadata[name] ?? "null")?.layers ?? [];
    const row = numbers.length === layers ? numbers.indexOf(layer) : layer;
    if (row < 0 || row >= layers || head >= heads) return null;
    const from = (row * heads + head) * rows * columns;
    cut[name] = {
      shape: [1, 1, rows, columns],
      values: Float32Array.from(whole.values.subarray(from, from + rows * columns)),
    };
  }
  const about = Object.fromEntries(
    Object.entries(metadata).map(([key, written]) => {
      if (!OF_HEADS.includes(key)) return [key, written];
      const own = JSON.parse(written);
      if (own === null) return [key, written]; // this model has none
      return [key, JSON.stringify({ ...own, layers: [layer], heads: [head], shape: [1, 1, ...own.shape.slice(2)] })];
    }),
  );
  return encode(cut, about);
}
