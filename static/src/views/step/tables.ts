/** The step in numbers: tables with every digit that the answer has. */
import { MOVES, quantities, symbol } from "./moves.ts";
import { apart, full } from "../../core/numbers.ts";
import { checks, termName, termsOf } from "./terms.ts";
import { t } from "../../core/words/index.ts";
import { cell } from "../../panel/pictures/tables.ts";
import type { Cell, Lang, TableModel } from "../../core/types.ts";
import type { StepData, StepGate } from "../../data/types.ts";

/** The gates in the order in which the moves look them up. */
export const gatesInOrder = ({ kind }: StepData) => MOVES[kind].flatMap(({ gates }) => gates);

/** With every digit. */
const whole = (value: number) => cell(value, full);

/** Every number of the picture. */
export function numbersTable(lang: Lang, data: StepData): TableModel {
  const { kind, gates } = data;
  const of = quantities(data);
  const head = [t(lang, "step-table-number"), t(lang, "step-table-value")];
  const row = (id: string): Cell[][] => {
    const found = of.get(id);
    return found ? [[`${t(lang, `step-name-${kind}-${id}`)}, ${symbol(lang, kind, id)}`, whole(found.value)]] : [];
  };
  const rows = [
    ...row("previous"),
    ...gatesInOrder(data).flatMap((name) => {
      const gate = gates[name] as StepGate;
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

/** Every product of a gate. */
export function termsTable(lang: Lang, data: StepData, gate: string): TableModel {
  const scaled = data.gates[gate]?.reset !== null;
  const head = ["term", "weight", "value", "product", ...(scaled ? ["share"] : [])].map((name) =>
    t(lang, `step-table-${name}`),
  );
  const rows = termsOf(data, gate).map((term) => [
    termName(term),
    ...[term.weight, term.value, term.term, ...(scaled ? [term.share] : [])].map(whole),
  ]);
  return { caption: t(lang, "step-all-terms"), head, rows };
}

/** Digits enough to see a float32's last one. */
const long = (value: number) => (value === 0 ? "0" : value.toPrecision(8)).replace("-", "−");

/** The sums made again from the terms, against the net's own. */
export function checkTable(lang: Lang, data: StepData, gate: string): TableModel {
  const found = data.gates[gate] as StepGate;
  const made = checks(data, gate);
  const letter = found.function === "sigmoid" ? "σ" : "tanh";
  const line = (words: string, here: number, own: number): Cell[] => [
    words,
    cell(here, long),
    cell(own, long),
    cell(Math.abs(here - own), apart),
  ];
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
