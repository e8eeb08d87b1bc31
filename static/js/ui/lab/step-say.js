/** Sentences about a step, the same for the eye and the screen reader. No document. */
import { tokenName } from "../../views/labels.js";
import { MOVES, moveOf, parts, quantities, symbol } from "../../views/step/moves.js";
import { bracketed, full, short } from "../../views/step/numbers.js";
import { termsOf } from "../../views/step/terms.js";
import { spoken, t } from "../i18n.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").StepData} StepData */

/** The numbers of a step for sentences, short. @param {StepData} data @returns {Record<string, string | number>} */
function shown(data) {
  /** @type {Record<string, string | number>} */
  const words = {};
  for (const [id, { value }] of quantities(data)) {
    words[id] = short(value);
    words[`${id}_`] = bracketed(value);
  }
  const { kind, gates } = data;
  if (kind === "rnn") {
    const { own, sum } = parts(data, "hidden");
    Object.assign(words, { own: short(own ?? NaN), sum: short(sum), terms: data.input.length + data.hidden_before.length });
  }
  if (kind === "gru") words["seen"] = short(/** @type {import("../../types.js").StepGate} */ (gates["reset"]).activation);
  return words;
}

/** @param {StepData} data */
export const tokenOfStep = (data) => {
  const token = data.tokens[data.token];
  return token ? tokenName(token) : "";
};

/** Where the player is. @param {Lang} lang @param {StepData} data */
export const sayPlace = (lang, data) =>
  t(lang, "step-place", { cell: t(lang, `cell-${data.cell}`), token: tokenOfStep(data), index: data.token, count: data.tokens.length, unit: data.unit });

/** The move in words. @param {Lang} lang @param {StepData} data @param {number} move */
export function sayMove(lang, data, move) {
  const { kind } = data;
  const at = moveOf(kind, move);
  const { key } = /** @type {import("../../views/step/moves.js").Move} */ (MOVES[kind][at]);
  const which = { number: at + 1, moves: MOVES[kind].length, name: t(lang, `step-move-${kind}-${key}`) };
  return spoken(lang, t(lang, kind === "rnn" ? "step-one-move" : "step-which", which), t(lang, `step-say-${kind}-${key}`, shown(data)));
}

/** In how many tokens half is gone, at a gate's value between 0 and 1. @param {number} gate */
const halfLife = (gate) => Math.log(0.5) / Math.log(gate);

/** How fast a gate that keeps still lets go. @param {Lang} lang @param {number} gate @param {string} letter */
function sayFading(lang, gate, letter) {
  if (gate >= 1) return t(lang, "step-fades-not", { letter });
  if (gate <= 0) return t(lang, "step-shuts", { letter });
  if (gate < 0.5) return t(lang, "step-fades-at-once", { letter, value: short(gate) });
  const tokens = halfLife(gate);
  return t(lang, "step-fades", { letter, value: short(gate), tokens: tokens < 10 ? tokens.toFixed(1) : String(Math.round(tokens)) });
}

/** What is worth knowing at this move, true of this net. @param {Lang} lang @param {StepData} data @param {number} move @returns {string[]} */
export function sayTruths(lang, data, move) {
  const { kind, gates, token } = data;
  const { key } = /** @type {import("../../views/step/moves.js").Move} */ (MOVES[kind][moveOf(kind, move)]);
  const said = [t(lang, `step-truth-${kind}-${key}`, shown(data))];
  if (key === "erase") said.push(sayFading(lang, gates["forget"]?.activation ?? NaN, "f"));
  if (key === "share") said.push(sayFading(lang, gates["update"]?.activation ?? NaN, "z"));
  if (token === 0) said.unshift(t(lang, kind === "lstm" ? "step-zero-lstm" : "step-zero"));
  return said;
}

/**
 * A number of the picture or of the list of terms, with every digit.
 * @param {Lang} lang @param {StepData} data @param {string} id
 */
export function sayNumber(lang, data, id) {
  const { kind } = data;
  const of = quantities(data);
  const quantity = of.get(id);
  if (quantity) return `${t(lang, `step-name-${kind}-${id}`)}, ${symbol(lang, kind, id)} = ${full(quantity.value)}`;
  if (id === "hidden_before" || id === "input") return t(lang, `step-say-${id}`, { count: data[id].length, token: tokenOfStep(data) });
  const [gate = "", part = ""] = id.split(".");
  if (data.gates[gate] && part) return sayPart(lang, data, gate, part);
  return "";
}

/** @param {Lang} lang @param {StepData} data @param {string} gate @param {string} part */
function sayPart(lang, data, gate, part) {
  const found = parts(data, gate);
  const name = t(lang, `step-gate-${data.kind}-${gate}`);
  const value = {
    input_sum: found.fromInput, recurrent_sum: found.fromState, bias: found.bias, input_bias: found.inputBias, admitted: found.admitted,
    others: found.fromState - (found.own ?? 0), own: found.own ?? NaN, sum: found.sum,
  }[part];
  const biases = { input: full(found.inputBias), state: full(found.stateBias), fromState: full(found.fromState), reset: full(found.reset ?? 1) };
  return t(lang, `step-part-${part}`, { gate: name, value: full(value ?? NaN), ...biases });
}

/** A row of the list of terms, with every digit. @param {Lang} lang @param {StepData} data @param {string} gate @param {string} id @param {string} value */
export function sayTerm(lang, data, gate, id, value) {
  const term = gate === "" ? undefined : termsOf(data, gate).find(({ from, index }) => id === `term-${from}-${index}`);
  if (!term) return id === "rest" || id === "bias" || id === "total" ? t(lang, `step-row-${id}`, { value }) : sayNumber(lang, data, id);
  const { from, index, weight, value: factor, term: product, share } = term;
  const said = t(lang, `step-term-${from}`, { index, weight: full(weight), value: full(factor), term: full(product) });
  return share === product ? said : spoken(lang, said, t(lang, "step-term-reset", { share: full(share) }));
}
