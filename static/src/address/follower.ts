/** Keeps address and state together, in both directions, whichever of the two is slow: the newest holds. */
import { fromAddress, holdsState, isTooLong, toAddress } from "./address.ts";
import { fromQuery, toQuery } from "./query.ts";
import type { Address, Trouble } from "./address.ts";
import type { ViewState } from "../state/keys.ts";

export type How = "pushState" | "replaceState";

export function createFollower({
  now,
  go,
  show,
  state,
  mostChars,
}: {
  /** what the address bar has */
  now: () => Address;
  go: (how: How, address: Address) => void;
  show: (state: ViewState, trouble: Trouble | null) => void;
  /** the page's */
  state: () => Partial<ViewState>;
  /** what one box for a sentence holds */
  mostChars: number;
}) {
  /** Each change of either side takes one: what a slow one finds afterwards is of yesterday. */
  let turns = 0;
  /** A step that waits for its fragment is still one when a change overtakes it. */
  let stepWaits = false;
  /** The query that the state was last in. */
  let known = now().search;

  function settle(how: How, address: Address) {
    const { search, hash } = now();
    stepWaits = false;
    known = address.search;
    if (address.search === search && address.hash === (holdsState(hash) ? hash : "")) return;
    go(how, address);
  }

  /**
   * The address follows the state.
   * @returns done at once where the query is enough
   */
  async function follow(how: How): Promise<void> {
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
