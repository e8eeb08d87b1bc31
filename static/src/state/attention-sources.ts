/** What the attention panel's views ask for: one line a source. */
import { source as change } from "../views/change/source.ts";
import { source as compare } from "../views/compare/source.ts";
import { source as find } from "../views/find/source.ts";
import { source as heads } from "./sources/heads.ts";
import { source as lens } from "../views/lens/source.ts";
import { source as norms } from "./sources/norms.ts";
import { source as rollout } from "../views/rollout/source.ts";
import { contributions, source as stats } from "./sources/stats.ts";
import { source as steps } from "../views/steps/source.ts";
import type { AttnSource } from "./types.ts";

export const ATTN_SOURCES: AttnSource[] = [
  heads,
  norms,
  rollout,
  stats,
  contributions,
  find,
  lens,
  change,
  compare,
  steps,
];
