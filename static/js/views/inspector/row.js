/** One row of attention with all of its numbers: a key a line, and the four steps from left to right. */
import { line, raster, rect, text } from "../../scene/marks.js";
import { fit, textWidth } from "../../scene/text.js";
import { t } from "../../ui/i18n.js";
import { tokenLabel, tokenLook, tokenName, widestLabel } from "../labels.js";
import { short } from "../step/numbers.js";
import { DIGITS, columnsOf, lines } from "./columns.js";
import { share, sumDigits } from "./digits.js";
import { at, checks, productsOf, scoreOf, sidesOf, summed, total } from "./numbers.js";

/** @typedef {import("../../types.js").HeadStep} HeadStep */
/** @typedef {import("../../types.js").InspectorRow} InspectorRow */
/** @typedef {import("../../types.js").Lang} Lang */
/** @typedef {import("../../types.js").Mark} Mark */
/** @typedef {import("../../types.js").Region} Region */
/** @typedef {import("../../types.js").Scene} Scene */
/** @typedef {import("./columns.js").Placed} Placed */

const ROW = 20;
const STRIP = 14;
const HEAD = 38;
const BETWEEN = 22;
const NARROWEST = 332;
const WIDEST = 1500;
const SMALL = 11;
/** Three digits of the largest number are enough to choose a scale by. @param {readonly (readonly number[])[]} rows */
const largest = (rows) => rows.reduce((most, row) => row.reduce((own, value) => Math.max(own, Math.abs(value)), most), 1e-9);
/** @param {number} most */
const signed = (most) => /** @type {const} */ ({ map: "signed", kind: "linear", domain: [-most, most] });
/** Slanted lines over what is masked. @param {number} x @param {number} y @param {number} width @param {number} height */
function hatch(x, y, width, height) {
  let d = "";
  for (let from = -height; from < width; from += 7) {
    const [left, right] = [Math.max(0, from), Math.min(width, from + height)];
    if (right > left) d += `M${Math.round(x + left)} ${Math.round(y + height - (left - from))}L${Math.round(x + right)} ${Math.round(y + height - (right - from))}`;
  }
  return d;
}

/** A ramp with its ends. @param {number} x @param {number} y @param {number} most @param {string} said */
function ramp(x, y, most, said) {
  const [low, high] = [short(Number((-most).toPrecision(3))), short(Number(most.toPrecision(3)))];
  const cells = 48;
  const start = x + textWidth(low, SMALL) + 5;
  const values = Float32Array.from({ length: cells }, (_, i) => ((2 * i) / (cells - 1) - 1) * most);
  const end = start + 64;
  /** @type {Mark[]} */
  const marks = [
    text(low, x, y + 9, { size: SMALL, fill: "soft" }),
    raster({ x: start, y, width: 64, height: 10, columns: cells, rows: 1, values, scale: signed(most) }),
    rect({ x: start, y, width: 64, height: 10, fill: "none", stroke: "faint" }),
    text(high, end + 5, y + 9, { size: SMALL, fill: "soft" }),
    text(said, end + 12 + textWidth(high, SMALL), y + 9, { size: SMALL, fill: "soft" }),
  ];
  return { marks, width: end + 12 + textWidth(high, SMALL) + textWidth(said, SMALL) - x };
}

/** What stands for several keys in one column. @param {HeadStep} step @param {readonly number[]} keys @param {string} id */
function spread(step, keys, id) {
  const values = keys.map((key) => scoreOf(step, key)).map((one) => /** @type {Record<string, any>} */ (one)[id]).filter((value) => typeof value === "number");
  return values.length ? `${short(Math.min(...values))} … ${short(Math.max(...values))}` : "";
}

/**
 * @param {HeadStep} step
 * @param {{width: number, rows: readonly InspectorRow[], lang?: Lang, strips?: "keys" | "products", own?: HeadStep | null}} options
 *   own: the model's own step, where the one that is drawn leaves the scaling out
 * @returns {Scene}
 */
export function headRow(step, { width: room, rows, lang = "en", strips = "keys", own = null }) {
  const width = Math.max(NARROWEST, Math.min(WIDEST, Math.floor(room)));
  const { queries, keys } = sidesOf(step);
  const query = queries.tokens[step.query_token];
  const same = queries.source === keys.source;
  const { query: q, output, weights } = step;
  const shownKeys = rows.filter(({ kind }) => kind === "key").map(({ keys: [key = 0] }) => key);
  const restNames = rows.map((row) => (row.kind === "key" ? "" : t(lang, `inspect-${row.kind}`, { count: row.keys.length })));
  const names = widestLabel(shownKeys.flatMap((key) => keys.tokens[key] ?? []), 12);
  const label = Math.min(width < 560 ? 78 : 116, Math.max(56, names + 8, ...restNames.map((name) => textWidth(name, 12) + 4)));

  const stripRows = rows.map((row) => (row.kind === "key" ? (strips === "keys" ? step.keys[row.keys[0] ?? 0] ?? [] : productsOf(step, row.keys[0] ?? 0)) : null));
  const parts = rows.map((row) => (row.kind === "masked" ? null : summed(step.weighted_values, row.keys)));
  const scales = {
    query: signed(largest([q])),
    strips: signed(largest(strips === "keys" ? step.keys : step.keys.map((_, key) => productsOf(step, key)))),
    values: signed(largest(step.values)),
    parts: signed(largest([...step.weighted_values, output])),
  };
  const scores = weights.map((_, key) => scoreOf(step, key));
  const mostRaw = largest([step.raw_scores]);
  const mostScore = largest([scores.map(({ score }) => score ?? 0)]);
  const shrink = Math.max(0.16, Math.min(1, mostScore / mostRaw));
  const placed = lines(columnsOf(step, lang, strips), { width, label, shrink });
  // One scale for q·k and for the scores: what the scaling does is seen in the length of the bars.
  const bars = placed.flatMap(({ columns }) => columns.filter(({ kind }) => kind === "bar"));
  const lows = { raw: Math.max(0, ...step.raw_scores.map((v) => -v)), score: Math.max(0, ...scores.map(({ score }) => -(score ?? 0))) };
  const highs = { raw: Math.max(0, ...step.raw_scores), score: Math.max(0, ...scores.map(({ score }) => score ?? 0)) };
  const perUnit = Math.min(...bars.map(({ id, width: wide }) => {
    const of = id === "raw" ? "raw" : "score";
    return (wide - DIGITS - 4) / (lows[of] + highs[of] || 1);
  }));

  /** @type {Mark[]} */
  const marks = [];
  /** @type {Region[]} */
  const regions = [];
  /** @type {Region[]} */
  const bands = [];
  const rowAxis = /** @type {const} */ ({ kind: "token", source: keys.source, part: "key", tokens: rows.map((row) => row.keys) });
  const none = /** @type {const} */ ({ kind: "none" });
  /** @param {string} id @param {number} x @param {number} y @param {number} wide @param {number} columns */
  const one = (id, x, y, wide, columns) => regions.push({ id, role: "label", quiet: true, x, y, width: wide, height: ROW, rows: 1, columns, row: none, column: none });

  /** @param {Placed} column @param {number} top */
  function strip({ id, x, width: wide }, top) {
    const count = q.length;
    const taken = id === "values" ? rows.map((row) => (row.kind === "key" ? step.values[row.keys[0] ?? 0] ?? [] : null)) : id === "parts" ? parts : stripRows;
    const values = new Float32Array(rows.length * count).fill(NaN);
    taken.forEach((list, row) => list && values.set(list, row * count));
    const scale = id === "values" ? scales.values : id === "parts" ? scales.parts : scales.strips;
    marks.push(raster({ x, y: top, width: wide, height: rows.length * ROW, columns: count, rows: rows.length, values, scale }));
    const pad = (ROW - STRIP) / 2;
    let gaps = `M${x} ${top + pad / 2}h${wide}`;
    let frames = "";
    rows.forEach((row, i) => {
      gaps += `M${x} ${top + (i + 1) * ROW}h${wide}`;
      if (taken[i]) frames += `M${x} ${top + i * ROW + pad}h${wide}v${STRIP}h${-wide}z`;
    });
    marks.push({ type: "path", d: gaps, fill: "none", stroke: "paper", strokeWidth: ROW - STRIP });
    marks.push({ type: "path", d: frames, fill: "none", stroke: "faint", strokeWidth: 1 });
  }

  /** @param {string} id @param {number} row */
  const valueOf = (id, row) => {
    const { kind, keys: [key = 0] } = /** @type {InspectorRow} */ (rows[row]);
    return kind === "key" ? /** @type {Record<string, any>} */ (scores[key])[id] : null;
  };

  /** @param {Placed} column @param {number} top */
  function digits({ id, kind, x, width: wide }, top) {
    const zero = x + DIGITS + 4 + (id === "raw" ? lows.raw : lows.score) * perUnit;
    rows.forEach((row, i) => {
      const y = top + i * ROW;
      const [key = 0] = row.keys;
      const hidden = row.kind === "masked" || (row.kind === "key" && step.masked[key]);
      if (row.kind !== "key") {
        const said = spread(step, row.keys, id);
        if (kind === "number" || hidden) return;
        marks.push(text(fit(said, wide, SMALL), x, y + 14, { size: SMALL, fill: "soft" }));
        return;
      }
      const value = valueOf(id, i);
      const isScore = id === "score" || (kind === "bar" && id === "scaled");
      const masked = hidden && isScore;
      const said = masked ? "−∞" : value === null ? "" : short(value);
      marks.push(text(said, x + DIGITS - 4, y + 14, { anchor: "end", fill: hidden ? "soft" : "ink" }));
      if (kind !== "bar" || masked || value === null) return;
      const long = Math.max(0.75, Math.abs(value) * perUnit);
      const box = { x: value < 0 ? zero - long : zero, y: y + 5, width: long, height: ROW - 10 };
      marks.push(raster({ ...box, columns: 1, rows: 1, values: [value], scale: signed(mostRaw) }));
      marks.push(rect({ ...box, fill: "none", stroke: hidden ? "faint" : "soft", strokeWidth: 0.75 }));
    });
    if (kind === "bar") marks.push(line(zero, top, zero, top + rows.length * ROW, { stroke: "soft" }));
  }

  /** @param {Placed} column @param {number} top */
  function weightBars({ x, width: wide }, top) {
    const start = x + DIGITS + 4;
    const span = wide - DIGITS - 5;
    rows.forEach((row, i) => {
      const y = top + i * ROW;
      const value = total(row.keys.map((key) => at(weights, key)));
      const hidden = row.kind === "masked" || (row.kind === "key" && step.masked[row.keys[0] ?? 0]);
      marks.push(text(hidden ? "0" : share(value), x + DIGITS - 4, y + 14, { anchor: "end", fill: hidden ? "soft" : "ink", bold: value >= 0.5 }));
      if (hidden) return;
      const box = { x: start, y: y + 5, width: Math.max(0.5, value * span), height: ROW - 10 };
      marks.push(raster({ ...box, columns: 1, rows: 1, values: [value], scale: { map: "attention", kind: "sqrt", domain: [0, 1] } }));
      marks.push(rect({ ...box, fill: "none", stroke: "soft", strokeWidth: 0.75 }));
      if (!own) return;
      const before = start + total(row.keys.map((key) => at(own.weights, key))) * span;
      marks.push(line(before, y + 2, before, y + ROW - 2, { stroke: "ink", strokeWidth: 2 }));
    });
    marks.push(line(start, top, start, top + rows.length * ROW, { stroke: "soft" }));
    marks.push(line(start + span, top, start + span, top + rows.length * ROW, { stroke: "faint", dash: "2 3" }));
  }

  /** @param {Placed} column @param {number} top */
  function sum({ id, x, width: wide }, top) {
    if (id === "weight") {
      marks.push(text(`Σ = ${sumDigits(total(weights))}`, x, top + 15, { bold: true }));
      one("sum", x, top, wide, 1);
    } else if (id === "values") {
      marks.push(text(fit(t(lang, "inspect-output"), wide, 12), x + wide, top + 15, { anchor: "end", bold: true }));
    } else if (id === "parts") {
      const box = { x, y: top + 3, width: wide, height: STRIP };
      marks.push(raster({ ...box, columns: output.length, rows: 1, values: output, scale: scales.parts }));
      marks.push(rect({ ...box, fill: "none", stroke: "ink" }));
      one("output", x, top, wide, output.length);
    }
  }

  let y = 0;
  placed.forEach(({ columns }, index) => {
    const has = (/** @type {string} */ id) => columns.find((column) => column.id === id);
    const top = y + HEAD + (has(strips) ? ROW + 4 : 0);
    const height = rows.length * ROW;
    for (const { title, sub, x, width: wide } of columns) {
      marks.push(text(fit(title, wide + 12, 12), x, y + 12, { bold: true, ...(own && !has(strips) ? {} : {}) }));
      marks.push(text(fit(sub, wide + 12, SMALL), x, y + 27, { size: SMALL, fill: "soft" }));
    }
    const asks = has(strips);
    if (asks) {
      const row = y + HEAD - 2;
      const box = { x: asks.x, y: row + 3, width: asks.width, height: STRIP };
      const name = query ? tokenName(query) : "";
      marks.push(text("q", 0, row + 14, { bold: true, italic: true }));
      marks.push(text(fit(name, label - 14, 12), 14, row + 14, { bold: true, ...(query ? tokenLook(query) : {}) }));
      marks.push(raster({ ...box, columns: q.length, rows: 1, values: q, scale: scales.query }));
      marks.push(rect({ ...box, fill: "none", stroke: "ink" }));
      one("query", asks.x, row, asks.width, q.length);
      marks.push(line(0, top - 2, asks.x + asks.width, top - 2, { stroke: "faint" }));
    } else {
      marks.push(line(0, top - 2, width, top - 2, { stroke: "faint" }));
    }

    rows.forEach((row, i) => {
      const base = top + i * ROW + 14;
      const token = keys.tokens[row.keys[0] ?? 0];
      if (row.kind === "key" && token) {
        const itself = same && row.keys[0] === step.query_token;
        marks.push(tokenLabel(token, 0, base, label, { bold: itself, ...(step.masked[row.keys[0] ?? 0] ? { fill: "soft" } : {}) }));
      } else {
        marks.push(text(fit(restNames[i] ?? "", label + 8, 12), 0, base, { fill: "soft", italic: true }));
      }
    });
    // What is masked is nothing, not a small number.
    let slanted = "";
    rows.forEach((row, i) => {
      const hidden = row.kind === "masked" || (row.kind === "key" && step.masked[row.keys[0] ?? 0]);
      if (!hidden) return;
      for (const { id, x, width: wide, kind } of columns) {
        if (id === "weight" || id === "parts" || id === "score" || (id === "scaled" && kind === "bar")) {
          const from = kind === "strip" ? x : x + DIGITS + 4;
          slanted += hatch(from, top + i * ROW + 3, x + wide - from, STRIP);
        }
      }
    });
    for (const column of columns) {
      if (column.kind === "strip") strip(column, top);
      else if (column.kind === "share") weightBars(column, top);
      else digits(column, top);
      const dims = column.kind === "strip" ? q.length : 1;
      regions.push({ id: column.id, role: "label", quiet: true, x: column.x, y: top, width: column.width, height, rows: rows.length, columns: dims, row: rowAxis, column: none });
    }
    if (slanted) marks.push({ type: "path", d: slanted, fill: "none", stroke: "faint", strokeWidth: 1 });
    bands.push({ id: `line-${index}`, role: "label", x: 0, y: top, width: Math.min(width, (columns.at(-1)?.x ?? 0) + (columns.at(-1)?.width ?? 0)), height, rows: rows.length, columns: 1, row: rowAxis, column: none });
    y = top + height;
    if (has("weight") || has("parts")) {
      marks.push(line(0, y + 1, width, y + 1, { stroke: "soft" }));
      marks.push(text("Σ", 0, y + 17, { bold: true }));
      for (const column of columns) sum(column, y + 2);
      y += ROW + 4;
    }
    y += BETWEEN;
  });

  // Every colour can be read off one of these.
  const named = /** @type {[keyof typeof scales, string][]} */ ([["query", "inspect-ramp-query"], ["strips", `inspect-ramp-${strips}`], ["values", "inspect-ramp-values"], ["parts", "inspect-ramp-parts"]]);
  let [x, top] = [0, y - BETWEEN + 12];
  for (const [scale, words] of named) {
    const most = scales[scale].domain[1];
    const wide = ramp(0, 0, most, t(lang, words)).width;
    if (x > 0 && x + wide > width) [x, top] = [0, top + 18];
    marks.push(...ramp(x, top, most, t(lang, words)).marks);
    x += wide + 22;
  }
  const about = {
    query: query ? tokenName(query) : "", layer: step.layer, head: step.head, count: weights.length, sum: sumDigits(total(weights)),
    apart: checks(step).output.toExponential(1),
  };
  return {
    width, height: top + 18,
    title: t(lang, own ? "inspect-title-unscaled" : "inspect-title", about),
    description: t(lang, "inspect-description", about),
    marks, regions: [...regions, ...bands],
  };
}
