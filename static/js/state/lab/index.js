/** What the laboratory's views ask for: one line a source. */
import { source as card } from "./card.js";
import { source as cells } from "./cells.js";
import { source as gaps } from "./gaps.js";
import { source as cost } from "./cost.js";
import { source as order } from "./order.js";
import { source as reach, swaps } from "./reach.js";
import { beside, source as shares } from "./shares.js";
import { source as step } from "./step.js";

/** @type {import("../../types.js").LabSource[]} */
export const SOURCES = [
  card,
  shares, beside,
  reach, swaps,
  cells,
  gaps,
  cost,
  order,
  step,
];
