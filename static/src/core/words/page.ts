/** What the page says around its views. */
import type { Words } from "./types.ts";

export const PAGE_WORDS: Words = {
  tagline: [
    "What every attention head looked at, and what the gates of a recurrent net let through.",
    "每个注意力头看向了哪里，循环网络的门放行了什么。",
  ],
  ask: ["What to look at", "要看什么"],
  sentence: ["Sentence", "句子"],
  "sentence-hint": ["Type a sentence, English or Chinese", "输入一个句子，中文或英文"],
  examples: ["Try", "试试"],
  model: ["Transformer", "Transformer 模型"],
  "model-auto": ["automatic", "自动选择"],
  "state-ready": ["ready", "就绪"],
  "state-loading": ["loading", "加载中"],
  "state-on disk": ["on disk", "已下载"],
  "state-fetching": ["fetching", "下载中"],
  "state-to fetch": ["to fetch", "需下载"],
  "state-failed": ["failed", "失败"],
  "theme-auto": ["Auto", "自动"],
  "theme-light": ["Light", "浅色"],
  "theme-dark": ["Dark", "深色"],
  definitions: ["How these numbers are defined", "这些数值如何定义（英文）"],
  theme: ["Theme", "主题"],
  language: ["Language", "语言"],
  docs: ["Documentation", "文档"],
  skip: ["Skip to the pictures", "跳到图"],

  "view-all": ["Everything", "全部"],
  views: ["Views", "视图"],
  attention: ["Attention", "注意力"],
  "attention-intro": [
    "Each square is one head of {model}: rows look, columns are looked at, stronger colour is more.",
    "每个方块是 {model} 的一个注意力头：行在看，列被看，颜色越强权重越大。",
  ],
  "how-trained": ["How it was trained", "如何训练"],
  "not-explanation": [
    "A weight says how much of a token's value a head mixed in; it does not say why the model decides anything.",
    "权重说明一个头混入了某词元多少内容，并不说明模型为何作出某个判断。",
  ],
  checkpoint: ["Weights", "权重"],
  trained: ["trained", "训练后"],
  initial: ["torch's default", "torch 默认初始化"],
  scale: ["Scale", "标度"],
  "head-title": ["Layer {layer}, head {head}", "第 {layer} 层，第 {head} 头"],

  layer: ["layer", "层"],
  head: ["head", "头"],
  query: ["query", "查询"],
  key: ["key", "键"],
  mean: ["mean", "平均"],
  predicts: ["expects", "预期"],
  others: ["{count} more", "其余 {count} 个"],
  "unit-n": ["unit {unit}", "单元 {unit}"],
  "legend-attention-sqrt": [
    "attention weight (colour: {colour}, by its square root)",
    "注意力权重（颜色：{colour}，按平方根）",
  ],
  "legend-attention-linear": ["attention weight (colour: {colour}, linear)", "注意力权重（颜色：{colour}，线性）"],
  "legend-attention-row": [
    "attention weight, as a share of its row's largest (colour: {colour}, linear)",
    "注意力权重占该行最大值的比例（颜色：{colour}，线性）",
  ],
  "legend-attention-log": [
    "attention weight (colour: {colour}, logarithmic; .0001 and less: the left end)",
    "注意力权重（颜色：{colour}，对数；.0001 及以下取最左端）",
  ],

  "grid-title": ["Attention of every head of {model}", "{model} 所有头的注意力"],
  "grid-description": [
    "{layers}; {count} tokens in {bins} by {bins} pixels a head.",
    "{layers}；{count} 个词元，每个头 {bins} × {bins} 个像素。",
  ],
  "heatmap-title": ["Attention of layer {layer}, head {head} of {model}", "{model} 第 {layer} 层第 {head} 头的注意力"],
  "heatmap-description": [
    "{rows} by {columns} weights; each row sums to 1.",
    "{rows} × {columns} 个权重；每行之和为 1。",
  ],
  "gates-title": ["Gates and states of the {cell} {model}", "{cell} {model} 的门与状态"],
  "gates-description": [
    "{units} units by {count} tokens, weights {checkpoint}; {order}.",
    "{units} 个单元 × {count} 个词元，{checkpoint}权重；{order}。",
  ],
  "strip-title": ["The sentence as each model splits it", "两个模型如何切分这个句子"],
  "strip-description": ["Tokens of both models, lined up by character.", "两个模型的词元，按字符对齐。"],

  "say-weight": [
    "{query} attends to {key}: {percent}, {rank} of {count}, layer {layer} head {head}",
    "{query} 看向 {key}：{percent}，{count} 个中第 {rank}，第 {layer} 层第 {head} 头",
  ],
  "say-forced": [
    "{query} may see {key} alone: {percent}, whatever the head; layer {layer} head {head}",
    "{query} 只看得到 {key}：{percent}，与头无关；第 {layer} 层第 {head} 头",
  ],
  "say-unseen": [
    "{query} cannot look at {key}: masked, layer {layer} head {head}",
    "{query} 看不到 {key}：被遮住，第 {layer} 层第 {head} 头",
  ],
  "say-head": [
    "layer {layer} head {head}: its largest weight{aside} is {percent}, {query} to {key}",
    "第 {layer} 层第 {head} 头：最大权重{aside} {percent}，{query} 看向 {key}",
  ],
  "say-head-none": [
    "layer {layer} head {head}: it has no choice between tokens{aside}",
    "第 {layer} 层第 {head} 头：没有可选择的词元{aside}",
  ],
  "say-head-coarse": [
    "layer {layer} head {head}: its picture is strongest, about {percent}, at {query} and {key}",
    "第 {layer} 层第 {head} 头：小图最强处约 {percent}，在 {query} 与 {key} 处",
  ],
  "say-gate": [
    "{band} at {token}: {value}, unit {unit}, carrier rank {rank} of {count}",
    "{token} 处的{band}：{value}，单元 {unit}，承载名次 {rank}（共 {count}）",
  ],
  "say-mean": ["{band} at {token}: mean {value} over {count} units", "{token} 处的{band}：{count} 个单元平均 {value}"],
  "say-token": ["{token}, token {index} of {name}", "{token}，{name} 的词元 {index}"],
  "say-unknown": ["{token}, unknown to {name}", "{token}，{name} 不认识"],
  "row-sum": ["row sums to {sum}", "该行之和 {sum}"],
  looks: ["{query} looks at", "{query} 看向"],
  "hint-heatmap": ["Point at a cell, or move with the arrow keys; Enter pins.", "指向一格，或用方向键移动；回车固定。"],
  "hint-gates": ["Point at a step to read its numbers.", "指向一步，读出它的数值。"],
  "predicts-next": ["after “{token}” it expects", "在“{token}”之后它预期"],
  keys: [
    "Arrow keys move, Home and End go to the ends, Enter pins, Escape leaves.",
    "方向键移动，Home 与 End 到两端，回车固定，Esc 离开。",
  ],
  pinned: ["pinned", "已固定"],
  unpin: ["Unpin", "取消固定"],

  table: ["As a table", "表格"],
  "table-heads": ["largest weight of each head", "每个头的最大权重"],
  "table-of-all": ["of all weights", "所有权重中"],
  "table-coarse": ["strongest pixel of each head's picture, about", "每个头的小图最强像素（约）"],
  "table-query": ["query \\ key", "查询 \\ 键"],
  "table-token": ["token", "词元"],
  "table-weight": ["weight", "权重"],
  "table-next": ["next token, probability", "下一个词元与概率"],
  "summary-head": [
    "In layer {layer}, head {head}, the largest weight{aside} is {percent}: “{query}” attends to “{key}”.",
    "第 {layer} 层第 {head} 头的最大权重{aside}为 {percent}：“{query}”看向“{key}”。",
  ],
  "summary-head-none": [
    "Layer {layer}, head {head}: none of its weights here tells anything of the head{aside}.",
    "第 {layer} 层第 {head} 头：这里没有能说明这个头的权重{aside}。",
  ],

  "as-json": ["JSON", "JSON"],
  "as-safetensors": ["safetensors", "safetensors"],
  provenance: ["Which numbers these are", "数据来源"],
  "provenance-line": [
    "{id} at revision {revision}, weights sha256 {sha}, {dtype}; {libraries}",
    "{id}，版本 {revision}，权重 sha256 {sha}，{dtype}；{libraries}",
  ],
  "converted-from": ["; converted from {from}", "；转换自 {from}"],
  "check-fused": [
    "torch.nn.{layer}, fused, float32, the same weights and input",
    "融合实现的 torch.nn.{layer}（float32，权重与输入相同）",
  ],
  "check-fused-alone": [
    "torch.nn.{layer}, fused, float32, the same weights and input, each step alone from the trace's own state before",
    "融合实现的 torch.nn.{layer}（float32，权重与输入相同，每一步都从展开所得的前一状态单独出发）",
  ],
  "check-line": [
    "Unrolled by hand; largest difference from {against} on this sentence: {error}.",
    "手工展开；在这个句子上，与{against}的最大差异：{error}。",
  ],

  "reading-attention": ["Reading the attention of every head …", "正在读取所有头的注意力……"],
  retry: ["Try again", "重试"],
  "limit-got": ["limit {limit}, got {got}", "上限 {limit}，实际 {got}"],
  "what-this-means": ["What this means", "这是什么意思"],
  "no-connection": ["No answer from the server", "服务器没有回应"],
  "no-connection-detail": ["The request did not get through. Your sentence is kept.", "请求没有送达。你的句子已保留。"],
  "bad-answer": ["The answer could not be read", "无法读取回应"],
};
