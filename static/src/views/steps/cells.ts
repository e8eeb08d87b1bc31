/** What stands in each column of the inspector's list. */
import { line, text } from "../../core/scene/marks.ts";
import { fit } from "../../core/scene/text.ts";
import { t } from "../../core/words/index.ts";
import { short } from "../../core/numbers.ts";
import { DIGITS } from "./columns.ts";
import { share, wholeSum } from "./digits.ts";
import { ROW, SMALL, STRIP, bar, hatch, largest, signed, strip, strips as stripsOf } from "./marks.ts";
import { at, productsOf, scoreOf, summed, total } from "./numbers.ts";
import type { Lang, Mark } from "../../core/types.ts";
import type { HeadStep, InspectorRow } from "../../data/types.ts";
import type { Line, Placed } from "./columns.ts";

/** A key of a line that stands for one. */
const keyOf = ({ keys }: InspectorRow) => keys[0] ?? 0;

export function createCells(
  step: HeadStep,
  {
    rows,
    strips,
    own,
    lang,
    lines,
  }: {
    rows: readonly InspectorRow[];
    strips: "keys" | "products";
    own: HeadStep | null;
    lang: Lang;
    lines: readonly Line[];
  },
) {
  const { weights, output, query } = step;
  /** Zero lines run along single keys: other lines hold words. */
  const single = rows.filter(({ kind }) => kind === "key").length;
  const hidden = rows.map((row) => row.kind === "masked" || (row.kind === "key" && (step.masked[keyOf(row)] ?? false)));
  const scores = weights.map((_, key) => scoreOf(step, key));
  const vectors = { keys: step.keys, products: step.keys.map((_, key) => productsOf(step, key)), values: step.values };
  const scales = {
    query: signed(largest([query])),
    strips: signed(largest(vectors[strips])),
    values: signed(largest(step.values)),
    parts: signed(largest([...step.weighted_values, output])),
  };

  // One length a unit for q·k and for the scores: what the scaling does is seen in the bars.
  const reach = (values: readonly (number | null)[]) => ({
    low: values.reduce((most: number, value) => Math.max(most, -(value ?? 0)), 0),
    high: values.reduce((most: number, value) => Math.max(most, value ?? 0), 0),
  });
  const ends = { raw: reach(step.raw_scores), score: reach(step.scores) };
  const endsOf = (id: string) => (id === "raw" ? ends.raw : ends.score);
  const bars = lines.flatMap(({ columns }) => columns.filter(({ kind }) => kind === "bar"));
  const perUnit = Math.min(
    ...bars.map(({ id, width }) => (width - DIGITS - 5) / (endsOf(id).low + endsOf(id).high || 1)),
  );
  const colours = signed(largest([step.raw_scores]));

  /** The lines' digits where they stand for one key, the range where for several. */
  function digits({ id, kind, x, width }: Placed, y: number): Mark[] {
    return rows.flatMap((row, i) => {
      const base = y + i * ROW + 14;
      const last = kind === "bar" && id !== "raw";
      const of = (key: number) => (scores[key] as Record<string, unknown>)[id] as number | null;
      if (row.kind === "key") {
        const value = of(keyOf(row));
        const said = hidden[i] && (last || id === "added") ? "−∞" : value === null ? "" : short(value);
        return [text(said, x + DIGITS - 4, base, { anchor: "end", fill: hidden[i] ? "soft" : "ink" })];
      }
      const values = row.keys.map(of).filter((value) => value !== null);
      if (kind !== "bar" || row.kind === "masked" || values.length === 0) return [];
      const [low, high] = values.reduce(
        ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
        [Infinity, -Infinity],
      );
      return [text(fit(`${short(low)} … ${short(high)}`, width, SMALL), x, base, { size: SMALL, fill: "soft" })];
    });
  }

  function scoreBars({ id, x }: Placed, y: number): Mark[] {
    const zero = x + DIGITS + 4 + endsOf(id).low * perUnit;
    const marks = rows.flatMap((row, i) => {
      const value = row.kind === "key" ? ((scores[keyOf(row)] as Record<string, unknown>)[id] as number | null) : null;
      if (value === null || (hidden[i] && id !== "raw")) return [];
      const long = Math.max(0.75, Math.abs(value) * perUnit);
      const box = { x: value < 0 ? zero - long : zero, y: y + i * ROW + 5, width: long, height: ROW - 10 };
      return bar(value, box, colours, hidden[i] ? "faint" : "soft");
    });
    return [...marks, line(zero, y, zero, y + single * ROW, { stroke: "soft" })];
  }

  function weightBars({ x, width }: Placed, y: number): Mark[] {
    const start = x + DIGITS + 4;
    const span = width - DIGITS - 5;
    const foot = y + rows.length * ROW;
    const marks = rows.flatMap((row, i) => {
      const value = total(row.keys.map((key) => at(weights, key)));
      const digit = text(hidden[i] ? "0" : share(value), x + DIGITS - 4, y + i * ROW + 14, {
        anchor: "end",
        fill: hidden[i] ? "soft" : "ink",
        bold: value >= 0.5,
      });
      if (hidden[i]) return [digit];
      const box = { x: start, y: y + i * ROW + 5, width: Math.max(0.5, value * span), height: ROW - 10 };
      const made = [digit, ...bar(value, box, { map: "attention", kind: "sqrt", domain: [0, 1] })];
      if (!own) return made;
      // Without the scale: a tick where the model's own weight ends.
      const tick = start + total(row.keys.map((key) => at(own.weights, key))) * span;
      return [...made, line(tick, y + i * ROW + 2, tick, y + (i + 1) * ROW - 2, { stroke: "ink", strokeWidth: 2 })];
    });
    return [
      ...marks,
      line(start, y, start, foot, { stroke: "soft" }),
      line(start + span, y, start + span, foot, { stroke: "faint", dash: "2 3" }),
    ];
  }

  function vectorStrips({ id, x, width }: Placed, y: number): Mark[] {
    const of = (row: InspectorRow) => {
      if (id === "parts") return row.kind === "masked" ? null : summed(step.weighted_values, row.keys);
      return row.kind === "key" ? (vectors[id as keyof typeof vectors][keyOf(row)] ?? null) : null;
    };
    const scale = id === "values" ? scales.values : id === "parts" ? scales.parts : scales.strips;
    return stripsOf(rows.map(of), { x, y, width, count: query.length }, scale);
  }

  return {
    scales,
    hidden,
    column(column: Placed, y: number): Mark[] {
      if (column.kind === "strip") return vectorStrips(column, y);
      if (column.kind === "share") return weightBars(column, y);
      return column.kind === "bar" ? [...digits(column, y), ...scoreBars(column, y)] : digits(column, y);
    },
    /** What is masked is nothing, not a small number. */
    masked(columns: readonly Placed[], y: number): Mark[] {
      const over = columns.filter(
        ({ id, kind }) => id === "parts" || kind === "share" || (kind === "bar" && id !== "raw"),
      );
      const d = hidden
        .map((is, i) =>
          is
            ? over
                .map(({ kind, x, width }) => {
                  const left = kind === "strip" ? x : x + DIGITS + 4;
                  return hatch({ x: left, y: y + i * ROW + 3, width: x + width - left, height: STRIP });
                })
                .join("")
            : "",
        )
        .join("");
      return d === "" ? [] : [{ type: "path", d, fill: "none", stroke: "faint", strokeWidth: 1 }];
    },
    /** The line of sums. */
    sum({ id, x, width }: Placed, y: number): Mark[] {
      if (id === "weight") return [text(`Σ = ${wholeSum(total(weights))}`, x, y + 15, { bold: true })];
      // Where it stands first in its line, the words may begin under the tokens' names.
      const room = lines.some(({ columns: [first] }) => first?.id === id) ? x + width - 18 : width;
      if (id === "values") {
        return [text(fit(t(lang, "inspect-output"), room, 12), x + width, y + 15, { anchor: "end", bold: true })];
      }
      return id === "parts" ? strip(output, { x, y: y + 3, width, height: STRIP }, scales.parts, "ink") : [];
    },
  };
}
