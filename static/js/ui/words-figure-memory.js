/** Words of figures of what is remembered, of costs, and of several panels together. */

/** @type {Record<string, [en: string, zh: string]>} */
export const FIGURE_MEMORY_WORDS = {
  "figure-panel": ["{panel}: {view}", "{panel}:{view}"],
  "figure-drawn": ["Drawn by Heads & Gates {version}.", "由 Heads & Gates {version} 绘制。"],
  "figure-strip-row": ["{model} reads {count} tokens.", "{model} 读作 {count} 个词元。"],
  "figure-table-model": ["model", "模型"],
};
