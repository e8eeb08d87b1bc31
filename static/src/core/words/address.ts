/** Words about the page's own address, English and Chinese. */
import type { Words } from "./types.ts";

export const ADDRESS_WORDS: Words = {
  "address-broken": ["The link is damaged", "链接已损坏"],
  "address-broken-detail": [
    "Its sentence stands, compressed, at the end of the address, and that part cannot be read: it may have been cut off on its way. Copy the whole link again, or type the sentence.",
    "句子以压缩形式写在网址末尾，而这一部分无法读取：可能在传送途中被截断了。请重新复制完整的链接，或直接输入句子。",
  ],
  "address-lacking": ["Heads left out", "略去了部分注意力头"],
  "address-lacking-detail": [
    "{heads} (layer.head): {model} has {layers}, counted from 0.",
    "{heads}（层.头）：{model} 有 {layers}，均从 0 数起。",
  ],
  "address-too-large": ["The link holds too much text", "链接中的文字过多"],
  "address-too-large-detail": [
    "What is compressed at the end of the address is longer than the boxes for sentences take ({most} characters each), so it was not unpacked.",
    "网址末尾压缩的文字超出了句子输入框的容量（每框 {most} 个字符），因此没有展开。",
  ],
};
