/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "figure-gaps-net": ["{net}, weights sha256 {sha}…", "{net}，权重 sha256 {sha}…"],
  "figure-gaps-nets": ["From the cards of the nets that ship: {nets}", "取自随附网络的卡片：{nets}"],
  "compare-rnn-identity": ["RNN, identity", "RNN（单位阵）"],
  "gaps-intro": [
    "A country is named, filler follows, then the language is asked for: how often a net is right on stories of its own templates, against the length of the filler.",
    "先提到一个国家，中间是填充词，最后要说出语言：在各自模板的故事上，正确率随填充词的长度如何变化。",
  ],
  "gaps-title": ["Accuracy against the filler's length", "正确率与填充词长度"],
  "gaps-description": [
    "Mean over seeds for {cells}, the spread between the seeds shaded.",
    "{cells} 各随机种子的平均值，阴影为种子之间的范围。",
  ],
  "gaps-plot-comparison": [
    "Compared: one recipe, the same data, several seeds",
    "对比：同一配方、同样的数据、多个随机种子",
  ],
  "gaps-plot-en": ["The nets on this page, English", "本页上的网络，英文"],
  "gaps-plot-zh": ["The nets on this page, Chinese", "本页上的网络，中文"],
  "gaps-axis": ["gap: length of the filler in tokens", "间隔：填充词的长度（词元数）"],
  "gaps-axis-words": ["gap: length of the filler in words, commas included", "间隔：填充词的长度（词数，含逗号）"],
  "gaps-chance": ["always the same language: {share}", "总说同一种语言：{share}"],
  "gaps-distance": [
    "The gap is the filler alone. In the stories of the nets on this page, {en} tokens more (English) and {zh} more (Chinese) lie between the country and the language: the rest of their clauses.",
    "间隔只算填充词。在本页网络的故事中，国家与语言之间还多出 {en} 个（英文）和 {zh} 个（中文）词元：它们所在分句的其余部分。",
  ],
  "gaps-chance-note": [
    "Dotted: what always naming the language that most stories ask for would reach. {values}.",
    "点线：总说故事中最常问到的那种语言所能达到的正确率。{values}。",
  ],
  "gaps-chance-of": ["{plot}: {share}", "{plot}：{share}"],
  "gaps-trained": ["trained on gaps {from}–{to}", "训练间隔 {from}–{to}"],
  "gaps-say": ["gap {gap}: {list}", "间隔 {gap}：{list}"],
  "gaps-say-one": ["{cell} {value}", "{cell} {value}"],
  "gaps-say-spread": [
    "{cell} {value} ({low}–{high} over {count} seeds)",
    "{cell} {value}（{count} 个种子 {low}–{high}）",
  ],
  "gaps-summary": [
    "At a gap of {gap}, LSTM minus RNN is {mean} on average over seeds {seeds} ({each}).",
    "间隔为 {gap} 时，LSTM 减 RNN 在种子 {seeds} 上平均为 {mean}（{each}）。",
  ],
  "gaps-recipe": [
    "LSTM, GRU and RNN saw the same data by the same recipe; parameters: {parameters}. Grey: from the worst seed to the best; thin lines: each seed.",
    "LSTM、GRU 与 RNN 使用同样的数据和同样的配方；参数量：{parameters}。灰色：从最差到最好的种子；细线：每个种子。",
  ],
  "gaps-not-cannot": [
    "This is what came of one recipe, not what a cell can or cannot do: initialised or trained otherwise, an RNN can be right across long gaps: see the line that begins from the identity.",
    "这是一种配方的结果，并不说明某种单元能或不能做什么：换一种初始化或训练方式，RNN 在很长的间隔下也能答对：见从单位矩阵开始的那条线。",
  ],
  "gaps-shipped": [
    "The nets on this page were each trained by their own recipe and with one seed, and are tried on stories of the templates that they were trained on, with filler they never saw: not a comparison of cells, and no measure of how they do elsewhere.",
    "本页上的网络各按自己的配方训练，只有一个种子；测试用的故事与训练用的出自同样的模板，填充词则从未见过：这不是单元之间的比较，也说明不了它们在别处的表现。",
  ],
  "gaps-table-gap": ["gap", "间隔"],
  "gaps-table-seed": ["{cell}, seed {seed}", "{cell}，种子 {seed}"],
  "gaps-table-mean": ["{cell}, mean", "{cell}，平均"],
  "lab-gaps": ["Accuracy by gap", "间隔与正确率"],
  "title-gaps": ["Accuracy against gap", "正确率与间隔"],
};
