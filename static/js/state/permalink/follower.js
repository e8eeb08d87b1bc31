/** Keeps address and state together, in both directions, whichever of the two is slow: the newest holds. */
import { fromAddress, holdsState, isTooLong, toAddress } from "./address.js";
import { fromQuery, toQuery } from "./query.js";

/** @typedef {import("./keys.js").ViewState} ViewState */
/** @typedef {"pushState" | "replaceState"} How */

/**
 * @param {object} page
 * @param {() => import("./address.js").Address} page.now what the address bar has
 * @param {(how: How, address: import("./address.js").Address) => void} page.go
 * @param {(state: ViewState, trouble: import("./address.js").Trouble | null) => void} page.show
 * @param {() => Partial<ViewState>} page.state the page's
 * @param {number} page.mostChars what one box for a sentence holds
 */
export function createFollower({ now, go, show, state, mostChars }) {
  /** Each change of either side takes one: what a slow one finds afterwards is of yesterday. */
  let turns = 0;
  /** A step that waits for its fragment is still one when a change overtakes it. */
  let stepWaits = false;
  /** The query that the state was last in. */
  let known = now().search;

  /** @param {How} how @param {import("./address.js").Address} address */
  function settle(how, address) {
    const { search, hash } = now();
    stepWaits = false;
    known = address.search;
    if (address.search === search && address.hash === (holdsState(hash) ? hash : "")) return;
    go(how, address);
  }

  /** The address follows the state. @param {How} how @returns {Promise<void>} done at once where the query is enough */
  async function follow(how) {
    const turn = (turns += 1);
    const step = stepWaits || how === "pushState" ? "pushState" : "replaceState";
    const view = state();
    if (!isTooLong(view)) {
      settle(step, { search: toQuery(view), hash: "" });
      return;
    }
    stepWaits = step === "pushState";
    // A browser that cannot deflate keeps all of it in the query.
    const address = await toAddress(view).catch(() => ({ search: toQuery(view), hash: "" }));
    if (turn === turns) settle(step, address);
  }

  /** The state follows the address: someone went back, or wrote another fragment. */
  async function read() {
    const { search, hash } = now();
    if (hash !== "" && !holdsState(hash) && search === known) {
      await follow("replaceState"); // a place on the page: nothing of the state changes, and its own fragment comes back
      return;
    }
    const turn = (turns += 1);
    stepWaits = false;
    known = search;
    if (!holdsState(hash)) {
      show(fromQuery(search), null);
      return;
    }
    const found = await fromAddress({ search, hash }, mostChars);
    if (turn === turns) show(found.state, found.trouble);
  }

  return { follow, read };
}
