/** What the player's script gives to the scripts of the views, and to the one that begins. */
import { boot } from "./page.ts";
import { kitOf } from "./kit.ts";
import type { Brought } from "./kit.ts";

const brought: Brought[] = [];

export const add = (view: Brought) => void brought.push(view);
export const start = () => boot(kitOf(brought));
