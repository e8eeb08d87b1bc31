/** What the player's script gives to the scripts of the views, and to the one that begins. */
import { boot } from "./page.js";
import { kitOf } from "./kit.js";

/** @type {import("./kit.js").Brought[]} */
const brought = [];

/** @param {import("./kit.js").Brought} view */
export const add = (view) => void brought.push(view);
export const start = () => boot(kitOf(brought));
