/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "versus-intro": [
    "One head beside another on the same axes, and what the second has more or less of than the first.",
    "两个注意力头放在相同的坐标轴上对比，并给出后者比前者多多少、少多少。",
  ],
  "versus-against": ["Compare with", "对比对象"],
  "versus-text": ["another sentence", "另一个句子"],
  "versus-model": ["another model", "另一个模型"],
  "versus-head": ["another head", "另一个头"],
  "versus-sentence": ["Second sentence (B)", "第二个句子（B）"],
  "versus-sentence-hint": ["Type a sentence to compare with", "输入要对比的句子"],
  "versus-empty": ["Type a second sentence, or begin with one of these.", "输入第二个句子，或从下面的例子开始。"],
  "versus-examples": ["Try", "试试"],
  "versus-model-b": ["Model (B)", "模型（B）"],
  "versus-layer-b": ["Layer (B)", "层（B）"],
  "versus-head-b": ["Head (B)", "头（B）"],
  "versus-swap": ["Swap A and B", "交换 A 与 B"],
  "versus-lined": ["Tokens that moved", "移动了的词元"],
  "versus-lined-script": ["apart", "分开"],
  "versus-lined-moved": ["matched", "配对"],
  "versus-a": ["A · {head} · {model}", "A · {head} · {model}"],
  "versus-b": ["B · {head} · {model}", "B · {head} · {model}"],
  "versus-short": ["layer {layer}, head {head}", "第 {layer} 层第 {head} 头"],
  "versus-between": ["B − A", "B − A"],
  "versus-between-text": ["cells whose tokens are in both sentences", "两个句子共有词元的格子"],
  "versus-between-model": ["cells that both models have; 0 in the middle", "两个模型都有的格子；以 0 为中心"],
  "versus-between-head": ["the same cells; 0 in the middle of the scale", "相同的格子；色标以 0 为中心"],
  "versus-ramp": ["B − A, linear, purple to orange", "B − A，线性，橙紫"],
  "versus-hatched-text": [
    "Hatched: not in this sentence, or not in both; (A), (B): in one of them only",
    "斜线：不在该句中，或不是两句共有；（A）、（B）：只在其中一句",
  ],
  "versus-hatched-model": [
    "Hatched: this model has no token there, or its query may not look there",
    "斜线：该模型在此没有词元，或查询看不到",
  ],
  "versus-hatched-causal": ["Hatched: after the query, which it may not see", "斜线：在查询之后，看不到"],
  "versus-summed": [
    "Derived: tokens that share a character are one place; the sum over its keys, the mean over its queries.",
    "推导：共有字符的词元合为一处；对键求和，对查询取平均。",
  ],
  "versus-js-definition": [
    "JS, derived: Jensen–Shannon divergence of the two rows over the keys that both have, each divided by its sum there: ½·KL(p, m) + ½·KL(q, m), m = ½(p + q), in bits: 0 the same, 1 nothing in common (Lin 1991).",
    "JS（推导）：两行在共有的键上的 Jensen–Shannon 散度，各自先除以在其上的和：½·KL(p, m) + ½·KL(q, m)，m = ½(p + q)，以比特计：0 为相同，1 为毫无重合（Lin 1991）。",
  ],
  "versus-title-text": [
    "One head on two sentences: layer {layer}, head {head} of {model}",
    "同一个头读两个句子：{model} 第 {layer} 层第 {head} 头",
  ],
  "versus-title-model": ["Heads of two models on one sentence", "两个模型的注意力头读同一个句子"],
  "versus-title-head": ["Two heads of {model} on one sentence", "{model} 的两个头读同一个句子"],
  "versus-description": [
    "{rows} places on the shared axis; A, B, and B − A where both have the cell.",
    "公共坐标轴上有 {rows} 处；A、B，以及二者都有的格子上的 B − A。",
  ],
  "versus-summary": [
    "Mean |B − A| over the {count} cells that both have: {mean}. Mean divergence of a row: {bits} bits. Both derived.",
    "二者都有的 {count} 个格子上平均 |B − A|：{mean}。每行散度平均 {bits} 比特。均为推导。",
  ],
  "versus-summary-row": [
    "The divergence is largest{aside} at “{query}”: {most} bits.",
    "散度最大处{aside}在“{query}”：{most} 比特。",
  ],
  "versus-summary-none": [
    "The two have no cell in common: there is nothing to subtract.",
    "二者没有共同的格子，无法相减。",
  ],
  "versus-matched": [
    "{same} tokens are in both sentences, {a} only in A, {b} only in B.",
    "{same} 个词元两句共有，{a} 个只在 A，{b} 个只在 B。",
  ],
  "versus-matched-moved": [
    "{same} tokens are matched, {moved} of them at another place; {a} are only in A, {b} only in B. Rows and columns stand in A's order.",
    "配对 {same} 个词元，其中 {moved} 个换了位置；{a} 个只在 A，{b} 个只在 B。行列按 A 的顺序排列。",
  ],
  "versus-places": [
    "{a} tokens of {modelA} and {b} of {modelB} stand at {places} places.",
    "{modelA} 的 {a} 个词元与 {modelB} 的 {b} 个词元位于 {places} 处。",
  ],
  "versus-one-head": ["A and B are the same head: choose another for B.", "A 与 B 是同一个头：请为 B 另选一个。"],
  "versus-one-text": ["A and B are the same sentence.", "A 与 B 是同一个句子。"],
  "versus-one-model": ["A and B are the same head of the same model.", "A 与 B 是同一个模型的同一个头。"],
  "versus-largest": ["Largest differences{aside}", "最大的差异{aside}"],
  "versus-link": ["query → key", "查询 → 键"],
  "versus-say-cell": [
    "“{query}” → “{key}”: A {a}, B {b}, B − A {difference}",
    "“{query}”→“{key}”：A {a}，B {b}，B − A {difference}",
  ],
  "versus-say-only": [
    "“{query}” → “{key}”: {letter} {value}; {other} has no such cell",
    "“{query}”→“{key}”：{letter} {value}；{other} 没有这一格",
  ],
  "versus-say-none": ["“{query}” → “{key}”: neither has such a cell", "“{query}”→“{key}”：二者都没有这一格"],
  "versus-say-row": [
    "The row of “{query}”: Jensen–Shannon divergence {bits} bits (derived)",
    "“{query}”一行：Jensen–Shannon 散度 {bits} 比特（推导）",
  ],
  "versus-say-row-none": ["The row of “{query}” is not in both", "“{query}”一行不是二者共有"],
  "versus-say-label": ["{token}: {where}", "{token}：{where}"],
  "versus-where": ["token {indices} of {letter}", "{letter} 的词元 {indices}"],
  "versus-table": ["Numbers: A, B and B − A", "数字：A、B 与 B − A"],
  "attn-compare": ["Compare", "比较"],
  "versus-no-second": ["There is no second sentence to compare with.", "没有可对比的第二个句子。"],
  "versus-sentence-is": ["{letter}: “{text}”", "{letter}：“{text}”"],
  "title-compare": ["One head beside another", "两个头的对比"],
};
