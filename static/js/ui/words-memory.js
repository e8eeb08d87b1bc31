/** Words about the recurrent laboratory's panel: its views, its nets, English and Chinese. */

/** @type {Record<string, [en: string, zh: string]>} */
export const MEMORY_WORDS = {
  memory: ["Memory", "记忆"],
  "lab-views": ["What to show of the net's memory", "展示记忆的哪一面"],
  "lab-gates": ["Gates", "门"],
  "lab-unit": ["One unit", "单个单元"],
  "lab-step": ["Step by step", "逐步计算"],
  "lab-cells": ["Three cells", "三种单元"],
  "lab-shares": ["Surviving shares", "留存份额"],
  "lab-reach": ["Gradient reach", "梯度可及"],
  "lab-gaps": ["Accuracy by gap", "间隔与正确率"],
  "lab-cost": ["Cost", "代价"],
  "lab-order": ["Word order", "词序"],

  "text-b-order": ["B: the same words in another order", "B:同样的词,换个顺序"],
  cell: ["Cell", "循环单元"],
  "cell-lstm": ["LSTM", "LSTM"],
  "cell-gru": ["GRU", "GRU"],
  "cell-rnn": ["RNN", "RNN"],
  "cell-counter": ["counter aⁿbⁿ", "计数 aⁿbⁿ"],
  "cell-lstm-long": ["A small LSTM", "一个小型 LSTM"],
  "cell-gru-long": ["A small GRU", "一个小型 GRU"],
  "cell-rnn-long": ["A small plain RNN", "一个小型普通 RNN"],
  "cell-counter-long": ["An LSTM of ten units that counts aⁿbⁿ", "一个只有十个单元、会数 aⁿbⁿ 的 LSTM"],

  "gates-intro": [
    "{net} reads the same sentence, one token a step: rows are units, columns steps.",
    "{net} 逐个词元读同一个句子:行是单元,列是步。",
  ],
  "reading-gates": ["Running the {cell} over the sentence …", "正在用 {cell} 读句子……"],
  "note-lstm": [
    "Trained with a small penalty on the input gate, so that it opens only where something is worth writing: its gates read more clearly than an ordinary LSTM's.",
    "训练时对输入门加了一项小惩罚,使它只在值得写入时打开:因此它的门比普通 LSTM 的更清楚易读。",
  ],
  "note-gru": ["How this GRU was trained, and what was done so that its gates can be read, is on its card.", "这个 GRU 如何训练、为使门易读做了什么,见它的说明卡。"],
  "note-rnn": ["How this RNN was trained is on its card.", "这个 RNN 如何训练,见它的说明卡。"],
  "note-counter": ["How the counter was trained is on its card.", "这个计数器如何训练,见它的说明卡。"],
};
