/** The views of the attention panel: one line each. What is not here is not offered. A view's code comes when it is first shown. */

/** @type {import("../../types.js").AttnEntry[]} */
export const ATTN = [
  { id: "heads", load: async () => (await import("./heads.js")).create },
  { id: "heatmap", load: async () => (await import("./heatmap.js")).create },
  { id: "table", load: async () => (await import("./table.js")).create },
  { id: "arcs", load: async () => (await import("./arcs.js")).create },
  { id: "tokens", load: async () => (await import("./tokens.js")).create },
  { id: "rollout", load: async () => (await import("./rollout.js")).create },
  { id: "find", load: async () => (await import("./find.js")).create },
  { id: "contributions", load: async () => (await import("./contributions.js")).create },
  { id: "lens", load: async () => (await import("./lens.js")).create },
  { id: "change", load: async () => (await import("./change.js")).create },
  { id: "compare", load: async () => (await import("./compare.js")).create },
  { id: "steps", load: async () => (await import("./steps.js")).create },
];
