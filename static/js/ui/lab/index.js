/** The views of the memory panel: one line each. What is not here is not offered. */
import { create as gates } from "./gates.js";
import { create as unit } from "./unit.js";
import { create as cells } from "./cells.js";
import { create as gaps } from "./gaps.js";
import { create as cost } from "./cost.js";
import { create as order } from "./order.js";
import { create as reach } from "./reach.js";
import { create as shares } from "./shares.js";
import { create as step } from "./step.js";

/** @type {import("../../types.js").LabEntry[]} */
export const LAB = [
  { id: "gates", create: gates },
  { id: "unit", create: unit },
  { id: "step", create: step },
  { id: "cells", create: cells },
  { id: "gaps", create: gaps },
  { id: "cost", create: cost },
  { id: "order", create: order },
  { id: "shares", create: shares },
  { id: "reach", create: reach },
];
