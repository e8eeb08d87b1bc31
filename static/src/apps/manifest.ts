/** What the build, and through its manifest the server, know of the front end. */
export { ATTN_VIEWS, KEY_SCHEMAS, LAB_VIEWS } from "../state/permalink/index.ts";
export { WORDS } from "../core/words/page.ts";
