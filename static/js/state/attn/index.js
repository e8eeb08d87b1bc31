/** What the attention panel's views ask for: one line a source. */
import { source as heads } from "./heads.js";

/** @type {import("../../types.js").AttnSource[]} */
export const ATTN_SOURCES = [
  heads,
];
