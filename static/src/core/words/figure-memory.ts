/** Words of figures of what is remembered, of costs, and of several panels together. */

export const FIGURE_MEMORY_WORDS: Record<string, [en: string, zh: string]> = {
  "figure-panel": ["{panel}: {view}", "{panel}：{view}"],
  "figure-drawn": ["Drawn by Heads & Gates {version}.", "由 Heads & Gates {version} 绘制。"],
  "figure-strip-row": ["{model} reads {count} tokens.", "{model} 读作 {count} 个词元。"],
  "figure-table-model": ["model", "模型"],
  "figure-shares-above": [
    "Both pictures have the same rows and columns. Above, what one head of the Transformer looks at, at one go; below, what the {cell} has left of each word when it gets there.",
    "两幅图的行与列相同。上面是 Transformer 的一个头一次性看向哪里；下面是 {cell} 读到这里时，每个词还剩下多少。",
  ],
  "figure-reach-at": ["T, the state that is looked at, is “{token}”.", "所考察的状态 T 是“{token}”。"],
  "figure-reach-table": ["A straight line through each curve", "过每条曲线的直线"],
  "figure-swap": ["Swap the word: “{token}” becomes {piece}", "换一个词：“{token}”换成{piece}"],
  "figure-swap-title": [
    "What each net expects after “{last}” where “{token}” becomes {piece}",
    "把“{token}”换成{piece}后，各网络预期“{last}”之后是什么",
  ],
  "figure-swap-description": [
    "For each cell the five likeliest next tokens before and after, and how far the prediction moves.",
    "每种单元换词前后最可能的五个下一个词元，以及预测移动多远。",
  ],
  "figure-rank": ["rank", "名次"],
  "figure-probability": ["probability", "概率"],
  "figure-moved": ["total variation", "总变差"],
  "figure-context-intro": [
    "{model} gives a word a vector that depends on its company. The cosine says how alike the word's two vectors are, layer by layer.",
    "{model} 给一个词的向量取决于它的上下文。余弦值说明这个词的两个向量在每一层有多像。",
  ],
  "figure-context-empty": [
    "There is no second sentence to compare with: text_b is empty.",
    "没有可比较的第二个句子：text_b 为空。",
  ],
  "figure-gaps-net": ["{net}, weights sha256 {sha}…", "{net}，权重 sha256 {sha}…"],
  "figure-gaps-nets": ["From the cards of the nets that ship: {nets}", "取自随附网络的卡片：{nets}"],
  "figure-cost-when": ["Measured on {when} UTC.", "测于 {when}（UTC）。"],
};
