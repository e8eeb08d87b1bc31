/** Words of figures of what is remembered, of costs, and of several panels together. */

/** @type {Record<string, [en: string, zh: string]>} */
export const FIGURE_MEMORY_WORDS = {
  "figure-panel": ["{panel}: {view}", "{panel}:{view}"],
  "figure-drawn": ["Drawn by Heads & Gates {version}.", "由 Heads & Gates {version} 绘制。"],
  "figure-strip-row": ["{model} reads {count} tokens.", "{model} 读作 {count} 个词元。"],
  "figure-table-model": ["model", "模型"],
  "figure-shares-above": [
    "Both pictures have the same rows and columns. Above, what one head of the Transformer looks at, at one go; below, what the {cell} has left of each word when it gets there.",
    "两幅图的行与列相同。上面是 Transformer 的一个头一次性看向哪里;下面是 {cell} 读到这里时,每个词还剩下多少。",
  ],
};
