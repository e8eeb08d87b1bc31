/** The views of the memory panel: one line each. What is not here is not offered. */
import { create as gates } from "./gates.js";

/** @type {import("../../types.js").LabEntry[]} */
export const LAB = [
  { id: "gates", create: gates },
];
