/** The views of the attention panel: one line each. What is not here is not offered. */
import { create as change } from "./change.js";
import { create as compare } from "./compare.js";
import { create as contributions } from "./contributions.js";
import { create as find } from "./find.js";
import { create as heads } from "./heads.js";
import { create as heatmap } from "./heatmap.js";
import { create as lens } from "./lens.js";

/** @type {import("../../types.js").AttnEntry[]} */
export const ATTN = [
  { id: "heads", create: heads },
  { id: "heatmap", create: heatmap },
  { id: "find", create: find },
  { id: "contributions", create: contributions },
  { id: "lens", create: lens },
  { id: "change", create: change },
  { id: "compare", create: compare },
];
