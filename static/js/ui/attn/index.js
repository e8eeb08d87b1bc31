/** The views of the attention panel: one line each. What is not here is not offered. */
import { create as heads } from "./heads.js";
import { create as heatmap } from "./heatmap.js";

/** @type {import("../../types.js").AttnEntry[]} */
export const ATTN = [
  { id: "heads", create: heads },
  { id: "heatmap", create: heatmap },
];
