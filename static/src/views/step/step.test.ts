import assert from "node:assert/strict";
import { test } from "node:test";
import { walk } from "../../core/scene/marks.ts";
import { toSVG } from "../../core/scene/svg.ts";
import { textWidth } from "../../core/scene/text.ts";
import { numbers } from "../../../../tests/js/step-numbers.ts";
import { cellDiagram } from "./cell.ts";
import { equations } from "./equations.ts";
import { MOVES, moveOf, onward, quantities } from "./moves.ts";
import { full, short } from "../../core/numbers.ts";
import { checks, termList, termRows, termsOf } from "./terms.ts";
import { sayMove, sayNumber, sayTruths } from "./say.ts";
import { stepOf } from "../../../../tests/js/step-made.ts";
import type { Scene } from "../../core/types.ts";
import type { StepGate } from "../../data/types.ts";

const KINDS = ["lstm", "gru", "rnn"] as const;
const WIDTHS = [300, 352, 620, 1400];

/** @param scene every text with the place where it stands */
function texts(scene: Scene) {
  const found: { text: string; x: number; y: number; size: number; width: number }[] = [];
  walk(scene.marks, (mark, dx, dy) => {
    if (mark.type !== "text") return;
    const width = textWidth(mark.text, mark.size, mark.bold);
    const left = mark.x + dx - { start: 0, middle: width / 2, end: width }[mark.anchor ?? "start"];
    found.push({ text: mark.text, x: left, y: mark.y + dy, size: mark.size, width });
  });
  return found;
}
/** The text that stands in a region. */
function printed(scene: Scene, id: string) {
  const region = scene.regions.find((one) => one.id === id);
  assert.ok(region, `no region ${id}`);
  return texts(scene)
    .filter(({ x, y, width }) => {
      const middle = x + width / 2;
      return middle > region.x && middle < region.x + region.width && y > region.y && y < region.y + region.height;
    })
    .map(({ text }) => text);
}

test("every number of a step is printed on its wire, and there is a wire for each", () => {
  for (const kind of KINDS) {
    const data = stepOf(kind);
    MOVES[kind].forEach((_, move) => {
      for (const width of WIDTHS) {
        const scene = cellDiagram(data, { width, move });
        for (const [id, value] of Object.entries(numbers(data))) {
          assert.deepEqual(printed(scene, id), [short(value)], `${kind} ${id} at ${width}`);
          if (id !== "weight" || kind === "rnn") {
            assert.ok(
              scene.wires.some((wire) => wire.id === id),
              `${kind} ${id}`,
            );
          }
        }
      }
    });
  }
});

test("under each gate stands what it adds up, and its sum goes in", () => {
  for (const kind of KINDS) {
    const data = stepOf(kind);
    const scene = cellDiagram(data, { width: 700, move: 0 });
    for (const [name, gate] of Object.entries(data.gates)) {
      assert.ok(printed(scene, `${name}.input_sum`).includes(short(gate.input_sum)));
      assert.ok(printed(scene, `${name}.sum`).includes(short(gate.sum)));
      if (gate.reset !== null) {
        assert.ok(
          printed(scene, `${name}.admitted`).includes(short(gate.reset * (gate.recurrent_sum + gate.recurrent_bias))),
        );
      } else {
        assert.ok(printed(scene, `${name}.bias`).includes(short(gate.input_bias + gate.recurrent_bias)));
        if (kind !== "rnn") assert.ok(printed(scene, `${name}.recurrent_sum`).includes(short(gate.recurrent_sum)));
      }
      assert.ok(scene.wires.some(({ id }) => id === `${name}.sum`));
    }
  }
});

test("a move's wires are in ink, the others are not; no wire runs from the cell to a gate", () => {
  const data = stepOf("lstm");
  const lit = (move: number) =>
    new Set(
      cellDiagram(data, { width: 700, move })
        .wires.filter(({ on }) => on)
        .map(({ id }) => id),
    );
  assert.deepEqual([...lit(0)].sort(), ["bus", "forget", "forget.sum", "kept", "previous"]);
  assert.deepEqual([...lit(1)].sort(), ["bus", "candidate", "candidate.sum", "input", "input.sum", "written"]);
  assert.deepEqual([...lit(2)].sort(), ["cell", "kept", "written"]);
  assert.deepEqual([...lit(3)].sort(), ["bus", "cell", "hidden", "output", "output.sum", "squashed"]);
  // The only wires into the sums are the bus's, and it starts at old h and x.
  const { wires } = cellDiagram(data, { width: 700, move: 3 });
  const down = wires
    .filter(({ id }) => id === "cell")
    .map(({ d }) => Math.max(...[...d.matchAll(/ (-?[\d.]+)/g)].map((m) => Number(m[1]))));
  const gates = wires
    .filter(({ id }) => id.endsWith(".sum"))
    .map(({ d }) => Math.min(...[...d.matchAll(/ (-?[\d.]+)/g)].map((m) => Number(m[1]))));
  assert.ok(Math.max(...down) < Math.min(...gates) - 100);
});

test("the larger a number, the wider its wire", () => {
  for (const kind of KINDS) {
    const of = quantities(stepOf(kind));
    const { wires } = cellDiagram(stepOf(kind), { width: 700, move: 0 });
    const wide = (id: string) => wires.find((wire) => wire.id === id)?.width ?? NaN;
    for (const scale of ["gate", "signed"]) {
      const list = [...of.values()]
        .filter((each) => each.scale === scale)
        .sort((a, b) => Math.abs(a.value) - Math.abs(b.value));
      list.slice(1).forEach(({ id }, i) => assert.ok(wide(id) >= wide(list[i]?.id ?? ""), `${kind} ${id}`));
    }
  }
});

test("nothing is smaller than 11 px, leaves the picture, or lies over another text, on a phone and on a desk, in both languages", () => {
  for (const kind of KINDS) {
    for (const token of [0, 2]) {
      for (const lang of ["en", "zh"] as const) {
        for (const width of [352, 560, 620, 860]) {
          MOVES[kind].forEach((_, move) => {
            const scene = cellDiagram(stepOf(kind, { token }), { width, move, lang });
            const about = `${kind} ${lang} ${width} move ${move}`;
            assert.ok(scene.width <= width, about);
            const all = texts(scene);
            for (const one of all) {
              assert.ok(one.size >= 11, `${about}: ${one.text}`);
              assert.ok(
                one.x >= -2 && one.x + one.width <= scene.width + 6,
                `${about}: ${one.text} from ${one.x} to ${one.x + one.width}`,
              );
              assert.ok(one.y <= scene.height, `${about}: ${one.text}`);
              for (const other of all) {
                if (one === other || Math.abs(one.y - other.y) >= 9) continue;
                const over = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
                assert.ok(over <= 1, `${about}: “${one.text}” over “${other.text}” by ${over}`);
              }
            }
          });
        }
      }
    }
  }
});

test("a scene in Chinese has the same numbers and Chinese words, and is an SVG", () => {
  for (const kind of KINDS) {
    const data = stepOf(kind, { words: ["[s]", "我", "法国", "。"] });
    const [en, zh] = [
      cellDiagram(data, { width: 620, move: 0, lang: "en" }),
      cellDiagram(data, { width: 620, move: 0, lang: "zh" }),
    ];
    const digits = (scene: Scene) =>
      texts(scene)
        .map(({ text }) => text)
        .filter((text) => /^−?[\d.]+(e−\d)?$/.test(text));
    assert.deepEqual(digits(zh), digits(en));
    assert.ok(texts(zh).some(({ text }) => /旧 [ch]/.test(text)) && /步|动作/.test(zh.description));
    assert.ok(texts(zh).some(({ text }) => text.includes("法国")));
    const svg = toSVG(zh);
    assert.ok(svg.startsWith("<svg") && !svg.includes("foreignObject") && svg.includes("<title"));
  }
});

test("equations: letters and the numbers that the answer has", () => {
  const data = stepOf("lstm");
  const { forget, input, candidate, output } = data.gates as Record<string, StepGate>;
  const { previous, kept, written, cell } = data.update;
  const of = (move: number) =>
    equations(data, move, "en").map(({ letters, numbers: filled }) => `${letters} = ${filled}`);
  const s = (value: number | null | undefined) => short(value ?? NaN);
  assert.ok(of(0)[0]?.startsWith("f = σ(W·x + U·h + b) = σ("));
  assert.ok(of(0)[0]?.endsWith(`σ(${s(forget?.sum)}) = ${s(forget?.activation)}`));
  assert.equal(of(0)[1], `f · old c = ${s(forget?.activation)} × (${s(previous)}) = ${s(kept)}`);
  assert.equal(of(1).length, 3);
  assert.ok(
    of(1)[2]?.includes(s(input?.activation)) &&
      of(1)[2]?.includes(s(candidate?.activation)) &&
      of(1)[2]?.endsWith(`= ${s(written)}`),
  );
  assert.ok(of(2)[0]?.startsWith("c = f · old c + i · g") && of(2)[0]?.endsWith(`= ${s(cell)}`));
  assert.ok(of(3)[1]?.includes(`${s(output?.activation)} × tanh(${s(cell)})`));
  const gru = equations(stepOf("gru"), 2, "en").map(({ letters }) => letters);
  assert.deepEqual(gru, ["z = σ(W·x + U·h + b)", "z · old h", "(1 − z) · n"]);
  assert.equal(equations(stepOf("gru"), 1, "en")[0]?.letters, "n = tanh(W·x + b + r · (U·h + b))");
  assert.equal(equations(stepOf("rnn"), 3, "en").length, 2);
});

test("short numbers: three decimals, never 1 for what is less, never 0 for what is more", () => {
  assert.equal(short(0.93123), "0.931");
  assert.equal(short(-1.20349), "−1.203");
  assert.equal(short(0.012345), "0.0123");
  assert.equal(short(0.99987), "0.99987");
  assert.equal(short(0.9999999), "0.99999");
  assert.equal(short(-0.9999999), "−0.99999");
  assert.equal(short(1), "1");
  assert.equal(short(0), "0");
  assert.equal(short(0.00042), "4.2e−4");
  assert.equal(short(-12.3456), "−12.35");
  assert.equal(full(-0.6333104372024536), "−0.6333104372024536");
});

test("terms: every product once, the largest first; shown ones, the rest and the biases make the sum", () => {
  for (const kind of KINDS) {
    const data = stepOf(kind);
    for (const [name, gate] of Object.entries(data.gates)) {
      const terms = termsOf(data, name);
      assert.equal(terms.length, data.input.length + data.hidden_before.length);
      terms.slice(1).forEach(({ share }, i) => assert.ok(Math.abs(share) <= Math.abs(terms[i]?.share ?? NaN)));
      for (const { from, index, term } of terms) {
        assert.equal(term, (from === "x" ? gate.input_terms : gate.recurrent_terms)[index]);
      }
      for (const count of [3, 10, Infinity]) {
        const rows = termRows(data, name, { lang: "en", count, move: 0 });
        const parts = rows.filter(({ id }) => id !== "total");
        const total = rows.find(({ id }) => id === "total")?.value ?? NaN;
        assert.ok(Math.abs(parts.reduce((all, { value }) => all + value, 0) - total) < 1e-12);
        assert.equal(total, gate.sum);
        assert.equal(
          rows.some(({ id }) => id === "rest"),
          count < terms.length,
        );
      }
      const made = checks(data, name);
      assert.ok(made.sumApart < 1e-12 && made.activationApart < 1e-12 && made.productsApart === 0);
    }
  }
});

test("the check fails for an answer whose sum, activation or product is not what it says", () => {
  const data = stepOf("gru");
  const candidate = data.gates["candidate"] as StepGate;
  const off = (change: Partial<typeof candidate>) =>
    checks({ ...data, gates: { ...data.gates, candidate: { ...candidate, ...change } } }, "candidate");
  assert.ok(off({ sum: candidate.sum + 0.01 }).sumApart > 0.009);
  assert.ok(off({ activation: candidate.activation + 0.01 }).activationApart > 0.009);
  assert.ok(off({ input_weights: candidate.input_weights.map((w) => w + 0.1) }).productsApart > 0.001);
  assert.ok(off({ reset: 1 }).sumApart > 1e-3, "the reset is on the recurrent sum and its bias");
});

test("the list of terms: a bar a row from one zero, to the right for plus, as long as the number is large", () => {
  const data = stepOf("lstm");
  for (const width of [300, 352, 500]) {
    const scene = termList(data, "input", { width, move: 1 });
    const rows = termRows(data, "input", { lang: "en", count: 10, move: 1 });
    assert.equal(scene.regions.length, rows.length);
    const bars = scene.marks.filter((mark) => mark.type === "raster");
    const axis = scene.marks.filter((mark) => mark.type === "line").at(-1);
    assert.ok(axis?.type === "line");
    rows.forEach(({ id, value }, i) => {
      const bar = bars[i];
      assert.ok(bar?.type === "raster" && printed(scene, id).includes(short(value)), id);
      assert.equal(bar.values[0], value);
      assert.ok(Math.abs((value < 0 ? bar.x + bar.width : bar.x) - axis.x1) < 1e-9, id);
    });
    assert.ok(scene.width <= Math.max(width, 300));
  }
});

test("moves run on into the next token, and stop at the ends of the sentence", () => {
  const lstm = { kind: "lstm" as const, tokens: 3 };
  assert.deepEqual(onward({ token: 1, move: 0 }, 1, lstm), { token: 1, move: 1 });
  assert.deepEqual(onward({ token: 1, move: 3 }, 1, lstm), { token: 2, move: 0 });
  assert.deepEqual(onward({ token: 1, move: 0 }, -1, lstm), { token: 0, move: 3 });
  assert.equal(onward({ token: 2, move: 3 }, 1, lstm), null);
  assert.equal(onward({ token: 0, move: 0 }, -1, lstm), null);
  assert.deepEqual(onward({ token: 0, move: 2 }, 1, { kind: "rnn", tokens: 3 }), { token: 1, move: 0 });
  assert.equal(moveOf("rnn", 3), 0);
});

test("sentences: the move with its numbers, and what is true of it", () => {
  const data = stepOf("lstm");
  const { previous, kept } = data.update;
  const f = data.gates["forget"]?.activation ?? NaN;
  assert.equal(
    sayMove("en", data, 0),
    `Move 1 of 4, erase: the forget gate, ${short(f)}, keeps ${short(f)} × (${short(previous)}) = ${short(kept ?? NaN)} of the cell.`,
  );
  const forgetting = (activation: number) =>
    sayTruths(
      "en",
      { ...data, gates: { ...data.gates, forget: { ...(data.gates["forget"] as StepGate), activation } } },
      0,
    ).join(" ");
  assert.match(
    forgetting(0.9),
    new RegExp(`half would be gone after ${(Math.log(0.5) / Math.log(0.9)).toFixed(1)} tokens`),
  );
  assert.match(forgetting(0.059), /f = 0\.0590: less than half of what was held is left after this one step/);
  assert.ok(!forgetting(0.059).includes("tokens"), "0.2 tokens is no half-life");
  assert.match(forgetting(0), /nothing of what was held is left/);
  assert.ok(sayTruths("en", data, 3).some((said) => said.includes("not at c")));
  const first = sayTruths("en", stepOf("lstm", { token: 0 }), 0);
  assert.ok(first[0]?.includes("zero"));
  const forget = data.gates["forget"] as StepGate;
  const whole = { ...data, gates: { ...data.gates, forget: { ...forget, activation: 1 } } };
  assert.ok(sayTruths("en", whole, 0).some((said) => said.includes("nothing fades")));
  assert.ok(sayTruths("en", stepOf("gru"), 2).some((said) => said.includes("z keeps") && said.includes("1−z writes")));
  for (const kind of KINDS) {
    MOVES[kind].forEach((_, move) => {
      for (const lang of ["en", "zh"] as const) {
        for (const said of [sayMove(lang, stepOf(kind), move), ...sayTruths(lang, stepOf(kind), move)]) {
          assert.ok(!/[{}]|NaN|undefined/.test(said), said);
        }
      }
    });
  }
});

test("pointing at a number says it with every digit", () => {
  for (const kind of KINDS) {
    const data = stepOf(kind);
    const { regions } = cellDiagram(data, { width: 700, move: 0 });
    for (const { id } of regions) assert.ok(sayNumber("en", data, id).length > 3, id);
    for (const [id, value] of Object.entries(numbers(data))) {
      assert.ok(sayNumber("en", data, id).endsWith(`= ${full(value)}`), id);
    }
  }
});
