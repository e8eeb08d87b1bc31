/** How each view is drawn where there is no page: one line each. */
import { figure as cells } from "./cells/pictures.ts";
import { figure as gates } from "./gates/pictures.ts";
import { figure as arcs } from "./arcs/pictures.ts";
import { figure as heads } from "./heads/pictures.ts";
import { figure as heatmap } from "./heatmap/pictures.ts";
import { figure as change } from "./change/pictures.ts";
import { figure as compare } from "./compare/pictures.ts";
import { figure as contributions } from "./contributions/pictures.ts";
import { figure as find } from "./find/pictures.ts";
import { figure as lens } from "./lens/pictures.ts";
import { figure as steps } from "./steps/pictures.ts";
import { figure as order } from "./order/pictures.ts";
import { figure as step } from "./step/pictures.ts";
import { figure as unit } from "./unit/pictures.ts";
import { figure as strip } from "./strip/pictures.ts";
import { figure as shares } from "./shares/pictures.ts";
import { figure as reach } from "./reach/pictures.ts";
import { figure as rollout } from "./rollout/pictures.ts";
import { figure as table } from "./table/pictures.ts";
import { figure as tokens } from "./tokens/pictures.ts";
import { figure as gaps } from "./gaps/pictures.ts";
import { figure as cost } from "./cost/pictures.ts";
import { figure as context } from "./context/pictures.ts";
import type { FigureEntry } from "../panel/types.ts";

export const FIGURES: FigureEntry[] = [
  strip,
  heads,
  heatmap,
  arcs,
  tokens,
  rollout,
  table,
  gates,
  unit,
  step,
  cells,
  order,
  steps,
  find,
  contributions,
  change,
  compare,
  lens,
  shares,
  reach,
  gaps,
  cost,
  context,
];
