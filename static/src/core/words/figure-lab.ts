/** Words of figures of the memory views: what on the page is said by lists and controls beside the pictures. */

export const FIGURE_LAB_WORDS: Record<string, [en: string, zh: string]> = {
  "figure-expects": ["After “{token}” it expects", "在“{token}”之后它预期"],
  "figure-expected-of": ["What the {cell} expects next", "{cell} 预期的下一个词元"],
  "figure-order-empty": [
    "Word order is compared between two sentences: give the second one as text_b.",
    "词序比较需要两个句子：请用 text_b 给出第二个句子。",
  ],
  "figure-step": ["{place}: {move}", "{place}：{move}"],
  "figure-terms": [
    "{inputs} + {units} terms: x is the token, h the state before. Listed are the {few} largest.",
    "{inputs} + {units} 项：x 是词元，h 是之前的状态。列出最大的 {few} 项。",
  ],
  "figure-rank": ["rank", "名次"],
  "figure-expected": ["expected", "预期"],
  "figure-probability": ["probability", "概率"],
};
