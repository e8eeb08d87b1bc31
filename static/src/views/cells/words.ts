/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "cells-intro": [
    "The same sentence through an LSTM, a GRU and a plain RNN, one token a step: what each expects next, and how much what came surprised it.",
    "同一个句子依次通过 LSTM、GRU 和普通 RNN，每步一个词元：各自预期什么，对实际到来的词元又有多惊讶。",
  ],
  "cells-title": ["{cells} on one sentence", "{cells} 读同一个句子"],
  "cells-description": [
    "{count} steps; for each cell surprise in bits, the likeliest next tokens, and gates and states in brief.",
    "{count} 步；每种单元的惊讶（比特）、最可能的下一个词元，以及门与状态的概要。",
  ],
  "cells-then-came": ["then came", "接着来的"],
  "cells-bits-axis": ["bits", "比特"],
  "cells-rank-axis": ["it was", "它得到"],
  "cells-legend": [
    "Two rows each: the mean over the units, and the unit of carrier rank 1 alone. Bold: the gate that keeps (green from 0 to 1; purple below 0, orange above).",
    "每项两行：所有单元的平均，以及承载名次 1 的单元。粗体：负责保留的门（绿：0 到 1；负为紫，正为橙）。",
  ],
  "cells-sum-one": [
    "{bits} bits for the one token that came: smaller is better predicted",
    "到来的一个词元共 {bits} 比特：越小预测得越好",
  ],
  "cells-sum-short": ["{bits} bits, tokens that came: {count}", "{bits} 比特，到来的词元 {count} 个"],
  "cells-sum": [
    "{bits} bits for the {count} tokens that came: smaller is better predicted",
    "到来的 {count} 个词元共 {bits} 比特：越小预测得越好",
  ],
  "cells-say": ["{cell} after “{token}” expected {list}", "{cell} 在“{token}”之后预期 {list}"],
  "cells-say-came": [
    "; what came, “{came}”, had {percent}, {rank} likeliest: {bits} bits",
    "；实际到来的“{came}”得到 {percent}，可能性排第 {rank}：{bits} 比特",
  ],
  "cells-nothing-came": ["nothing came after it", "之后没有词元了"],
  "cells-say-last": ["; nothing came after it", "；之后没有词元了"],
  "cells-say-strip": ["{cell}, {band} at {token}: {whose} {value}", "{cell}，{token} 处的{band}：{whose} {value}"],
  "cells-whose-mean": ["mean over {count} units", "{count} 个单元平均"],
  "cells-whose-unit": ["unit {unit}, carrier rank 1:", "单元 {unit}，承载名次 1："],
  "cells-after": ["After “{token}” it expected", "在“{token}”之后它预期"],
  "cells-after-last": ["After “{token}”, the last token, it expects", "在最后一个词元“{token}”之后它预期"],
  "cells-came": [
    "what came: “{came}”, {percent}, {rank} likeliest, {bits} bits",
    "实际来的是“{came}”：{percent}，可能性排第 {rank}，{bits} 比特",
  ],
  "cells-summary": [
    "This sentence costs {costs}; smaller is better predicted.",
    "这个句子的代价：{costs}；越小预测得越好。",
  ],
  "cells-summary-one": ["{bits} bits for the {cell}", "{cell} 为 {bits} 比特"],
  "cells-summary-note": [
    "A bit is one halving of the probability: −log₂ p of each token that came, summed. One sentence says little about the cells as such; the accuracy by gap compares them over many.",
    "一比特是概率的一次减半：对每个到来的词元取 −log₂ p 再求和。单个句子说明不了单元本身的优劣；“间隔与正确率”在许多句子上比较它们。",
  ],
  "cells-apart": [
    "The three cells are drawn as far as the numbers of all of them hold.",
    "三种单元都只画到各自的数值都还可靠之处。",
  ],
  "cells-framed": [
    "Framed: the token that really came, where it is among the three likeliest.",
    "带框的是实际到来的词元（若在前三之中）。",
  ],
  "cells-table-next": ["then came", "接着来的"],
  "cells-table-bits": ["{cell}, bits", "{cell}，比特"],
  "cells-table-rank": ["{cell}, rank", "{cell}，名次"],
  "cells-table-probability": ["{cell}, probability", "{cell}，概率"],
  "cells-table-expected": ["{cell} expected", "{cell} 预期"],
  "cells-total": ["sum", "合计"],
  "lab-cells": ["Three cells", "三种单元"],
  "title-cells": ["One sentence through LSTM, GRU and RNN", "LSTM、GRU 与 RNN 读同一个句子"],
};
