/** The recurrent net: units (rows, the strongest carrier first) over tokens (columns), a band for each gate and state. */
import { line, raster, rect, text } from "../scene/marks.js";
import { fit, script, textWidth, visible } from "../scene/text.js";
import { t } from "../ui/i18n.js";
import { columnLabels, drawColumnLabels, legend, shortNumber, tokenText } from "./labels.js";

/** @typedef {import("../types.js").GatesData} GatesData */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {import("../types.js").ColourScale} ColourScale */
/** @typedef {import("../types.js").Lang} Lang */
/** @typedef {{width: number, lang?: Lang, maxColumn?: number}} Options */

/** In the order of one step: write, keep, what to write, report, and what comes of it. */
export const BANDS = ["gates.input", "gates.forget", "gates.candidate", "gates.output", "states.cell", "states.hidden"];
/** The letters of the equations. */
export const SYMBOLS = /** @type {Record<string, string>} */ ({
  "gates.input": "i", "gates.forget": "f", "gates.candidate": "g", "gates.output": "o", "states.cell": "c", "states.hidden": "h",
});

/**
 * The scale of a band: gates run from 0 to 1, what tanh made from −1 to 1, the cell as far as it goes, evenly about 0.
 * @param {string} name @param {ArrayLike<number>} values @returns {ColourScale}
 */
export function bandScale(name, values) {
  if (name === "gates.candidate" || name === "states.hidden") return { map: "signed", kind: "linear", domain: [-1, 1] };
  if (name !== "states.cell") return { map: "gate", kind: "linear", domain: [0, 1] };
  let most = 1;
  for (let i = 0; i < values.length; i += 1) most = Math.max(most, Math.abs(/** @type {number} */ (values[i])));
  return { map: "signed", kind: "linear", domain: [-most, most] };
}

/**
 * A band's values as rows of units in carrier order.
 * @param {ArrayLike<number>} values [token * unit] @param {number} tokens @param {readonly number[]} order
 */
export function unitRows(values, tokens, order) {
  const units = order.length;
  const out = new Float32Array(values.length);
  order.forEach((unit, row) => {
    for (let token = 0; token < tokens; token += 1) {
      out[row * tokens + token] = /** @type {number} */ (values[token * units + unit]);
    }
  });
  return out; // [unit * token]
}

/** The mean over units, a number a token. @param {ArrayLike<number>} values @param {number} tokens @param {number} units */
export function means(values, tokens, units) {
  return Float32Array.from({ length: tokens }, (_, token) => {
    let sum = 0;
    for (let unit = 0; unit < units; unit += 1) sum += /** @type {number} */ (values[token * units + unit]);
    return sum / units;
  });
}

/**
 * The likeliest next tokens under each token: words where there is room, the first alone and upright where not.
 * @param {NonNullable<GatesData["predictions"]>} predictions @param {{x: number, y: number, step: number, lang: Lang}} place
 * @returns {{marks: Mark[], height: number}}
 */
function nextTokens(predictions, { x, y, step, lang }) {
  if (step < 12) return { marks: [], height: 0 };
  const level = step >= 34;
  const rows = level ? 3 : 1;
  /** @type {Mark[]} */
  const marks = [text(t(lang, "predicts"), x - 8, y + 11, { size: 10, fill: "soft", anchor: "end" })];
  const height = level ? rows * 16 + 6 : 62;
  predictions.forEach((list, token) => {
    list.slice(0, rows).forEach(({ text: words, probability }, rank) => {
      const fill = rank === 0 ? /** @type {const} */ ("ink") : /** @type {const} */ ("soft");
      const shown = visible(words);
      const from = x + token * step + 2;
      if (level) {
        const line0 = y + 11 + rank * 16;
        marks.push(text(fit(shown, step - 3, 10.5), from, line0, { size: 10.5, fill, ...script(words) }));
        marks.push(rect({ x: from, y: line0 + 2, width: Math.max(0.5, (step - 6) * probability), height: 2, fill: "soft" }));
      } else {
        marks.push(text(fit(shown, 56, 10.5), from + step / 2 + 1, y + 58, { size: 10.5, fill, rotate: -90, ...script(words) }));
      }
    });
  });
  return { marks, height };
}

/**
 * @param {GatesData} data
 * @param {Options} options
 * @returns {Scene}
 */
export function gates(data, { width, lang = "en", maxColumn = 54 }) {
  const { tokens, order, units, arrays, predictions, model, cell, checkpoint } = data;
  const count = tokens.length;
  const first = t(lang, "unit-n", { unit: order[0] ?? 0 });
  const left = Math.ceil(Math.max(textWidth(t(lang, "predicts"), 10), textWidth(first, 10), textWidth(t(lang, "mean"), 10))) + 12;
  const room = (/** @type {number} */ margin) => Math.max(3, Math.min(maxColumn, Math.floor((width - left - margin) / count)));
  let step = room(2);
  let set = columnLabels(tokens, step);
  if (set.overhang) {
    step = room(Math.max(2, set.overhang - step / 2));
    set = columnLabels(tokens, step);
  }
  const across = step * count;
  const unit = Math.max(1, Math.min(14, Math.round(128 / units)));
  const axis = /** @type {const} */ ({ kind: "token", source: "gates" });
  const none = /** @type {const} */ ({ kind: "none" });

  const marks = drawColumnLabels(tokens, set, { x: left, y: set.height, step });
  /** @type {Region[]} */
  const regions = [
    { id: "tokens", role: "label", x: left, y: 0, width: across, height: set.height - 2, rows: 1, columns: count, row: none, column: axis, shear: set.shear, ...(set.every > 1 ? { tags: tokens.map(tokenText) } : {}) },
  ];
  let y = set.height + 4;
  if (predictions) {
    const next = nextTokens(predictions, { x: left, y, step, lang });
    marks.push(...next.marks);
    if (next.height) {
      regions.push({ id: "predictions", role: "label", x: left, y, width: across, height: next.height, rows: 1, columns: count, row: none, column: axis, quiet: true });
    }
    y += next.height;
  }
  const ramp = 84;
  for (const name of BANDS) {
    const values = arrays[name];
    if (!values) continue;
    const scale = bandScale(name, values);
    const [low, high] = scale.domain;
    y += 20;
    const heading = `${t(lang, name)} ${SYMBOLS[name]}`;
    const legendX = Math.max(left + across, Math.min(width, left + 560)) - ramp - 14;
    marks.push(text(heading, left, y, { size: 12, bold: true }));
    const used = left + textWidth(heading, 12, true) + 8;
    marks.push(text(fit(t(lang, `${name}-says`), legendX - used - 16, 11), used, y, { size: 11, fill: "soft" }));
    const ticks = low < 0 ? [low, 0, high] : [0, 0.5, 1];
    marks.push(...legend(scale, { x: legendX, y: y - 14, width: ramp, ticks, format: shortValue }));
    y += 12;
    const mean = means(values, count, units);
    marks.push(text(t(lang, "mean"), left - 8, y + 8, { size: 10, fill: "soft", anchor: "end" }));
    marks.push(raster({ x: left, y, width: across, height: 9, columns: count, rows: 1, values: mean, scale }));
    regions.push({ id: `mean-${name}`, role: "cells", x: left, y, width: across, height: 9, rows: 1, columns: count, row: none, column: axis, array: name });
    y += 12;
    const high0 = unit * units;
    const last = t(lang, "unit-n", { unit: order[units - 1] ?? 0 });
    marks.push(text(first, left - 8, y + 9, { size: 10, fill: "soft", anchor: "end" }));
    if (high0 > 24) marks.push(text(last, left - 8, y + high0 - 1, { size: 10, fill: "soft", anchor: "end" }));
    marks.push(raster({ x: left, y, width: across, height: high0, columns: count, rows: units, values: unitRows(values, count, order), scale }));
    for (let token = 1; token < count && step >= 12; token += 1) {
      marks.push(line(left + token * step, y - 12, left + token * step, y + high0, { stroke: "paper" }));
    }
    marks.push(rect({ x: left - 0.5, y: y - 12.5, width: across + 1, height: high0 + 13, fill: "none", stroke: "faint" }));
    marks.push(line(left, y - 1.5, left + across, y - 1.5, { stroke: "faint" }));
    regions.push({ id: name, role: "cells", x: left, y, width: across, height: high0, rows: units, columns: count, row: { kind: "unit" }, column: axis, array: name });
    y += high0 + 8;
  }
  return {
    width: Math.max(left + across + Math.max(2, set.overhang - step / 2), Math.min(width, left + 560)),
    height: y,
    title: t(lang, "gates-title", { cell: cell.toUpperCase(), model: model.id }),
    description: t(lang, "gates-description", { units, count, checkpoint: t(lang, checkpoint) }),
    marks,
    regions,
  };
}

/** @param {number} value */
function shortValue(value) {
  return shortNumber(Math.round(value * 10) / 10);
}
