/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-heatmap": ["One head", "单个头"],
  "title-heatmap": ["Attention of one head", "一个头的注意力"],
};
