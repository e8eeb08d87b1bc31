/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "figure-order-empty": [
    "Word order is compared between two sentences: give the second one as text_b.",
    "词序比较需要两个句子：请用 text_b 给出第二个句子。",
  ],
  "order-intro": [
    "Two sentences through the same cell, lined up by what they share: do the same words in another order leave another state behind?",
    "两个句子通过同一个单元，按共有的部分对齐：同样的词换个顺序，留下的状态是否不同？",
  ],
  "order-title": ["Two sentences token by token: {array} of the {cell}", "两个句子逐词元比较：{cell} 的{array}"],
  "order-description": [
    "{same} tokens in both, {a} only in A, {b} only in B.",
    "两句共有 {same} 个词元，仅 A 有 {a} 个，仅 B 有 {b} 个。",
  ],
  "order-array": ["Shown", "显示"],
  "order-only-a": ["only A", "仅 A"],
  "order-only-b": ["only B", "仅 B"],
  "order-not-both": ["not in both", "非共有"],
  "order-between-says": [
    "at tokens that both have (colour: purple below 0, orange above)",
    "两句共有的词元处（颜色：负为紫，正为橙）",
  ],
  "order-end": ["At the end", "读完之后"],
  "order-distance": [
    "The last hidden states are {distance} apart (Euclidean).",
    "两个末尾隐藏状态相距 {distance}（欧氏距离）。",
  ],
  "order-lengths": ["Their lengths: A {a}, B {b}.", "它们的长度：A {a}，B {b}。"],
  "order-cosine": ["The cosine between them: {cosine}.", "它们之间的余弦：{cosine}。"],
  "order-expects": ["{letter}: after “{token}” it expects", "{letter}：在“{token}”之后它预期"],
  "order-say": ["{letter}, {band} at {token}: {whose} {value}", "{letter}，{token} 处的{band}：{whose} {value}"],
  "order-whose-mean": ["mean over {count} units", "{count} 个单元平均"],
  "order-whose-unit": ["unit {unit}, carrier rank {rank} of {count}:", "单元 {unit}，承载名次 {rank}（共 {count}）："],
  "order-say-between": [
    "B − A, {band} at {token}: {whose} {value} (A {a}, B {b})",
    "B − A，{token} 处的{band}：{whose} {value}（A {a}，B {b}）",
  ],
  "order-say-gone": [
    "{token} is only in {letter}: nothing to show for {other} here",
    "{token} 只在 {letter} 中：这里 {other} 没有可显示的",
  ],
  "order-say-unmatched": ["{token} is only in {letter}: no difference here", "{token} 只在 {letter} 中：这里没有差值"],
  "order-say-token": ["{token}, token {index} of {letter}", "{token}，{letter} 的词元 {index}"],
  "order-say-next": ["{letter}: {text} {percent}, {rank} likeliest", "{letter}：{text} {percent}，可能性排第 {rank}"],
  "order-summary-same": [
    "The same {count} tokens in both sentences, {kept} of them in the same order: yet the last hidden states are {distance} apart.",
    "两句由同样的 {count} 个词元组成，其中 {kept} 个顺序一致：但末尾隐藏状态相距 {distance}。",
  ],
  "order-summary": [
    "{kept} tokens are lined up, {a} stand only in A and {b} only in B; the last hidden states are {distance} apart.",
    "对齐了 {kept} 个词元，仅 A 有 {a} 个，仅 B 有 {b} 个；末尾隐藏状态相距 {distance}。",
  ],
  "order-method": [
    "Lined up by a shortest edit script over the vocabulary's pieces; a token that stands elsewhere is not matched across: nothing is said to have moved.",
    "按词表片段的最短编辑脚本对齐；位置不同的词元不会跨位配对，也不说它“移动”了。",
  ],
  "order-empty": [
    "Type a second sentence above, or begin with one of these:",
    "在上面输入第二个句子，或者从这里开始：",
  ],
  "order-example": ["我吃苹果 / 苹果吃我", "我吃苹果 / 苹果吃我"],
  "order-reversed": ["this sentence backwards: {text}", "把这句话倒过来：{text}"],
  "order-table-column": ["token", "词元"],
  "order-table-where": ["in", "位于"],
  "order-both": ["A and B", "A 与 B"],
  "lab-order": ["Word order", "词序"],
  "title-order": ["Two sentences token by token", "两个句子逐词元比较"],
};
