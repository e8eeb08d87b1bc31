/** What stands in each column of the inspector's list. */
import { line, text } from "../../scene/marks.js";
import { fit } from "../../scene/text.js";
import { t } from "../../ui/i18n.js";
import { short } from "../step/numbers.js";
import { DIGITS } from "./columns.js";
import { share, wholeSum } from "./digits.js";
import { ROW, SMALL, STRIP, bar, hatch, largest, signed, strip, strips as stripsOf } from "./marks.js";
import { at, productsOf, scoreOf, summed, total } from "./numbers.js";

/** @typedef {import("../../types.js").HeadStep} HeadStep */
/** @typedef {import("../../types.js").InspectorRow} InspectorRow */
/** @typedef {import("../../types.js").Mark} Mark */
/** @typedef {import("./columns.js").Placed} Placed */

/** A key of a line that stands for one. @param {InspectorRow} row */
const keyOf = ({ keys }) => keys[0] ?? 0;

/**
 * @param {HeadStep} step
 * @param {{rows: readonly InspectorRow[], strips: "keys" | "products", own: HeadStep | null, lang: import("../../types.js").Lang, lines: readonly import("./columns.js").Line[]}} about
 */
export function createCells(step, { rows, strips, own, lang, lines }) {
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
  const reach = (/** @type {readonly (number | null)[]} */ values) => ({
    low: values.reduce((/** @type {number} */ most, value) => Math.max(most, -(value ?? 0)), 0),
    high: values.reduce((/** @type {number} */ most, value) => Math.max(most, value ?? 0), 0),
  });
  const ends = { raw: reach(step.raw_scores), score: reach(step.scores) };
  const endsOf = (/** @type {string} */ id) => (id === "raw" ? ends.raw : ends.score);
  const bars = lines.flatMap(({ columns }) => columns.filter(({ kind }) => kind === "bar"));
  const perUnit = Math.min(...bars.map(({ id, width }) => (width - DIGITS - 5) / (endsOf(id).low + endsOf(id).high || 1)));
  const colours = signed(largest([step.raw_scores]));

  /** The lines' digits where they stand for one key, the range where for several. @param {Placed} column @param {number} y @returns {Mark[]} */
  function digits({ id, kind, x, width }, y) {
    return rows.flatMap((row, i) => {
      const base = y + i * ROW + 14;
      const last = kind === "bar" && id !== "raw";
      const of = (/** @type {number} */ key) => /** @type {number | null} */ (/** @type {Record<string, unknown>} */ (scores[key])[id]);
      if (row.kind === "key") {
        const value = of(keyOf(row));
        const said = hidden[i] && (last || id === "added") ? "−∞" : value === null ? "" : short(value);
        return [text(said, x + DIGITS - 4, base, { anchor: "end", fill: hidden[i] ? "soft" : "ink" })];
      }
      const values = row.keys.map(of).filter((value) => value !== null);
      if (kind !== "bar" || row.kind === "masked" || values.length === 0) return [];
      const [low, high] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
      return [text(fit(`${short(low)} … ${short(high)}`, width, SMALL), x, base, { size: SMALL, fill: "soft" })];
    });
  }

  /** @param {Placed} column @param {number} y @returns {Mark[]} */
  function scoreBars({ id, x }, y) {
    const zero = x + DIGITS + 4 + endsOf(id).low * perUnit;
    const marks = rows.flatMap((row, i) => {
      const value = row.kind === "key" ? /** @type {number | null} */ (/** @type {Record<string, unknown>} */ (scores[keyOf(row)])[id]) : null;
      if (value === null || (hidden[i] && id !== "raw")) return [];
      const long = Math.max(0.75, Math.abs(value) * perUnit);
      const box = { x: value < 0 ? zero - long : zero, y: y + i * ROW + 5, width: long, height: ROW - 10 };
      return bar(value, box, colours, hidden[i] ? "faint" : "soft");
    });
    return [...marks, line(zero, y, zero, y + single * ROW, { stroke: "soft" })];
  }

  /** @param {Placed} column @param {number} y @returns {Mark[]} */
  function weightBars({ x, width }, y) {
    const start = x + DIGITS + 4;
    const span = width - DIGITS - 5;
    const foot = y + rows.length * ROW;
    const marks = rows.flatMap((row, i) => {
      const value = total(row.keys.map((key) => at(weights, key)));
      const digit = text(hidden[i] ? "0" : share(value), x + DIGITS - 4, y + i * ROW + 14, { anchor: "end", fill: hidden[i] ? "soft" : "ink", bold: value >= 0.5 });
      if (hidden[i]) return [digit];
      const box = { x: start, y: y + i * ROW + 5, width: Math.max(0.5, value * span), height: ROW - 10 };
      const made = [digit, ...bar(value, box, { map: "attention", kind: "sqrt", domain: [0, 1] })];
      if (!own) return made;
      // Without the scale: a tick where the model's own weight ends.
      const tick = start + total(row.keys.map((key) => at(own.weights, key))) * span;
      return [...made, line(tick, y + i * ROW + 2, tick, y + (i + 1) * ROW - 2, { stroke: "ink", strokeWidth: 2 })];
    });
    return [...marks, line(start, y, start, foot, { stroke: "soft" }), line(start + span, y, start + span, foot, { stroke: "faint", dash: "2 3" })];
  }

  /** @param {Placed} column @param {number} y @returns {Mark[]} */
  function vectorStrips({ id, x, width }, y) {
    const of = (/** @type {InspectorRow} */ row) => {
      if (id === "parts") return row.kind === "masked" ? null : summed(step.weighted_values, row.keys);
      return row.kind === "key" ? (vectors[/** @type {keyof typeof vectors} */ (id)][keyOf(row)] ?? null) : null;
    };
    const scale = id === "values" ? scales.values : id === "parts" ? scales.parts : scales.strips;
    return stripsOf(rows.map(of), { x, y, width, count: query.length }, scale);
  }

  return {
    scales, hidden,
    /** @param {Placed} column @param {number} y @returns {Mark[]} */
    column(column, y) {
      if (column.kind === "strip") return vectorStrips(column, y);
      if (column.kind === "share") return weightBars(column, y);
      return column.kind === "bar" ? [...digits(column, y), ...scoreBars(column, y)] : digits(column, y);
    },
    /** What is masked is nothing, not a small number. @param {readonly Placed[]} columns @param {number} y @returns {Mark[]} */
    masked(columns, y) {
      const over = columns.filter(({ id, kind }) => id === "parts" || kind === "share" || (kind === "bar" && id !== "raw"));
      const d = hidden.map((is, i) => (is ? over.map(({ kind, x, width }) => {
        const left = kind === "strip" ? x : x + DIGITS + 4;
        return hatch({ x: left, y: y + i * ROW + 3, width: x + width - left, height: STRIP });
      }).join("") : "")).join("");
      return d === "" ? [] : [{ type: "path", d, fill: "none", stroke: "faint", strokeWidth: 1 }];
    },
    /** The line of sums. @param {Placed} column @param {number} y @returns {Mark[]} */
    sum({ id, x, width }, y) {
      if (id === "weight") return [text(`Σ = ${wholeSum(total(weights))}`, x, y + 15, { bold: true })];
      // Where it stands first in its line, the words may begin under the tokens' names.
      const room = lines.some(({ columns: [first] }) => first?.id === id) ? x + width - 18 : width;
      if (id === "values") return [text(fit(t(lang, "inspect-output"), room, 12), x + width, y + 15, { anchor: "end", bold: true })];
      return id === "parts" ? strip(output, { x, y: y + 3, width, height: STRIP }, scales.parts, "ink") : [];
    },
  };
}
