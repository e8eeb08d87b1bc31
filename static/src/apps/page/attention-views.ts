/** The views of the attention panel: one line each. What is not here is not offered. A view's code comes when it is first shown. */
import type { AttnEntry } from "../../panel/types.ts";

export const ATTN: AttnEntry[] = [
  { id: "heads", load: async () => (await import("../../views/heads/page.ts")).create },
  { id: "heatmap", load: async () => (await import("../../views/heatmap/page.ts")).create },
  { id: "table", load: async () => (await import("../../views/table/page.ts")).create },
  { id: "arcs", load: async () => (await import("../../views/arcs/page.ts")).create },
  { id: "tokens", load: async () => (await import("../../views/tokens/page.ts")).create },
  { id: "rollout", load: async () => (await import("../../views/rollout/page.ts")).create },
  { id: "find", load: async () => (await import("../../views/find/page.ts")).create },
  { id: "contributions", load: async () => (await import("../../views/contributions/page.ts")).create },
  { id: "lens", load: async () => (await import("../../views/lens/page.ts")).create },
  { id: "change", load: async () => (await import("../../views/change/page.ts")).create },
  { id: "compare", load: async () => (await import("../../views/compare/page.ts")).create },
  { id: "steps", load: async () => (await import("../../views/steps/page.ts")).create },
];
