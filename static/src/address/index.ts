/** The whole view state ↔ the page's address. */
export { fromAddress, isTooLong, toAddress } from "./address.ts";
export { KEY_SCHEMAS } from "./keys.ts";
export { fromQuery, readQuery, toQuery } from "./query.ts";
export { DEFAULTS } from "./values.ts";
