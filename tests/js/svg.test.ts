import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { codes, palette } from "../../static/src/core/scene/colour.ts";
import { base64, pixels, png } from "../../static/src/core/scene/raster.ts";
import { ROLES, VECTOR_CELLS, escape, toSVG } from "../../static/src/core/scene/svg.ts";
import { raster, text } from "../../static/src/core/scene/marks.ts";
import { heatmap } from "../../static/src/plots/heatmap.ts";
import { headOf, tokensOf } from "./made.ts";

const HOSTILE = [
  "</script><img src=x onerror=alert(1)>",
  "]]><svg onload=alert(1)>",
  "\u202Ereversed\u202C",
  "\"><script>alert('1')</script>",
  "a\u0000b\u0008c\ud800d",
  "&lt;&amp;<!--",
];

/** Elements and attributes of well-formed XML without entities of its own; throws on anything else. */
function parse(xml: string) {
  const names = [];
  const open: string[] = [];
  let rest = xml;
  while (rest) {
    const match = /^(?:<(\/?)([a-zA-Z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+))/.exec(rest);
    if (!match) throw new SyntaxError(`not well-formed at ${rest.slice(0, 60)}`);
    const [whole, closing, name, , empty, words] = match;
    if (words !== undefined && /&(?!(amp|lt|gt|quot|#39);)/.test(words)) throw new SyntaxError(`bare & in ${words}`);
    if (name) {
      if (closing) assert.equal(open.pop(), name);
      else {
        names.push(name);
        if (!empty) open.push(name);
      }
    }
    rest = rest.slice(whole.length);
  }
  assert.deepEqual(open, []);
  return names;
}

test("hostile token text stays text", () => {
  for (const word of HOSTILE) {
    const svg = toSVG(heatmap(headOf(tokensOf([word, "b"])), { width: 400 }));
    const names = new Set(parse(svg));
    assert.ok(!names.has("script") && !names.has("img"), word);
    for (const unit of ["\u0000", "\u0008", "\u202E"]) assert.ok(!svg.includes(unit), word);
    assert.ok(!/\p{Surrogate}/u.test(svg), "no half of a pair");
  }
});

test("what escape lets through is legal XML, and unchanged where it can be", () => {
  assert.equal(escape("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  assert.equal(escape("]]>"), "]]&gt;");
  assert.equal(escape("苹果 🍎 é"), "苹果 🍎 é");
  assert.equal(escape("\u0007\ud83d"), "\ufffd\ufffd");
});

test("an SVG says what it is and carries both themes", () => {
  const svg = toSVG(heatmap(headOf(tokensOf(["a", "b", "c"])), { width: 400 }));
  assert.match(svg, /<title id="t">Attention of layer 3, head 1 of made<\/title><desc id="d">3 by 3 weights/);
  assert.match(svg, /prefers-color-scheme:dark/);
  assert.ok(svg.includes(ROLES.light.ink) && svg.includes(ROLES.dark.ink));
  const dark = toSVG(heatmap(headOf(tokensOf(["a"])), { width: 400 }), { theme: "dark" });
  assert.ok(!dark.includes("prefers-color-scheme") && dark.includes(ROLES.dark.ink));
  assert.doesNotMatch(svg, /(?:href|src)="http|url\(|@import|on\w+=/);
});

test("the page's colours are those of the SVG", () => {
  const css = readFileSync(new URL("../../static/css/base.css", import.meta.url), "utf8");
  const [light = "", dark = "", forced = ""] = [...css.matchAll(/\{([^{}]*--ink:[^{}]*)\}/g)].map((m) => m[1]);
  for (const [theme, block] of [
    ["light", light],
    ["dark", dark],
    ["dark", forced],
  ] as const) {
    for (const [role, colour] of Object.entries(ROLES[theme])) {
      if (role === "none") continue;
      assert.ok(block.includes(`--${role}: ${colour};`), `${theme} ${role} ${colour}`);
    }
  }
});

test("each cell of a small raster has the colour of its value, and no other cell has", () => {
  const scale = { map: "attention" as const, kind: "sqrt" as const, domain: [0, 1] as [number, number] };
  const values = [0, 0.25, 1, NaN];
  const mark = raster({ x: 0, y: 0, width: 20, height: 20, columns: 2, rows: 2, values, scale });
  const svg = toSVG({ width: 20, height: 20, title: "", description: "", marks: [mark], regions: [] });
  const coded = codes(values, scale);
  assert.deepEqual([...coded], [1, 128, 254, 0]);
  assert.match(svg, /class="a1" d="M0 0h1v1h-1z"/);
  assert.match(svg, /class="a128" d="M1 0h1v1h-1z"/);
  assert.match(svg, /class="a254" d="M0 1h1v1h-1z"/);
  assert.equal([...svg.matchAll(/<path class="a/g)].length, 3, "NaN is not drawn");
  const rgba = pixels(mark, "light");
  assert.deepEqual([...rgba.slice(0, 3)], [...palette("attention", "light").slice(3, 6)]);
  assert.equal(rgba[15], 0, "NaN is transparent");
});

test("a large raster becomes a PNG whose pixels have the colours of its values", () => {
  const side = 80;
  assert.ok(side * side > VECTOR_CELLS);
  const values = Float32Array.from({ length: side * side }, (_, i) => (i % 97) / 96);
  const scale = { map: "gate" as const, kind: "linear" as const, domain: [0, 1] as [number, number] };
  const mark = raster({ x: 0, y: 0, width: 80, height: 80, columns: side, rows: side, values, scale });
  const svg = toSVG({ width: 80, height: 80, title: "", description: "", marks: [mark], regions: [] });
  assert.equal([...svg.matchAll(/<image /g)].length, 2, "one a theme");
  const bytes = Buffer.from(png(mark, "light"));
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  const from = bytes.indexOf("IDAT");
  const lines = inflateSync(bytes.subarray(from + 4, from + 4 + bytes.readUInt32BE(from - 4)));
  const colours = bytes.subarray(bytes.indexOf("PLTE") + 4);
  const wanted = pixels(mark, "light");
  for (let row = 0; row < side; row += 1) {
    const line = lines.subarray(row * (side + 1), (row + 1) * (side + 1));
    assert.equal(line[0], 0);
    const drawn = [...line.subarray(1)].map((code) => [...colours.subarray(code * 3, code * 3 + 3)]);
    assert.deepEqual(
      drawn,
      drawn.map((_, column) => [...wanted.subarray((row * side + column) * 4, (row * side + column) * 4 + 3)]),
    );
  }
  const header = bytes.subarray(12, 29);
  assert.equal(header.readUInt32BE(4), side);
});

test("very many small pictures become PNGs, a large one among them stays vector", () => {
  const scale = { map: "attention" as const, kind: "sqrt" as const, domain: [0, 1] as [number, number] };
  const square = (side: number, cells: number) =>
    raster({
      x: 0,
      y: 0,
      width: side,
      height: side,
      columns: cells,
      rows: cells,
      values: Float32Array.from({ length: cells * cells }, (_, i) => (i % 50) / 49),
      scale,
    });
  const few = toSVG({ width: 80, height: 80, title: "", description: "", marks: [square(60, 20)], regions: [] });
  assert.doesNotMatch(few, /<image /);
  const many = toSVG({
    width: 80,
    height: 80,
    title: "",
    description: "",
    marks: [...Array.from({ length: 50 }, () => square(60, 20)), square(200, 20)],
    regions: [],
  });
  assert.equal([...many.matchAll(/<image /g)].length, 100, "50 in two themes");
  assert.equal([...many.matchAll(/<g [^>]*crispEdges/g)].length, 1);
});

test("base64 is that of every other program", () => {
  for (const length of [0, 1, 2, 3, 4, 255]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) % 256);
    assert.equal(base64(bytes), Buffer.from(bytes).toString("base64"));
  }
});

test("text attributes carry direction and language", () => {
  const mark = text("שלום", 1, 2, { dir: "rtl", lang: "he", underline: true });
  const svg = toSVG({ width: 9, height: 9, title: "", description: "", marks: [mark], regions: [] });
  assert.match(svg, /lang="he" direction="rtl" unicode-bidi="isolate"/);
  assert.match(svg, /text-decoration="underline dotted"/);
  assert.match(svg, /text-anchor="end"/, "a label that begins at the left begins there in every script");
});

test("metadata stand in the file as JSON that nothing breaks out of", () => {
  const metadata = {
    query: "?text=</metadata><script>]]>&\u0001",
    models: [{ id: "苹果", libraries: { torch: "2.5" } }],
  };
  const svg = toSVG({ width: 9, height: 9, title: "", description: "", marks: [], regions: [] }, { metadata });
  assert.deepEqual(parse(svg), ["svg", "title", "desc", "metadata", "style", "rect"]);
  const [, written = ""] = /<metadata>([^<]*)</.exec(svg) ?? [];
  const read = written
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
  assert.deepEqual(JSON.parse(read), metadata);
  assert.ok(!toSVG({ width: 9, height: 9, title: "", description: "", marks: [], regions: [] }).includes("metadata"));
});
