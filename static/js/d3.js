/** D3, imported once. Every module takes what it needs from here. */
import "../vendor/d3.min.js";

const d3 = /** @type {any} */ (globalThis).d3;

/** @type {string} */
export const version = d3.version;

export const {
  scaleLinear,
  scaleSqrt,
  scaleLog,
  piecewise,
  interpolateLab,
  interpolatePuOr,
  interpolateViridis,
  interpolateCividis,
  quantize,
  rgb,
  format,
  max,
  path,
} = d3;
