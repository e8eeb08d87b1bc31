/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "figure-reach-at": ["T, the state that is looked at, is “{token}”.", "所考察的状态 T 是“{token}”。"],
  "figure-reach-table": ["A straight line through each curve", "过每条曲线的直线"],
  "figure-swap": ["Swap the word: “{token}” becomes {piece}", "换一个词：“{token}”换成{piece}"],
  "figure-swap-title": [
    "What each net expects after “{last}” where “{token}” becomes {piece}",
    "把“{token}”换成{piece}后，各网络预期“{last}”之后是什么",
  ],
  "figure-swap-description": [
    "For each cell the five likeliest next tokens before and after, and how far the prediction moves.",
    "每种单元换词前后最可能的五个下一个词元，以及预测移动多远。",
  ],
  "figure-moved": ["total variation", "总变差"],
  "reach-intro": [
    "How much the state after a token depends on each token before it: by its gradient, in all three cells, in torch's default initialisation and trained; and by trying, with the token swapped.",
    "一个词元之后的状态有多依赖此前的每个词元：用梯度来量（三种单元，torch 默认初始化与训练后），也用实验来量（把词元换掉）。",
  ],
  "reach-heading": ["Gradient reach", "梯度能到多远"],
  "reach-trained": ["{cell} trained", "{cell} 训练后"],
  "reach-initial": ["{cell} default", "{cell} 默认"],
  "reach-initial-changed": ["{cell} changed", "{cell} 改动后"],
  "reach-measure": ["Vertical axis", "纵轴"],
  "reach-ratio": ["ratio", "比值"],
  "reach-norm": ["absolute", "绝对值"],
  "reach-axis-ratio": [
    "norm of ∂h_T/∂x_{T−k}, divided by that of ∂h_T/∂x_T; logarithmic",
    "∂h_T/∂x_{T−k} 的范数，除以 ∂h_T/∂x_T 的范数；对数轴",
  ],
  "reach-axis-norm": ["Frobenius norm of ∂h_T/∂x_{T−k}; logarithmic", "∂h_T/∂x_{T−k} 的 Frobenius 范数；对数轴"],
  "reach-distance": ["distance k", "距离 k"],
  "reach-distance-short": ["k", "k"],
  "reach-unread": ["not read yet", "尚未读到"],
  "reach-title": [
    "Gradient of the state at {token} with respect to each token before it",
    "{token} 处的状态对此前每个词元的梯度",
  ],
  "reach-description": [
    "Three cells, in torch's default initialisation and trained, over {count} tokens.",
    "三种单元，torch 默认初始化与训练后，共 {count} 个词元。",
  ],
  "say-reach": [
    "{name}, {token}, distance {k}: norm {norm}, ratio {ratio}",
    "{name}，{token}，距离 {k}：范数 {norm}，比值 {ratio}",
  ],
  "say-reach-all": ["{token}, distance {k}", "{token}，距离 {k}"],
  "say-unread": [
    "{token} comes after T: nothing flows back to it. Press to make it T.",
    "{token} 在 T 之后：没有梯度流向它。按下可把它设为 T。",
  ],
  "reach-at": [
    "T, the state that is looked at, is “{token}”. Click another token to make it T.",
    "所考察的状态 T 是“{token}”。点击另一个词元，可把它设为 T。",
  ],
  "reach-last": ["back to the last token", "回到最后一个词元"],
  "reach-curve": ["net", "网络"],
  "reach-half-life": ["half-life, tokens", "半衰期（词元）"],
  "reach-fit": ["fit R²", "拟合 R²"],
  "reach-first": ["norm at k = 0", "k = 0 的范数"],
  "reach-farthest": ["norm at k = {k}", "k = {k} 的范数"],
  "reach-far-ratio": ["ratio at k = {k}", "k = {k} 的比值"],
  "reach-doubles": ["grows: doubles every {n}", "增长：每 {n} 个词元翻倍"],
  "reach-no-trend": ["no significant trend", "无显著趋势"],
  "reach-below-one": ["below 1: {share} a token", "不到 1：每个词元剩 {share}"],
  "reach-lost-row": ["lost in rounding", "淹没于舍入误差"],
  "reach-no-line": ["too few points", "点太少"],
  "reach-table-note": [
    "Half-life from the slope of a straight line through ln ratio; R² says how straight the curve is. A small R² means that no single half-life describes it.",
    "半衰期来自对 ln 比值拟合的直线之斜率；R² 说明曲线有多直。R² 小，说明没有哪个单一的半衰期能描述它。",
  ],
  "reach-trend-note": [
    "“No significant trend”: over these {points} points the slope is within two standard errors of 0; the ratio at the far end may be small all the same.",
    "“无显著趋势”：在这 {points} 个点上，斜率与 0 相差不到两个标准误；远端的比值仍可能很小。",
  ],
  "reach-start": [
    "“Default” is torch's default initialisation, “changed” the same as the sliders have it. The trained nets did not begin from it: their cards name the initialisations that they began from, which reach farther.",
    "“默认”指 torch 的默认初始化，“改动后”指按滑块改动过的。训练后的网络并不是从它开始的：它们的卡片写明各自从哪种初始化开始，从那些初始化出发，梯度能到更远。",
  ],
  "reach-lost": [
    "Not drawn: {names}. Up to “{token}” even float64 has lost this net's state: two ways to add the same products give different states from token {index} on.",
    "未绘制：{names}。到“{token}”为止，连 float64 也已得不出这个网络的状态：同样的乘积按两种顺序相加，从词元 {index} 起结果就不同。",
  ],
  "reach-sliders": ["Change torch's default initialisation", "改动 torch 的默认初始化"],
  "reach-bias": ["Bias of the keeping gate, b_f (LSTM f, GRU z)", "保留门的偏置 b_f（LSTM 的 f，GRU 的 z）"],
  "reach-scale": ["Recurrent matrix ×", "循环矩阵 ×"],
  "reach-default": ["torch's", "torch 的值"],
  "reach-presets": ["Presets", "预设"],
  "preset-default": ["torch's default", "torch 默认"],
  "preset-1": ["b_f = 1", "b_f = 1"],
  "preset-3": ["b_f = 3", "b_f = 3"],
  "preset-scale": ["recurrent × 3", "循环矩阵 × 3"],
  "reach-reset": ["Reset", "重置"],
  "reach-sliders-note": [
    "The sliders act on the thin lines: nets in torch's default initialisation, unrolled anew on the server. The trained nets stay as they are.",
    "滑块作用于细线：torch 默认初始化的网络，由服务器重新展开计算。训练后的网络不变。",
  ],
  "reach-computing": ["Computing …", "计算中……"],
  "memory-heading": ["Gradient is not memory", "梯度不等于记忆"],
  "memory-title": [
    "Gradient and effect of swapping, for the prediction after {token}",
    "对 {token} 之后的预测：梯度与换词的效果",
  ],
  "memory-description": [
    "A block for each trained cell: gradient upwards, effect of swapping downwards, over the same tokens.",
    "每种训练后的单元一块：向上是梯度，向下是换词的效果，词元相同。",
  ],
  "memory-gradient": ["gradient, ratio", "梯度（比值）"],
  "memory-gradient-norm": ["gradient", "梯度"],
  "memory-swap": ["swapped", "换词"],
  "memory-key-gradient": [
    "upwards: norm of ∂h_T/∂x_{T−k} by that of ∂h_T/∂x_T; logarithmic, so that a bar's foot is not 0",
    "向上：∂h_T/∂x_{T−k} 与 ∂h_T/∂x_T 的范数之比；对数轴，柱底不是 0",
  ],
  "memory-key-gradient-norm": [
    "upwards: norm of ∂h_T/∂x_{T−k}; logarithmic, so that a bar's foot is not 0",
    "向上：∂h_T/∂x_{T−k} 的范数；对数轴，柱底不是 0",
  ],
  "memory-key-swap": [
    "downwards: how far the next-token distribution moves, total variation 0 to 1, mean over the token's rivals",
    "向下：下一词元分布移动多远，总变差 0 到 1，对该词元的各对手取平均",
  ],
  "memory-key-unknown": [
    "the same with the token made unknown: its embedding replaced by zeros",
    "同上，但把词元变为未知：其嵌入以零代替",
  ],
  "memory-lead": [
    "Gradient and effect are measured apart and need not agree: a small gradient does not mean that swapping changes little. Measured here:",
    "梯度与效果是分开测的，二者未必一致：梯度小不等于换词的影响小。此处测得：",
  ],
  "memory-measured": [
    "{cell}: of the tokens before “{last}”, swapping “{token}”, {k} back, moves the prediction most: by {moved} (total variation). Its gradient is {norm}, {ratio} of that of “{last}” itself, number {rank} of {count} by size.",
    "{cell}：在“{last}”之前的词元中，换掉往前第 {k} 个词元“{token}”使预测移动最多：{moved}（总变差）。它的梯度为 {norm}，是“{last}”自身的 {ratio}，按大小在 {count} 个中排第 {rank}。",
  ],
  "memory-steepest": [
    " The largest gradient, {norm}, is at “{token}”, {k} back: swapping it moves the prediction by {moved}.",
    "梯度最大的是往前第 {k} 个词元“{token}”，为 {norm}：换掉它，预测移动 {moved}。",
  ],
  "memory-too-short": [
    "{cell}: there is no token before “{last}” that could be swapped.",
    "{cell}：“{last}”之前没有可换的词元。",
  ],
  "memory-scope": [
    "One sentence, these nets: a measurement, not a law. A rival that the net finds likely in the same place is not every word.",
    "只是这一句、这几个网络：是测量，不是定律。对手是该网络认为此处也可能出现的词，并非所有的词。",
  ],
  "say-memory": [
    "{cell}, {token}, distance {k}: swapped, the prediction moves by {moved} (mean over its rivals); unknown, by {unknown}; gradient {norm}, ratio {ratio}",
    "{cell}，{token}，距离 {k}：换掉后预测移动 {moved}（各对手平均）；变为未知则移动 {unknown}；梯度 {norm}，比值 {ratio}",
  ],
  "say-memory-start": [
    "{token} is where every sentence begins: it is never replaced. Gradient {norm}, ratio {ratio}",
    "{token} 是每句的开头，不作替换。梯度 {norm}，比值 {ratio}",
  ],
  "memory-pick": ["Click a token to swap it.", "点击一个词元，把它换掉。"],
  "swap-heading": ["Swap the word", "换一个词"],
  "swap-choose": [
    "Choose a token in the picture above, or start from an example:",
    "在上图中选一个词元，或从例句开始：",
  ],
  "swap-for": ["“{token}” becomes", "把“{token}”换成"],
  "swap-unknown": ["unknown", "未知"],
  "swap-before": ["as it is", "原句"],
  "swap-after": ["with {piece}", "换成 {piece}"],
  "swap-moved": ["moves by {value}", "移动 {value}"],
  "swap-asked": [
    "none of the {cell}'s own rivals: read as a sentence of its own",
    "不在 {cell} 自己的对手之中：另作一句读出",
  ],
  "swap-lacks": [
    "“{piece}” is none of the four rivals that the {cell} finds likeliest here.",
    "“{piece}”不在 {cell} 认为此处最可能的四个对手之中。",
  ],
  "swap-unknown-only": [
    "with a zero vector in its place; the API gives how far the prediction moves, not the words",
    "以零向量代替；API 给出预测移动的距离，不给出词",
  ],
  "swap-note": [
    "Each net names its own rivals: the four pieces that it finds likeliest in that place, other than the one that stands there. Total variation: 0 the same prediction, 1 nothing in common.",
    "对手由各网络自己给出：它认为该处最可能出现的四个其他词片。总变差：0 为预测不变，1 为毫无重合。",
  ],
  "swap-next": [
    "What each net expects after “{token}”, the five likeliest:",
    "各网络预期“{token}”之后是什么（最可能的五个）：",
  ],
  "lab-reach": ["Gradient reach", "梯度范围"],
  "title-reach": ["How far back a state depends on its tokens", "状态对此前词元的依赖有多远"],
};
