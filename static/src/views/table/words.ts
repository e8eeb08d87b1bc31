/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-table": ["Table", "表格"],
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
  "weights-title": ["The largest {what} of {heads}, {model}", "{model} {heads}中最大的{what}"],
  "weights-description": [
    "{shown} rows, the largest first; {all} in all{aside}.",
    "{shown} 行，由大到小；共 {all} 个{aside}。",
  ],
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
  "weights-place": ["place of the {side}", "{side}的位置"],
  "title-table": ["Attention weights as numbers", "注意力权重的数值"],
};
