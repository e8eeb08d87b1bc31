/** Words about finding heads, sorting them by what they do, what they contribute, and the logit lens. */

export const HEADS_WORDS: Record<string, [en: string, zh: string]> = {
  "stat-previous": ["previous token", "前一个词元"],
  "stat-next": ["next token", "后一个词元"],
  "stat-self": ["itself", "自身"],
  "stat-first": ["first token", "首词元"],
  "stat-separator": ["separator", "分隔符"],
  "stat-same-word": ["same word", "同一个词"],
  "stat-broad": ["broad", "分散"],
  "stat-narrow": ["narrow", "集中"],
  "stat-entropy": ["entropy", "熵"],
  "stat-distance": ["distance", "距离"],
  "stat-contribution": ["contribution", "贡献"],
  "stat-def-previous": [
    "Weight on the token before: mean over the queries that see it and at least one other.",
    "对前一个词元的权重：对看得到它且至少还看得到另一个词元的查询取平均。",
  ],
  "stat-def-next": [
    "Weight on the token after: mean over the queries that see it and at least one other.",
    "对后一个词元的权重：对看得到它且至少还看得到另一个词元的查询取平均。",
  ],
  "stat-def-self": [
    "Weight on the token itself: mean over the queries that see it and at least one other.",
    "对自身词元的权重：对看得到它且至少还看得到另一个词元的查询取平均。",
  ],
  "stat-def-first": [
    "Weight on the first token, such as [CLS]: mean over the queries that see it and at least one other, the first left out.",
    "对首词元（如 [CLS]）的权重：对看得到它且至少还看得到另一个词元的查询取平均，首词元自身不计。",
  ],
  "stat-def-separator": [
    "Weight on all special tokens but the first, such as [SEP]: mean over the queries that are no special tokens and see one of these and at least one other token. No value where there are none.",
    "对首词元以外所有特殊词元（如 [SEP]）的权重：对看得到其中之一、且至少还看得到另一个词元的非特殊查询取平均。没有这样的词元时无值。",
  ],
  "stat-def-same-word": [
    "Weight on other tokens with the same text, case folded: mean over the queries that see one and at least one other token. No value where no text stands twice.",
    "对文字相同（不分大小写）的其他词元的权重：对看得到这种词元、且至少还看得到另一个词元的查询取平均。没有重复文字时无值。",
  ],
  "stat-def-broad": [
    "Entropy of the row over the largest that it could have, log2 of what it sees: mean over the queries that see more than one token.",
    "一行的熵除以它可能的最大值（所见词元数的 log2）：对能看到不止一个词元的查询取平均。",
  ],
  "stat-def-narrow": [
    "The row's largest weight: mean over the queries that see more than one token.",
    "一行中最大的权重：对能看到不止一个词元的查询取平均。",
  ],
  "stat-def-entropy": [
    "Entropy of the row in bits, −Σ α·log2 α: mean over the queries that see more than one token.",
    "一行的熵 −Σ α·log2 α（比特）：对能看到不止一个词元的查询取平均。",
  ],
  "stat-def-distance": [
    "Distance to what is looked at in tokens, Σ α·|query − key|: mean over the queries that see more than one token.",
    "与所看词元的距离 Σ α·|查询 − 键|（词元数）：对能看到不止一个词元的查询取平均。",
  ],
  "stat-def-contribution": [
    "The norm of what the head adds, |output·W_O|, over the sum of the norms of all heads of its layer; mean over tokens. Derived here from the API's norms.",
    "该头所加向量的范数 |output·W_O| 除以同层所有头的范数之和，对词元取平均。由接口给出的范数在此推得。",
  ],
  "stat-chance": [
    "Chance level on this sentence, for a head that spreads its attention evenly over what it may see: {chance}.",
    "这个句子上的随机水平（把注意力均匀分给所见词元的头）：{chance}。",
  ],
  "stat-even-largest": [
    "A head that spreads its attention evenly has {chance}, the largest there can be: no head lies above.",
    "把注意力均匀分给所见词元的头为 {chance}，这是可能的最大值：没有头高于它。",
  ],
  "stat-even-largest-varies": [
    "A head that spreads its attention evenly has the largest there can be, which differs between layers here.",
    "把注意力均匀分给所见词元的头取可能的最大值；这里各层的最大值不同。",
  ],
  "stat-even-smallest": [
    "A head that spreads its attention evenly has {chance}, the smallest there can be: no head lies below.",
    "把注意力均匀分给所见词元的头为 {chance}，这是可能的最小值：没有头低于它。",
  ],
  "stat-even-smallest-varies": [
    "A head that spreads its attention evenly has the smallest there can be, which differs between layers here.",
    "把注意力均匀分给所见词元的头取可能的最小值；这里各层的最小值不同。",
  ],
  "stat-even-plain": [
    "A head that spreads its attention evenly over what it may see has {chance}.",
    "把注意力均匀分给所见词元的头为 {chance}。",
  ],
  "stat-even-plain-varies": [
    "What a head has that spreads its attention evenly differs between layers here.",
    "这里各层中注意力均匀分配的头所得的值不同。",
  ],
  "stat-even-equal-varies": [
    "If all heads of a layer added equally much, each would have one part in as many as the layer has.",
    "若同层各头所加一样多，每个头占该层头数分之一。",
  ],
  "stat-chance-varies": [
    "The chance level differs between layers here: each head's tick is its own layer's.",
    "这里各层的随机水平不同：每个头的刻线是它那一层的。",
  ],
  "stat-even-equal": ["If all heads of a layer added equally much: {chance}.", "若同层各头所加一样多：{chance}。"],
  "stat-nothing": [
    "This sentence has nothing to measure it on: {definition}",
    "这个句子没有可供测量的对象：{definition}",
  ],

  order: ["Heads", "排列"],
  "order-by": ["Statistic", "统计量"],
  "order-no-statistic": ["none", "无"],
  "arrange-sorted": ["strongest first", "由强到弱"],
  "arrange-layers": ["layer by layer", "逐层"],
  "sorted-by": ["All heads by “{name}”, strongest first", "所有头按“{name}”由强到弱"],
  "sorted-key": [
    "Number and bar: the statistic, full width {most}. Upright line: chance level {chance}.",
    "数字与横条：该统计量，满宽为 {most}。竖线：随机水平 {chance}。",
  ],
  "sorted-key-varies": [
    "Number and bar: the statistic, full width {most}. Upright line: the chance level of the head's layer.",
    "数字与横条：该统计量，满宽为 {most}。竖线：该头所在层的随机水平。",
  ],
  "sorted-key-even": [
    "Number and bar: the statistic, full width {most}. Upright line: evenly spread attention, {chance}.",
    "数字与横条：该统计量，满宽为 {most}。竖线：均匀分配的注意力，{chance}。",
  ],
  "sorted-key-even-varies": [
    "Number and bar: the statistic, full width {most}. Upright line: attention spread evenly over what the head's layer sees.",
    "数字与横条：该统计量，满宽为 {most}。竖线：在该头所在层所见的词元上均匀分配的注意力。",
  ],
  "sorted-key-equal": [
    "Number and bar: the statistic, full width {most}. Upright line: an equal share, {chance}.",
    "数字与横条：该统计量，满宽为 {most}。竖线：均等份额 {chance}。",
  ],
  "sorted-key-equal-varies": [
    "Number and bar: the statistic, full width {most}. Upright line: an equal share in the head's layer.",
    "数字与横条：该统计量，满宽为 {most}。竖线：在该头所在层的均等份额。",
  ],
  "grid-bars": ["Bar under a picture: {name}, full width {most}.", "图下横条：{name}，满宽为 {most}。"],
  "sorted-title": ["All heads of {model} by “{name}”, strongest first", "{model} 的所有头，按“{name}”由强到弱"],
  "sorted-description": [
    "{count} small pictures; each head's number on “{name}” under it.",
    "{count} 幅小图；每个头的“{name}”数值在其下方。",
  ],
  "sorted-say": [
    "{rank} of {count}: layer {layer}, head {head}, {name} {value}",
    "{count} 个中第 {rank}：第 {layer} 层第 {head} 头，{name} {value}",
  ],
  "sorted-summary": [
    "Strongest: layer {layer}, head {head} with {value}; {above} of {count} heads are above chance.",
    "最强：第 {layer} 层第 {head} 头，{value}；{count} 个头中有 {above} 个高于随机水平。",
  ],
  "sorted-summary-equal": [
    "Strongest: layer {layer}, head {head} with {value}; {above} of {count} heads add more than an equal share.",
    "最强：第 {layer} 层第 {head} 头，{value}；{count} 个头中有 {above} 个所加多于均等份额。",
  ],
  "sorted-summary-plain": [
    "Strongest: layer {layer}, head {head} with {value}, of {count} heads.",
    "{count} 个头中最强的是第 {layer} 层第 {head} 头，{value}。",
  ],
  "stats-table": ["all heads × all statistics", "所有头 × 所有统计量"],
  "stats-table-sort": ["sort by {name}", "按 {name} 排序"],
  "stats-table-chance": ["chance", "随机水平"],
  "stats-table-even": ["evenly spread", "均匀分配"],

  "find-intro": [
    "Every head of {model} ranked by how strongly it links the tokens that you pick, or by how much of a habit it has on this sentence.",
    "把 {model} 的所有注意力头排序：按它把你选的词元连得多紧，或按它在这个句子上有多明显的某种习惯。",
  ],
  "find-mode": ["Look for", "要找"],
  "find-link": ["a link", "某个连接"],
  "find-from": ["looks (query)", "看的词元（查询）"],
  "find-to": ["is looked at (key)", "被看的词元（键）"],
  "find-how": [
    "Click a token in each row; drag, or hold Shift, for a span.",
    "每行点一个词元；拖动或按住 Shift 可选一段。",
  ],
  "find-pinned": ["take the pinned cell: {from} → {to}", "用钉住的格子：{from} → {to}"],
  "find-strongest": [
    "the strongest link between two different tokens in layer {layer}, head {head}{aside}: {from} → {to}",
    "第 {layer} 层第 {head} 头中两个不同词元之间最强的连接{aside}：{from} → {to}",
  ],
  "find-swap": ["the other way round", "反过来"],
  "find-begin": [
    "Pick the token that looks, then the token that it looks at. Or begin with",
    "先选看的词元，再选被看的词元。也可以从这里开始：",
  ],
  "find-missing": ["This sentence has no such tokens: pick them anew.", "这个句子里没有这些词元：请重新选择。"],
  "find-this": ["Which heads link {from} → {to}?", "哪些头连接 {from} → {to}？"],
  "find-title-link": ["Which heads link {from} → {to}?", "哪些头连接 {from} → {to}？"],
  "find-title-habit": ["Which heads have the habit “{name}” here?", "哪些头在这里有“{name}”的习惯？"],
  "find-formula-link": [
    "Score: the attention that the tokens looked at get together, mean over the tokens that look; between 0 and 1.",
    "得分：被看词元合计得到的注意力，对看的词元取平均；介于 0 与 1 之间。",
  ],
  "find-bars": ["All {count} heads, strongest first", "全部 {count} 个头，由强到弱"],
  "find-chance": ["chance {chance}", "随机水平 {chance}"],
  "find-chance-varies": ["chance of each layer", "各层的随机水平"],
  "find-even": ["evenly spread {chance}", "均匀分配 {chance}"],
  "find-even-varies": ["evenly spread, of each layer", "各层的均匀分配"],
  "find-mostly": ["mostly: {name} {share}", "主要习惯：{name} {share}"],
  "find-formula-mostly": [
    "“Mostly” is what the head does most on the whole sentence: the habit with the largest share, if it is above chance.",
    "“主要习惯”是这个头在整句上最常做的事：份额最大且高于随机水平的习惯。",
  ],
  "find-say-mostly": ["; mostly {name}, {share} (chance {chance})", "；主要习惯：{name}，{share}（随机水平 {chance}）"],
  "find-head": ["layer {layer} head {head}", "第 {layer} 层第 {head} 头"],
  "find-scene": ["{question} {model}", "{question} {model}"],
  "find-description": [
    "{count} heads as bars, and the strongest with their pictures.",
    "{count} 个头的横条，以及最强者的小图。",
  ],
  "find-say": [
    "{rank} of {count}: layer {layer}, head {head}, {score}; chance {chance}",
    "{count} 个中第 {rank}：第 {layer} 层第 {head} 头，{score}；随机水平 {chance}",
  ],
  "find-say-even": [
    "{rank} of {count}: layer {layer}, head {head}, {score}; evenly spread {chance}",
    "{count} 个中第 {rank}：第 {layer} 层第 {head} 头，{score}；均匀分配 {chance}",
  ],
  "find-summary": [
    "{above} of {count} heads are above chance; the strongest, layer {layer} head {head}, has {score}, {times} times chance{mostly}.",
    "{count} 个头中有 {above} 个高于随机水平；最强的第 {layer} 层第 {head} 头为 {score}，是随机水平的 {times} 倍{mostly}。",
  ],
  "find-summary-plain": [
    "The strongest of {count}, layer {layer} head {head}, has {score}{mostly}.",
    "{count} 个头中最强的第 {layer} 层第 {head} 头为 {score}{mostly}。",
  ],
  "find-summary-never": ["These tokens may not look there: every head has 0.", "这些词元看不到那里：每个头都是 0。"],
  "find-summary-forced": [
    "These tokens see nothing else: every head has 1, whatever it is.",
    "这些词元看不到别的：无论哪个头都是 1。",
  ],
  "find-nothing": ["This sentence has nothing to measure it on.", "这个句子没有可供测量的对象。"],
  "find-all": ["show all {count}", "显示全部 {count} 个"],
  "find-fewer": ["show the strongest", "只显示最强的"],
  "find-table": ["all heads, strongest first", "所有头，由强到弱"],
  "find-table-rank": ["rank", "名次"],
  "find-table-score": ["score", "得分"],
  "find-table-mostly": ["mostly", "主要习惯"],
  "find-table-share": ["share of that", "其份额"],
  "find-table-share-chance": ["chance of that", "其随机水平"],

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
};
