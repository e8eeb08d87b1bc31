/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-tokens": ["On the tokens", "词元上"],
  "direction-from": ["what it looks at", "它看向谁"],
  "direction-to": ["what looks at it", "谁看向它"],
  "direction-both": ["both", "两者"],
  "reading-intro": [
    "The sentence as it reads, shaded by the attention of one token: what it looks at, and what looks at it. Point at another token, or press the arrow keys; a click or Enter holds it, and pointing then reads off numbers.",
    "按原文排列的句子，底色是一个词元的注意力：它看向谁，谁看向它。指向别的词元或按方向键即可更换；单击或回车固定，之后指向即可读数。",
  ],
  "reading-title": ["The sentence shaded by attention: {heads}, {model}", "按注意力着色的句子：{heads}，{model}"],
  "reading-description": [
    "{rows} tokens look, {columns} are looked at.",
    "{rows} 个词元发出注意，{columns} 个被注意。",
  ],
  "reading-from": ["what “{token}” looks at", "“{token}”看向谁"],
  "reading-to": ["what looks at “{token}”", "谁看向“{token}”"],
  "reading-none-from": ["what a token looks at: choose one of those that look", "词元看向谁：请选一个发出注意的词元"],
  "reading-none-to": [
    "what looks at a token: choose one of those that are looked at",
    "谁看向词元：请选一个被注意的词元",
  ],
  "reading-numbers": ["all numbers", "全部数值"],
  "reading-sums": [
    "What a token looks at sums to 1; what looks at it comes from as many rows, and need not.",
    "它看向谁之和为 1；谁看向它来自各行，其和不必为 1。",
  ],
  "reading-table-from": ["it looks at", "它看向"],
  "reading-table-to": ["looks at it", "看向它"],
  "title-tokens": ["The sentence shaded by attention", "按注意力着色的句子"],
};
