/** The views of the memory panel: one line each. What is not here is not offered. A view's code comes when it is first shown. */

/** @type {import("../../types.js").LabEntry[]} */
export const LAB = [
  { id: "gates", load: async () => (await import("./gates.js")).create },
  { id: "unit", load: async () => (await import("./unit.js")).create },
  { id: "step", load: async () => (await import("./step.js")).create },
  { id: "cells", load: async () => (await import("./cells.js")).create },
  { id: "gaps", load: async () => (await import("./gaps.js")).create },
  { id: "cost", load: async () => (await import("./cost.js")).create },
  { id: "order", load: async () => (await import("./order.js")).create },
  { id: "shares", load: async () => (await import("./shares.js")).create },
  { id: "reach", load: async () => (await import("./reach.js")).create },
];
