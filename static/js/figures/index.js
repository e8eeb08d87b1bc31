/** How each view is drawn where there is no page: one line each. */
import { figure as gates } from "./gates.js";
import { figure as heatmap } from "./heatmap.js";
import { figure as unit } from "./unit.js";

/** @type {import("../types.js").FigureEntry[]} */
export const FIGURES = [
  heatmap,
  gates, unit,
];
