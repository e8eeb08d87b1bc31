/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "lab-unit": ["One unit", "单个单元"],
  "title-unit": ["One unit of a recurrent net", "循环网络的一个单元"],
};
