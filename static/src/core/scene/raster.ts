/** Rasters as bytes: pixels for a canvas, PNG for a picture file. No document, no library. */
import { codes, palette } from "./colour.ts";
import type { RasterMark, Theme } from "../types.ts";

/** Palettes as whole pixels. */
const whole: WeakMap<Uint8Array, Uint32Array> = new WeakMap();

/**
 * @param colours a palette's bytes
 * @returns a pixel a code; entry 0 is transparent
 */
function wholePixels(colours: Uint8Array): Uint32Array {
  const known = whole.get(colours);
  if (known) return known;
  const bytes = new Uint8Array((colours.length / 3) * 4);
  for (let code = 1; code * 4 < bytes.length; code += 1) {
    bytes.set([...colours.subarray(code * 3, code * 3 + 3), 255], code * 4);
  }
  const made = new Uint32Array(bytes.buffer);
  whole.set(colours, made);
  return made;
}

/**
 * The pixels of a raster, one a cell. The one function that colours cells, whatever draws them.
 * @param out where to put them; it begins at a whole pixel
 * @returns RGBA
 */
export function pixels(
  mark: RasterMark,
  theme: Theme,
  out: Uint8ClampedArray<ArrayBuffer> = new Uint8ClampedArray(mark.values.length * 4),
): Uint8ClampedArray<ArrayBuffer> {
  const coded = codes(mark.values, mark.scale);
  const colours = wholePixels(palette(mark.scale.map, theme));
  const cells = new Uint32Array(out.buffer, out.byteOffset, coded.length);
  for (let i = 0; i < coded.length; i += 1) cells[i] = colours[coded[i] as number] as number;
  return out;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes: Uint8Array) {
  let c = 0xffffffff;
  for (const byte of bytes) c = (CRC[(c ^ byte) & 0xff] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function adler32(bytes: Uint8Array) {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function chunk(type: string, body: Uint8Array) {
  const out = new Uint8Array(body.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i += 1) out[4 + i] = type.charCodeAt(i);
  out.set(body, 8);
  view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)));
  return out;
}

/** zlib with stored blocks: a few kilobytes need no compressor. */
function zlibStored(data: Uint8Array) {
  const blocks = Math.max(1, Math.ceil(data.length / 65535));
  const out = new Uint8Array(2 + data.length + blocks * 5 + 4);
  const view = new DataView(out.buffer);
  out.set([0x78, 0x01]);
  let at = 2;
  for (let block = 0; block < blocks; block += 1) {
    const part = data.subarray(block * 65535, (block + 1) * 65535);
    out[at] = block === blocks - 1 ? 1 : 0;
    view.setUint16(at + 1, part.length, true);
    view.setUint16(at + 3, ~part.length & 0xffff, true);
    out.set(part, at + 5);
    at += 5 + part.length;
  }
  view.setUint32(at, adler32(data));
  return out;
}

/**
 * Codes counted anew, so that the palette holds only the colours that are there; 0 stays what is transparent.
 * @param colours three bytes a code
 */
function packed(coded: Uint8Array, colours: Uint8Array) {
  const used = [0, ...new Set(coded)].filter((code, i, all) => all.indexOf(code) === i);
  const place = new Uint8Array(256);
  used.forEach((code, i) => {
    place[code] = i;
  });
  return {
    coded: coded.map((code) => place[code] as number),
    colours: Uint8Array.from(used.flatMap((code) => [...colours.subarray(code * 3, code * 3 + 3)])),
  };
}

/** A raster as a PNG with a palette, one pixel a cell. */
export function png(mark: RasterMark, theme: Theme): Uint8Array {
  const { columns, rows } = mark;
  const { coded, colours } = packed(codes(mark.values, mark.scale), palette(mark.scale.map, theme));
  const lines = new Uint8Array(rows * (columns + 1));
  for (let row = 0; row < rows; row += 1) {
    lines.set(coded.subarray(row * columns, (row + 1) * columns), row * (columns + 1) + 1);
  }
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, columns);
  new DataView(header.buffer).setUint32(4, rows);
  header.set([8, 3, 0, 0, 0], 8);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("tRNS", Uint8Array.of(0)),
    chunk("IDAT", zlibStored(lines)),
    chunk("IEND", new Uint8Array(0)),
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function base64(bytes: Uint8Array) {
  const out = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const left = bytes.length - i;
    out.push(
      ALPHABET[a >> 2],
      ALPHABET[((a & 3) << 4) | (b >> 4)],
      left > 1 ? ALPHABET[((b & 15) << 2) | (c >> 6)] : "=",
      left > 2 ? ALPHABET[c & 63] : "=",
    );
  }
  return out.join("");
}
