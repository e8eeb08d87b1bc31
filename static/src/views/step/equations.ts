/** A move as equations: in letters, and with the step's numbers filled in. */
import { MOVES, moveOf, parts, quantities, symbol } from "./moves.ts";
import { added, bracketed, short } from "../../core/numbers.ts";
import type { Lang } from "../../core/types.ts";
import type { StepData, StepGate } from "../../data/types.ts";
import type { Move } from "./moves.ts";

type Equation = { letters: string; numbers: string };

/** A gate's own: its sum and its function. */
export function gateEquation(lang: Lang, data: StepData, gate: string): Equation {
  const { fromInput, fromState, inputBias, stateBias, bias, reset, sum } = parts(data, gate);
  const found = data.gates[gate] as StepGate;
  const name = found.function === "sigmoid" ? "σ" : "tanh";
  const letter = symbol(lang, data.kind, gate);
  const value = `${name}(${short(sum)}) = ${short(found.activation)}`;
  if (reset === null) {
    return {
      letters: `${letter} = ${name}(W·x + U·h + b)`,
      numbers: `${name}(${added([fromInput, fromState, bias])}) = ${value}`,
    };
  }
  const inside = `${added([fromInput, inputBias])} + ${short(reset)} × (${added([fromState, stateBias])})`;
  return { letters: `${letter} = ${name}(W·x + b + r · (U·h + b))`, numbers: `${name}(${inside}) = ${value}` };
}

/** The equations of a move, its gates' first. */
export function equations(data: StepData, move: number, lang: Lang): Equation[] {
  const { kind } = data;
  const chosen = MOVES[kind][moveOf(kind, move)] as Move;
  const of = quantities(data);
  const v = (id: string) => bracketed(of.get(id)?.value ?? NaN);
  const result = (id: string) => short(of.get(id)?.value ?? NaN);
  const letter = (id: string) => symbol(lang, kind, id);
  const old = letter("previous");
  const sum = added([of.get("kept")?.value ?? NaN, of.get("written")?.value ?? NaN]);
  const own: Record<string, Equation[]> = {
    erase: [{ letters: `f · ${old}`, numbers: `${v("forget")} × ${v("previous")} = ${result("kept")}` }],
    write: [{ letters: "i · g", numbers: `${v("input")} × ${v("candidate")} = ${result("written")}` }],
    update: [{ letters: `c = f · ${old} + i · g`, numbers: `${sum} = ${result("cell")}` }],
    report: [
      {
        letters: "h = o · tanh(c)",
        numbers: `${v("output")} × tanh(${result("cell")}) = ${v("output")} × ${v("squashed")} = ${result("hidden")}`,
      },
    ],
    share: [
      { letters: `z · ${old}`, numbers: `${v("update")} × ${v("previous")} = ${result("kept")}` },
      { letters: "(1 − z) · n", numbers: `${v("passed")} × ${v("candidate")} = ${result("written")}` },
    ],
    merge: [{ letters: `h = z · ${old} + (1 − z) · n`, numbers: `${sum} = ${result("hidden")}` }],
  };
  if (kind === "rnn") {
    const own = short(parts(data, "hidden").own as number);
    return [
      gateEquation(lang, data, "hidden"),
      { letters: `u · ${old}`, numbers: `${v("weight")} × ${v("previous")} = ${own}` },
    ];
  }
  return [...chosen.gates.map((gate) => gateEquation(lang, data, gate)), ...(own[chosen.key] ?? [])];
}

/** Equations in lines that fit: letters and numbers on one line where they do, else the numbers below. */
export function equationLines(
  list: readonly Equation[],
  fits: (words: string) => boolean,
): { words: string; strong: boolean }[] {
  return list.flatMap(({ letters, numbers }) => {
    const whole = `${letters} = ${numbers}`;
    if (fits(whole)) return [{ words: whole, strong: true }];
    return [
      { words: letters, strong: true },
      ...broken(`= ${numbers}`, fits).map((words) => ({ words, strong: false })),
    ];
  });
}

/** Breaks before an operator. */
function broken(words: string, fits: (words: string) => boolean): string[] {
  const lines: string[] = [];
  for (const part of words.split(/(?= [=+−×] )/)) {
    const last = lines.at(-1);
    if (last !== undefined && fits(last + part)) lines[lines.length - 1] = last + part;
    else lines.push(lines.length ? `   ${part.trimStart()}` : part);
  }
  return lines;
}
