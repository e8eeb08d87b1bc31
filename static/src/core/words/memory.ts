/** What several views of a net's memory say, and the choices over them. */
import type { Words } from "./types.ts";

export const MEMORY_WORDS: Words = {
  memory: ["Memory", "记忆"],
  "lab-views": ["What to show of the net's memory", "展示记忆的哪一面"],

  "text-b-order": ["B: the same words in another order", "B：同样的词，换个顺序"],
  cell: ["Cell", "循环单元"],
  "cell-lstm": ["LSTM", "LSTM"],
  "cell-gru": ["GRU", "GRU"],
  "cell-rnn": ["RNN", "RNN"],
  "cell-counter": ["counter aⁿbⁿ", "计数 aⁿbⁿ"],
  "cell-lstm-long": ["A small LSTM", "一个小型 LSTM"],
  "cell-gru-long": ["A small GRU", "一个小型 GRU"],
  "cell-rnn-long": ["A small plain RNN", "一个小型普通 RNN"],
  "cell-counter-long": ["An LSTM of ten units that counts aⁿbⁿ", "一个只有十个单元、会数 aⁿbⁿ 的 LSTM"],

  "gates.input": ["input gate", "输入门"],
  "gates.input-says": ["how much of the candidate is written (green)", "写入多少候选内容（绿）"],
  "gates.forget": ["forget gate", "遗忘门"],
  "gates.forget-says": ["how much of the old cell is kept (green)", "保留多少旧记忆（绿）"],
  "gates.candidate": ["candidate", "候选"],
  "gates.candidate-says": ["what could be written (purple to orange, 0 in the middle)", "可以写入什么（橙紫，0 居中）"],
  "gates.output": ["output gate", "输出门"],
  "gates.output-says": ["how much of the cell is reported (green)", "汇报多少记忆（绿）"],
  "gates.reset": ["reset gate", "重置门"],
  "gates.reset-says": ["how much of the old state the candidate sees (green)", "候选能看到多少旧状态（绿）"],
  "gates.update": ["update gate", "更新门"],
  "gates.update-says": ["how much of the old state is kept: z keeps (green)", "保留多少旧状态：z 是“保留”（绿）"],
  "states.cell": ["cell state", "细胞状态"],
  "states.cell-says": ["f × old cell + i × candidate (purple to orange)", "f × 旧细胞 + i × 候选（橙紫）"],
  "states.hidden": ["hidden state", "隐状态"],
  "states.hidden-says": ["o × tanh(cell): what predicts (purple to orange)", "o × tanh(细胞)：用于预测（橙紫）"],
  "states.hidden-says-gru": [
    "z × old state + (1 − z) × candidate: what predicts (purple to orange)",
    "z × 旧状态 + (1 − z) × 候选：用于预测（橙紫）",
  ],
  "states.hidden-says-rnn": [
    "tanh of what the input and the old state add up to: what predicts (purple to orange)",
    "输入与旧状态之和的 tanh：用于预测（橙紫）",
  ],

  sort: ["Units by", "单元排序"],
  "sort-carrier": ["carrier", "承载"],
  "sort-carrier-says": [
    "units by carrier rank, as the card defines it; rank 1 first",
    "单元按承载名次（定义见卡片），第 1 名在前",
  ],
  "sort-index": ["index", "编号"],
  "sort-index-says": ["units by index", "单元按编号排列"],
  "sort-saturation": ["saturation", "饱和"],
  "sort-saturation-says": [
    "units by saturation: share of steps with a gate below .1 or above .9, mean over the unit's gates; largest first",
    "单元按饱和度：门低于 .1 或高于 .9 的步所占份额，对该单元各门取平均；大者在前",
  ],
  "sort-half-life": ["half-life", "半衰期"],
  "sort-half-life-says": [
    "units by half-life in tokens, from the geometric mean of the gate that keeps; longest first; ∞: the gate is 1 throughout; < 1: less than half is left after one token",
    "单元按半衰期（词元数，由保留门的几何平均算出）；长者在前；∞：门始终为 1；< 1：一个词元之后剩下的不到一半",
  ],
  "sort-mean": ["mean", "均值"],
  "sort-mean-of": ["units by the mean over the steps of {of}; largest first", "单元按 {of} 在各步的均值；大者在前"],
  "sort-change": ["change", "变化"],
  "sort-change-of": [
    "units by the mean change from step to step of {of}; largest first",
    "单元按 {of} 逐步变化的平均绝对值；大者在前",
  ],
  "sort-of": ["of", "取自"],

  unit: ["Unit", "单元"],
  "carrier-rank": ["carrier rank {rank}", "承载名次 {rank}"],
  "unit-previous": ["Previous unit in this order", "按此顺序的上一个单元"],
  "unit-next": ["Next unit in this order", "按此顺序的下一个单元"],
  "unit-heading": ["Unit {unit} of the {cell}", "{cell} 的单元 {unit}"],
  "unit-title": ["Tracks of unit {unit} of the {cell} {model}", "{cell} {model} 单元 {unit} 的轨迹"],
  threshold: ["On from", "阈值"],
  "threshold-magnitude": ["On from, in magnitude", "阈值（按绝对值）"],
  "on-at": [
    "Unit {unit} is on, with {track} at {threshold} or more, at: {runs}.",
    "单元 {unit} 的 {track} 不小于 {threshold} 处：{runs}。",
  ],
  "on-at-magnitude": [
    "Unit {unit} is on, with {track} at {threshold} or more in magnitude, at: {runs}.",
    "单元 {unit} 的 {track} 绝对值不小于 {threshold} 处：{runs}。",
  ],
  "on-more": ["{count} more runs", "另有 {count} 段"],
  "on-nowhere": ["no step", "无"],
  "on-steps": ["{steps} of {count} steps.", "{count} 步中的 {steps} 步。"],
  "list-comma": [", ", "，"],
  "unit-says": ["On this sentence, after <s>: {gates}. {kept}", "在这个句子上，<s> 之后：{gates}。{kept}"],
  "unit-saturation": [
    "{gate} below 0.1 at {low} of the steps and above 0.9 at {high}",
    "{gate} 低于 0.1 的步占 {low}、高于 0.9 的占 {high}",
  ],
  "unit-half-life": [
    "Half-life, from the geometric mean of the {gate}: {half}.",
    "由 {gate} 的几何平均得出的半衰期：{half}。",
  ],
  "half-life-tokens": ["{tokens} tokens", "{tokens} 个词元"],
  "half-life-short": [
    "below one token, as {share} of what was held is left after one",
    "不到一个词元：一个词元之后只剩 {share}",
  ],
  "half-life-none": [
    "none, as the gate is 1 to the last digit of float32 at every step",
    "没有：门在每一步都是 1（到 float32 的最后一位）",
  ],
  "unit-no-gates": [
    "This cell has no gates, so neither saturation nor a half-life of a keeping gate is defined for it.",
    "这种单元没有门，因此没有饱和度，也没有由“保留”门定义的半衰期。",
  ],

  "gates-intro": [
    "{net} reads the same sentence, one token a step: rows are units, columns steps, both counted from 0.",
    "{net} 逐个词元读同一个句子：行是单元，列是步，都从 0 数起。",
  ],
  "unit-intro": [
    "{net} reads the same sentence, one token a step: here is what one of its units does at each. Units and tokens are counted from 0.",
    "{net} 逐个词元读同一个句子：这里是其中一个单元在每一步做了什么。单元与词元都从 0 数起。",
  ],
  "intro-untrained": [
    "These weights are torch's default initialisation: they were never trained.",
    "这里的权重是 torch 的默认初始化，没有训练过。",
  ],
  "memory-apart": [
    "From “{token}” (token {index}) on, nothing of the {cell} is drawn: there a gate or a state in float32 is more than {tolerance} from the same in float64 (or more than that share of it). This net makes the smallest rounding grow, and numbers from there on would be rounding.",
    "从“{token}”（词元 {index}）起不再绘制 {cell} 的任何内容：那里有门或状态的 float32 值与 float64 值相差超过 {tolerance}（数值大于 1 时按比例）。这个网络把最小的舍入误差不断放大，从那里起的数就只是舍入误差了。",
  ],
  "reading-gates": ["Running the {cell} over the sentence …", "正在用 {cell} 读句子……"],
  "gates-note-initial": [
    "These weights are torch's default initialisation, from the net's own seed: they were never trained.",
    "这里的权重是 torch 的默认初始化，随机种子与该网络相同，没有训练过。",
  ],
  "initial-began": ["Training of the net began from them.", "该网络的训练就是从它们开始的。"],
  "initial-began-not": [
    "Training of the net did not begin from them but from another initialisation, with its own half-lives: the card names it.",
    "该网络的训练并非从它们开始，而是从另一种初始化开始，半衰期也不同：见卡片。",
  ],
  "changed-bias": ["Its forget bias was set to {value}.", "遗忘门偏置已设为 {value}。"],
  "changed-z-bias": [
    "The bias of z, the gate that keeps, was set to {value}.",
    "负责保留的门 z 的偏置已设为 {value}。",
  ],
  "changed-scale": ["Its recurrent matrix was multiplied by {value}.", "循环矩阵已乘以 {value}。"],
  "trained-steps": ["Trained for {steps} steps from seed {seed}.", "从随机种子 {seed} 开始训练了 {steps} 步。"],
  "trained-penalty": [
    "The loss had a penalty, {penalty} times the mean of {what}, which makes writing cost something.",
    "损失中加了一项惩罚（{what} 的均值乘以 {penalty}），使写入有代价。",
  ],
  "trained-half-open": [
    "Another was on half-open gates: {penalty} times the mean of w·(1 − w), where w is {what}.",
    "另有一项针对半开的门：w·(1 − w) 的均值乘以 {penalty}，w 为 {what}。",
  ],
  "trained-noise": [
    "Noise of deviation {deviation} was added to the states that predict the language of a story.",
    "在预测故事语言的状态上加了标准差为 {deviation} 的噪声。",
  ],
  "trained-writes": [
    "Of the values of {what} on this sentence, {low} are below .1, {between} lie between and {high} are above .9.",
    "在这个句子上，{what} 的值有 {low} 低于 .1，{between} 介于其间，{high} 高于 .9。",
  ],
  "trained-writes-card": [
    "On held-out graded sentences {en} (English) and {zh} (Chinese) lie between .1 and .9.",
    "在留出的分级句子上，介于 .1 与 .9 之间的占 {en}（英文）和 {zh}（中文）。",
  ],
  "trained-plain": ["The loss had no penalty on writing.", "损失中没有对写入加惩罚。"],
  "trained-identity": ["Its recurrent matrix began as the identity.", "循环矩阵从单位矩阵开始。"],
  "trained-orthogonal": ["Its recurrent matrices began orthogonal.", "循环矩阵从正交矩阵开始。"],
  "legend-share-projected": [
    "part of a difference of scores without biases: the likeliest piece's minus the mean of its four rivals' (colour: purple to orange)",
    "分数之差（不含偏置）的一部分：最可能的词片减去四个对手的平均（颜色：橙紫）",
  ],
  "legend-share-unit-lstm": [
    "share of the unit's cell state (colour: purple to orange)",
    "在该单元细胞状态中的份额（颜色：橙紫）",
  ],
  "legend-share-unit-gru": [
    "share of the unit's hidden state (colour: purple to orange)",
    "在该单元隐状态中的份额（颜色：橙紫）",
  ],
  "legend-kept": ["product of the keeping gates since (colour: green)", "其后各步保留门之积（颜色：绿）"],
  "legend-not-yet": ["not yet written", "尚未写入"],
  "legend-share-words": [
    "derived: sum over pieces written, mean over states",
    "推导：对词内各片写入求和，对其状态取平均",
  ],
  "legend-share-words-projected": [
    "derived: sum over pieces written; over a word's states a mean where all expect the same piece, else the last",
    "推导：对词内各片写入求和；词内各状态若都预期同一词片则取平均，否则取最后一个",
  ],
  "legend-kept-words": ["derived: mean over a word's pieces, both ways", "推导：行列均对词内各片取平均"],
  "legend-no-token": ["blank: a token that only the other model has", "空白：只有另一个模型才有的词元"],
  "figure-panel": ["{panel}: {view}", "{panel}：{view}"],
  "figure-drawn": ["Drawn by Heads & Gates {version}.", "由 Heads & Gates {version} 绘制。"],
  "figure-strip-row": ["{model} reads {count} tokens.", "{model} 读作 {count} 个词元。"],
  "figure-table-model": ["model", "模型"],
  "figure-rank": ["rank", "名次"],
  "figure-probability": ["probability", "概率"],
  "figure-expects": ["After “{token}” it expects", "在“{token}”之后它预期"],
  "figure-expected-of": ["What the {cell} expects next", "{cell} 预期的下一个词元"],
  "figure-expected": ["expected", "预期"],
};
