/** D3, the modules of it that draw here, imported once. Every module takes what it needs from here. */
// Each adds to globalThis.d3 and reads there what it stands on: the order matters.
import "../vendor/d3-array.min.js";
import "../vendor/d3-color.min.js";
import "../vendor/d3-format.min.js";
import "../vendor/d3-interpolate.min.js";
import "../vendor/d3-time.min.js";
import "../vendor/d3-time-format.min.js";
import "../vendor/d3-scale.min.js";
import "../vendor/d3-scale-chromatic.min.js";

const d3 = /** @type {any} */ (globalThis).d3;

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
} = d3;
