/** Reader of the safetensors format: u64 header length, JSON header, then the bytes. */

type Tensor = { dtype: string; shape: number[]; values: Float32Array | Uint8Array };

/** @param half an IEEE 754 binary16 */
export function fromHalf(half: number) {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function typed(dtype: string, bytes: ArrayBuffer) {
  switch (dtype) {
    case "F32":
      return new Float32Array(bytes);
    case "F16":
      return Float32Array.from(new Uint16Array(bytes), fromHalf);
    case "U8":
      return new Uint8Array(bytes);
    default:
      throw new TypeError(`safetensors: element type ${dtype} is not read here`);
  }
}

/** What the header says of a tensor. */
interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

/** @throws {RangeError} when the file is cut short or an offset points outside it */
export function decode(buffer: ArrayBuffer): { tensors: Map<string, Tensor>; metadata: Record<string, string> } {
  if (buffer.byteLength < 8) throw new RangeError("safetensors: no header");
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  if (length > buffer.byteLength - 8) throw new RangeError("safetensors: the header is cut short");
  const header: { __metadata__?: Record<string, string>; [name: string]: unknown } = JSON.parse(
    new TextDecoder().decode(new Uint8Array(buffer, 8, length)),
  );
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors: Map<string, Tensor> = new Map();
  for (const [name, entry] of Object.entries(entries as Record<string, Entry>)) {
    const [begin, end] = entry.data_offsets;
    const from = 8 + length + begin;
    const to = 8 + length + end;
    if (!(begin >= 0 && begin <= end) || to > buffer.byteLength) {
      throw new RangeError(`safetensors: ${name} is cut short`);
    }
    const values = typed(entry.dtype, buffer.slice(from, to));
    const count = entry.shape.reduce((a: number, b: number) => a * b, 1);
    if (values.length !== count) {
      throw new RangeError(`safetensors: ${name} has ${values.length} elements, not ${count}`);
    }
    tensors.set(name, { dtype: entry.dtype, shape: entry.shape, values });
  }
  return { tensors, metadata };
}

/** @param metadata each value is JSON */
export function unpack(metadata: Record<string, string>): Record<string, any> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, JSON.parse(value)]));
}
