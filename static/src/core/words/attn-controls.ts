/** Words about the attention panel: its views, the choices over them, and what they do to the numbers; English and Chinese. */

export const ATTN_CONTROL_WORDS: Record<string, [en: string, zh: string]> = {
  "attn-views": ["What to show of attention", "展示注意力的哪一面"],
  "attn-heads": ["All heads", "所有头"],
  "attn-heatmap": ["One head", "单个头"],
  "attn-arcs": ["Arcs", "弧线"],
  "attn-tokens": ["On the tokens", "词元上"],
  "attn-rollout": ["Rollout", "逐层汇流"],
  "attn-steps": ["Inside a head", "头的内部"],
  "attn-find": ["Find heads", "寻找头"],
  "attn-contributions": ["Contributions", "各头贡献"],
  "attn-change": ["Interventions", "干预"],
  "attn-lens": ["Lens", "透镜"],
  "attn-compare": ["Compare", "比较"],
  "attn-table": ["Table", "表格"],

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

  "table-intro": [
    "The numbers of {model}'s chosen heads, one a row. Click a column's name to sort by it; click a row to pin it.",
    "{model} 所选各头的数值，每行一个。点击列名可按该列排序；点击某行可固定。",
  ],
  "table-contains": ["contains", "包含"],
  "table-all": ["all", "全部"],
  "table-copy": ["Copy as TSV", "复制为 TSV"],
  "table-copied": ["{count} rows copied.", "已复制 {count} 行。"],
  "table-not-copied": ["The browser did not allow copying.", "浏览器不允许复制。"],
  "table-count": ["{label}: {count} of {all} numbers.", "{label}：{all} 个数中的 {count} 个。"],
  "table-forced": [
    "forced, whatever the head, as it may see one token only: the row of {tokens}",
    "必然的行（只看得到一个词元，与头无关）：{tokens}",
  ],
  "table-value": ["norm of weight × projected value", "权重 × 投影后值的范数"],
  "table-hidden": ["hidden special keys hold, by query:", "被隐藏的特殊键占（按查询）："],

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
  "grid-hidden": ["Special tokens are hidden here too.", "这里也隐藏了特殊词元。"],
  "grid-hidden-block": [
    "Special tokens are hidden, but a pixel that one of them shares with others still counts it.",
    "特殊词元已隐藏；但与其他词元共用一个像素的，仍计入该像素。",
  ],
  "grid-several": [
    "Shift and click, or Shift and Enter, adds a head or takes it away.",
    "按住 Shift 点击（或 Shift+回车）可加上或去掉一个头。",
  ],

  "special-hide": ["hide special tokens", "隐藏特殊词元"],
  renormalise: ["renormalise", "重新归一化"],
  filter: ["Draw", "只画"],
  "filter-none": ["every weight", "所有权重"],
  "filter-least": ["weights from", "不小于"],
  "filter-mass": ["the keys that hold", "每行累计达到"],
  "filter-least-value": ["Least weight that is drawn", "画出的最小权重"],
  "filter-mass-value": ["Share of each row that is drawn", "每行画出的份额"],
  "scale-row": ["by row", "按行"],
  "scale-log": ["logarithmic", "对数"],
  colour: ["Colours", "配色"],
  "colour-blue": ["blue", "蓝"],
  "colour-viridis": ["viridis", "viridis"],
  "colour-cividis": ["cividis", "cividis"],
  quantity: ["Quantity", "量"],
  "quantity-weight": ["weights", "权重"],
  "quantity-value": ["weights × projected values", "权重 × 投影后的值"],
};
