/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-lens": ["Lens", "透镜"],
  "lens-intro": [
    "What {model} would say next after each token if it stopped after a layer: the vector there goes straight to the model's own output.",
    "如果 {model} 在某一层之后就停下，它在每个词元之后会说什么：把那里的向量直接送到模型自己的输出端。",
  ],
  "lens-intro-decoder": [
    "What a decoder would say next after each token if it stopped after a layer: the vector there goes straight to its own output.",
    "如果解码器在某一层之后就停下，它在每个词元之后会说什么：把那里的向量直接送到它自己的输出端。",
  ],
  "lens-derived": [
    "Derived (logit lens, nostalgebraist 2020): the vector after each layer through the model's final norm and unembedding, then softmax. Later layers were trained to change that vector before it is read; only the last row is what the model predicts.",
    "推得的量（logit lens，nostalgebraist 2020）：各层之后的向量经模型自己的最终归一化与输出矩阵，再做 softmax。后面的层经训练会继续改变这个向量，只有最后一层才是模型的预测。",
  ],
  "lens-no": [
    "{model} predicts no next token, so there is nothing that a layer could be asked to say: the logit lens needs a decoder. Choose one above, such as SmolLM2.",
    "{model} 不预测下一个词元，所以无法问某一层“会说什么”：logit lens 需要解码器。请在上方选择一个，例如 SmolLM2。",
  ],
  "lens-choose": ["Read this sentence with {model}", "用 {model} 读这个句子"],
  "lens-embedding": ["embedding", "嵌入"],
  "lens-embedding-short": ["emb.", "嵌入"],
  "lens-token": ["after token", "在此词元之后"],
  "lens-title": ["{model}, layer by layer: the likeliest next token", "{model} 逐层：最可能的下一个词元"],
  "lens-heading": ["The likeliest next token after each layer", "各层之后最可能的下一个词元"],
  "lens-description": ["{layers} layers and the embedding, {count} tokens.", "嵌入与 {layers} 层，{count} 个词元。"],
  "lens-key": [
    "Bold: what the model says in the end. Thick line: from there on it stays.",
    "粗体：模型最终给出的词元。粗线：从这里起不再改变。",
  ],
  "lens-legend": ["probability of the likeliest (linear from 0 to 1)", "最可能者的概率（0 到 1 线性）"],
  "lens-say": ["after “{token}”, {layer}: {list}", "在“{token}”之后，{layer}：{list}"],
  "lens-at-embedding": ["embedding alone", "仅嵌入"],
  "lens-at-layer": ["layer {layer}", "第 {layer} 层之后"],
  "lens-follow": ["Follow", "跟随"],
  "lens-follow-title": [
    "After “{token}”: the final candidates through the layers",
    "在“{token}”之后：最终候选词在各层的概率",
  ],
  "lens-follow-description": [
    "Probability of each final candidate after every layer.",
    "每个最终候选词在各层之后的概率。",
  ],
  "lens-gap": [
    "A line breaks off where the candidate is not among the {count} likeliest: its probability is then not in the answer.",
    "候选词不在最可能的 {count} 个之内时线条中断：此时答案中没有它的概率。",
  ],
  "lens-say-candidates": ["{layer}: {list}", "{layer}：{list}"],
  "lens-absent": ["not among the {count} likeliest", "不在最可能的 {count} 个之内"],
  "lens-summary": [
    "After “{token}” it says “{word}” in the end ({percent}); that is the likeliest from {layer} on.",
    "在“{token}”之后它最终说“{word}”（{percent}）；从{layer}起它就是最可能的。",
  ],
  "lens-pin": ["Click a token to look into it.", "点一个词元可细看。"],
  "lens-table": ["likeliest next tokens after every layer", "各层之后最可能的下一个词元"],
  "lens-table-share": ["probability", "概率"],
  "title-lens": ["What the model would say after each layer", "模型在每一层之后会说什么"],
};
