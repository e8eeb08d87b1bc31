/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-contributions": ["Contributions", "各头贡献"],
  "contributions-intro": [
    "What each head of {model} adds to the running sum of vectors (the residual stream), measured by length. A head may attend sharply and still add little.",
    "{model} 的每个头往残差流里加了多少，以向量长度衡量。注意力很集中的头也可能加得很少。",
  ],
  "contributions-derived": [
    "Derived: the norm of a head's output after its part of the output projection, |output·W_O|, over the norm of the vector that the layer read (after Kobayashi et al. 2020, 2004.10102). Norms of several heads do not add up: their vectors may point apart.",
    "推得的量：一个头的输出经其输出投影部分后的范数 |output·W_O|，除以该层读入向量的范数（参照 Kobayashi 等 2020，2004.10102）。多个头的范数不能直接相加：它们的方向可能不同。",
  ],
  "contributions-overview": ["All heads: mean over tokens", "所有头：对词元取平均"],
  "contributions-overview-title": [
    "What each head of {model} adds, relative to what its layer read",
    "{model} 的每个头所加的量（相对于该层读入）",
  ],
  "contributions-overview-description": ["{layers}: layers down, heads across.", "{layers}：纵向为层，横向为头。"],
  "contributions-of-layer": ["Layer {layer}: its heads at every token", "第 {layer} 层：各头在每个词元处"],
  "contributions-title": [
    "What the heads of layer {layer} of {model} add at every token",
    "{model} 第 {layer} 层各头在每个词元处所加的量",
  ],
  "contributions-description": [
    "{heads} heads down, {count} tokens across, layer {layer}.",
    "纵向 {heads} 个头，横向 {count} 个词元，第 {layer} 层。",
  ],
  "contributions-legend-mean": [
    "norm of the head's output ÷ norm of what the layer read, mean over tokens (square-root scale)",
    "头的输出范数 ÷ 该层读入的范数，对词元取平均（平方根色标）",
  ],
  "contributions-legend": [
    "norm of the head's output ÷ norm of what the layer read (square-root scale)",
    "头的输出范数 ÷ 该层读入的范数（平方根色标）",
  ],
  "contributions-token": ["token", "词元"],
  "contributions-residual": ["layer read", "该层读入"],
  "contributions-say-mean": [
    "layer {layer}, head {head} adds {relative} of what its layer read, mean over {count} tokens; {share} of the norms of its layer's heads together",
    "第 {layer} 层第 {head} 头所加为该层读入的 {relative}（{count} 个词元平均）；占同层各头范数之和的 {share}",
  ],
  "contributions-say": [
    "layer {layer}, head {head} at {token}: norm {norm}, {relative} of what the layer read ({residual})",
    "第 {layer} 层第 {head} 头，{token} 处：范数 {norm}，为该层读入（{residual}）的 {relative}",
  ],
  "contributions-say-read": [
    "{token}: layer {layer} read a vector of norm {residual}",
    "{token}：第 {layer} 层读入的向量范数为 {residual}",
  ],
  "contributions-summary": [
    "Relative to what its layer read, layer {layer}, head {head} adds most{aside}: {relative}, mean over {count} tokens.",
    "相对于该层读入，加得最多的是第 {layer} 层第 {head} 头{aside}：{relative}（{count} 个词元平均）。",
  ],
  "contributions-table": ["norms of layer {layer}, as the API gives them", "第 {layer} 层的范数（接口原值）"],
  "title-contributions": ["What each head adds", "每个头加入了什么"],
};
