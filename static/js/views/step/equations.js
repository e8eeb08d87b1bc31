/** A move as equations: in letters, and with the step's numbers filled in. */
import { MOVES, moveOf, parts, quantities, symbol } from "./moves.js";
import { added, bracketed, short } from "./numbers.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").StepData} StepData */
/** @typedef {{letters: string, numbers: string}} Equation */

/** A gate's own: its sum and its function. @param {Lang} lang @param {StepData} data @param {string} gate @returns {Equation} */
export function gateEquation(lang, data, gate) {
  const { fromInput, fromState, inputBias, stateBias, bias, reset, sum } = parts(data, gate);
  const found = /** @type {import("../../types.js").StepGate} */ (data.gates[gate]);
  const name = found.function === "sigmoid" ? "σ" : "tanh";
  const letter = symbol(lang, data.kind, gate);
  const value = `${name}(${short(sum)}) = ${short(found.activation)}`;
  if (reset === null) {
    return { letters: `${letter} = ${name}(W·x + U·h + b)`, numbers: `${name}(${added([fromInput, fromState, bias])}) = ${value}` };
  }
  const inside = `${added([fromInput, inputBias])} + ${short(reset)} × (${added([fromState, stateBias])})`;
  return { letters: `${letter} = ${name}(W·x + b + r · (U·h + b))`, numbers: `${name}(${inside}) = ${value}` };
}

/**
 * The equations of a move, its gates' first.
 * @param {StepData} data @param {number} move @param {Lang} lang @returns {Equation[]}
 */
export function equations(data, move, lang) {
  const { kind } = data;
  const chosen = /** @type {import("./moves.js").Move} */ (MOVES[kind][moveOf(kind, move)]);
  const of = quantities(data);
  const v = (/** @type {string} */ id) => bracketed(of.get(id)?.value ?? NaN);
  const result = (/** @type {string} */ id) => short(of.get(id)?.value ?? NaN);
  const letter = (/** @type {string} */ id) => symbol(lang, kind, id);
  const old = letter("previous");
  const sum = added([of.get("kept")?.value ?? NaN, of.get("written")?.value ?? NaN]);
  /** @type {Record<string, Equation[]>} */
  const own = {
    erase: [{ letters: `f · ${old}`, numbers: `${v("forget")} × ${v("previous")} = ${result("kept")}` }],
    write: [{ letters: "i · g", numbers: `${v("input")} × ${v("candidate")} = ${result("written")}` }],
    update: [{ letters: `c = f · ${old} + i · g`, numbers: `${sum} = ${result("cell")}` }],
    report: [{ letters: "h = o · tanh(c)", numbers: `${v("output")} × tanh(${result("cell")}) = ${v("output")} × ${v("squashed")} = ${result("hidden")}` }],
    share: [
      { letters: `z · ${old}`, numbers: `${v("update")} × ${v("previous")} = ${result("kept")}` },
      { letters: "(1 − z) · n", numbers: `${v("passed")} × ${v("candidate")} = ${result("written")}` },
    ],
    merge: [{ letters: `h = z · ${old} + (1 − z) · n`, numbers: `${sum} = ${result("hidden")}` }],
  };
  if (kind === "rnn") {
    const own = short(/** @type {number} */ (parts(data, "hidden").own));
    return [gateEquation(lang, data, "hidden"), { letters: `u · ${old}`, numbers: `${v("weight")} × ${v("previous")} = ${own}` }];
  }
  return [...chosen.gates.map((gate) => gateEquation(lang, data, gate)), ...(own[chosen.key] ?? [])];
}

/**
 * Equations in lines that fit: letters and numbers on one line where they do, else the numbers below.
 * @param {readonly Equation[]} list @param {(words: string) => boolean} fits @returns {{words: string, strong: boolean}[]}
 */
export function equationLines(list, fits) {
  return list.flatMap(({ letters, numbers }) => {
    const whole = `${letters} = ${numbers}`;
    if (fits(whole)) return [{ words: whole, strong: true }];
    return [{ words: letters, strong: true }, ...broken(`= ${numbers}`, fits).map((words) => ({ words, strong: false }))];
  });
}

/** Breaks before an operator. @param {string} words @param {(words: string) => boolean} fits @returns {string[]} */
function broken(words, fits) {
  /** @type {string[]} */
  const lines = [];
  for (const part of words.split(/(?= [=+−×] )/)) {
    const last = lines.at(-1);
    if (last !== undefined && fits(last + part)) lines[lines.length - 1] = last + part;
    else lines.push(lines.length ? `   ${part.trimStart()}` : part);
  }
  return lines;
}

