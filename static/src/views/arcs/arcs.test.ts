import assert from "node:assert/strict";
import { test } from "node:test";
import { rgb } from "../../core/d3.ts";
import { matrixOf } from "../../data/matrix.ts";
import { ROLES } from "../../core/scene/svg.ts";
import { textWidth } from "../../core/scene/text.ts";
import { percent } from "../../plots/say.ts";
import { arcLine, focusOnLine } from "./line.ts";
import { NUMBERED, arcs, focusOn, hueOf } from "./scene.ts";
import { linksOf, strength, strongestLinks, tellingQuery } from "../../plots/links.ts";
import { MODEL, fetchedOf, headOf, marksOf, tokensOf } from "../../../../tests/js/made.ts";
import type { GroupMark, Mark, PathMark, TextMark } from "../../core/types.ts";
import type { HeadLinks } from "../../data/types.ts";

const words = (count: number) =>
  Array.from({ length: count }, (_, i) => ["the", "incomprehensibilities", "it", "苹果"][i % 4] + String(i % 7));

/** Weights that differ everywhere, rows summing to 1. */
function made(count: number, seed: number = 1) {
  const matrix = headOf(tokensOf(words(count)));
  let state = seed;
  for (let row = 0; row < count; row += 1) {
    const own = Array.from({ length: count }, () => {
      state = (state * 48271) % 2147483647;
      return (state / 2147483647) ** 6;
    });
    const sum = own.reduce((a, b) => a + b, 0);
    own.forEach((value, column) => (matrix.weights[row * count + column] = value / sum));
  }
  return matrix;
}
const headWith = (count: number, label: string = "head", seed: number = 1): HeadLinks => ({
  label,
  matrix: made(count, seed),
  drawn: null,
});

const pathsIn = (marks: readonly Mark[]): PathMark[] => marks.filter(({ type }) => type === "path") as any;
const textsIn = (marks: readonly Mark[]): TextMark[] => marks.filter(({ type }) => type === "text") as any;
/** The lines at rest are the first mark. */
const linesOf = ({ marks }: { marks: Mark[] }) => pathsIn((marks[0] as GroupMark).marks);
/** Where the lines of a path begin and end. */
const endsOf = (d: string) =>
  [...d.matchAll(/M([\d.]+) ([\d.]+)C[\d.]+ ([\d.]+) [\d.]+ ([\d.]+) ([\d.]+) ([\d.]+)/g)].map((m) => ({
    from: Number(m[2]),
    to: Number(m[6]),
  }));

test("the strongest lines are drawn, and the others' number and mass are said", () => {
  const [a, b] = [headWith(9, "a", 3), headWith(9, "b", 8)];
  const { links, possible, hidden, hiddenMass } = strongestLinks([a, b], 20);
  const all = [...a.matrix.weights, ...b.matrix.weights].sort((x, y) => y - x);
  assert.deepEqual(
    links.map(({ weight }) => weight),
    all.slice(0, 20),
  );
  assert.deepEqual([possible, hidden], [162, 142]);
  const sum = (list: number[]) => list.reduce((x, y) => x + y, 0);
  assert.ok(Math.abs(hiddenMass - sum(all.slice(20)) / sum(all)) < 1e-9);
  const few = strongestLinks([a], 1000);
  assert.deepEqual([few.hidden, few.links.length], [0, 81]);
  assert.ok(few.hiddenMass < 1e-9);
});

test("what the filter leaves out is neither a line nor a number, and is counted", () => {
  const head = headWith(5);
  const drawn = Uint8Array.from(head.matrix.weights, (weight) => (weight >= 0.2 ? 1 : 0));
  const left = drawn.reduce((count, one) => count + one, 0);
  const { links, hidden } = strongestLinks([{ ...head, drawn }], 400);
  assert.equal(links.length, left);
  assert.equal(hidden, 25 - left);
  assert.ok(linksOf([{ ...head, drawn }], "query", 2).every(({ weight }) => weight >= 0.2));
});

test("nothing that is masked is a line, at rest or in focus", () => {
  const matrix = matrixOf(fetchedOf(tokensOf(["a", "b", "c"]), { family: "decoder" }));
  const head = { label: "", matrix, drawn: null };
  assert.equal(strongestLinks([head], 400).possible, 6);
  assert.deepEqual(
    linksOf([head], "query", 1).map(({ key }) => key),
    [0, 1],
  );
  assert.deepEqual(
    linksOf([head], "key", 1).map(({ query }) => query),
    [1, 2],
  );
});

test("each scale is its formula, and the legend's lines are as wide as the picture's", () => {
  assert.equal(strength("sqrt", 0.25), 0.5);
  assert.equal(strength("linear", 0.25), 0.25);
  assert.ok(Math.abs(strength("log", 0.01) - 0.5) < 1e-12);
  assert.equal(strength("log", 0.00001), 0);
  assert.equal(strength("row", 0.2, 0.4), 0.5);
  const matrix = headOf(tokensOf(["a", "b"]));
  matrix.weights.set([0.25, 0.75, 0, 1]);
  const scene = arcs([{ label: "", matrix, drawn: null }], { width: 800, scale: "linear" });
  const lines = linesOf(scene);
  assert.equal(lines.length, 3, "0 is no line");
  const widths = lines.map(({ strokeWidth = 0 }) => strokeWidth);
  const faint = lines.map(({ opacity = 0 }) => opacity);
  assert.deepEqual(
    widths,
    [...widths].sort((a, b) => a - b),
    "wider is more",
  );
  assert.deepEqual(
    faint,
    [...faint].sort((a, b) => a - b),
    "darker is more",
  );
  const samples = pathsIn(scene.marks).map(({ strokeWidth }) => strokeWidth);
  for (const width of widths) assert.ok(samples.includes(width), `the legend lacks ${width}`);
  const printed = textsIn(scene.marks).map(({ text }) => text);
  for (const tick of [".1", ".25", ".5", ".75", "1"]) assert.ok(printed.includes(tick));
});

test("one token's lines carry the row's numbers, each at its own key; its column's, at each query", () => {
  const head = headWith(7);
  const { layout } = arcs([head], { width: 900 });
  for (const [end, cell] of [
    ["query", 4],
    ["key", 2],
  ] as const) {
    const marks = focusOn([head], layout, end, cell);
    const numbers = textsIn(marks);
    assert.equal(numbers.length, 7);
    for (const [other, { text, y }] of numbers.entries()) {
      const at = end === "query" ? cell * 7 + other : other * 7 + cell;
      assert.equal(text, percent(head.matrix.weights[at] ?? NaN));
      assert.equal(Math.floor((y - layout.top) / layout.row), other, "beside its own label");
    }
    const ends = pathsIn(marks).flatMap(({ d }) => endsOf(d));
    assert.equal(ends.length, 7);
    const [one, many] = end === "query" ? ["from", "to"] : ["to", "from"];
    assert.equal(new Set(ends.map((line) => line[one as "from"])).size, 1);
    assert.equal(new Set(ends.map((line) => line[many as "to"])).size, 7);
  }
});

test("heads over each other differ in hue, dash and place, and the legend names them", () => {
  const heads = [headWith(6, "layer 1", 5), headWith(6, "layer 2", 6), headWith(6, "layer 3", 7)];
  const scene = arcs(heads, { width: 900 });
  const lines = linesOf(scene);
  assert.deepEqual([...new Set(lines.map(({ stroke }) => stroke))].sort(), ["hue-0", "hue-1", "hue-2"]);
  assert.equal(new Set(lines.map(({ dash }) => dash)).size, 3);
  const begins = [0, 1, 2].map(
    (head) =>
      new Set(
        lines.filter(({ stroke }) => stroke === hueOf(head)).flatMap(({ d }) => endsOf(d).map(({ from }) => from)),
      ),
  );
  for (const from of begins[0] ?? []) assert.ok(!begins[1]?.has(from) && !begins[2]?.has(from));
  for (const { label } of heads) assert.ok(textsIn(scene.marks).some(({ text }) => text === label));
});

test("labels and numbers never meet, at any length or width", () => {
  for (const count of [3, 30, 60, 200]) {
    for (const width of [360, 640, 1376]) {
      for (const many of [1, 3]) {
        const heads = Array.from({ length: many }, (_, i) => headWith(count, `head ${i}`, i + 2));
        const { layout, ...scene } = arcs(heads, { width });
        assert.ok(scene.width <= width + 1 || width === 360, `${count} tokens in ${width}: ${scene.width}`);
        assert.ok(layout.row >= layout.size + 2, "rows are higher than their type");
        const numbers = [...textsIn(focusOn(heads, layout, "query", 1)), ...textsIn(focusOn(heads, layout, "key", 1))];
        const boxes = [...textsIn(scene.marks).filter(({ y }) => y > layout.top), ...numbers].map(
          ({ text, x, y, size, anchor, bold }) => {
            const wide = textWidth(text, size, bold);
            return {
              text,
              row: Math.floor((y - layout.top) / layout.row),
              from: anchor === "end" ? x - wide : x,
              to: anchor === "end" ? x : x + wide,
            };
          },
        );
        for (let at = 0; at < count; at += 1) {
          const row = boxes.filter((box) => box.row === at);
          row.sort((a, b) => a.from - b.from);
          row.forEach((box, i) => {
            const next = row[i + 1];
            assert.ok(!next || box.to <= next.from + 0.5, `${box.text} meets ${next?.text} at ${width} with ${count}`);
          });
        }
      }
    }
  }
});

test("on one line, arcs over it look back and arcs under it look ahead", () => {
  const matrix = headOf(tokensOf(["a", "b", "c"]));
  matrix.weights.fill(0);
  matrix.weights[2 * 3 + 0] = 0.7; // c looks back at a
  matrix.weights[0 * 3 + 1] = 0.4; // a looks ahead at b
  const head = { label: "", matrix, drawn: null };
  const { base, ...scene } = arcLine([head], { width: 600 });
  const handles = linesOf(scene).map(
    ({ d }) =>
      d
        .match(/^M([\d.]+) ([\d.]+)C[\d.]+ ([\d.]+)/)
        ?.slice(1)
        .map(Number) ?? [],
  );
  const [ahead = [], back = []] = handles; // the weaker first
  assert.ok((back[2] ?? 0) < (back[1] ?? 0), "up");
  assert.ok((ahead[2] ?? 0) > (ahead[1] ?? 0), "down");
  assert.ok(Math.abs((back[0] ?? 0) - (base.middles[2] ?? 0)) < 0.06, "from the token that looks");
  const numbers = textsIn(focusOnLine([head], base, ["query", "key"], 0));
  const read = numbers.map(({ text, x, y }) => ({ text, x, above: y < base.top + base.tall + base.band / 2 }));
  assert.deepEqual(read, [
    { text: ".40", x: base.middles[1], above: false },
    { text: ".70", x: base.middles[2], above: true },
  ]);
});

test("a sentence of 128 tokens is laid out in well under 150 ms of computing; its line counts stay bounded", () => {
  const heads = [headWith(128, "a", 3), headWith(128, "b", 4)];
  arcs(heads, { width: 900 });
  const before = process.cpuUsage();
  const scene = arcs(heads, { width: 900 });
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 1000 < 150);
  assert.ok(linesOf(scene).length <= 40, "one path a head and step");
  assert.equal(scene.possible - scene.hidden, 400);
  const numbers = textsIn(focusOn(heads, scene.layout, "query", 5));
  assert.ok(128 > NUMBERED && numbers.every(({ text }) => Number.parseFloat(text) >= 0.5));
});

test("before the reader has chosen, a word that looks at a word is shown", () => {
  const matrix = headOf(tokensOf(["[CLS]", "cat", ",", "sat"]));
  matrix.weights.fill(0);
  matrix.weights[0 * 4 + 1] = 0.9;
  matrix.weights[1 * 4 + 1] = 0.8;
  matrix.weights[2 * 4 + 1] = 0.7;
  matrix.weights[3 * 4 + 1] = 0.6;
  assert.equal(tellingQuery(matrix), 3);
});

/** WCAG's relative luminance. */
function luminance(colour: string) {
  const { r, g, b } = rgb(colour);
  const [x = 0, y = 0, z = 0] = [r, g, b].map((v) =>
    v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

/** Severe deuteranomaly and protanomaly, in linear light (Machado, Oliveira & Fernandes 2009). */
const BLIND = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};
/**
 * CIE L*a*b* under D65.
 * @param b from 0 to 255
 */
function toLab(r: number, g: number, b: number) {
  const [x = 0, y = 0, z = 0] = [r, g, b].map((v) =>
    v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
  );
  const f = (v: number) => (v > 216 / 24389 ? Math.cbrt(v) : ((24389 / 27) * v + 16) / 116);
  const [fx, fy, fz] = [
    f((0.4124 * x + 0.3576 * y + 0.1805 * z) / 0.9505),
    f(0.2126 * x + 0.7152 * y + 0.0722 * z),
    f((0.0193 * x + 0.1192 * y + 0.9505 * z) / 1.089),
  ];
  return { l: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz) };
}
function seen(colour: string, how: number[][]) {
  const { r, g, b } = rgb(colour);
  const light = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  const [x = 0, y = 0, z = 0] = how
    .map((row) =>
      Math.min(
        1,
        Math.max(
          0,
          row.reduce((sum, factor, i) => sum + factor * (light[i] ?? 0), 0),
        ),
      ),
    )
    .map((v) => 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
  return toLab(x, y, z);
}

test("hues stand out from the page, and from each other to the colour-blind, in both themes", () => {
  for (const theme of ["light", "dark"] as const) {
    const hues = [0, 1, 2, 3, 4, 5].map((i) => ROLES[theme][hueOf(i)]);
    const paper = luminance(ROLES[theme].paper);
    for (const hue of hues) {
      const [low = 0, high = 0] = [luminance(hue), paper].sort((a, b) => a - b);
      assert.ok((high + 0.05) / (low + 0.05) >= 4.5, `${theme} ${hue}: numbers are set in it`);
    }
    for (const [name, how] of Object.entries(BLIND)) {
      const all = hues.map((hue) => seen(hue, how));
      all.forEach((a, i) =>
        all.slice(i + 1).forEach((b, j) => {
          const apart = Math.hypot(a.l - b.l, a.a - b.a, a.b - b.b);
          assert.ok(apart > 20, `${theme} ${name}: ${hues[i]} and ${hues[i + 1 + j]} are ${apart.toFixed(1)} apart`);
        }),
      );
    }
  }
});

test("a picture says what it is", () => {
  const scene = arcs([headWith(4, "Layer 3, head 1")], { width: 500 });
  assert.equal(scene.title, `Lines of attention: Layer 3, head 1, ${MODEL.id}`);
  assert.match(scene.description, /16 of 16 lines/);
  assert.ok(marksOf(scene, "text").length >= 8);
});

test("between a decoder and an encoder, what looks stands on the left and what is looked at on the right, each with its own tokens", () => {
  const [source, target] = [tokensOf(["one", "two", "three", "four"]), tokensOf(["un", "deux"])];
  const cross = Float32Array.from([0.1, 0.2, 0.3, 0.4, 0.7, 0.1, 0.1, 0.1]);
  const matrix = matrixOf(fetchedOf(source, { targetTokens: target, target: new Float32Array(4), cross }), {
    part: "cross",
  });
  const head = { label: "", matrix, drawn: null };
  const scene = arcs([head], { width: 700 });
  assert.equal(scene.possible, 8);
  const [queries, keys] = scene.regions;
  assert.deepEqual([queries?.row.source, queries?.rows, keys?.row.source, keys?.rows], ["target", 2, "attention", 4]);
  assert.deepEqual(
    textsIn(focusOn([head], scene.layout, "query", 1)).map(({ text }) => text),
    ["70 %", "10 %", "10 %", "10 %"],
  );
  assert.deepEqual(
    textsIn(focusOn([head], scene.layout, "key", 3)).map(({ text }) => text),
    ["40 %", "10 %"],
  );
});
