/** All heads: one small picture a head, a row a layer. */
import { scaleBand } from "../d3.js";
import { raster, rect, text } from "../scene/marks.js";
import { t } from "../ui/i18n.js";
import { ATTENTION_TICKS, attentionScale } from "./heatmap.js";
import { legend } from "./labels.js";
import { unknownTicks } from "./unknown.js";

/** @typedef {import("../types.js").AttentionData} AttentionData */
/** @typedef {import("../types.js").Scene} Scene */
/** @typedef {import("../types.js").Mark} Mark */
/** @typedef {import("../types.js").Region} Region */
/** @typedef {{width: number, lang?: import("../types.js").Lang, scale?: "sqrt" | "linear", layer?: number, head?: number, most?: number}} Options */

/** Codes on the square-root scale as weights. @type {Float32Array} */
export const DECODED = Float32Array.from({ length: 256 }, (_, code) => (code / 255) ** 2);

/**
 * The weights of one thumbnail: a cell is a weight, or the largest weight of a block of tokens.
 * @param {import("../types.js").Thumbnails} thumbnails @param {number} layer @param {number} head
 * @returns {Float32Array}
 */
export function thumbnail({ codes, heads, bins }, layer, head) {
  const from = (layer * heads + head) * bins * bins;
  const weights = new Float32Array(bins * bins);
  for (let i = 0; i < weights.length; i += 1) weights[i] = /** @type {number} */ (DECODED[/** @type {number} */ (codes[from + i])]);
  return weights;
}

/** The side of a small picture: whole pixels a cell where that costs little. @param {number} room @param {number} bins */
function pictureSide(room, bins) {
  const whole = Math.floor(room / bins) * bins;
  return whole >= room * 0.8 ? whole : Math.floor(room);
}

/**
 * @param {AttentionData} data
 * @param {Options} options
 * @returns {Scene}
 */
export function grid(data, { width, lang = "en", scale: kind = "sqrt", layer: chosenLayer, head: chosenHead, most = 64 }) {
  const { thumbnails, tokens, model } = data;
  const { layers, heads, bins } = thumbnails;
  const scale = attentionScale(kind);
  const left = 42;
  const top = 30;
  const gap = 5;
  const tallest = Math.max(24, 620 / layers - gap);
  const side = Math.max(12, pictureSide(Math.min(most, tallest, (width - left) / heads - gap), bins));
  const pitch = Math.max(side + gap, Math.min((width - left) / heads, side * 1.25));
  const columns = scaleBand().domain([...Array(heads).keys()]).range([left, left + heads * pitch]);
  const bottom = top + layers * (side + gap + 1);
  const rows = scaleBand().domain([...Array(layers).keys()]).range([top, bottom]);

  /** @type {Mark[]} */
  const marks = [
    text(`${t(lang, "head")} →`, left, 9, { size: 11, fill: "soft" }),
    text(`${t(lang, "layer")} ↓`, 0, top - 6, { size: 11, fill: "soft" }),
  ];
  /** @type {Region[]} */
  const regions = [];
  for (let head = 0; head < heads; head += 1) {
    const bold = head === chosenHead;
    const label = { size: 11, anchor: /** @type {const} */ ("middle"), bold, fill: bold ? /** @type {const} */ ("ink") : /** @type {const} */ ("soft") };
    marks.push(text(String(head), columns(head) + side / 2, top - 6, label));
  }
  for (let layer = 0; layer < layers; layer += 1) {
    const bold = layer === chosenLayer;
    const y = rows(layer);
    marks.push(text(String(layer), left - 9, y + side / 2 + 4, { size: 11, anchor: "end", bold, fill: bold ? "ink" : "soft" }));
    for (let head = 0; head < heads; head += 1) {
      const x = columns(head);
      const values = thumbnail(thumbnails, layer, head);
      marks.push(raster({ x, y, width: side, height: side, columns: bins, rows: bins, values, scale }));
      const chosen = bold && head === chosenHead;
      marks.push(
        chosen
          ? rect({ x: x - 2, y: y - 2, width: side + 4, height: side + 4, fill: "none", stroke: "ink", strokeWidth: 2 })
          : rect({ x: x - 0.5, y: y - 0.5, width: side + 1, height: side + 1, fill: "none", stroke: "faint" }),
      );
      const axis = /** @type {const} */ ({ kind: "token", source: "attention" });
      regions.push({
        id: `head-${layer}-${head}`, role: "cells", x, y, width: side, height: side,
        rows: bins, columns: bins, layer, head,
        row: { ...axis, part: "query", count: tokens.length }, column: { ...axis, part: "key", count: tokens.length },
      });
    }
  }
  // All pictures share their axes, so the outermost carry the marks.
  const outer = regions.map(({ x, y, layer, head }) => ({ x, y, side, rows: head === 0, columns: layer === 0 }));
  marks.push(...unknownTicks(tokens, bins, outer));
  const ramp = Math.min(300, width - left - 8);
  const caption = t(lang, `legend-attention-${kind}`);
  marks.push(...legend(scale, { x: left, y: bottom + 20, width: ramp, ticks: ATTENTION_TICKS[kind], caption }));
  return {
    width: Math.max(left + heads * pitch, left + ramp + 8),
    height: bottom + 46,
    title: t(lang, "grid-title", { model: model.id }),
    description: t(lang, "grid-description", { layers, heads, count: tokens.length, bins }),
    marks,
    regions,
  };
}
