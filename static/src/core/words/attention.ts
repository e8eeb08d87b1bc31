/** What several views of attention say, and the choices over them. */
import type { Words } from "./types.ts";

export const ATTENTION_WORDS: Words = {
  "attn-views": ["What to show of attention", "展示注意力的哪一面"],

  "heatmap-intro": [
    "What one head of {model} mixed: each row is a token that looks, each column one that is looked at.",
    "{model} 的一个头混合了什么：每行是一个在看的词元，每列是一个被看的词元。",
  ],
  "choose-heads": ["Heads", "注意力头"],
  "choose-layer": ["Layer", "层"],
  "choose-head": ["Head", "头"],
  "add-head": ["add a head", "再加一个头"],
  "drop-head": ["Without layer {layer}, head {head}", "去掉第 {layer} 层第 {head} 头"],
  "only-head": ["this head alone", "只看这个头"],
  mix: ["Several heads", "多个头"],
  "mix-apart": ["apart", "分开"],
  "mix-mean": ["mean", "平均"],
  "mean-of-heads": ["Mean of {count} heads: {heads}", "{count} 个头的平均：{heads}"],
  "derived-mean": ["mean of {count} heads, derived", "{count} 个头的平均，推导值"],
  "derived-renormalised": ["renormalised, derived", "重新归一化，推导值"],

  "heatmap-title-mean": ["Mean attention of {count} heads of {model}", "{model} {count} 个头的平均注意力"],

  "heatmap-title-value": [
    "Weights times the norms of projected values, layer {layer}, head {head} of {model}",
    "{model} 第 {layer} 层第 {head} 头：权重乘以投影后值的范数",
  ],
  "heatmap-title-value-mean": [
    "Weights times the norms of projected values, mean of {count} heads of {model}",
    "{model} {count} 个头的平均：权重乘以投影后值的范数",
  ],
  "heatmap-description-value": [
    "{rows} by {columns} norms of what each query takes from each key, after the output projection.",
    "{rows} × {columns} 个范数：每个查询从每个键取来的、经输出投影后的向量。",
  ],
  "legend-value-sqrt": [
    "norm of weight × projected value, 0 to the head's largest (colour: {colour}, by its square root)",
    "权重 × 投影后值的范数，0 到该头最大值（颜色：{colour}，按平方根）",
  ],
  "legend-value-linear": [
    "norm of weight × projected value, 0 to the head's largest (colour: {colour}, linear)",
    "权重 × 投影后值的范数，0 到该头最大值（颜色：{colour}，线性）",
  ],
  "legend-value-row": [
    "norm of weight × projected value, as a share of its row's largest (colour: {colour}, linear)",
    "权重 × 投影后值的范数占该行最大值的比例（颜色：{colour}，线性）",
  ],
  "legend-value-log": [
    "norm of weight × projected value (colour: {colour}, logarithmic down to .0001 of the largest)",
    "权重 × 投影后值的范数（颜色：{colour}，对数，至最大值的 .0001）",
  ],
  hidden: ["hidden", "隐藏"],
  "window-where": [
    "queries {top}–{bottom} of {rows}, keys {left}–{right} of {columns}",
    "查询 {top}–{bottom}（共 {rows}），键 {left}–{right}（共 {columns}）",
  ],
  "zoom-in": ["Closer", "放大"],
  "zoom-out": ["Farther", "缩小"],
  "zoom-reset": ["Whole picture", "整幅"],
  "zoom-keys": ["Plus and minus zoom, 0 shows the whole.", "加减号缩放，0 显示整幅。"],
  "zoom-hint": [
    "Ctrl and the wheel, or a pinch, zooms; dragging moves.",
    "按住 Ctrl 滚动或双指捏合可缩放；拖动可平移。",
  ],

  "note-special": [
    "{rows} special queries and {keys} special keys are hidden; the rows shown give the hidden keys {mean} on average, from {least} to {most}",
    "隐藏了 {rows} 个特殊查询和 {keys} 个特殊键；所示各行平均有 {mean} 给了被隐藏的键，最少 {least}，最多 {most}",
  ],
  "note-least": [
    "not drawn: what is below {least} ({count} of {all} cells)",
    "未画出：小于 {least} 的（{all} 格中的 {count} 格）",
  ],
  "note-mass": [
    "drawn: of each row the fewest keys that hold {mass} of what it shows ({count} of {all} cells are not drawn)",
    "只画：每行中合计占所示部分 {mass} 的最少的键（{all} 格中有 {count} 格未画出）",
  ],
  "legend-least": ["not drawn: below {least}", "未画出：小于 {least}"],
  "legend-mass": ["drawn: the fewest keys of each row that hold {mass} of it", "只画：每行中合计占 {mass} 的最少的键"],
  "summary-mean": [
    "In the mean of {count} heads, derived, the largest weight{aside} is {percent}: “{query}” attends to “{key}”.",
    "{count} 个头的平均（推导值）中最大权重{aside}为 {percent}：“{query}”看向“{key}”。",
  ],
  "summary-mean-none": [
    "The mean of {count} heads, derived: none of its weights here tells anything of the heads{aside}.",
    "{count} 个头的平均（推导值）：这里没有能说明这些头的权重{aside}。",
  ],
  "note-mean": ["mean of {count} heads, derived: {heads}", "{count} 个头的平均，推导值：{heads}"],
  "note-renormalised": [
    "renormalised, derived: each row divided by the sum of its keys shown",
    "重新归一化，推导值：每行除以所示键之和",
  ],
  "note-value": [
    "derived: each weight times the norm of the value after the output projection, v·W_O (inside a head, weight × v is before it)",
    "推导值：每个权重乘以值经输出投影后的范数，即 v·W_O（“头的内部”里的 权重 × v 在投影之前）",
  ],

  "say-weight-mean": [
    "{query} attends to {key}: {percent} in the mean of {heads} heads (derived), {rank} of {count}",
    "{query} 看向 {key}：{heads} 个头的平均（推导值）{percent}，{count} 个中第 {rank}",
  ],
  "say-value": [
    "{query} takes from {key} a vector of norm {value} (weight × value, after the output projection), {rank} of {count}, layer {layer} head {head}",
    "{query} 从 {key} 取来的向量范数为 {value}（权重 × 值，经输出投影），{count} 个中第 {rank}，第 {layer} 层第 {head} 头",
  ],
  "say-value-mean": [
    "{query} takes from {key} a vector of norm {value} (weight × value, after the output projection) in the mean of {heads} heads (derived), {rank} of {count}",
    "{query} 从 {key} 取来的向量范数，{heads} 个头平均为 {value}（权重 × 值，经输出投影，推导值），{count} 个中第 {rank}",
  ],
  "say-masked-mean": ["{query} cannot look at {key}, which comes later: masked", "{query} 看不到后面的 {key}：被遮住"],
  "say-renormalised": [
    "; renormalised over the keys shown, derived: {percent}",
    "；在所示的键上重新归一化（推导值）：{percent}",
  ],
  "say-not-drawn": ["; not drawn", "；未画出"],
  "hidden-mass": [
    "{percent} of the row goes to special tokens, hidden here",
    "该行有 {percent} 给了特殊词元，这里未显示",
  ],

  "special-hide": ["hide special tokens", "隐藏特殊词元"],
  renormalise: ["renormalise", "重新归一化"],
  filter: ["Draw", "只画"],
  "filter-none": ["every weight", "所有权重"],
  "filter-least": ["weights from", "不小于"],
  "filter-mass": ["the keys that hold", "每行累计达到"],
  "filter-least-value": ["Least weight that is drawn", "画出的最小权重"],
  "filter-mass-value": ["Share of each row that is drawn", "每行画出的份额"],
  colour: ["Colours", "配色"],
  "colour-blue": ["blue", "蓝"],
  "colour-viridis": ["viridis", "viridis"],
  "colour-cividis": ["cividis", "cividis"],
  quantity: ["Quantity", "量"],
  "quantity-weight": ["weights", "权重"],
  "quantity-value": ["weights × projected values", "权重 × 投影后的值"],
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
  "stats-table-even": ["evenly spread", "均匀分配"],
  "find-this": ["Which heads link {from} → {to}?", "哪些头连接 {from} → {to}？"],
  counting: ["Tokens, layers, heads and units are counted from 0.", "词元、层、头和单元都从 0 数起。"],
  "layers-and": ["{list} and {last}", "{list}、{last}"],
  "layer-silent": ["Layer {list} does not attend.", "第 {list} 层不计算注意力。"],
  "layers-silent": ["Layers {list} do not attend.", "第 {list} 层不计算注意力。"],
  "layer-silent-short": ["does not attend", "不计算注意力"],
  "layer-silent-option": ["{layer} (does not attend)", "{layer}（不计算注意力）"],
  "layer-silent-say": ["layer {layer} does not attend", "第 {layer} 层不计算注意力"],
  "layer-lacks-head": ["layer {layer} has no head {head}", "第 {layer} 层没有第 {head} 头"],
  "layers-heads-alike": ["{layers} layers of {heads} heads each", "{layers} 层，每层 {heads} 个头"],
  "layers-heads": ["{layers} layers of {least} to {most} heads", "{layers} 层，每层 {least} 至 {most} 个头"],
  "layers-heads-some-alike": [
    "{layers} layers, of which {attending} attend with {heads} heads each",
    "{layers} 层，其中 {attending} 层计算注意力，每层 {heads} 个头",
  ],
  "layers-heads-some": [
    "{layers} layers, of which {attending} attend with {least} to {most} heads",
    "{layers} 层，其中 {attending} 层计算注意力，每层 {least} 至 {most} 个头",
  ],

  "aside-special": [" (special tokens aside)", "（特殊词元不计）"],
  "aside-forced": [" (forced weights aside)", "（必然的权重不计）"],
  "aside-both": [" (special tokens and forced weights aside)", "（特殊词元与必然的权重不计）"],
  "aside-part": [" (of the part shown)", "（仅就所示部分）"],
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
  "change-before": ["Before", "之前"],
  "change-after": ["After", "之后"],
  "change-difference": ["After − before", "之后 − 之前"],
  "change-before-says": ["the sentence as it is", "句子原样"],
  "change-as-it-is": ["as it is", "原样"],
  "change-difference-says": ["the same cells; 0 in the middle of the scale", "相同的格子；色标以 0 为中心"],
  "change-ramp": ["after − before, linear, purple to orange", "之后 − 之前，线性，橙紫"],
  "change-hatched": [
    "Hatched: nobody may look there (masked, or after the query)",
    "斜线：不许看的位置（被遮住，或在查询之后）",
  ],
  "change-hatched-masked": ["Hatched: masked, nobody may look there", "斜线：被遮住，谁也不能看"],
  "change-hatched-causal": ["Hatched: after the query, which it may not see", "斜线：在查询之后，看不到"],
  "change-hidden": ["Special tokens are hidden here; they were read.", "这里不显示特殊词元；模型读到了它们。"],
  "change-js": ["JS, bits", "JS，比特"],
  "change-title": [
    "Layer {layer}, head {head} before and after the change, {model}",
    "第 {layer} 层第 {head} 头在改变前后，{model}",
  ],
  "change-description": [
    "{rows} tokens; weights as they are, in the run with the change, and their difference.",
    "{rows} 个词元；原来的权重、改变后那次运行的权重，以及二者之差。",
  ],
  "change-moved-title": ["How far each token's final vector moved", "每个词元的最终向量移动了多远"],
  "change-points": ["{value} points", "{value} 个百分点"],
  "change-board": ["All heads: which are off", "所有注意力头：哪些已关闭"],
  "change-board-legend": ["mean |after − before|", "平均 |之后 − 之前|"],
  "weights-what-attention": ["attention weights", "注意力权重"],
  "weights-what-value": ["norms of weight × projected value", "“权重 × 投影后的值”的范数"],
  "run-token": ["{index} “{token}”", "{index}“{token}”"],
  "run-masked": ["token {tokens} masked", "词元 {tokens} 被遮住"],
  "run-masked-several": ["tokens {tokens} masked", "词元 {tokens} 被遮住"],
  "run-off": ["head {heads} switched off", "头 {heads} 被关闭"],
  "run-off-several": ["heads {heads} switched off", "头 {heads} 被关闭"],
  "run-title": ["A changed run", "改变后的运行"],
  "run-changed": [
    "Every number of attention is of a changed run: {changes}.",
    "所有注意力数值都来自改变后的运行：{changes}。",
  ],
  "run-beside": [
    "The net reads the sentence as it is; the head beside it is of a changed run: {changes}.",
    "循环网络读的是原样的句子；旁边的头来自改变后的运行：{changes}。",
  ],
  "run-second-model": ["The second model reads the sentence as it is.", "第二个模型读的是原样的句子。"],
  "run-second-text": ["The second sentence is read as it is.", "第二个句子按原样读取。"],
  "run-second-text-off": [
    "In the second sentence no token is masked; its heads are switched off, too.",
    "第二个句子中没有词元被遮住，但同样的头也被关闭。",
  ],
  "run-refused": [
    "The address asks for a changed run ({changes}), which {model} cannot make of this sentence: the numbers are of the sentence as it is.",
    "网址要求改变运行（{changes}），但 {model} 无法对这个句子这样做：所示数值来自原样的句子。",
  ],
  "run-not-context": [
    "What the address changes ({changes}) does not act in this view: both sentences are read as they are.",
    "网址中的改变（{changes}）在此视图中不起作用：两个句子都按原样读取。",
  ],
  "run-not-net": [
    "What the address changes ({changes}) acts on a Transformer's attention alone: no number of this view depends on it.",
    "网址中的改变（{changes}）只作用于 Transformer 的注意力：此视图的数值都与它无关。",
  ],
};
