/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "change-intro": [
    "The sentence is read again by {model} with tokens masked or heads switched off. Everything called “after” is that other run: what the model does without them, not a part of what it did with them.",
    "{model} 在遮住词元或关闭注意力头之后重新读一遍句子。凡称“之后”的，都出自另一次运行：是模型少了它们会怎么做，而不是它原来所做的一部分。",
  ],
  "change-mask": ["Mask tokens", "遮住词元"],
  "change-mask-hint": [
    "Click a token: no query may look at it, in any layer. It may still look at others.",
    "点击一个词元：任何层的任何查询都不能再看它；它自己仍可看别的词元。",
  ],
  "change-heads": ["Switch heads off", "关闭注意力头"],
  "change-heads-hint": [
    "Click a head: what it adds is set to zero. Its weights are still computed; later layers read something else.",
    "点击一个注意力头：它的输出被置零。它的权重照常计算，后面各层读到的则不同。",
  ],
  "change-token": ["{token}, token {index}", "{token}，词元 {index}"],
  "change-this-head": ["Switch this head off: {head}", "关闭当前注意力头：{head}"],
  "change-this-head-on": ["Switch this head on again: {head}", "重新打开当前注意力头：{head}"],
  "change-reset": ["Reset", "全部复原"],
  "change-undo": ["Take the last one back", "撤回上一项"],
  "change-none": ["Nothing is changed yet. This is the head as it is.", "还没有作任何改变。这是注意力头原来的样子。"],
  "change-try-token": [
    "Mask “{token}”: of the tokens that can be masked, this head links “{query}” to it most{aside}",
    "遮住“{token}”：在可以遮住的词元中，这个头把“{query}”连得最紧的是它{aside}",
  ],
  "change-try": ["Try", "试试"],
  "change-masked": ["masked: {tokens}", "遮住：{tokens}"],
  "change-off": ["off: {heads}", "关闭：{heads}"],
  "change-heads-many": ["{count} heads", "{count} 个头"],
  "change-js-definition": [
    "JS, derived: Jensen–Shannon divergence of the row before and after, ½·KL(p, m) + ½·KL(q, m), m = ½(p + q), in bits: 0 the same, 1 nothing in common (Lin 1991).",
    "JS（推导）：一行在前后的 Jensen–Shannon 散度，½·KL(p, m) + ½·KL(q, m)，m = ½(p + q)，以比特计：0 为相同，1 为毫无重合（Lin 1991）。",
  ],
  "change-summary": [
    "Mean |after − before| over the {count} cells of this head: {mean} (derived).",
    "这个头 {count} 个格子的平均 |之后 − 之前|：{mean}（推导）。",
  ],
  "change-summary-row": [
    "The row that changed most{aside} is “{query}”: {bits} bits.",
    "变化最大的一行{aside}是“{query}”：{bits} 比特。",
  ],
  "change-same": ["Not one weight of this head differs.", "这个头的权重没有任何变化。"],
  "change-same-why": [
    "A head that is switched off changes only what later layers read: the weights up to layer {layer} cannot differ.",
    "关闭一个头只会改变后面各层读到的内容：到第 {layer} 层为止的权重不可能变化。",
  ],
  "change-look-later": [
    "Look at layer {layer}, head {head}, which changed most",
    "去看变化最大的第 {layer} 层第 {head} 头",
  ],
  "change-moved": ["How far the change moved each token", "这个改变使每个词元移动了多远"],
  "change-row-moved": ["1 − cosine", "1 − 余弦"],
  "change-row-distance": ["relative distance", "相对距离"],
  "change-row-variation": ["total variation", "总变差"],
  "change-moved-summary": [
    "By 1 − cosine, the final vector of “{token}” moved most{aside}: {moved}, before against after; its relative distance is {distance}.",
    "按 1 − 余弦，最终向量移动最多的{aside}是“{token}”：前后相差 {moved}；其相对距离为 {distance}。",
  ],
  "change-moved-special": ["Only final vectors of special tokens moved.", "只有特殊词元的最终向量移动了。"],
  "change-not-moved": ["No token's final vector moved.", "没有词元的最终向量移动。"],
  "change-say-moved": ["{token}: {name} {value}", "{token}：{name} {value}"],
  "change-say-cell": [
    "“{query}” → “{key}”: before {before}, after {after}, difference {difference}",
    "“{query}”→“{key}”：之前 {before}，之后 {after}，相差 {difference}",
  ],
  "change-say-masked": [
    "“{query}” → “{key}”: before {before}; after, nobody may look at “{key}”, so 0 %, difference {difference}",
    "“{query}”→“{key}”：之前 {before}；之后谁也不能看“{key}”，为 0 %，相差 {difference}",
  ],
  "change-say-causal": [
    "“{query}” → “{key}”: comes after it, cannot be seen in either run",
    "“{query}”→“{key}”：在它之后，两次运行都看不到",
  ],
  "change-say-row": [
    "The row of “{query}”: Jensen–Shannon divergence {bits} bits (derived)",
    "“{query}”一行：Jensen–Shannon 散度 {bits} 比特（推导）",
  ],
  "change-say-label": [
    "{token}, token {index}: moved by {moved} (1 − cosine)",
    "{token}，词元 {index}：移动 {moved}（1 − 余弦）",
  ],
  "change-say-token": ["{token}, token {index}", "{token}，词元 {index}"],
  "change-expected": ["Next after “{token}”", "“{token}”之后的下一个词元"],
  "change-expected-masked": ["Expected at “{token}”", "“{token}”处的预期"],
  "change-expected-before": ["before", "之前"],
  "change-expected-after": ["after", "之后"],
  "change-variation": [
    "Total variation at this token: {value} (0: the same distribution, 1: nothing in common). Bars run to the largest probability shown.",
    "此处的总变差：{value}（0 为分布相同，1 为毫无重合）。条形以所示的最大概率为满格。",
  ],
  "change-at-most": [
    "≤: not among the {count} likeliest of that run, so at most as likely as the last of them.",
    "≤：不在那次运行最可能的 {count} 个之中，至多与其末位一样可能。",
  ],
  "change-warm": ["At temperature {temperature}.", "温度 {temperature}。"],
  "change-say-expected": ["“{text}”: before {before}, after {after}", "“{text}”：之前 {before}，之后 {after}"],
  "change-pick-token": [
    "Click a token in a picture to see what is expected after it.",
    "点击图中的词元，可看它之后的预期。",
  ],
  "change-board-say": ["Layer {layer}, head {head}: {state}", "第 {layer} 层第 {head} 头：{state}"],
  "change-board-say-change": [
    "Layer {layer}, head {head}: {state}; its weights changed by {change} on average (derived)",
    "第 {layer} 层第 {head} 头：{state}；其权重平均变化 {change}（推导）",
  ],
  "change-is-on": ["on", "开启"],
  "change-is-off": ["off", "已关闭"],
  "change-refused": ["This change cannot be run", "无法运行这个改变"],
  "change-refused-first": [
    "{model} reads from left to right, and its first token can look at nothing but itself: masked, it would have nothing left. Every other token can be masked.",
    "{model} 从左向右读，第一个词元除自己之外什么也看不到：遮住它，它就没有可看的了。其他词元都可以遮住。",
  ],
  "change-refused-all": [
    "With all of these masked, “{token}” has nothing left to look at. Let at least one go.",
    "全部遮住之后，“{token}”没有可看的词元了。请至少放开一个。",
  ],
  "change-refused-beyond": [
    "The change was made for another sentence or another model: this one has no such token or head.",
    "这个改变是为另一个句子或另一个模型作的：这里没有那样的词元或注意力头。",
  ],
  "change-refused-kind": [
    "Tokens can be masked and heads switched off in encoders and decoders of which everything can be read. {model} is not one.",
    "只有能读出全部内容的编码器和解码器才能遮住词元、关闭注意力头。{model} 不是。",
  ],
  "change-table": ["Numbers: weights before and after", "数字：前后的权重"],
  "change-table-moved": ["Numbers: how far each token moved", "数字：每个词元移动多远"],
  "change-table-expected": ["Numbers: what is expected", "数字：预期"],
  "attn-change": ["Interventions", "干预"],
  "change-board-heading": ["How much each head's weights changed", "每个头的权重变化了多少"],
  "title-change": ["Attention before and after a change", "改变前后的注意力"],
};
