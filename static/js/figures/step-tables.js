/** The step in numbers: tables with every digit that the answer has. */
import { MOVES, quantities, symbol } from "../views/step/moves.js";
import { apart, full } from "../views/step/numbers.js";
import { checks, termName, termsOf } from "../views/step/terms.js";
import { t } from "../ui/i18n.js";
import { cell } from "./tables.js";

/** @typedef {import("../types.js").Cell} Cell */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {import("../types.js").StepData} StepData */
/** @typedef {import("../types.js").TableModel} TableModel */

/** The gates in the order in which the moves look them up. @param {StepData} data */
export const gatesInOrder = ({ kind }) => MOVES[kind].flatMap(({ gates }) => gates);

/** With every digit. @param {number} value */
const whole = (value) => cell(value, full);

/** Every number of the picture. @param {Lang} lang @param {StepData} data @returns {TableModel} */
export function numbersTable(lang, data) {
  const { kind, gates } = data;
  const of = quantities(data);
  const head = [t(lang, "step-table-number"), t(lang, "step-table-value")];
  /** @param {string} id @returns {Cell[][]} */
  const row = (id) => {
    const found = of.get(id);
    return found ? [[`${t(lang, `step-name-${kind}-${id}`)}, ${symbol(lang, kind, id)}`, whole(found.value)]] : [];
  };
  const rows = [
    ...row("previous"),
    ...gatesInOrder(data).flatMap((name) => {
      const gate = /** @type {import("../types.js").StepGate} */ (gates[name]);
      const called = t(lang, `step-gate-${kind}-${name}`);
      return [
        [`${called}: Σ W·x`, whole(gate.input_sum)],
        [`${called}: Σ U·h`, whole(gate.recurrent_sum)],
        [`${called}: ${t(lang, "step-bias-input")}`, whole(gate.input_bias)],
        [`${called}: ${t(lang, "step-bias-state")}`, whole(gate.recurrent_bias)],
        ...(gate.reset === null ? [] : [[`${called}: r`, whole(gate.reset)]]),
        [`${called}: Σ`, whole(gate.sum)],
        ...row(kind === "rnn" ? "weight" : name),
      ];
    }),
    ...["passed", "kept", "written", "cell", "squashed", "hidden"].flatMap(row),
  ];
  return { caption: t(lang, "step-numbers"), head, rows };
}

/** Every product of a gate. @param {Lang} lang @param {StepData} data @param {string} gate @returns {TableModel} */
export function termsTable(lang, data, gate) {
  const scaled = data.gates[gate]?.reset !== null;
  const head = ["term", "weight", "value", "product", ...(scaled ? ["share"] : [])].map((name) => t(lang, `step-table-${name}`));
  const rows = termsOf(data, gate).map((term) => [
    termName(term), ...[term.weight, term.value, term.term, ...(scaled ? [term.share] : [])].map(whole),
  ]);
  return { caption: t(lang, "step-all-terms"), head, rows };
}

/** Digits enough to see a float32's last one. @param {number} value */
const long = (value) => (value === 0 ? "0" : value.toPrecision(8)).replace("-", "−");

/** The sums made again from the terms, against the net's own. @param {Lang} lang @param {StepData} data @param {string} gate @returns {TableModel} */
export function checkTable(lang, data, gate) {
  const found = /** @type {import("../types.js").StepGate} */ (data.gates[gate]);
  const made = checks(data, gate);
  const letter = found.function === "sigmoid" ? "σ" : "tanh";
  /** @param {string} words @param {number} here @param {number} own @returns {Cell[]} */
  const line = (words, here, own) => [words, cell(here, long), cell(own, long), cell(Math.abs(here - own), apart)];
  const sum = found.reset === null ? t(lang, "step-check-sum") : t(lang, "step-check-sum-reset");
  return {
    caption: t(lang, "step-check"),
    head: ["step-check-what", "step-check-here", "step-check-net", "step-check-apart"].map((key) => t(lang, key)),
    rows: [
      line(t(lang, "step-check-input", { count: found.input_terms.length }), made.fromInput, found.input_sum),
      line(t(lang, "step-check-state", { count: found.recurrent_terms.length }), made.fromState, found.recurrent_sum),
      line(sum, made.sum, found.sum),
      line(`${letter}(Σ)`, made.activation, found.activation),
    ],
  };
}
