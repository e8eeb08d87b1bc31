/** What a gate adds up: every product of a weight and a number, the largest first, and whether the sums come out. */
import { raster, line, text } from "../../core/scene/marks.ts";
import { fit, textWidth } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { MOVES, moveOf, parts, quantities, symbol } from "./moves.ts";
import { bracketed, short, sigmoid } from "../../core/numbers.ts";
import type { Lang, Mark, Region, Scene } from "../../core/types.ts";
import type { StepData, StepGate } from "../../data/types.ts";

/** A product of the sum: `from` the token's numbers (x) or the state before (h). `share` is what of it enters the sum: all,
but for the candidate of a GRU, whose reset lets only a part of the state through. */
type Term = { from: "x" | "h"; index: number; weight: number; value: number; term: number; share: number };
type Row = { id: string; label: string; detail: string; value: number; kind: "term" | "rest" | "bias" | "total" };

/** How many terms are listed before all are asked for. */
export const FEW = 10;

/** @param values in double precision */
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const at = (values: readonly number[], i: number) => values[i] as number;

/** All products of a gate, the largest first. */
export function termsOf(data: StepData, gate: string): Term[] {
  const found = data.gates[gate] as StepGate;
  const reset = found.reset ?? 1;
  const list: Term[] = [
    ...found.input_terms.map((term, index) => ({
      from: "x" as const,
      index,
      weight: at(found.input_weights, index),
      value: at(data.input, index),
      term,
      share: term,
    })),
    ...found.recurrent_terms.map((term, index) => ({
      from: "h" as const,
      index,
      weight: at(found.recurrent_weights, index),
      value: at(data.hidden_before, index),
      term,
      share: reset * term,
    })),
  ];
  return list.sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
}

/** The sums made again, from the products, and how far they lie from the answer's. */
export function checks(data: StepData, gate: string) {
  const found = data.gates[gate] as StepGate;
  const { inputBias, stateBias, reset } = parts(data, gate);
  const fromInput = total(found.input_terms);
  const fromState = total(found.recurrent_terms);
  const sum = fromInput + inputBias + (reset ?? 1) * (fromState + stateBias);
  const activation = found.function === "sigmoid" ? sigmoid(found.sum) : Math.tanh(found.sum);
  const products = termsOf(data, gate).map(({ weight, value, term }) => Math.abs(weight * value - term));
  return {
    fromInput,
    fromState,
    sum,
    activation,
    sumApart: Math.abs(sum - found.sum),
    activationApart: Math.abs(activation - found.activation),
    productsApart: Math.max(...products),
  };
}

/** The name of a term, such as x 12 or h 45. */
export const termName = ({ from, index }: Pick<Term, "from" | "index">) => `${from} ${index}`;

/** What a gate adds up, or, named "", what the move itself does. */
export function termRows(
  data: StepData,
  gate: string,
  { lang, count, move }: { lang: Lang; count: number; move: number },
): Row[] {
  if (gate === "") {
    const of = quantities(data);
    const made = MOVES[data.kind][moveOf(data.kind, move)]?.numbers.at(-1) ?? "hidden";
    const row = (id: string, kind: Row["kind"]) => ({
      id,
      kind,
      label: symbol(lang, data.kind, id),
      detail: "",
      value: of.get(id)?.value ?? NaN,
    });
    return [row("kept", "term"), row("written", "term"), row(made, "total")];
  }
  const { bias, inputBias, stateBias, reset, sum } = parts(data, gate);
  const all = termsOf(data, gate);
  const rest = all.slice(count);
  const scaled = reset === null ? "" : `${short(reset)} × `;
  return [
    ...all.slice(0, count).map((term) => ({
      id: `term-${term.from}-${term.index}`,
      kind: "term" as const,
      value: term.share,
      label: termName(term) + (term.from === "h" && term.index === data.unit ? ` ${t(lang, "step-itself")}` : ""),
      detail: `${term.from === "h" ? scaled : ""}${term.from === "h" && scaled ? bracketed(term.weight) : short(term.weight)} × ${bracketed(term.value)}`,
    })),
    ...(rest.length
      ? [
          {
            id: "rest",
            kind: "rest" as const,
            label: t(lang, "step-rest", { count: rest.length }),
            detail: "",
            value: total(rest.map(({ share }) => share)),
          },
        ]
      : []),
    {
      id: "bias",
      kind: "bias",
      label: t(lang, "step-biases"),
      detail:
        reset === null
          ? `${short(inputBias)} + ${bracketed(stateBias)}`
          : `${short(inputBias)} + ${short(reset)} × ${bracketed(stateBias)}`,
      value: reset === null ? bias : inputBias + reset * stateBias,
    },
    { id: "total", kind: "total", label: "Σ", detail: "", value: sum },
  ];
}

const ROW = 20;
const TOP = 4;

/** The rows as a list with a bar each, all on one scale about zero. */
export function termList(
  data: StepData,
  gate: string,
  { width: room, move, lang = "en", count = FEW }: { width: number; move: number; lang?: Lang; count?: number },
): Scene {
  const width = Math.max(300, Math.min(760, Math.floor(room)));
  const rows = termRows(data, gate, { lang, count, move });
  const most = Math.max(...rows.map(({ value }) => Math.abs(value)), 1e-9);
  const scale = { map: "signed", kind: "linear", domain: [-most, most] } as const;
  const labels = Math.min(
    width * 0.34,
    Math.max(...rows.filter(({ detail }) => detail).map(({ label }) => textWidth(label, 12)), 30) + 8,
  );
  const details = Math.max(0, ...rows.map(({ detail }) => textWidth(detail, 11))) + 12;
  const numbers = Math.max(...rows.map(({ value }) => textWidth(short(value), 12, true))) + 8;
  // A list of many digits on a narrow page leaves the factors to the table.
  const said = labels + details + numbers + 90 <= width;
  const left = labels + (said ? details : 0) + numbers;
  const span = (width - left - 4) / 2;
  const middle = left + span;

  const marks: Mark[] = [];
  const regions: Region[] = [];
  rows.forEach(({ id, label, detail, value, kind }, i) => {
    const y = TOP + i * ROW + (kind === "total" ? 6 : 0);
    const bold = kind === "total";
    if (bold) marks.push(line(0, y - 2, width, y - 2, { stroke: "soft" }));
    const labelRoom = detail && said ? labels - 4 : left - numbers - 4;
    marks.push(text(fit(label, labelRoom, 12), 0, y + 14, { bold, fill: kind === "term" || bold ? "ink" : "soft" }));
    if (said && detail) {
      marks.push(text(detail, labels + details - 12, y + 14, { size: 11, fill: "soft", anchor: "end" }));
    }
    marks.push(text(short(value), left - 8, y + 14, { bold, anchor: "end" }));
    const long = Math.max(0.5, (Math.abs(value) / most) * span);
    const x = value < 0 ? middle - long : middle;
    const box = { x, y: y + 4, width: long, height: ROW - 8 };
    marks.push(raster({ ...box, columns: 1, rows: 1, values: [value], scale }));
    marks.push({
      type: "rect",
      ...box,
      fill: "none",
      stroke: kind === "term" || bold ? "soft" : "faint",
      strokeWidth: 0.75,
    });
    regions.push({
      id,
      role: "label",
      quiet: true,
      x: 0,
      y,
      width,
      height: ROW,
      rows: 1,
      columns: 1,
      row: { kind: "none" },
      column: { kind: "none" },
    });
  });
  const bottom = TOP + rows.length * ROW + 8;
  marks.push(line(middle, TOP, middle, bottom - 2, { stroke: "soft" }));
  return {
    width,
    height: bottom,
    title:
      gate === ""
        ? t(lang, "step-terms-move")
        : t(lang, "step-terms-title", { gate: t(lang, `step-gate-${data.kind}-${gate}`) }),
    description: t(lang, "step-terms-description", { inputs: data.input.length, units: data.hidden_before.length }),
    marks,
    regions,
  };
}
