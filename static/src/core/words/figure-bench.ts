/** Words of the attention workbench's pictures where they also stand outside of the page. English and Chinese. */

export const FIGURE_BENCH_WORDS: Record<string, [en: string, zh: string]> = {
  "find-legend-link": [
    "Bar from 0 to 1, upright line: chance level. Frame in the picture: the link.",
    "横条从 0 到 1，竖线：随机水平。图中方框：所问的连接。",
  ],
  "find-legend": ["Bar from 0 to 1, upright line: chance level.", "横条从 0 到 1，竖线：随机水平。"],
  "find-legend-even": [
    "Bar from 0 to 1, upright line: evenly spread attention.",
    "横条从 0 到 1，竖线：均匀分配的注意力。",
  ],
  "find-click": ["Click a head to see it in full.", "点一个头可看全图。"],
  "find-unasked": [
    "Nothing is asked yet: a link has a token that looks and a token that is looked at; a habit has a name.",
    "还没有提出问题：一个连接需要看的词元和被看的词元，一种习惯需要名称。",
  ],
  "find-missing-still": ["This sentence has no such tokens.", "这个句子里没有这些词元。"],
  "change-board-heading": ["How much each head's weights changed", "每个头的权重变化了多少"],
  "lens-table-share": ["probability", "概率"],
  "versus-no-second": ["There is no second sentence to compare with.", "没有可对比的第二个句子。"],
  "versus-sentence-is": ["{letter}: “{text}”", "{letter}：“{text}”"],
};
