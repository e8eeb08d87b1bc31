/** What the modules use of a browser that a bare engine lacks: reading UTF-8. Elsewhere this does nothing. */

/** @returns malformed bytes become U+FFFD */
export function fromUtf8(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] as number;
    const more =
      first < 0x80
        ? 0
        : first >= 0xc2 && first < 0xe0
          ? 1
          : first >= 0xe0 && first < 0xf0
            ? 2
            : first >= 0xf0 && first < 0xf5
              ? 3
              : -1;
    let code = more <= 0 ? first : first & (0x3f >> more);
    let taken = 1;
    // The second byte also tells overlong forms, surrogates and what lies beyond U+10FFFF.
    let [low, high] = [
      first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80,
      first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf,
    ];
    while (taken <= more) {
      const next = bytes[i + taken] ?? 0;
      if (next < low || next > high) break;
      [low, high] = [0x80, 0xbf];
      code = (code << 6) | (next & 0x3f);
      taken += 1;
    }
    out += more < 0 || taken <= more ? "\ufffd" : String.fromCodePoint(code);
    i += taken;
  }
  return out;
}

class Decoder {
  decode(bytes: ArrayBuffer | Uint8Array = new Uint8Array(0)) {
    return fromUtf8(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes));
  }
}

const world = globalThis as any;
world.TextDecoder ??= Decoder;
