/** The step in numbers: tables with every digit that the answer has. */
import { MOVES, quantities, symbol } from "../../views/step/moves.js";
import { apart, full } from "../../views/step/numbers.js";
import { checks, termName, termsOf } from "../../views/step/terms.js";
import { el } from "../dom.js";
import { t } from "../i18n.js";
import { table } from "../tables.js";

/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").StepData} StepData */

/** The gates in the order in which the moves look them up. @param {StepData} data */
export const gatesInOrder = ({ kind }) => MOVES[kind].flatMap(({ gates }) => gates);

/** Every number of the picture. @param {Lang} lang @param {StepData} data */
export function numbersTable(lang, data) {
  const { kind, gates } = data;
  const of = quantities(data);
  const head = [t(lang, "step-table-number"), t(lang, "step-table-value")];
  const row = (/** @type {string} */ id) => {
    const found = of.get(id);
    return found ? [[`${t(lang, `step-name-${kind}-${id}`)}, ${symbol(lang, kind, id)}`, full(found.value)]] : [];
  };
  const rows = [
    ...row("previous"),
    ...gatesInOrder(data).flatMap((name) => {
      const gate = /** @type {import("../../types.js").StepGate} */ (gates[name]);
      const called = t(lang, `step-gate-${kind}-${name}`);
      return [
        [`${called}: Σ W·x`, full(gate.input_sum)],
        [`${called}: Σ U·h`, full(gate.recurrent_sum)],
        [`${called}: ${t(lang, "step-bias-input")}`, full(gate.input_bias)],
        [`${called}: ${t(lang, "step-bias-state")}`, full(gate.recurrent_bias)],
        ...(gate.reset === null ? [] : [[`${called}: r`, full(gate.reset)]]),
        [`${called}: Σ`, full(gate.sum)],
        ...row(kind === "rnn" ? "weight" : name),
      ];
    }),
    ...["passed", "kept", "written", "cell", "squashed", "hidden"].flatMap(row),
  ];
  return table(t(lang, "step-numbers"), head, rows);
}

/** Every product of a gate. @param {Lang} lang @param {StepData} data @param {string} gate */
export function termsTable(lang, data, gate) {
  const scaled = data.gates[gate]?.reset !== null;
  const head = ["term", "weight", "value", "product", ...(scaled ? ["share"] : [])].map((name) => t(lang, `step-table-${name}`));
  const rows = termsOf(data, gate).map((term) => [
    termName(term), full(term.weight), full(term.value), full(term.term), ...(scaled ? [full(term.share)] : []),
  ]);
  return table(t(lang, "step-all-terms"), head, rows);
}

/** Digits enough to see a float32's last one. @param {number} value */
const long = (value) => (value === 0 ? "0" : value.toPrecision(8)).replace("-", "−");

/** The sums made again on the page, against the net's own. @param {Lang} lang @param {StepData} data @param {string} gate */
export function checkTable(lang, data, gate) {
  const found = /** @type {import("../../types.js").StepGate} */ (data.gates[gate]);
  const made = checks(data, gate);
  const letter = found.function === "sigmoid" ? "σ" : "tanh";
  const line = (/** @type {string} */ words, /** @type {number} */ here, /** @type {number} */ own) => [words, long(here), long(own), apart(Math.abs(here - own))];
  const whole = found.reset === null ? t(lang, "step-check-sum") : t(lang, "step-check-sum-reset");
  return el("div", { class: "check" }, table(
    t(lang, "step-check"),
    [t(lang, "step-check-what"), t(lang, "step-check-here"), t(lang, "step-check-net"), t(lang, "step-check-apart")],
    [
      line(t(lang, "step-check-input", { count: found.input_terms.length }), made.fromInput, found.input_sum),
      line(t(lang, "step-check-state", { count: found.recurrent_terms.length }), made.fromState, found.recurrent_sum),
      line(whole, made.sum, found.sum),
      line(`${letter}(Σ)`, made.activation, found.activation),
    ],
  ));
}
