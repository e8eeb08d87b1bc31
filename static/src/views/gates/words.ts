/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "lab-gates": ["Gates", "门"],
  "gru-z": [
    "Here z keeps, as in torch: h′ = z·h + (1 − z)·n. Many textbooks write it the other way round, with z for what is replaced.",
    "这里的 z 表示“保留”，与 torch 相同：h′ = z·h + (1 − z)·n。许多教科书正好相反，用 z 表示被替换的部分。",
  ],
  "summary-gates": ["Mean over units and steps: {means}.", "对单元与步骤取平均：{means}。"],
  "summary-opens": [
    "The {gate} is largest at “{token}”, unit {unit}: {value}.",
    "{gate}最大处是“{token}”，单元 {unit}：{value}。",
  ],
  "unit-close": ["Close", "关闭"],
  "hint-units": [
    "Point at a step to read its numbers; click a unit's row, or press Enter on it, for its tracks.",
    "指向一步，读出它的数值；点击某个单元的行，或在其上按回车，查看它的轨迹。",
  ],
  "title-gates": ["Gates and states", "门与状态"],
};
