/** What the attention panel's views ask for: one line a source. */
import { source as change } from "./change.js";
import { source as compare } from "./compare.js";
import { source as find } from "./find.js";
import { source as heads } from "./heads.js";
import { source as lens } from "./lens.js";
import { source as norms } from "./norms.js";
import { source as rollout } from "./rollout.js";
import { contributions, source as stats } from "./stats.js";
import { source as steps } from "./steps.js";

/** @type {import("../../types.js").AttnSource[]} */
export const ATTN_SOURCES = [
  heads,
  norms,
  rollout,
  stats, contributions,
  find,
  lens,
  change,
  compare,
  steps,
];
