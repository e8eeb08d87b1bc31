/** A link to another state of the page. */
import { isTooLong, toAddress, toQuery } from "../state/permalink.js";

/** @typedef {import("../state/permalink.js").ViewState} ViewState */

/** What a link was meant to lead to last: a slow address of yesterday is not written over it. @type {WeakMap<HTMLAnchorElement, object>} */
const latest = new WeakMap();

/**
 * Points a link at a state; a long text goes into the fragment, as in the page's own address, a moment later.
 * @param {HTMLAnchorElement} link @param {string} base of the page, without query @param {Partial<ViewState>} state
 */
export function pointAt(link, base, state) {
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
