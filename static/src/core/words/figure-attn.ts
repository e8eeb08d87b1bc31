/** Words of attention views that stand in figures alone: what the page shows by scrolling. */

export const ATTN_FIGURE_WORDS: Record<string, [en: string, zh: string]> = {
  "weights-title": ["The largest {what} of {heads}, {model}", "{model} {heads}中最大的{what}"],
  "weights-description": [
    "{shown} rows, the largest first; {all} in all{aside}.",
    "{shown} 行，由大到小；共 {all} 个{aside}。",
  ],
  "weights-what-attention": ["attention weights", "注意力权重"],
  "weights-what-value": ["norms of weight × projected value", "“权重 × 投影后的值”的范数"],
  "weights-some": ["The {shown} largest of {all} {what}{aside}", "{all} 个{what}中最大的 {shown} 个{aside}"],
  "weights-some-drawn": [
    "The {shown} largest of the {count} {what} that are drawn, of {all}{aside}",
    "所画的 {count} 个{what}中最大的 {shown} 个（共 {all} 个）{aside}",
  ],
  "weights-all": ["All {all} {what}, the largest first{aside}", "全部 {all} 个{what}，由大到小{aside}"],
  "weights-all-drawn": [
    "All {count} {what} that are drawn, of {all}, the largest first{aside}",
    "所画的全部 {count} 个{what}（共 {all} 个），由大到小{aside}",
  ],
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
  "weights-place": ["place of the {side}", "{side}的位置"],
};
