/** Words about pairs, words, predictions, masked weights and one word in two sentences, English and Chinese. */
import type { Words } from "./types.ts";

export const READING_WORDS: Words = {
  "add-pair": ["Add a second sentence", "加上第二个句子"],
  "remove-pair": ["Remove the second sentence", "去掉第二个句子"],
  "text-pair": ["Second sentence, read together with the first", "第二个句子，与第一个一起读"],
  "text-b": ["B: a second sentence with the same word", "B：含有同一个词的第二个句子"],
  "text-c": ["C: one more to compare with (may stay empty)", "C：再加一个作对照（可留空）"],
  quarter: ["From sentence to sentence", "从哪句到哪句"],
  "quarter-all": ["A and B", "A 与 B"],
  "quarter-aa": ["A→A", "A→A"],
  "quarter-ab": ["A→B", "A→B"],
  "quarter-ba": ["B→A", "B→A"],
  "quarter-bb": ["B→B", "B→B"],
  by: ["Weights between", "权重的单位"],
  part: ["Attention of", "注意力来自"],
  "part-encoder": ["encoder", "编码器"],
  "part-decoder": ["decoder", "解码器"],
  "part-cross": ["decoder to encoder", "解码器看编码器"],
  temperature: ["Temperature", "温度"],
  "temperature-own": ["1 (the model's own)", "1（模型本身）"],
  "temperature-note": [
    "Expectations at temperature {temperature}: the logits are divided by it before the softmax. Only 1 is the model's own.",
    "温度为 {temperature} 时的预期：softmax 之前，logit 先除以温度。只有 1 是模型本身的。",
  ],
  "predicts-masked": ["fits here", "此处合适"],
  "predicts-at": ["at “{token}” it expects", "在“{token}”处它预期"],
  "legend-masked": ["masked: a decoder does not look ahead", "被遮住：解码器不往后看"],
  "legend-triangle": [
    "No picture above the diagonal: a decoder does not look ahead.",
    "对角线以上没有图：解码器不往后看。",
  ],
  "legend-boundary": ["line: where the second sentence begins", "线：第二个句子从这里开始"],
  "legend-words": [
    "derived: sum over the keys' pieces, mean over the query's",
    "推导值：对键的各词元求和，对查询的各词元取平均",
  ],
  "legend-cropped": ["a part of each row only: it sums to 1 at most", "每行只显示一部分：其和至多为 1"],
  "heatmap-title-words": [
    "Attention between words of layer {layer}, head {head} of {model}",
    "{model} 第 {layer} 层第 {head} 头词与词之间的注意力",
  ],
  "heatmap-description-cropped": [
    "{rows} by {columns} weights: a part of each row.",
    "{rows} × {columns} 个权重：每行的一部分。",
  ],
  "say-masked": [
    "{query} cannot look at {key}, which comes later: masked, layer {layer} head {head}",
    "{query} 看不到后面的 {key}：被遮住，第 {layer} 层第 {head} 头",
  ],
  "say-part": [
    "{token}, piece {part} of {parts} of one character, token {index} of {name}",
    "{token}，一个字符的第 {part}（共 {parts}）片，{name} 的词元 {index}",
  ],
  "row-sum-part": ["this part of the row sums to {sum}", "该行的这一部分之和 {sum}"],
  "several-rows": ["{count} tokens share these characters: {tokens}", "{count} 个词元共用这些字符：{tokens}"],
  "each-most": ["each looks most at", "各自最看重"],
  "several-steps": ["the last of {count} steps here: {tokens}", "这里共 {count} 步的最后一步：{tokens}"],

  "view-context": ["One word in two sentences", "一个词在两个句子里"],
  context: ["One word in two sentences", "一个词在两个句子里"],
  "context-intro": [
    "{model} gives a word a vector that depends on its company. The cosine says how alike the word's two vectors are, layer by layer; click a token to choose another word.",
    "{model} 给一个词的向量取决于它的上下文。余弦值说明这个词的两个向量在每一层有多像；点击词元可以换一个词。",
  ],
  "context-model": ["A Transformer", "Transformer 模型"],
  "context-empty": [
    "Type a second sentence with the same word, or choose an example.",
    "输入含有同一个词的第二个句子，或选一个例子。",
  ],
  "context-doing": ["Comparing the word's vectors …", "正在比较这个词的向量……"],
  "context-title": ["One word in two sentences, as {model} reads it", "{model} 读两个句子里的同一个词"],
  "context-embedding": ["embedding", "嵌入"],
  "context-table-layer": ["after layer", "层之后"],
  axis: ["Axis", "坐标轴"],
};
