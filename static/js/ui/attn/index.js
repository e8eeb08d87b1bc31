/** The views of the attention panel: one line each. What is not here is not offered. */
import { create as arcs } from "./arcs.js";
import { create as change } from "./change.js";
import { create as compare } from "./compare.js";
import { create as contributions } from "./contributions.js";
import { create as find } from "./find.js";
import { create as heads } from "./heads.js";
import { create as heatmap } from "./heatmap.js";
import { create as table } from "./table.js";
import { create as lens } from "./lens.js";
import { create as rollout } from "./rollout.js";
import { create as tokens } from "./tokens.js";
import { create as steps } from "./steps.js";

/** @type {import("../../types.js").AttnEntry[]} */
export const ATTN = [
  { id: "heads", create: heads },
  { id: "heatmap", create: heatmap },
  { id: "table", create: table },
  { id: "arcs", create: arcs },
  { id: "tokens", create: tokens },
  { id: "rollout", create: rollout },
  { id: "find", create: find },
  { id: "contributions", create: contributions },
  { id: "lens", create: lens },
  { id: "change", create: change },
  { id: "compare", create: compare },
  { id: "steps", create: steps },
];
