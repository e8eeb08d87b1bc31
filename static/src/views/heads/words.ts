/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-heads": ["All heads", "所有头"],
  "grid-hidden": ["Special tokens are hidden here too.", "这里也隐藏了特殊词元。"],
  "grid-hidden-block": [
    "Special tokens are hidden, but a pixel that one of them shares with others still counts it.",
    "特殊词元已隐藏；但与其他词元共用一个像素的，仍计入该像素。",
  ],
  "grid-several": [
    "Shift and click, or Shift and Enter, adds a head or takes it away.",
    "按住 Shift 点击（或 Shift+回车）可加上或去掉一个头。",
  ],
  "order-by": ["Statistic", "统计量"],
  "order-no-statistic": ["none", "无"],
  "arrange-sorted": ["strongest first", "由强到弱"],
  "arrange-layers": ["layer by layer", "逐层"],
  "sorted-by": ["All heads by “{name}”, strongest first", "所有头按“{name}”由强到弱"],
  "stats-table-sort": ["sort by {name}", "按 {name} 排序"],
  "aside-note": [
    "Forced: a query that may see one token only gives it 100 %, whatever the head.",
    "必然的权重：只看得到一个词元的查询总把 100 % 给它，与头无关。",
  ],
  "view-heads": ["All heads", "所有注意力头"],
  "grid-unknown": ["Ticks at the edges mark tokens that the model does not know.", "边缘的短线标出模型不认识的词元。"],
  "grid-block": [
    "{count} tokens in {bins} pixels a side: each pixel is the largest weight of its block.",
    "{count} 个词元，每边 {bins} 个像素：每个像素是所在块中最大的权重。",
  ],
  "summary-grid": [
    "{layers}, {count} tokens. Weights run from 0 to 1; every row of every head sums to 1.",
    "{layers}，{count} 个词元。权重在 0 到 1 之间；每个头每行之和为 1。",
  ],
  "parts-note": [
    "①②③ number the pieces of one character that the tokenizer splits into bytes, from 1.",
    "①②③ 是分词器按字节拆开的一个字符的各片，从 1 编号。",
  ],
  "begin-note": ["▁ is the mark of a word's begin, a token of its own.", "▁ 是词首标记，自成一个词元。"],
  "title-heads": ["Attention of every head", "所有头的注意力"],
};
