/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "figure-context-intro": [
    "{model} gives a word a vector that depends on its company. The cosine says how alike the word's two vectors are, layer by layer.",
    "{model} 给一个词的向量取决于它的上下文。余弦值说明这个词的两个向量在每一层有多像。",
  ],
  "figure-context-empty": [
    "There is no second sentence to compare with: text_b is empty.",
    "没有可比较的第二个句子：text_b 为空。",
  ],
  "context-description": [
    "Cosine at the embedding and after each of {layers} layers.",
    "嵌入处以及 {layers} 层每层之后的余弦值。",
  ],
  "context-axis": ["Cosine of the word's two vectors", "这个词的两个向量的余弦"],
  "context-line": [
    "{a} in A with {b} in {letter}, after the last layer",
    "A 中的 {a} 与 {letter} 中的 {b}，最后一层之后",
  ],
  "context-embedding-short": ["emb.", "嵌入"],
  "context-layers": ["after layer", "该层之后"],
  "context-say": ["A with {letter}, {layer}: cosine {value}", "A 与 {letter}，{layer}：余弦 {value}"],
  "context-say-layer": ["after layer {layer}", "第 {layer} 层之后"],
  "context-say-token": ["{token}, token {index} of sentence {letter}", "{token}，句子 {letter} 的词元 {index}"],
  "context-say-chosen": [
    "{token}, token {index} of sentence {letter}, compared",
    "{token}，句子 {letter} 的词元 {index}，正在比较",
  ],
  "context-summary": [
    "“{a}” in A and “{b}” in {letter}: cosine {first} at the embedding, {last} after the last layer.",
    "A 中的“{a}”与 {letter} 中的“{b}”：嵌入处余弦 {first}，最后一层之后 {last}。",
  ],
  "context-note": [
    "Compare lines of one model only: how close to 1 the cosines of unrelated words lie differs from model to model.",
    "只比较同一模型的线：无关词的余弦离 1 有多近，因模型而异。",
  ],
  "context-tokens": ["Sentences", "句子"],
  "axis-whole": ["from 0", "从 0 开始"],
  "axis-close": ["close up", "放大"],
  "title-context": ["One word in two sentences", "一个词在两个句子里"],
};
