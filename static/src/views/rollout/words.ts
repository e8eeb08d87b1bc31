/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-rollout": ["Rollout", "逐层汇流"],
  "scale-row": ["by row", "按行"],
  "scale-log": ["logarithmic", "对数"],
  "rollout-intro": [
    "Attention rollout follows attention through the layers: how much of each input token is left in each token after a layer, if heads were averaged, half of each vector stayed as it was, and nothing else mixed tokens. Beside it, what the heads of that layer give on average.",
    "逐层汇流（rollout）沿各层追踪注意力：假如各头取平均、每个向量保留一半、且没有别的混合，那么某层之后每个词元中还剩多少各输入词元。旁边是该层各头的平均注意力。",
  ],
  "rollout-derived-rollout": [
    "Derived: half the mean over {heads} heads, half the residual, multiplied through the layers (Abnar & Zuidema 2020).",
    "推导值：{heads} 个头的平均与残差各半，逐层相乘（Abnar & Zuidema 2020）。",
  ],
  "rollout-derived-mean": ["Derived: the mean of the weights of {heads} heads.", "推导值：{heads} 个头权重的平均。"],
  "rollout-title-rollout": ["Attention rollout after layer {layer} of {model}", "{model} 第 {layer} 层之后的逐层汇流"],
  "rollout-title-mean": [
    "Mean attention of the {heads} heads of layer {layer} of {model}",
    "{model} 第 {layer} 层 {heads} 个头的平均注意力",
  ],
  "rollout-heading-rollout": ["Rollout after layer {layer}", "第 {layer} 层之后的汇流"],
  "rollout-heading-mean": ["Mean attention of layer {layer}", "第 {layer} 层的平均注意力"],
  "rollout-description": ["{rows} by {rows}; each row sums to 1.", "{rows} × {rows}；每行之和为 1。"],
  "rollout-after": ["token", "词元"],
  "rollout-legend": ["{what} (colour: {colour}, scale: {scale})", "{what}（颜色：{colour}，尺度：{scale}）"],
  "rollout-what-rollout": ["rollout", "逐层汇流"],
  "rollout-what-mean": ["mean weight of a layer's heads", "一层各头的平均权重"],
  "rollout-what-both": ["rollout, and mean weight", "逐层汇流与平均权重"],
  "rollout-input": ["input token", "输入词元"],
  "rollout-across-title": ["“{token}” through the layers of {model}", "{model} 各层中的“{token}”"],
  "rollout-across-description": [
    "{layers}; a row a layer by {rows} tokens, twice.",
    "{layers}；每层一行，{rows} 个词元，两幅。",
  ],
  "rollout-across-rollout": [
    "Rollout: what is left in “{token}” of each input token, after each layer",
    "汇流：每层之后，“{token}”中还剩多少各输入词元",
  ],
  "rollout-across-mean": [
    "Mean of {heads} heads: what “{token}” looks at in each layer",
    "{heads} 个头的平均：“{token}”在每层看向谁",
  ],
  "rollout-across-mean-varies": [
    "Mean of the layer's heads: what “{token}” looks at in each layer",
    "该层各头的平均：“{token}”在每层看向谁",
  ],
  "rollout-across-heading": ["One token through the layers", "一个词元穿过各层"],
  "rollout-some-layers": [
    "The mean is fetched for the chosen layer only: all heads of all layers would be {count} weights.",
    "只取所选层的平均：所有层所有头共有 {count} 个权重。",
  ],
  "rollout-say-rollout": [
    "after layer {layer}, {percent} of {query} is input token {key} (rollout)",
    "第 {layer} 层之后，{query} 中有 {percent} 是输入词元 {key}（汇流）",
  ],
  "rollout-say-mean": [
    "in layer {layer}, {query} looks at {key} with {percent} (mean of {heads} heads)",
    "在第 {layer} 层，{query} 以 {percent} 看向 {key}（{heads} 个头平均）",
  ],
  "rollout-say-masked": ["{query} may not look at {key}, which comes after it", "{query} 不能看向它之后的 {key}"],
  "rollout-no-mean": [
    "layer {layer}: the mean is fetched for the chosen layer only",
    "第 {layer} 层：只取所选层的平均",
  ],
  "rollout-not-here": [
    "{model} has an encoder and a decoder: rollout is for models whose tokens go through one stack of layers.",
    "{model} 有编码器和解码器：汇流只适用于词元经过单一层栈的模型。",
  ],
  "rollout-layer": ["after layer", "层"],
  "rollout-layer-of": ["{layer} (of {first} to {last})", "{layer}（{first} 至 {last}）"],
  "rollout-summary": [
    "After layer {layer}, itself and special tokens aside, the largest part of “{query}” is “{key}”: {percent} (rollout); the heads of that layer give it {mean} on average.",
    "第 {layer} 层之后，除自身与特殊词元外，“{query}”中最多的是“{key}”：{percent}（汇流）；该层各头平均给它 {mean}。",
  ],
  "scale-sqrt": ["square root", "平方根"],
  "scale-linear": ["linear", "线性"],
  "title-rollout": ["Attention through the layers", "逐层汇流的注意力"],
};
