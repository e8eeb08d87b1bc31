/** How each view is drawn where there is no page: one line each. */
import { figure as cells } from "./cells.js";
import { figure as gates } from "./gates.js";
import { figure as arcs } from "./arcs.js";
import { figure as heads } from "./heads.js";
import { figure as heatmap } from "./heatmap.js";
import { figure as change } from "./change.js";
import { figure as compare } from "./compare.js";
import { figure as contributions } from "./contributions.js";
import { figure as find } from "./find.js";
import { figure as lens } from "./lens.js";
import { figure as steps } from "./steps.js";
import { figure as order } from "./order.js";
import { figure as step } from "./step.js";
import { figure as unit } from "./unit.js";
import { figure as strip } from "./strip.js";
import { figure as shares } from "./shares.js";
import { figure as reach } from "./reach.js";
import { figure as rollout } from "./rollout.js";
import { figure as table } from "./table.js";
import { figure as tokens } from "./tokens.js";
import { figure as gaps } from "./gaps.js";
import { figure as cost } from "./cost.js";
import { figure as context } from "./context.js";

/** @type {import("../types.js").FigureEntry[]} */
export const FIGURES = [
  strip,
  heads, heatmap, arcs, tokens, rollout, table,
  gates, unit, step, cells, order,
  steps, find, contributions, change, compare, lens,
  shares, reach, gaps, cost,
  context,
];
