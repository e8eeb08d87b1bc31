/** The views of the memory panel: one line each. What is not here is not offered. A view's code comes when it is first shown. */
import type { LabEntry } from "../../panel/types.ts";

export const LAB: LabEntry[] = [
  { id: "gates", load: async () => (await import("../../views/gates/page.ts")).create },
  { id: "unit", load: async () => (await import("../../views/unit/page.ts")).create },
  { id: "step", load: async () => (await import("../../views/step/page.ts")).create },
  { id: "cells", load: async () => (await import("../../views/cells/page.ts")).create },
  { id: "gaps", load: async () => (await import("../../views/gaps/page.ts")).create },
  { id: "cost", load: async () => (await import("../../views/cost/page.ts")).create },
  { id: "order", load: async () => (await import("../../views/order/page.ts")).create },
  { id: "shares", load: async () => (await import("../../views/shares/page.ts")).create },
  { id: "reach", load: async () => (await import("../../views/reach/page.ts")).create },
];
