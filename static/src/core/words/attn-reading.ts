/** Words of arcs, running text and rollout, English and Chinese. */

export const ATTN_READING_WORDS: Record<string, [en: string, zh: string]> = {
  "arcs-intro": [
    "Each line runs from a token that looks (left) to one that is looked at (right); how wide it is says how much weight, on the scale named above the lines. Point at a token on the left to see only what it looks at, on the right only what looks at it.",
    "每条线从发出注意的词元（左）连到被注意的词元（右）；线宽按上方所注的尺度表示权重。指向左侧的词元，只看它注意了什么；指向右侧，只看谁注意了它。",
  ],
  "arcs-title": ["Lines of attention: {heads}, {model}", "注意力连线：{heads}，{model}"],
  "arcs-description": [
    "{rows} tokens look at {columns}; {drawn} of {possible} lines are drawn.",
    "{rows} 个词元注意 {columns} 个词元；{possible} 条线中画出 {drawn} 条。",
  ],
  "arcs-scale-sqrt": ["width and opacity: {what}, by its square root", "线宽与浓度：{what}，按平方根"],
  "arcs-scale-linear": ["width and opacity: {what}, linear", "线宽与浓度：{what}，线性"],
  "arcs-scale-log": [
    "width and opacity: {what}, by its logarithm, four powers of ten",
    "线宽与浓度：{what}，按对数，四个数量级",
  ],
  "arcs-scale-row": [
    "width and opacity: {what}, as a share of its row's largest",
    "线宽与浓度：{what}，占该行最大值的份额",
  ],
  "arcs-what-attention": ["attention weight", "注意力权重"],
  "arcs-what-value": ["norm of weight × projected value", "权重 × 投影后值的范数"],
  "arcs-all": ["Every line is drawn, {possible} in all.", "{possible} 条线全部画出。"],
  "arcs-focus": [
    "{drawn} of {possible} lines are drawn: those of the token in focus.",
    "{possible} 条线中画出 {drawn} 条：选中词元的线。",
  ],
  "arcs-hidden": [
    "The {drawn} strongest of {possible} lines are drawn; the {hidden} others hold {mass} of the sum of all {what}. A token in focus shows its weaker lines too.",
    "{possible} 条线中画出最强的 {drawn} 条；其余 {hidden} 条合计占所有{what}之和的 {mass}。选中一个词元时，它较弱的线也画出。",
  ],
  "arcs-numbers": [
    "Of so many tokens, numbers are printed from 0.5 %; pointing and the table have all.",
    "词元很多时只印出不小于 0.5 % 的数值；指向或表格中有全部。",
  ],
  "arcs-filtered": [
    "{drawn} of {possible} lines are drawn; the {hidden} others, left out by the filter or too weak for a line, hold {mass} of the sum of all {what}.",
    "{possible} 条线中画出 {drawn} 条；其余 {hidden} 条被筛选略去或弱得画不出，合计占所有{what}之和的 {mass}。",
  ],
  "arcs-from": ["“{token}” looks at {list}", "“{token}”看向 {list}"],
  "arcs-to": ["“{token}” is looked at by {list}", "看向“{token}”的有 {list}"],
  "arcs-nothing": ["nothing that is drawn", "没有画出的词元"],
  "arcs-rest": [", {count} others {mass} together", "，其余 {count} 个合计 {mass}"],
  "arcs-rest-each": [", {count} others {most} at most each", "，其余 {count} 个各不超过 {most}"],
  "arcs-forced": [
    "“{token}” may look at {key} only: {mass}, whatever the head",
    "“{token}”只看得到 {key}：{mass}，与头无关",
  ],
  "arcs-head": ["{head}: {said}", "{head}：{said}"],
  "arcs-grid": [
    "Left column: what a token looks at; right column: what looks at it.",
    "左列：词元看向谁；右列：谁看向它。",
  ],
  "arcs-grid-line": ["Each token: what it looks at, and what looks at it.", "每个词元：它看向谁，谁看向它。"],
  "arcs-hint": [
    "Point at a token, or move with the arrow keys; Enter pins.",
    "指向一个词元，或用方向键移动；回车固定。",
  ],
  "arcs-layout": ["layout", "布局"],
  "arcs-layout-columns": ["two columns", "两列"],
  "arcs-layout-line": ["arcs on one line", "单行弧线"],
  "arcs-above": ["looks back: arcs above", "向前文看：弧在上方"],
  "arcs-below": ["looks ahead: arcs below", "向后文看：弧在下方"],
  "arcs-self": ["looks at itself: ring", "看向自身：圆圈"],
  direction: ["direction", "方向"],
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
};
