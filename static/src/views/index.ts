/** Every view, in the order of the tabs: one line each. */
import { heads } from "./heads/index.ts";
import { heatmap } from "./heatmap/index.ts";
import { arcs } from "./arcs/index.ts";
import { tokens } from "./tokens/index.ts";
import { rollout } from "./rollout/index.ts";
import { steps } from "./steps/index.ts";
import { find } from "./find/index.ts";
import { contributions } from "./contributions/index.ts";
import { change } from "./change/index.ts";
import { lens } from "./lens/index.ts";
import { compare } from "./compare/index.ts";
import { table } from "./table/index.ts";
import { gates } from "./gates/index.ts";
import { unit } from "./unit/index.ts";
import { step } from "./step/index.ts";
import { cells } from "./cells/index.ts";
import { shares } from "./shares/index.ts";
import { reach } from "./reach/index.ts";
import { gaps } from "./gaps/index.ts";
import { cost } from "./cost/index.ts";
import { order } from "./order/index.ts";
import { context } from "./context/index.ts";
import type { View } from "../state/view.ts";

export const VIEWS: readonly View[] = [
  heads,
  heatmap,
  arcs,
  tokens,
  rollout,
  steps,
  find,
  contributions,
  change,
  lens,
  compare,
  table,
  gates,
  unit,
  step,
  cells,
  shares,
  reach,
  gaps,
  cost,
  order,
  context,
];
