/** Words about what survives, how far gradients reach and what swapping a word does, English and Chinese. */

export const LAB_MEMORY_WORDS: Record<string, [en: string, zh: string]> = {
  "shares-intro": [
    "What the state at each token still holds of what was written at each token before it. What is carried on, an LSTM's c or a GRU's h, is a sum of what was written, so that taking it apart is exact.",
    "每个词元处的状态中，还留着此前每个词元写入的多少。传下去的（LSTM 的 c，GRU 的 h）本来就是各步写入之和，所以拆开是精确的。",
  ],
  "shares-intro-rnn": [
    "What the state at each token still holds of what was written at each token before it.",
    "每个词元处的状态中，还留着此前每个词元写入的多少。",
  ],
  "shares-rnn-title": ["A plain RNN has no surviving shares", "普通 RNN 没有留存份额"],
  "shares-rnn": [
    "An LSTM's cell, and a GRU's hidden state, is a sum of what each step wrote, each part multiplied by the gates since: so it can be taken apart. A plain RNN puts the whole of its past through a tanh at every step: h′ = tanh(W x + U h + b). Nothing is carried over as a part of a sum, so there is nothing to take apart.",
    "LSTM 的细胞状态、GRU 的隐状态，是每一步写入之和，每一份再乘以其后各步的门：所以能拆开。普通 RNN 每一步都把全部过去送进一个 tanh：h′ = tanh(W x + U h + b)。没有哪一份以相加的方式保留下来，也就无从拆开。",
  ],
  "shares-rnn-not": [
    "This does not say that nothing of a word is left. Whether its prediction depends on a word can be measured in another way: swap the word, and see how far the prediction moves.",
    "这并不等于某个词什么都没有留下。预测是否取决于某个词，可以换一种办法测量：把这个词换掉，看预测移动多远。",
  ],
  "shares-to-reach": ["Swap a word in all three cells", "在三种单元中换词"],
  "shares-quantity": ["Share", "份额"],
  "shares-projected": ["of the prediction", "对预测"],
  "shares-unit": ["of one unit", "单个单元"],
  "shares-kept": ["kept of one unit", "单个单元的保留"],
  "shares-between": ["Between", "单位"],
  "shares-which": ["Unit, by carrier rank", "单元（按承载名次）"],
  "shares-state": ["state at", "状态"],
  "shares-written": ["written at", "写入"],
  "shares-sum": ["sum", "和"],
  "shares-towards": ["expects", "预期"],
  "shares-title": [
    "Surviving shares of the {cell}, projected on what it expects",
    "{cell} 的留存份额，投影到它的预期上",
  ],
  "shares-title-unit": ["Surviving shares of unit {unit} of the {cell}", "{cell} 单元 {unit} 的留存份额"],
  "shares-title-kept": ["What unit {unit} of the {cell} keeps of each step", "{cell} 单元 {unit} 对每一步的保留"],
  "shares-description": [
    "{rows} rows, the states, by {rows} columns, the steps that wrote; nothing right of the diagonal.",
    "{rows} 行（状态）× {rows} 列（写入的步）；对角线右侧为空。",
  ],
  "legend-share-projected": [
    "part of a difference of scores without biases: the likeliest piece's minus the mean of its four rivals' (colour: purple to orange)",
    "分数之差（不含偏置）的一部分：最可能的词片减去四个对手的平均（颜色：橙紫）",
  ],
  "shares-tanh": [
    "An LSTM predicts from h = o·tanh c, not from c. The parts of c are exact; how much of each unit's tanh belongs to which part is a convention: in proportion, so that rows sum to the difference.",
    "LSTM 用来预测的是 h = o·tanh c，而不是 c。c 的各部分是精确的；每个单元的 tanh 中各部分占多少则是约定：按比例分摊，使各行之和等于分数之差。",
  ],
  "shares-difference": [
    "A row sums to a difference of scores, the likeliest piece's minus the mean of its four rivals', without the biases. The biases count in the prediction: the difference may be negative although the piece is the likeliest. Here it is in {negative} of {rows} rows.",
    "每行之和是一个分数之差：最可能的词片减去四个对手的平均，不含偏置。预测时还要加上偏置，因此即使该词片最可能，这个差也可能为负。此处 {rows} 行中有 {negative} 行为负。",
  ],
  "legend-share-unit-lstm": [
    "share of the unit's cell state (colour: purple to orange)",
    "在该单元细胞状态中的份额（颜色：橙紫）",
  ],
  "legend-share-unit-gru": [
    "share of the unit's hidden state (colour: purple to orange)",
    "在该单元隐状态中的份额（颜色：橙紫）",
  ],
  "legend-kept": ["product of the keeping gates since (colour: green)", "其后各步保留门之积（颜色：绿）"],
  "legend-not-yet": ["not yet written", "尚未写入"],
  "legend-share-words": [
    "derived: sum over pieces written, mean over states",
    "推导：对词内各片写入求和，对其状态取平均",
  ],
  "legend-share-words-projected": [
    "derived: sum over pieces written; over a word's states a mean where all expect the same piece, else the last",
    "推导：对词内各片写入求和；词内各状态若都预期同一词片则取平均，否则取最后一个",
  ],
  "legend-kept-words": ["derived: mean over a word's pieces, both ways", "推导：行列均对词内各片取平均"],
  "legend-no-token": ["blank: a token that only the other model has", "空白：只有另一个模型才有的词元"],
  "say-share": [
    "in the state at {t}, what was written at {j} amounts to {value}",
    "{t} 处的状态中，{j} 写入的部分为 {value}",
  ],
  "say-share-projected": [", towards {word} and away from {rivals}", "，朝向 {word}，背离 {rivals}"],
  "say-share-mean": [", mean over {count} states", "，{count} 个状态的平均"],
  "say-share-mean-towards": [
    ", mean over {count} states that all expect {word}",
    "，{count} 个状态的平均，它们都预期 {word}",
  ],
  "say-share-last": [
    ", after the last of its {count} pieces, as they expect different ones",
    "，取 {count} 个词片中最后一片之后的状态，因为各片预期不同",
  ],
  "say-kept": [
    "of what unit {unit} wrote at {j}, {value} is kept at {t}",
    "单元 {unit} 在 {j} 写入的，到 {t} 处保留 {value}",
  ],
  "say-not-yet": ["{j} is not yet read at {t}", "到 {t} 时还没有读到 {j}"],
  "say-no-token": ["the recurrent net has no such token", "循环网络没有这个词元"],
  "say-total": ["the state at {t}: the row sums to {value}", "{t} 处的状态：该行之和 {value}"],
  "shares-summary": [
    "The largest part: at “{t}”, {value} comes from “{j}”; that row's parts, of either sign, sum to {total}. Rows rebuild the totals, computed apart from them, to {error}.",
    "最大的一份：在“{t}”处，{value} 来自“{j}”；该行各份有正有负，其和为 {total}。各行之和与另行计算的总量相差不超过 {error}。",
  ],
  "shares-summary-kept": [
    "The most that is kept of an earlier step: at “{t}”, {value} of “{j}”.",
    "对较早一步保留最多的：在“{t}”处，“{j}”保留 {value}。",
  ],
  "shares-z": [
    "In a GRU z keeps: the weights of what was written sum to 1 − Π z.",
    "在 GRU 中 z 表示保留：各步写入的权重之和为 1 − Π z。",
  ],
  "shares-table": ["state \\ written", "状态 \\ 写入"],
  "shares-beside": ["What this head looks at", "这个头看向哪里"],
  "shares-same-axes": [
    "Both pictures have the same rows and columns. On the left, what one head of the Transformer looks at, at one go; on the right, what the {cell} has left of each word when it gets there.",
    "两幅图的行与列相同。左边是 Transformer 的一个头一次性看向哪里；右边是 {cell} 读到这里时，每个词还剩下多少。",
  ],
  "shares-own-axes": [
    "Each picture has its own model's pieces. What is pointed at in one lights up in the other, by the characters that it stands for.",
    "两幅图各用自己模型的词元。指向其中一格，另一幅中对应相同字符的格子也会亮起。",
  ],

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
};
