/** D3, the modules of it that draw here. Every module takes what it needs from here. */
export { max } from "d3-array";
export { rgb } from "d3-color";
export { format } from "d3-format";
export { interpolateLab, piecewise, quantize } from "d3-interpolate";
export { scaleLinear, scaleLog, scaleSqrt } from "d3-scale";
export { interpolateCividis, interpolatePuOr, interpolateViridis } from "d3-scale-chromatic";
