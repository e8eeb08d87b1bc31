/** A link to another state of the page. */
import { isTooLong, toAddress, toQuery } from "./index.ts";
import type { ViewState } from "../state/keys.ts";

/** What a link was meant to lead to last: a slow address of yesterday is not written over it. */
const latest: WeakMap<HTMLAnchorElement, object> = new WeakMap();

/**
 * Points a link at a state; a long text goes into the fragment, as in the page's own address, a moment later.
 * @param base of the page, without query
 */
export function pointAt(link: HTMLAnchorElement, base: string, state: Partial<ViewState>) {
  const turn = {};
  latest.set(link, turn);
  link.href = base + toQuery(state);
  if (!isTooLong(state)) return;
  toAddress(state).then(
    ({ search, hash }) => {
      if (latest.get(link) === turn) link.href = base + search + hash;
    },
    () => {}, // a browser that cannot deflate keeps all of it in the query
  );
}
