/** How each view is drawn where there is no page: one line each. */
import { figure as heatmap } from "./heatmap.js";

/** @type {import("../types.js").FigureEntry[]} */
export const FIGURES = [
  heatmap,
];
