/** Words of attention views that stand in figures alone: what the page shows by scrolling. */

/** @type {Record<string, [en: string, zh: string]>} */
export const ATTN_FIGURE_WORDS = {
  "weights-title": ["The largest {what} of {heads}, {model}", "{model} {heads}中最大的{what}"],
  "weights-description": ["{shown} rows, the largest first; {all} in all{aside}.", "{shown} 行,由大到小;共 {all} 个{aside}。"],
  "weights-what-attention": ["attention weights", "注意力权重"],
  "weights-what-value": ["norms of weight × projected value", "“权重 × 投影后的值”的范数"],
  "weights-some": ["The {shown} largest of {all} {what}{aside}", "{all} 个{what}中最大的 {shown} 个{aside}"],
  "weights-some-drawn": ["The {shown} largest of the {count} {what} that are drawn, of {all}{aside}", "所画的 {count} 个{what}中最大的 {shown} 个(共 {all} 个){aside}"],
  "weights-all": ["All {all} {what}, the largest first{aside}", "全部 {all} 个{what},由大到小{aside}"],
  "weights-all-drawn": ["All {count} {what} that are drawn, of {all}, the largest first{aside}", "所画的全部 {count} 个{what}(共 {all} 个),由大到小{aside}"],
  "weights-place": ["place of the {side}", "{side}的位置"],
};
