/** What the build, and through its manifest the server, know of the front end. */
export { KEY_SCHEMAS } from "../address/index.ts";
export { VIEWS } from "../views/index.ts";
export { WORDS } from "./words.ts";
