/** What this view says, in English and Chinese. */
import type { Words } from "../../core/words/types.ts";

export const words: Words = {
  "attn-arcs": ["Arcs", "弧线"],
  "title-arcs": ["Lines of attention", "注意力连线"],
};
